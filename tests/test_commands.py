"""The contract of the command line: commands, JSON names, exit codes, one sentence for each error."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from demo.practice_reports import articles, declared
from gongkai import main


@pytest.fixture(scope="module")
def page() -> str:
    """A good practice report."""
    article = next(articles(declared()["city"][0]))
    return f"<html><body><h1>{article.title}</h1>{article.html}</body></html>"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def call(*words: str, **environment: str) -> Result:
        return CliRunner(env={"LANG": "C.UTF-8", "LC_ALL": "", **environment}).invoke(main, list(words))

    return call


def lines(result: Result) -> list[dict]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_parse_prints_one_object_a_file_in_order_and_goes_on_after_a_bad_one(run, tmp_path, page):
    (tmp_path / "good.html").write_text(page, "utf-8")
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "other.html").write_text("<html><title>登录</title><body>用户名</body></html>", "utf-8")
    result = run("parse", "empty.html", "good.html", "missing.html", "other.html")
    told = lines(result)
    assert result.exit_code == 1
    assert [line["path"] for line in told] == ["empty.html", "good.html", "missing.html", "other.html"]
    assert [line["verdict"] for line in told] == ["unreadable", "report", "unreadable", "not_a_report"]
    assert all(line["reason"] for line in told if line["verdict"] != "report")


def test_a_line_has_the_names_of_the_contract(run, tmp_path, page):
    (tmp_path / "good.html").write_text(page, "utf-8")
    (line,) = lines(run("parse", "good.html"))
    assert {"path", "sha256", "media_type", "verdict", "title", "organ", "year", "scope", "published_on", "forms",
            "facts", "sections", "findings"} <= line.keys()  # fmt: skip
    assert line["facts"][0].keys() == {"code", "value", "status", "raw", "unit", "place"}
    assert line["facts"][0]["place"].keys() >= {"table", "row", "column"}
    assert line["sections"][0].keys() == {"part", "heading", "text"}
    assert all({"check", "severity", "status", "message", "cells"} <= finding.keys() for finding in line["findings"])


def test_parse_of_a_good_file_exits_0(run, tmp_path, page):
    (tmp_path / "good.html").write_text(page, "utf-8")
    assert run("parse", "good.html").exit_code == 0


def test_check_speaks_the_language_asked_for_or_of_the_locale(run, tmp_path, page):
    (tmp_path / "wrong.html").write_text(page.replace("（七）总计</td><td>", "（七）总计</td><td>9"), "utf-8")
    chinese, english = run("check", "--lang", "zh", "wrong.html"), run("check", "wrong.html")
    assert chinese.exit_code == english.exit_code == 1
    assert "不相等" in chinese.stdout
    assert "不相等" not in english.stdout
    assert "不相等" in run("check", "wrong.html", LANG="zh_CN.UTF-8").stdout


def test_import_build_and_again_with_the_shared_options_anywhere(run, tmp_path, page):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_text(page, "utf-8")
    assert run("import", "in", "--data", "captures").exit_code == 0
    first = run("--data", "captures", "--db", "one.db", "build", "--workers", "1")
    assert first.exit_code == 0, first.output
    again = run("build", "--full", GONGKAI_DATA="captures", GONGKAI_DB="one.db")
    assert again.exit_code == 0, again.output
    assert (tmp_path / "one.db").exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["crawl"], 2), (["crawl", "no-such-portal"], 2), (["crawl", "--portals", "no.toml"], 2), (["frobnicate"], 2),
        (["parse"], 2), (["crawl", "--limit", "0", "--all"], 2), (["build"], 1), (["serve"], 1), (["import", "nothing"], 1),
    ],
)  # fmt: skip
def test_a_wrong_call_is_2_a_wrong_state_1_and_each_says_what_to_do(run, words, code):
    result = run(*words)
    assert result.exit_code == code, result.output
    assert result.output.strip()
    assert "Traceback" not in result.output


def test_a_bad_portal_row_names_itself(run, tmp_path):
    (tmp_path / "bad.toml").write_text(
        '[[portal]]\nid = "x"\nname = "x"\nregion = "999999"\nurl = "http://x/"\nfamily = "trs"\n'
    )
    result = run("crawl", "--portals", "bad.toml", "--dry-run")
    assert result.exit_code == 2
    assert "bad.toml, row 1 (x)" in result.output


def test_help_names_every_command_that_works(run):
    text = run("--help").stdout
    for name in ("crawl", "import", "build", "serve", "parse", "check", "portals", "export", "show", "demo"):
        assert name in text
