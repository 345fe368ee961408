"""Every page in both languages, and what a report page must never get wrong."""

from __future__ import annotations

import hashlib
import re

import pytest
from lxml import html

from publish.strings import strings

ADDRESSES = (
    "/",
    "/regions",
    "/regions/410900",
    "/regions/330000",
    "/organs/{organ}",
    "/reports/{report}",
    "/reports/{old}",
    "/reports/{report}/cells/req_new__total",
    "/reports/{report}/differences",
    "/captures/{capture}/view?code=req_new__total",
    "/years",
    "/years/2022",
    "/coverage",
    "/coverage?year=2022&status=all",
    "/coverage/410900",
    "/coverage/410000?year=2022",
    "/coverage?q=教育局&region=410000",
    "/checks",
    "/checks/B14",
    "/checks/B35-2019",
    "/checks/B14?year=2022&level=prefecture&region=410000",
    "/checks/Y07?status=explained",
    "/operations",
    "/compare",
    "/compare?organs={organ}&regions=410900&years=2021%2C2022&indicators=disclosure_rate%2Creq_new__total",
    "/dictionary",
    "/search",
    "/selfcheck",
    "/search?q=复议&year=2022&region=410000",
)


@pytest.fixture(scope="session")
def fill_in(one, key):
    names = {
        "organ": one("SELECT id FROM organs WHERE name = '濮阳市教育局'"),
        "report": key("濮阳市教育局", 2023),
        "capture": one("SELECT current_sha256 FROM reports WHERE report_key = ?", key("濮阳市教育局", 2023)),
        "old": key("濮阳市教育局", 2016),
    }
    return lambda address: address.format(**names)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("prefix", "lang"), [("", "zh-CN"), ("/en", "en")])
def test_every_page_in_both_languages(get, fill_in, address: str, prefix: str, lang: str) -> None:
    page = get(prefix + fill_in(address))
    assert page.status_code == 200
    assert f'<html lang="{lang}">' in page.text
    assert len(re.findall("<h1", page.text)) == 1 and "<main" in page.text
    other = re.search(r'class="language" href="([^"]+)"', page.text)
    assert other and get(other[1].replace("&amp;", "&")).status_code == 200
    assert not re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"(?:https?:)?//", page.text)
    assert "演示数据" in page.text or "practice data" in page.text


def test_home_says_how_much_there_is_and_how_complete(get, one) -> None:
    page = get("/").text
    assert f"<dd>{one('SELECT count(*) FROM reports')}</dd>" in page
    assert "逾期未见" in page and "最近一次抓取" in page and "disjoint_cover?region=" in page


def test_a_blank_cell_is_never_a_zero(get, key) -> None:
    zh, en = (get(f"{prefix}/reports/{key('濮阳市财政局', 2022)}").text for prefix in ("", "/en"))
    assert re.search(r'<td class="status[^"]*"><a class="cell" href="[^"]+">空白', zh)
    assert re.search(r'<td class="status[^"]*"><a class="cell" href="[^"]+">blank', en)


def test_a_report_of_an_older_form_is_not_held_to_the_newer_tables(get, key) -> None:
    page = get(f"/reports/{key('濮阳市教育局', 2016)}").text
    assert "主动公开政府信息数" in page
    assert "报告中没有读到这张表" not in page


def test_a_failed_check_stands_beside_its_cells_with_both_sides(get, key) -> None:
    page = get(f"/reports/{key('濮阳市发展和改革委员会', 2022)}").text
    (number,) = re.findall(r'<li id="finding-(\d+)"[^>]*>\s*<p><span[^>]*>[^<]*</span>\s*<a href="/checks/B14">', page)
    assert re.search(rf'<td class="num failed"><a class="cell"[^>]*>3.*?href="#finding-{number}"', page)
    assert "左边 3，右边 9" in page


def test_versions_changes_citation_and_links(get, key, one) -> None:
    name = key("濮阳市教育局", 2023)
    page = get(f"/reports/{name}").text
    assert "第 2 版" in page and "版本间差异" in page and '<td class="num">41</td>' in page
    digest = one("SELECT current_sha256 FROM reports WHERE report_key = ?", name)
    assert f"/captures/{digest}" in page and "http://127.0.0.1:9/puyang/edu2023" in page and "更正后的年度报告" in page


def test_the_raw_capture_is_the_stored_bytes_and_cannot_run(get, one) -> None:
    digest = one("SELECT current_sha256 FROM reports LIMIT 1")
    answer = get(f"/captures/{digest}")
    assert hashlib.sha256(answer.content).hexdigest() == digest
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"].startswith(("text/plain", "application/octet-stream"))
    assert get(f"/captures/{'0' * 64}").status_code == 404


def test_what_portals_wrote_is_escaped(get, key) -> None:
    page = get(f"/reports/{key('濮阳市审计局', 2022)}").text
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_an_explained_finding_stays_beside_the_report_with_its_explanation(get, key) -> None:
    page = get(f"/reports/{key('濮阳市教育局', 2021)}").text
    assert "已说明的核对结果" in page and "申请撤回后并案（王五，2026-03-01）" in page
    assert "已说明的核对结果" not in get(f"/reports/{key('濮阳市教育局', 2022)}").text


def test_cross_checks_that_could_not_be_made_are_named_with_their_reason(get, key) -> None:
    page = get(f"/en/reports/{key('濮阳市财政局', 2022)}").text
    assert re.search(r'/checks/Y07">Y07</a>[^/]*.*Needs the report of another year', page)


def test_json_and_csv_of_a_report(get, key) -> None:
    name = key("濮阳市财政局", 2022)
    whole = get(f"/reports/{name}.json").json()
    facts = {fact["code"]: fact for fact in whole["facts"]}
    assert facts["req_new__total"]["value"] == 9 and facts["req_new__total"]["place"] == {
        "table": 2,
        "row": 2,
        "column": 9,
    }
    assert facts["req_carried_out__natural"]["value"] is None
    assert facts["req_carried_out__natural"]["status"] == "blank"
    lines = get(f"/reports/{name}.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == len(whole["facts"]) + 1
    assert any(line.startswith(f"{name},req_carried_out__natural,") and ",,blank," in line for line in lines)


def test_scopes_are_named_and_never_added(get, one) -> None:
    assert "不可直接相加" in get("/years/2022").text
    assert "Not additive" in get("/en/regions/410900").text


def test_two_character_words_are_found_and_marked(get) -> None:
    page = get("/search?q=补正").text
    assert "<mark>补正</mark>" in page
    assert "没有找到" in get("/search?q=不存在的词语").text
    assert get("/search?q=%22%27%3B(").status_code == 200


def test_what_is_not_there_is_a_page_of_ours(get) -> None:
    for address in ("/regions/999999", "/organs/none", "/reports/none", "/years/1999", "/checks/Z99"):
        page = get(address)
        assert page.status_code == 404 and "没有这一页" in page.text


def test_a_page_is_not_sent_twice(get) -> None:
    tag = get("/").headers["etag"]
    again = get("/", headers={"if-none-match": tag})
    assert again.status_code == 304 and again.content == b""


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_numbers_of_the_home_page_lead_to_what_they_count(get, one, prefix) -> None:
    page = html.fromstring(get(f"{prefix}/").text)
    told = {entry.xpath("string(dt/a)"): entry for entry in page.xpath("//dl[@class='totals']/div")}
    wanted = {
        "reports": one("SELECT count(*) FROM reports"),
        "organs": one("SELECT count(DISTINCT organ_id) FROM reports"),
        "regions": one("SELECT count(DISTINCT region_code) FROM region_year"),
        "years": one("SELECT count(DISTINCT year) FROM reports WHERE year IS NOT NULL"),
        "versions": one("SELECT count(*) FROM report_versions"),
    }
    words = {key: strings()[f"home.{key}"]["en" if prefix else "zh"] for key in wanted}
    assert {key: int(told[words[key]].xpath("string(dd)").replace(",", "")) for key in wanted} == wanted
    assert all(get(told[word].xpath("string(dt/a/@href)")).status_code == 200 for word in words.values())
    assert page.xpath("//a[starts-with(@href, $to)]", to=f"{prefix}/operations") and page.xpath(
        "//form[@role='search']"
    )
