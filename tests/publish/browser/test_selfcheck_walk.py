"""The self-check in a real browser: a draft in, the answer out, wide and narrow; and no page breaks its own policy."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.parsers.official import figures, report_page
from tests.publish.browser.complaints import accessible, watched
from tests.publish.browser.test_walk import address, browser  # noqa: F401 - fixtures
from tests.publish.test_safety import HOSTILE


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A draft with one sum that fails and a title that would run."""
    words = HOSTILE.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    title = f"{words}濮阳市教育局2023年政府信息公开工作年度报告"
    path = tmp_path / "draft.html"
    path.write_bytes(report_page(figures() | {"res_granted__total": 999}, title=title))
    return path


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("javascript", [True, False])
def test_a_draft_in_the_answer_out(browser: Browser, address: str, draft: Path, prefix, width, javascript) -> None:  # noqa: F811
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=javascript)
    page = context.new_page()
    said = watched(page, address)
    page.goto(f"{address}{prefix}selfcheck")
    page.get_by_label("File of the report" if prefix else "报告文件").set_input_files(draft)
    page.get_by_role("button", name="Check" if prefix else "核对", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Result of the self-check" if prefix else "自查结果")
    cell = page.locator("td.failed", has_text="999").first
    expect(cell).to_be_visible()
    cell.locator("a.mark").first.click()
    assert "#finding-" in page.url
    # axe-core waits for timers, which do not run without scripts.
    said += accessible(page) if javascript else []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the sheet" if prefix else "下载核对单").click()
    sheet = Path(download.value.path()).read_text("utf-8-sig")
    assert sheet.startswith("draft.html\n") and "999" in sheet
    assert said == []
    context.close()


def test_a_file_that_is_too_large_gets_a_sentence(browser: Browser, address: str, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "large.pdf").write_bytes(b"a" * (21 << 20))
    page = browser.new_page()
    page.goto(f"{address}selfcheck")
    page.get_by_label("报告文件").set_input_files(tmp_path / "large.pdf")
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("超过 20 MB")
    page.close()


NATIVE = ("archive", "archive/reports", "archive/reports?_facet=year", "archive?sql=select+1", "archive/applications")


@pytest.mark.parametrize(
    "path", ["", "regions", "search?q=复议", "selfcheck", "data", "questions", "checks", "dictionary", *NATIVE]
)
def test_no_page_breaks_its_own_policy(browser: Browser, address: str, path: str) -> None:  # noqa: F811
    page = browser.new_page()
    said = watched(page, address)
    page.goto(address + path)
    assert said == []
    page.close()


def test_the_editor_and_menus_of_datasette_work_under_the_policy(browser: Browser, address: str) -> None:  # noqa: F811
    page = browser.new_page()
    page.goto(f"{address}archive?sql=select+1")
    expect(page.locator(".CodeMirror")).to_be_visible()
    page.goto(f"{address}archive/reports")
    page.locator("th.col-year .dropdown-menu-icon").click()
    expect(page.locator(".dropdown-menu")).to_be_visible()
    page.close()
