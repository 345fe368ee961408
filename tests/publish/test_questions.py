"""The page of questions and what stands above an answer: titles, parameters as fields, what they start with."""

from __future__ import annotations

import re
import tomllib
from urllib.parse import urlencode

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
    given = urlencode({name: value for name, value in query["default"].items() if name not in query.get("needs", ())})
    if "needs" not in query:
        bare, whole = (get(f"/archive/{query['name']}.json?_shape=array{more}") for more in ("", f"&{given}"))
        assert bare.status_code == 200 and bare.json() == whole.json()
    assert get(f"/archive/{query['name']}.csv").status_code == 200
    page = html.fromstring(get(f"/archive/{query['name']}").text)
    shown = {
        one.get("name"): one.value
        for one in page.xpath("//form[@class='gongkai-asked']//*[self::input or self::select][@name]")
    }
    assert set(shown) == set(query["default"])
    assert all(shown[name] == str(value) for name, value in query["default"].items() if value)


def test_what_a_question_needs_is_the_first_of_the_archive_and_what_is_given_stays(get) -> None:
    bare = get("/archive/disjoint_cover.json?_shape=array").json()
    assert bare and bare == get("/archive/disjoint_cover.json?_shape=array&region=330000").json()
    assert get("/archive/disjoint_cover.json?_shape=array&region=410900&year=2021").json()[0]["region"] == "濮阳市"
    assert get("/archive/disjoint_cover.json?_shape=array&region=").json() == []


def test_a_code_is_chosen_and_another_value_in_the_address_is_still_shown(get) -> None:
    page = html.fromstring(get("/archive/outcome_shares?level=county").text)
    (field,) = page.xpath("//form[@class='gongkai-asked']//select[@name='level']")
    assert field.xpath("option[@selected]/@value") == ["county"]
    assert {"", "national", "province", "prefecture", "county", "township"} <= set(field.xpath("option/@value"))
    assert field.xpath("option[@value='']")[0].text == "全部 all"
    assert page.xpath(f"//label[@for='{field.get('id')}']")[0].text_content() == "层级 Level"
    together = html.fromstring(get("/archive/workload_concentration").text)
    assert together.xpath("//select[@name='level']/option[@selected]")[0].text == "不分层级 all levels together"
    assert not together.xpath("//select[@name='level']/option[@value='']")
    odd = html.fromstring(get("/archive/outcome_shares?level=x%22y").text)
    assert odd.xpath("//select[@name='level']/option[@selected]/@value") == ['x"y']


def test_an_empty_year_is_said_to_be_all_or_the_latest_as_the_statement_takes_it(get, one) -> None:
    for name, means in (("timeliness", "全部年度 all years"), ("petitions", "最近一年 the latest")):
        page = html.fromstring(get(f"/archive/{name}").text)
        assert page.xpath("//select[@name='year']/option[@selected]")[0].text == means
        years = page.xpath("//select[@name='year']/option/@value")
        assert years[1] == str(one("SELECT max(year) FROM year_totals"))
    assert {row["year"] for row in get("/archive/timeliness.json?_shape=array").json()} >= {2022, 2023}


def test_which_kind_of_reports_is_asked_is_said_where_there_are_both(get) -> None:
    assert "put to these alone" in get("/en/questions").text
    assert "put to these alone" in get("/archive/timeliness").text
    assert "practice reports included" in get("/archive/disjoint_cover").text
    marked = html.fromstring(get("/en/questions").text).xpath("//li[.//span[@class='chip practice']]/@id")
    assert set(marked) == {query["name"] for query in queries() if "{kind}" not in query["sql"]}
    assert "put to these alone" not in get("/archive?sql=select+1").text


def test_a_region_may_be_typed_with_the_provinces_suggested(get) -> None:
    page = html.fromstring(get("/archive/disjoint_cover?region=410900").text)
    (field,) = page.xpath("//input[@name='region']")
    assert field.value == "410900"
    assert {"410000", "330000"} <= set(page.xpath(f"//datalist[@id='{field.get('list')}']/option/@value"))


def test_above_an_answer_stand_its_title_in_both_languages_and_below_the_sql(get) -> None:
    query = next(query for query in queries() if query["name"] == "review_correction")
    page = get("/archive/review_correction").text
    heading = html.fromstring(page).xpath("//h1")[0].text_content()
    assert query["zh"] in heading and query["en"] in heading
    assert "rev_correct_rate_merits" in page and "Edit this SQL" in page


def test_the_note_of_a_question_stands_above_its_answer_and_on_the_page_of_questions(get) -> None:
    for query in queries():
        above = html.fromstring(get(f"/archive/{query['name']}").text).xpath("//div[@class='gongkai-note']")[0]
        assert query["note_zh"] in above.text_content() and query["note_en"] in above.text_content()
    listed = [html.fromstring(get(address).text).text_content() for address in ("/questions", "/en/questions")]
    assert all(query["note_zh"] in listed[0] and query["note_en"] in listed[1] for query in queries())


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
    page = html.fromstring(get("/archive").text).text_content()
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
