"""What a visitor is told where there is no answer: never a trace, one sentence, in the language of the address."""

from __future__ import annotations

from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.page import shortened


@pytest.mark.parametrize("path", ["/xyz", "/reports", "/years/-1", "/years/20222", "/reports/../x", "/captures/abc"])
def test_an_address_that_is_none_of_ours_is_answered_in_its_language(get: Any, path: str) -> None:
    for prefix, lang, word in (("", "zh-CN", "本站没有网址"), ("/en", "en", "This site has nothing at")):
        answer = get(prefix + path)
        assert answer.status_code == 404
        assert f'<html lang="{lang}">' in answer.text and word in answer.text
        assert "Database not found" not in answer.text and "no-store" in answer.headers["cache-control"]


def test_an_address_is_read_back_as_it_was_typed(get: Any) -> None:
    answer = get("/regions/" + quote("北京"), follow_redirects=True)
    assert answer.status_code == 404 and "“/regions/北京”" in answer.text


def test_tables_that_are_not_there_are_said_in_both_languages(get: Any) -> None:
    text = get("/archive/nope").text
    assert "本站没有网址“/archive/nope”" in text and "This site has nothing at “/archive/nope”" in unescape(text)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("/reports?_sort=nope", "Cannot sort table by nope"),
        ("/reports?_size=-1", "_size must be"),
        ("/reports?_where=nope", "no such column: nope"),
        ("?sql=selec", "Statement must be a SELECT"),
        ("?sql=delete+from+reports", "Statement must be a SELECT"),
    ],
)
def test_a_wrong_query_is_the_askers_and_says_why(get: Any, query: str, why: str) -> None:
    answer = get("/archive" + query)
    assert answer.status_code == 400
    assert why in answer.text and "不能执行" in answer.text and "cannot be run" in answer.text
    assert 'href="/en/"' in answer.text


def test_json_keeps_the_answer_that_programs_know(get: Any) -> None:
    answer = get("/archive.json?sql=selec")
    assert answer.status_code == 400 and answer.json()["error"] == "Statement must be a SELECT"


def test_nothing_of_an_unforeseen_fault_gets_out(
    get: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("/srv/somebody/archive.db")

    monkeypatch.setattr("publish.page.Page.rows", broken)
    answer = get("/en/checks")
    assert answer.status_code == 500 and "not of your making" in answer.text
    assert "somebody" not in answer.text and "RuntimeError" not in answer.text
    assert "/srv/somebody/archive.db" in capsys.readouterr().err


@given(st.text())
def test_what_is_read_back_is_short_and_can_be_seen(asked: str) -> None:
    told = shortened(asked)
    assert len(told) <= 81 and told.isprintable()
    if asked.isprintable() and len(asked) <= 80:
        assert told == asked
