"""A person's way in a real browser: home, region, organ, report, SQL; wide and narrow; without JavaScript."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.chromium import chromium
from tests.archive.builder import World

SERVE = "import sys; from pathlib import Path; from publish.serve import serve; serve(Path(sys.argv[1]), 0, data=Path(sys.argv[2]))"


@pytest.fixture(scope="module")
def address(built: World) -> Iterator[str]:
    """The address of the site, served by a process of its own."""
    command = [sys.executable, "-c", SERVE, str(built.db), str(built.data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as headless:
        yield headless


def walk(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="河南省", exact=True).click()
    page.get_by_role("link", name="濮阳市", exact=True).click()
    expect(page.locator("figure.chart svg").first).to_be_visible()
    page.get_by_role("link", name="濮阳市发展和改革委员会").click()
    page.get_by_role("link", name="2022").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("濮阳市发展和改革委员会2022年")
    page.locator("td.failed a.mark").first.click()
    assert re.search(r"#finding-\d+$", page.url)
    page.get_by_role("link", name="数据与 SQL").click()
    page.get_by_role("link", name=re.compile("按期发布")).click()
    expect(page.locator("table.rows-and-columns")).to_contain_text("河南省")


@pytest.mark.parametrize("width", [1280, 390, 360])
@pytest.mark.parametrize("javascript", [True, False])
def test_home_region_organ_report_sql(browser: Browser, address: str, width: int, javascript: bool) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=javascript)
    page = context.new_page()
    outside: list[str] = []
    page.on("request", lambda request: None if request.url.startswith(address) else outside.append(request.url))
    walk(page, address)
    assert outside == []
    context.close()


NARROW = (
    "", "?indicator=requests&year=2022", "regions/410900", "en/regions/330000", "years/2022",
    "checks", "dictionary", "search?q=复议", "en/", "coverage", "coverage/410900?year=2022",
    "en/coverage/410000?year=2023&status=all", "checks/B14", "en/checks/Y07?status=explained", "operations", "en/operations",
    "data", "en/data", "questions", "en/questions", "archive", "archive?sql=select+*+from+reports",
    "archive/review_correction",
    "search?q=公开&year=2022&region=410000", "reports/410900-43101fb5-2023-own", "en/reports/410900-43101fb5-2023-own",
    "reports/410900-43101fb5-2023-own/cells/req_new__total", "en/reports/410900-43101fb5-2023-own/cells/disclosure_rate",
    "reports/410900-43101fb5-2023-own/differences", "en/organs/410900-43101fb5", "en/regions/410900",
    "compare", "en/compare?regions=410900&years=2021%2C2022&indicators=disclosure_rate%2Creq_new__total",
)  # fmt: skip


@pytest.mark.parametrize("path", NARROW)
def test_nothing_is_wider_than_a_phone(browser: Browser, address: str, path: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_map_shows_what_is_chosen_and_leads_to_the_region(browser: Browser, address: str, javascript: bool) -> None:
    page = browser.new_page(java_script_enabled=javascript)
    page.goto(address)
    page.locator("select[name=indicator]").select_option("requests")
    page.locator("select[name=year]").select_option("2022")
    page.get_by_role("button", name="显示").click()
    expect(page.locator("#chart-tiles svg")).to_contain_text("9,000")
    page.locator("#chart-map").get_by_role("link", name=re.compile("浙江省: 9,000")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("浙江省")
    page.close()


def test_an_applicant_is_chosen_and_a_chart_is_downloaded(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(f"{address}regions/410900")
    page.get_by_role("link", name="濮阳市教育局").click()
    page.get_by_role("link", name="自然人").click()
    expect(page.locator("details[open] table.side").first).to_contain_text("新收")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    with page.expect_download() as loading:
        page.locator("#chart-own-requests").get_by_role("link", name="SVG").click()
    assert loading.value.suggested_filename.endswith("own-requests.svg")
    page.close()


def test_search_and_language_by_keyboard(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.get_by_role("searchbox").fill("补正")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_have_text("补正")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("mark").first).to_have_text("补正")
    page.close()


def test_the_pages_of_datasette_by_keyboard(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}archive/reports")
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")
    page.get_by_role("button", name="year: 菜单").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Sort ascending")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Sort ascending")).to_be_hidden()
    page.locator(".table-wrapper").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".table-wrapper")).to_be_focused()
    page.close()


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_coverage_board_to_who_is_missing_and_to_a_comparison(
    browser: Browser, address: str, javascript: bool
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=javascript)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.goto(address + "coverage")
    page.get_by_role("link", name="河南省").click()
    page.get_by_role("row", name="濮阳市").get_by_role("link", name=re.compile("逾期未见")).first.click()
    expect(page.locator("#h-organs")).to_be_visible()
    page.get_by_role("searchbox").fill("教育局")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="濮阳市教育局").click()
    page.get_by_role("main").get_by_role("link", name="比较").click()
    expect(page.locator("table.compare")).to_contain_text("濮阳市教育局")
    page.get_by_label("2020").uncheck()
    page.get_by_role("button", name="比较").click()
    assert "2020" not in page.url and "2021" in page.url
    assert said == []
    context.close()
