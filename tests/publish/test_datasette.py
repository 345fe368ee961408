"""Datasette's own pages on our archive: search, canned queries, links, and what is generated from declarations."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from archive.schema import tables, views
from publish.archive_db import statements
from publish.latest_hits import LATEST
from publish.site import make_site
from publish.snippet import zh_holds, zh_snippet
from publish.strings import LANGUAGES, strings


def test_the_disjoint_cover_takes_the_consolidated_report_or_its_parts(get, one) -> None:
    (cover,) = get("/archive/disjoint_cover.json?region=410000&year=2022&_shape=array").json()
    assert (cover["region_reports"], cover["own_reports"]) == (1, 0)
    expected = one("SELECT requests_new FROM reports WHERE scope = 'region' AND region_code = '410900' AND year = 2022")
    assert cover["requests_new"] == expected


@pytest.mark.parametrize("name", [*tables(), *views()])
def test_every_table_and_view_has_a_page(get, name: str) -> None:
    assert get(f"/archive/{name}?_size=1").status_code == 200


def test_search_in_datasette_finds_two_character_words(get, one) -> None:
    found = get("/archive/sections.json?_search=补正&_shape=array&_size=max").json()
    assert len(found) == one("SELECT count(*) FROM sections WHERE instr(text, '补正')") > 0
    assert get("/archive/sections.json?_search=，&_shape=array").json() == []


def test_search_in_datasette_looks_at_the_latest_rows_and_says_so(get) -> None:
    page = get("/archive/sections?_search=申请&_size=2").text
    assert re.search(r"search matches &#34;申请&#34; \(at most its latest [\d,]+ rows\)", page)
    assert re.search(r'name="_search"[^>]*value="申请"', page)
    first = get("/archive/sections.json?_search=申请&_size=2").json()
    assert f"LIMIT {LATEST}" in first["query"]["sql"]
    following = get(first["next_url"].removeprefix("http://localhost")).json()
    assert len(following["rows"]) == 2 and following["rows"] != first["rows"]


def test_keys_lead_to_our_pages_and_the_notice_stands_above(get) -> None:
    page = get("/archive/reports").text
    assert re.search(r'<a href="/reports/[\w-]+">', page)
    assert "演示" in page and "practice" in page and 'href="/regions"' in page


def test_every_string_is_in_both_languages_and_every_one_used_is_declared(home_folder: Path) -> None:
    assert all(set(pair) == set(LANGUAGES) and all(pair.values()) for pair in strings().values())
    for template in (home_folder / "templates").glob("*.html"):
        for name in re.findall(r"\bt\('([\w.]+)'[,)]", template.read_text("utf-8")):
            assert name in strings(), f"{template.name}: {name}"


def test_every_statement_names_columns_that_are_there(site) -> None:
    import sqlite3
    from contextlib import closing

    path = site.get_database("archive").path
    with closing(sqlite3.connect(path)) as db:
        db.create_function("zh_snippet", 2, zh_snippet)
        db.create_function("zh_holds", 2, zh_holds)
        for name, sql in statements().items():
            wanted = dict.fromkeys(re.findall(r":(\w+)", sql), "") | {"expression": '"复议"'}
            assert db.execute(f"EXPLAIN {sql}", wanted), name


def test_snippets_mark_words_and_stay_short() -> None:
    assert zh_snippet("依法补正后答复", "补正") == "依法【补正】后答复"
    assert zh_snippet("甲" * 100 + "补正" + "乙" * 100, "补正", 3) == "…甲甲甲【补正】乙乙乙…"
    assert zh_snippet("没有", "补正") == "没有"
    assert zh_snippet(None, None) == ""


def test_the_file_is_not_read_whole_to_be_served(built) -> None:
    site = make_site(built.db)
    served = site.get_database("archive")
    assert served.hash == site.gongkai_site.tag
    assert served.cached_table_counts["reports"] == len(
        sqlite3.connect(built.db).execute("SELECT id FROM reports").fetchall()
    )
