"""The page of a cell: its definition, its history, what stands beside it, and where it comes from."""

from __future__ import annotations

import re

import pytest

from archive.provenance import plain


def test_every_printed_cell_of_a_report_leads_to_its_page(get, key) -> None:
    name = key("濮阳市教育局", 2023)
    page = get(f"/reports/{name}").text
    assert f'<a class="cell" href="/reports/{name}/cells/req_new__total">41</a>' in page
    links = set(re.findall(r'href="(/reports/[\w-]+/cells/\w+)"', page))
    assert len(links) > 150
    assert all(get(link).status_code == 200 for link in sorted(links)[::40])


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_cell_leads_to_its_definition_its_source_and_its_other_years(get, key, one, prefix: str) -> None:
    name = key("濮阳市教育局", 2023)
    page = get(f"{prefix}/reports/{name}/cells/req_new__total").text
    digest = one("SELECT current_sha256 FROM reports WHERE report_key = ?", name)
    assert f'href="{prefix}/dictionary#code-req_new__total"' in page
    assert f'href="{prefix}/captures/{digest}/view?code=req_new__total#original"' in page
    assert 'id="code-req_new__total"' in get(f"{prefix}/dictionary").text
    for year in range(2020, 2024):
        assert f"{prefix}/reports/{key('濮阳市教育局', year)}/cells/req_new__total" in page
    assert (
        f"gongkai show req_new__total {name}" in page and digest in page and "http://127.0.0.1:9/puyang/edu2023" in page
    )


def test_the_other_version_of_a_cell_stands_in_its_chain(get, key) -> None:
    page = get(f"/reports/{key('濮阳市教育局', 2023)}/cells/req_new__total").text
    assert re.search(r"其他版本</dt><dd><a [^>]*>第 1 版（已被替换）: 40 ", page)


def test_a_blank_cell_is_said_to_be_blank_and_an_unprinted_one_unprinted(get, key) -> None:
    name = key("濮阳市财政局", 2022)
    blank = get(f"/reports/{name}/cells/req_carried_out__natural").text
    assert re.search(r'<p class="value"><span[^>]*>空白</span>', blank)
    absent = get(f"/reports/{name}/cells/rule_made19").text
    assert "没有印这一格" in absent and 'class="value"' not in absent


def test_findings_of_a_cell_stand_on_its_page_with_both_sides(get, key) -> None:
    page = get(f"/en/reports/{key('濮阳市发展和改革委员会', 2022)}/cells/res_granted__total").text
    assert "/en/checks/B14" in page and "left 3, right 9" in page


def test_a_rate_shows_its_n_and_leads_to_its_terms(get, key) -> None:
    name = key("濮阳市教育局", 2022)
    page = get(f"/reports/{name}/cells/disclosure_rate").text
    assert "n=" in page and f"/reports/{name}/cells/res_granted__total" in page


def test_what_stands_beside_is_of_the_same_region_year_and_scope(get, key, one) -> None:
    name = key("濮阳市教育局", 2022)
    page = get(f"/reports/{name}/cells/req_new__total").text
    sql = "SELECT count(*) FROM reports JOIN report_figures ON report_id = id WHERE region_code = '410900' AND year = 2022 AND scope = 'own' AND req_new__total IS NOT NULL AND form_b = 'f2021'"
    assert (
        f"n = {one(sql)}，" in page
        and "濮阳市财政局" in page
        and "濮阳市人民政府" not in page.split('id="h-beside"')[1]
    )


def test_a_figure_of_an_older_form_has_its_page(get, key) -> None:
    name = key("濮阳市教育局", 2016)
    assert f"/reports/{name}/cells/s14_req_total" in get(f"/reports/{name}").text
    page = get(f"/reports/{name}/cells/s14_req_total")
    assert page.status_code == 200 and "收到申请数" in page.text and re.search(r'class="value"><span>4<', page.text)


def test_the_chart_of_a_cell_can_be_downloaded(get, key) -> None:
    base = f"/reports/{key('濮阳市教育局', 2023)}/cells/req_new__total"
    assert get(f"{base}/req_new__total.svg").headers["content-type"].startswith("image/svg+xml")
    lines = get(f"{base}/req_new__total.csv").content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]][-4:] == ["2020", "2021", "2022", "2023"]


@pytest.mark.parametrize("address", ["/reports/{}/cells/nothing", "/reports/none/cells/req_new__total"])
def test_a_code_that_nothing_bears_is_not_found(get, key, address: str) -> None:
    assert get(address.format(key("濮阳市教育局", 2023))).status_code == 404


def test_a_whole_amount_is_shown_as_it_was_printed_not_as_it_is_stored() -> None:
    assert [plain(value) for value in (7816.0, 0.5, 9, 0)] == ["7816", "0.5", "9", "0"]
