"""From a number to where it is printed, and between versions, in a real browser: wide and narrow, without JavaScript."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.archive.builder import World
from tests.parsers.official import figures, report_page
from tests.publish.browser.test_walk import SERVE, browser  # noqa: F401 - a fixture

URL = "http://127.0.0.1:9/puyang/a"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site over a report in two versions that was read in earnest."""
    world = World(tmp_path_factory.mktemp("reading"))
    page = report_page(figures(), title="濮阳市教育局2022年政府信息公开工作年度报告")
    world.visit(URL, page)
    world.visit(
        URL, page.replace(b">1386<", b">1387<").replace("公开意识有待提高".encode(), "公开意识仍待提高".encode())
    )
    world.build()
    command = [sys.executable, "-c", SERVE, str(world.db), str(world.data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.terminate()


def fits(page: Page, width: int, address: str) -> None:
    """Wait until the page of an address is there, and hold that it is no wider than the window."""
    page.wait_for_url(re.compile(address))
    expect(page.locator("footer.foot")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_from_a_number_to_where_it_is_printed(browser: Browser, address: str, width, javascript, lang) -> None:  # noqa: F811
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=javascript)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("request", lambda one: None if one.url.startswith(address) else said.append(one.url))
    page.goto(f"{address}{'en/' if lang == 'en' else ''}search?q=教育局&year=2022")
    page.get_by_role("link", name="濮阳市教育局", exact=True).first.click()
    page.get_by_role("link", name="2022").first.click()
    fits(page, width, r"/reports/[\w-]+$")
    page.get_by_role("link", name="1,387").click()
    fits(page, width, "/cells/")
    page.get_by_role("link", name="See it in the captured original" if lang == "en" else "在存档原件中查看").click()
    fits(page, width, "/captures/")
    cell = page.frame_locator("iframe.captured").locator("td:target")
    expect(cell).to_have_text("1387")
    expect(cell).to_be_in_viewport()
    page.locator("dl.facts").get_by_role("link", name=re.compile("2022年政府信息公开工作年度报告")).press("Enter")
    expect(page.locator("p.citation")).to_be_visible()
    page.get_by_role("link", name="Two versions side by side" if lang == "en" else "两个版本并排对照").click()
    fits(page, width, "/differences")
    expect(page.locator("#h-cells")).to_contain_text("1")
    expect(page.locator("table.lines del")).to_have_text("有")
    expect(page.locator("table.lines ins")).to_have_text("仍")
    assert said == []
    context.close()


def test_a_search_is_filtered_by_keyboard_and_its_address_kept(browser: Browser, address: str) -> None:  # noqa: F811
    page = browser.new_page()
    page.goto(f"{address}search?q=公开")
    page.get_by_label("机关类型").select_option(label="政府部门")
    page.get_by_label("词语").press("Enter")
    assert "type=department" in page.url
    expect(page.locator("mark").first).to_have_text("公开")
    page.get_by_role("link", name="English").click()
    assert "type=department" in page.url
    expect(page.get_by_label("Type of organ")).to_have_value("department")
    page.close()
