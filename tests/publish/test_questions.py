"""The page of questions and what stands above an answer: titles, parameters as fields, what they start with."""

from __future__ import annotations

import re
import tomllib

import pytest
from lxml import html

from publish.metadata import queries
from publish.questions import GROUPS, groups, parameters

ASKING = [query for query in queries() if query.get("default")]


def test_every_question_is_on_the_page_once_in_both_languages_with_a_way_to_its_answer(get) -> None:
    for address, lang in (("/questions", "zh"), ("/en/questions", "en")):
        page = html.fromstring(get(address).text)
        titles = {link.text: link.get("href") for link in page.xpath("//main//h3/a")}
        assert len(titles) == len(queries()) and set(titles) == {query[lang] for query in queries()}
        for link in titles.values():
            assert get(link).status_code == 200


def test_every_parameter_of_a_question_has_a_label_in_both_languages_and_every_group_names_questions() -> None:
    named = {name for query in queries() for name in query.get("default", {})}
    assert named == set(parameters()), "parameters.toml declares what queries.toml asks for, no more and no less"
    assert all(parameters()[name]["zh"] and parameters()[name]["en"] for name in named)
    assert sorted(query["name"] for group in groups() for query in group["queries"]) == sorted(
        q["name"] for q in queries()
    )
    declared = tomllib.loads(GROUPS.read_text("utf-8"))["group"]
    assert {name for group in declared for name in group["names"]} <= {query["name"] for query in queries()}


@pytest.mark.parametrize("query", ASKING, ids=lambda query: query["name"])
def test_a_question_without_its_parameters_is_asked_with_its_defaults(get, query) -> None:
    for ending in ("", ".json", ".csv"):
        first = get(f"/archive/{query['name']}{ending}?_shape=array")
        assert first.status_code == 302
        where = first.headers["location"]
        assert all(f"{name}={value}" in where for name, value in query["default"].items() if value)
        assert "_shape=array" in where and get(where).status_code == 200
    # What is given is left as it is, also when it is empty.
    given = "&".join(f"{name}=" for name in query["default"])
    assert get(f"/archive/{query['name']}.json?{given}").status_code == 200


def test_defaults_that_depend_on_the_archive_are_what_it_holds(get, one) -> None:
    where = get("/archive/disjoint_cover.json").headers["location"]
    assert "region=330000" in where or "region=410000" in where
    assert f"year={one('SELECT max(year) FROM year_totals')}" in where
    assert get(where + "&_shape=array").json()


def test_a_code_is_chosen_and_another_value_in_the_address_is_still_shown(get) -> None:
    page = html.fromstring(get("/archive/review_correction?level=county").text)
    (field,) = page.xpath("//form[@class='gongkai-asked']//select[@name='level']")
    assert field.xpath("option[@selected]/@value") == ["county"]
    assert {"national", "province", "prefecture", "county", "township"} <= set(field.xpath("option/@value"))
    assert page.xpath(f"//label[@for='{field.get('id')}']")[0].text_content() == "层级 Level"
    odd = html.fromstring(get("/archive/review_correction?level=x%22y").text)
    assert odd.xpath("//select[@name='level']/option[@selected]/@value") == ['x"y']


def test_above_an_answer_stand_its_title_in_both_languages_and_below_the_sql(get) -> None:
    query = next(query for query in queries() if query["name"] == "review_correction")
    page = get("/archive/review_correction?level=prefecture").text
    heading = html.fromstring(page).xpath("//h1")[0].text_content()
    assert query["zh"] in heading and query["en"] in heading
    assert "WHERE r.scope" in page and "Edit this SQL" in page


def test_the_note_of_a_question_stands_above_its_answer_and_on_the_page_of_questions(get, monkeypatch) -> None:
    told = {"note_zh": "分母为受理数", "note_en": "n is cases received"}
    for query in queries():
        if query["name"] == "timeliness":
            for name, text in told.items():
                monkeypatch.setitem(query, name, text)
    page = get("/archive/timeliness").text
    assert all(text in page for text in told.values())
    assert told["note_zh"] in get("/questions").text and told["note_en"] in get("/en/questions").text


def test_the_schema_stands_beside_the_editor_in_both_languages(get, built, one) -> None:
    for address in ("/archive", "/archive?sql=select+1"):
        page = html.fromstring(get(address).text)
        (beside,) = page.xpath("//aside[@class='gongkai-schema']")
        named = [each.text for each in beside.xpath(".//div[@class='list']/details/summary/code")]
        assert len(named) == one("SELECT count(*) FROM tables") and "reports" in named and "v_organ" in named
        told = beside.text_content()
        assert one("SELECT zh FROM columns WHERE table_name = 'reports' AND name = 'days_late'") in told
        assert one("SELECT en FROM columns WHERE table_name = 'reports' AND name = 'days_late'") in told
        figures = beside.xpath(".//details[summary/code='report_figures']")[0].text_content()
        count = re.search(r"and (\d+) columns named by the code", figures)
        assert count and int(count.group(1)) == one(
            "SELECT count(*) FROM codes WHERE code IN (SELECT name FROM pragma_table_info('report_figures'))"
        )
        assert page.xpath("//label[@for='sql-editor']")


def test_the_questions_are_listed_beside_the_editor_and_linked_from_every_page(get) -> None:
    page = get("/archive").text
    assert all(query["zh"] in page and query["en"] in page for query in queries())
    for address in ("/", "/archive/reports", "/archive?sql=select+1"):
        assert f"{len(queries())} 个问题" in get(address).text
    assert f"{len(queries())} questions" in get("/en/").text


def test_a_statement_that_fails_is_told_and_can_be_mended(get) -> None:
    answer = get("/archive?sql=select+nowhere+from+reports")
    assert answer.status_code == 400
    page = html.fromstring(answer.text)
    assert "no such column: nowhere" in page.xpath("//*[@role='alert']")[0].text_content()
    assert page.xpath("//textarea")[0].text.strip() == "select nowhere from reports"
    assert not page.xpath("//details[@id='take']")
