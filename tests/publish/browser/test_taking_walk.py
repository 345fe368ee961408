"""From a question to its answer and to lines that are copied, in a real browser; without JavaScript all is there to read."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.publish.browser.complaints import watched
from tests.publish.browser.test_walk import browser  # noqa: F401 - fixture


def page_of(browser: Browser, javascript: bool = True, **options: object) -> Page:  # noqa: F811
    return browser.new_context(java_script_enabled=javascript, **options).new_page()  # type: ignore[arg-type]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_person_without_sql_has_an_answer_and_the_lines_that_take_it(browser, served, javascript) -> None:  # noqa: F811
    page = page_of(browser, javascript, viewport={"width": 360, "height": 740})
    said = watched(page, served)
    page.goto(f"{served}/en/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name=re.compile(r"^\d+ questions$")).click()
    page.locator("#timeliness").get_by_label("Year", exact=True).select_option("2022")
    page.get_by_role("button", name=re.compile("Answer: .*published on time")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("published on time")
    expect(page.get_by_label("年度 Year", exact=True)).to_have_value("2022")
    expect(page.locator("table.rows-and-columns")).to_contain_text("河南省")
    page.locator("#take summary").click()
    expect(page.get_by_role("region", name="Python (pandas)")).to_contain_text("year=2022")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert said == []
    page.context.close()


@pytest.mark.parametrize("permissions", [["clipboard-read", "clipboard-write"], ["clipboard-read"]])
def test_lines_are_copied_by_keyboard_and_it_is_said(browser, served, permissions) -> None:  # noqa: F811
    page = page_of(browser, permissions=permissions)
    said = watched(page, served)
    page.goto(f"{served}/en/data")
    page.get_by_role("button", name="Copy: BibTeX").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_attribute("aria-live", "polite")
    lines = page.get_by_role("region", name="BibTeX").text_content()
    assert page.evaluate("navigator.clipboard.readText()") == lines and lines.startswith("@misc{")
    assert said == []
    page.context.close()


def test_what_cannot_be_copied_is_said_too(browser, served) -> None:  # noqa: F811
    page = page_of(browser)
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false;")
    page.goto(f"{served}/archive/reports?_size=2")
    page.locator("#take summary").click()
    page.get_by_role("button", name=re.compile("DuckDB")).click()
    expect(page.get_by_role("status").filter(has_text="Could not copy")).to_be_attached()
    page.context.close()


def test_without_javascript_there_is_no_button_that_does_nothing(browser, served) -> None:  # noqa: F811
    page = page_of(browser, javascript=False)
    page.goto(f"{served}/data")
    assert page.locator("button.copy").count() == 0
    assert page.locator("pre[data-copy]").count() > 10
    page.context.close()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_schema_opens_by_keyboard_beside_the_editor(browser, served, javascript) -> None:  # noqa: F811
    page = page_of(browser, javascript, viewport={"width": 1280, "height": 900})
    page.goto(f"{served}/archive?sql=select+1")
    summary = page.locator(".gongkai-schema .list > details > summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".gongkai-schema dd").first).to_be_visible()
    box, editor = page.locator(".gongkai-schema").bounding_box(), page.locator("form.sql").bounding_box()
    assert box["x"] >= editor["x"] + editor["width"] and abs(box["y"] - editor["y"]) < 60
    page.context.close()


def test_a_release_is_downloaded_from_its_page(browser, served, released) -> None:  # noqa: F811
    page = page_of(browser)
    page.goto(f"{served}/data")
    with page.expect_download() as loading:
        page.get_by_role("link", name="dictionary.csv").click()
    with open(loading.value.path(), "rb") as file:
        assert file.read() == (released / "2026-01" / "dictionary.csv").read_bytes()
    page.context.close()
