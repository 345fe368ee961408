"""Search: what is found is all there is or is said to be less; filters stay in the address; nothing is searched whole."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from html import unescape
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import reader
from publish import searching
from publish.archive_db import statements
from publish.site import make_site, site_of
from publish.snippet import passage, zh_holds, zh_snippet
from tests.archive.builder import World, read_pickle, report

PUYANG = "http://127.0.0.1:9/puyang"
PLACES = {"濮阳市": "410900", "濮阳县": "410928", "范县": "410926"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Forty reports of three regions; 补正 in all, 林权 in some, 行政复议 whole in few and in pieces in others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "read", read_pickle)
        made = World(tmp_path_factory.mktemp("search"))
        for number in range(40):
            place = list(PLACES)[number % 3]
            one = report(f"{place}教育局", 2019 + number % 5, number + 1, title=f"报告{number}")
            words = (
                "本年补正"
                + ("，林权" if number % 4 == 0 else "")
                + ("，行政复议" if number % 5 == 0 else "，行政与政复与复议")
            )
            section = type(one.sections[1])(5, "五、问题", words)
            made.publish(
                f"{PUYANG}/{number}",
                report(f"{place}教育局", 2019 + number % 5, number + 1, sections=(section,), title=f"报告{number}"),
            )
        made.build()
        yield made


@pytest.fixture(scope="module")
def ask(world: World) -> Iterator[Callable[..., str]]:
    site = make_site(world.db, world.data)
    yield lambda address: asyncio.run(site.client.get(address)).text
    site_of(site).desk.close()


def truth(world: World, word: str, where: str = "1") -> int:
    sql = f"SELECT count(*) FROM sections s JOIN reports r ON r.id = s.report_id WHERE s.is_current AND instr(s.text, ?) AND {where}"
    with closing(sqlite3.connect(world.db)) as db:
        return db.execute(sql, (word,)).fetchone()[0]


def all_pages(ask: Callable[..., str], **asked: str) -> tuple[list[str], list[str]]:
    """Return the links of all hits, page after page, and the state line of each page."""
    address, hits, lines = f"/search?{urlencode(asked)}", [], []
    while address:
        page = ask(address)
        lines += re.findall(r'role="status">([^<]*)', page)
        hits += [
            re.search(r'href="([^"]+)"', hit)[1] + hit
            for hit in re.findall(r"<li>(<a href=\"/reports.*?</p></li>)", page, re.DOTALL)
        ]
        further = re.search(r'href="([^"]+)" rel="next"', page)
        address = unescape(further[1]) if further else ""
        assert len(lines) < 100
    return hits, lines


CASES = (
    ({"q": "补正"}, "1"),
    ({"q": "林权"}, "1"),
    ({"q": "行政复议"}, "1"),
    ({"q": "补正", "year": "2021"}, "r.year = 2021"),
    ({"q": "补正", "region": "410900"}, "1"),
    ({"q": "补正", "region": "410926"}, "r.region_code = '410926'"),
    ({"q": "林权", "region": "410000", "year": "2020"}, "r.year = 2020"),
    ({"q": "补正", "region": "330000"}, "0"),
    ({"q": "补正", "level": "county"}, "r.level = 'county'"),
    ({"q": "补正", "scope": "own", "type": "department", "kind": "annual"}, "r.scope = 'own'"),
    ({"q": "补正", "scope": "region"}, "0"),
    ({"q": "行政复议", "level": "county", "year": "2019"}, "r.level = 'county' AND r.year = 2019"),
)  # fmt: skip


@pytest.mark.parametrize("bounds", [(50, 20_000, 1500), (2, 7, 1500), (3, 5, 4)])
@pytest.mark.parametrize(("asked", "where"), CASES)
def test_all_pages_together_hold_every_hit_once(
    world: World, ask, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str], where: str, bounds: tuple[int, int, int]
) -> None:
    for name, value in zip(("SHOWN", "MOST_SECTIONS", "MOST_REPORTS"), bounds, strict=True):
        monkeypatch.setattr(searching, name, value)
    hits, _ = all_pages(ask, **asked)
    assert len(hits) == len(set(hits)) == truth(world, asked["q"], where)


def test_counts_say_more_where_there_is_more_and_never_less(world: World, ask, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = truth(world, "补正")
    assert f"找到 {whole} 处" in ask("/search?q=补正")
    monkeypatch.setattr(searching, "SHOWN", 5)
    page = ask("/search?q=补正")
    assert "找到 5 处以上" in page and page.count("<mark>补正</mark>") == 5
    monkeypatch.setattr(searching, "MOST_SECTIONS", 7)
    page = ask("/search?q=补正&scope=region")
    assert "其余尚未查看" in page and "没有找到" not in page


def test_a_word_in_pieces_is_no_hit(world: World, ask) -> None:
    page = ask("/search?q=行政复议")
    assert f"找到 {truth(world, '行政复议')} 处" in page and "行政与政复" not in page


def test_filters_stay_in_the_form_and_in_the_other_language(ask) -> None:
    page = ask("/search?q=补正&region=410926&year=2020&level=county&scope=own&type=department&kind=annual")
    chosen = re.findall(r'<option(?: value="([^"]*)")? selected>', page)
    assert set(chosen) == {"410926", "", "county", "own", "department", "annual"}
    other = unescape(re.search(r'class="language" href="([^"]+)"', page)[1])
    assert other.startswith("/en/search?") and "region=410926" in other and "year=2020" in other


def test_organs_are_found_by_two_words_and_within_a_region(ask) -> None:
    assert "濮阳县教育局" in ask("/search?q=濮阳县 教育局").split("报告正文")[0]
    within = ask("/search?q=教育局&region=410926")
    assert "范县教育局" in within and "濮阳县教育局</a>" not in within


@pytest.mark.parametrize(
    "address",
    [
        "/search?q=%22%27%3B(",
        "/search?q=补正&before=x&report=-1&seen=1e9",
        "/search?q=补正&year=abc&region=%27",
        "/search?q=_%25",
    ],
)
def test_odd_addresses_are_answered(ask, address: str) -> None:
    assert "<h1>搜索</h1>" in ask(address)


def test_no_statement_of_the_search_scans_reports_or_sections(world: World) -> None:
    names = [name for name in statements() if name.startswith("search_") and name != "search_organs"]
    with closing(sqlite3.connect(world.db)) as db:
        db.create_function("zh_holds", 2, zh_holds)
        for name in names:
            words = dict.fromkeys(re.findall(r":(\w+)", statements()[name]), "1")
            plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {statements()[name]}", words)]
            assert not [step for step in plan if re.match(r"SCAN (?:reports|r|sections|s)\b", step)], (name, plan)
            if name.startswith("search_reports_of"):
                assert not [step for step in plan if "PRIMARY KEY" in step or "BLOOM" in step], (name, plan)


@given(st.text("补正复议【】<>&; ab", max_size=60), st.text("补正复议 a、", max_size=8))
def test_a_passage_is_a_part_of_its_text_and_marks_only_words(text: str, query: str) -> None:
    pieces = passage(text, query, 10)
    shown = "".join(piece.text for piece in pieces).strip("…")
    assert shown in re.sub(r"\s+", " ", text).strip()
    assert all(zh_holds(query, piece.text) for piece in pieces if piece.is_hit)
    assert zh_snippet(text, query, 10).replace("【", "").replace("】", "") == "".join(p.text for p in pieces).replace(
        "【", ""
    ).replace("】", "")


def test_a_filter_that_the_archive_does_not_know_is_named(get) -> None:
    for name in ("year", "region", "level", "scope", "type", "kind"):
        assert "网址中的限制“nonsense”" in get(f"/search?q=公开&{name}=nonsense").text
        assert "asks for “nonsense”" in get(f"/en/search?q=公开&{name}=nonsense").text
    assert "网址中的限制" not in get("/search?q=公开&year=2022&region=410900&level=prefecture").text
