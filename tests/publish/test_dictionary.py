"""The dictionary: a place for every table, column, code and value, in both languages, and a filter on the server."""

from __future__ import annotations

import re

import pytest
from lxml import html

from archive.indicators import indicators
from archive.schema import tables, views
from parsers.codes import codes
from publish.dictionary import found, parts
from publish.metadata import metadata


@pytest.fixture(scope="module", params=["/dictionary", "/en/dictionary"])
def page(request, get):
    return html.fromstring(get(request.param).text)


def test_every_code_table_and_column_has_a_place(page):
    places = page.xpath("//@id")
    assert len(places) == len(set(places))
    wanted = {f"code-{code}" for code in codes()} | {f"code-{one.code}" for one in indicators()}
    wanted |= {f"table-{name}" for name in (*tables(), *views())}
    figures = codes().keys() | {one.code for one in indicators()} | {f"{one.code}_n" for one in indicators()}
    for table in tables().values():
        wanted |= {f"column-{table.name}-{name}" for name in table.names() if name not in figures}
    wanted |= {"status-blank", "scope-region", "level-county", "organ_type-government", "due-missing", "finding-fail"}
    assert wanted - set(places) == set()
    assert {link[1:] for link in page.xpath("//a[starts-with(@href, '#')]/@href")} <= set(places)


def test_both_languages_stand_side_by_side(page):
    row = page.xpath("//tr[th/@id='code-res_granted']")[0].text_content()
    assert "予以公开" in row and "disclosed" in row and "Art. 36" in row and "res_granted__natural" in row
    column = page.xpath("//tr[th/@id='column-reports-organ_id']")[0].text_content()
    assert "organs.id" in column and re.search("[\u4e00-\u9fff]", column)


def test_every_value_has_a_name_in_both_languages():
    for part in parts():
        assert part.zh and part.en, part.name
        assert part.terms or part.note, part.name
        for term in part.terms:
            assert term.zh and (term.en or part.kind == "statistics"), term.code


def test_every_column_named_for_its_values_is_one_of_the_archive():
    known = {f"{table.name}.{name}" for table in tables().values() for name in table.names()}
    for part in parts():
        if part.kind == "values":
            assert set(part.note.split(", ")) <= known, part.name


def test_the_filter_needs_no_script(get):
    text = get("/dictionary?q=复议 纠正").text
    assert 'id="code-rev_corrected"' in text and 'id="code-rev_upheld"' not in text
    assert 'id="code-req_new"' not in text and "“复议 纠正”" in text
    assert 'id="column-expected_reports-deadline"' in get("/en/dictionary?q=expected_reports").text
    assert [part.name for part in found("no such words at all")] == []
    assert get("/en/dictionary?q=<b>x").status_code == 200 and "<b>x" not in get("/en/dictionary?q=<b>x").text


def test_datasette_describes_what_the_dictionary_does():
    described = metadata()["databases"]["archive"]["tables"]
    assert {part.name for part in parts() if part.kind in ("table", "view")} <= described.keys()
