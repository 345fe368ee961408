"""`gongkai show`: from a number to the captured bytes, and what is said when the chain is broken."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from demo.practice_reports import articles, declared
from demo.sample import SAMPLE
from gongkai import main


def call(*words: str) -> Result:
    return CliRunner(env={"LANG": "C.UTF-8", "LC_ALL": "", "GONGKAI_DATA": "", "GONGKAI_DB": ""}).invoke(
        main, list(words)
    )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with captures of one page in two versions, and the archive built from them."""
    folder = tmp_path_factory.mktemp("house")
    article = next(articles(declared()["city"][0]))
    (folder / "in").mkdir()
    page = f"<html><body><h1>{article.title}</h1>{article.html}</body></html>".replace("练习青山市", "濮阳市")
    for body in (page, page.replace("（七）总计</td><td>", "（七）总计</td><td>9")):
        (folder / "in" / "a.html").write_text(body, "utf-8")
        assert call("import", "-q", str(folder / "in"), "--data", str(folder / "data")).exit_code == 0
    built = call("build", "--workers", "1", "-q", "--data", str(folder / "data"), "--db", str(folder / "archive.db"))
    assert built.exit_code == 0, built.output
    return folder


def query(db: Path, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(sql).fetchall()


def show(folder: Path, *words: str, data: str = "data") -> Result:
    return call("show", *words, "--db", str(folder / "archive.db"), "--data", str(folder / data))


def key(folder: Path) -> str:
    return query(folder / "archive.db", "SELECT report_key FROM reports")[0][0]


def test_the_chain_ends_at_the_bytes_and_is_proven(house):
    result = show(house, "--json", "res_total__natural", key(house))
    told = json.loads(result.stdout)
    (row,) = query(
        house / "archive.db",
        "SELECT current_sha256, res_total__natural FROM reports JOIN report_figures ON report_id = id",
    )
    assert result.exit_code == 0
    assert (told["version"]["sha256"], told["cell"]["value"]) == row
    assert told["proof"]["outcome"] == "same"
    assert told["proof"]["cell"] == told["cell"]
    assert told["cell"]["place"].keys() >= {"table", "row", "column"}
    assert told["sightings"][0]["url"].endswith("a.html")
    assert told["parser_version"] == told["proof"]["engine"]
    (other,) = told["others"]
    assert other["cell"]["value"] != told["cell"]["value"]
    assert other["version"]["sha256"] != told["version"]["sha256"]
    assert any("res_total__natural" in finding["cells"] for finding in told["findings"])


def test_every_plain_number_is_proven_amounts_that_are_whole_too(house):
    with closing(sqlite3.connect(house / "archive.db")) as db:
        columns = [row[1] for row in db.execute("PRAGMA table_info(report_figures)") if row[2] == "REAL"]
        values = db.execute(f"SELECT {', '.join(columns)} FROM report_figures").fetchone()
    printed = {code: value for code, value in zip(columns, values, strict=True) if value is not None}
    assert printed
    for code, value in printed.items():
        told = json.loads(show(house, "--json", code, key(house)).stdout)
        assert told["proof"]["outcome"] == "same", told
        assert float(told["cell"]["raw"]) == value and told["cell"]["raw"] == told["proof"]["cell"]["raw"]


def test_every_link_is_printed_in_both_languages(house):
    english, chinese = (show(house, "res_total__natural", key(house), "--lang", lang).stdout for lang in ("en", "zh"))
    sha256 = query(house / "archive.db", "SELECT current_sha256 FROM reports")[0][0]
    for word in ("res_total__natural", sha256, "warc.gz", "a.html", key(house)):
        assert word in english and word in chinese
    assert "read again by" in english and "total handled: natural persons" in english
    assert "sha256 相符" in chinese and "（七）总计：自然人" in chinese
    assert len(english.splitlines()) == len(chinese.splitlines())


def test_an_organ_and_a_year_name_the_report(house):
    name, year = query(house / "archive.db", "SELECT organ_name, year FROM reports")[0]
    assert show(house, "res_total__natural", name, str(year)).exit_code == 0
    assert show(house, "res_total__natural", f"{name}{year}年").exit_code == 0


def test_captures_that_are_not_at_hand_are_said_to_be_so(house):
    result = show(house, "res_total__natural", key(house), data="elsewhere")
    assert result.exit_code == 0
    assert "not at hand" in result.stdout


def test_an_archive_that_says_something_else_than_its_bytes_is_found_out(house, tmp_path):
    shutil.copyfile(house / "archive.db", tmp_path / "archive.db")
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        connection.execute("UPDATE report_figures SET res_total__natural = 123456")
        connection.commit()
    result = call(
        "show", "res_total__natural", key(house), "--db", str(tmp_path / "archive.db"), "--data", str(house / "data")
    )
    assert result.exit_code == 1
    assert "123456" in result.stdout
    assert "run gongkai build" in result.stdout


def test_damaged_captures_are_found_out(house, tmp_path):
    shutil.copytree(house / "data", tmp_path / "data")
    for path in (tmp_path / "data" / "warc").iterdir():
        path.write_bytes(path.read_bytes()[:50] + b"\0" * 50)
    result = call(
        "show", "res_total__natural", key(house), "--db", str(house / "archive.db"), "--data", str(tmp_path / "data")
    )
    assert result.exit_code == 1
    assert "not what it was" in result.stdout


def test_a_rate_shows_its_terms(house):
    told = json.loads(show(house, "--json", "disclosure_rate", key(house)).stdout)
    sides = {
        side: sum(t["cell"]["value"] for t in told["terms"] if t["side"] == side)
        for side in ("numerator", "denominator")
    }
    assert told["cell"]["value"] == pytest.approx(sides["numerator"] / sides["denominator"], abs=1e-6)
    assert told["n"] == sides["denominator"]
    assert told["proof"]["outcome"] == "not_tried"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("req_new_total", "410972"), "near are req_new__total"),
        (("req_new__total", "濮阳经济技术开发", "2021"), "濮阳经济技术开发区 2022"),
        (("rule_made19", "410972"), "does not print rule_made19"),
        (("req_new__total", "zzz"), "There is no report zzz"),
    ],
)
def test_what_is_not_there_gives_one_sentence_with_what_comes_near(words, says):
    result = call("show", *words, "--db", str(SAMPLE))
    assert result.exit_code == 1
    assert says in result.output
    assert result.output.count("\n") == 1


def test_words_that_name_several_reports_are_no_report(built):
    result = call("show", "req_new__total", "濮阳市", "2022", "--db", str(built.db))
    assert result.exit_code == 1
    assert re.search(r"means \d reports: choose from 4109", result.output) and result.output.count("\n") == 1


def test_a_stated_blank_is_shown_by_its_status_never_as_zero():
    (row,) = query(SAMPLE, "SELECT code, report_key FROM cell_notes n JOIN reports r ON r.id = n.report_id "
                           "WHERE n.status = 'blank' AND n.is_current LIMIT 1")  # fmt: skip
    result = call("show", *row, "--db", str(SAMPLE))
    assert result.exit_code == 0
    assert "value: blank" in result.stdout


def test_a_figure_of_the_form_before_2019_is_shown_as_it_is_printed():
    sql = "SELECT s.code, r.report_key, s.raw FROM statistics s JOIN reports r ON r.id = s.report_id WHERE s.code IS NOT NULL AND s.value > 0 LIMIT 1"
    (row,) = query(SAMPLE, sql)
    result = call("show", *row[:2], "--db", str(SAMPLE))
    assert result.exit_code == 0
    assert f"printed as: '{row[2]}'" in result.stdout


@pytest.mark.parametrize("content", [None, b"", b"no database at all, whatever its name"])
def test_without_an_archive_it_says_what_to_do(tmp_path, content):
    if content is not None:
        (tmp_path / "x.db").write_bytes(content)
    result = call("show", "req_new__total", "x", "--db", str(tmp_path / "x.db"))
    assert result.exit_code == 1
    assert "gongkai build" in result.output
