"""Every page of the demo's site in a real browser, in both languages, wide and narrow: nothing to complain of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urldefrag
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page

from bench.addresses import EN, Address, listed, native_addresses, our_addresses, values, without_example
from publish.metadata import queries
from publish.plugins.gongkai_pages import ROUTES
from tests.publish.browser.complaints import NARROW, accessible, accessible_narrow, too_wide, watched
from tests.publish.browser.test_walk import browser  # noqa: F401 - fixture

WIDE = 1280
LINKS = "[...document.querySelectorAll('a[href], link[href]')].map(one => new URL(one.getAttribute('href'), document.baseURI).href)"
LOST = """[...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href'))
  .filter(href => href.length > 1 && !document.getElementById(decodeURIComponent(href.slice(1))))"""
SORTED = re.compile(r"[?&]_(?:sort|sort_desc|size)=")
"""Datasette's own links to other orders of the same rows: there are hundreds, all alike."""


@pytest.fixture(scope="module")
def known(demo: Path) -> dict[str, str]:
    return values(demo / "archive.db")


@pytest.fixture(scope="module")
def seen() -> dict[str, int]:
    """The status of each address of the site that a page has led to: asked once."""
    return {}


def test_every_route_has_an_example(known: dict[str, str]) -> None:
    lacking = without_example([pattern for pattern, _ in ROUTES], our_addresses(known))
    assert lacking == [], "add an address for each to bench/addresses.toml"


def broken_links(page: Page, address: str, seen: dict[str, int]) -> Iterator[str]:
    """Yield the links of the page to what the site does not answer, and those to a place that is not on the page."""
    links = {urldefrag(link).url for link in page.evaluate(LINKS)}
    new = [link for link in links if link.startswith(address) and link not in seen and not SORTED.search(link)]
    with ThreadPoolExecutor(4) as pool:
        seen.update(zip(new, pool.map(status, new), strict=True))
    yield from (f"{seen[link]} {link}" for link in links if seen.get(link, 200) >= 400)
    yield from (f"leads nowhere: {href}" for href in page.evaluate(LOST))


def status(url: str) -> int:
    try:
        with urlopen(url, timeout=30) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def walked(browser: Browser, address: str, one: Address, seen: dict[str, int]) -> list[str]:  # noqa: F811
    """Return what is wrong with a page."""
    page = browser.new_page(viewport={"width": WIDE, "height": 800})
    said = watched(page, address)
    page.goto(address.rstrip("/") + one.url)
    said += accessible(page)
    said += broken_links(page, address, seen)
    said += accessible_narrow(page)
    scripted = page.locator("script").count() > 0
    page.close()
    return said + (without_javascript(browser, address, one) if scripted else [])


def without_javascript(browser: Browser, address: str, one: Address) -> list[str]:  # noqa: F811
    """Return what is wrong with a page that has scripts when they do not run."""
    context = browser.new_context(viewport={"width": NARROW, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    said = watched(page, address)
    page.goto(address.rstrip("/") + one.url)
    said += too_wide(page)
    if not page.get_by_role("main").inner_text().strip() or not page.get_by_role("heading", level=1).count():
        said.append("nothing to read without JavaScript")
    context.close()
    return said


@pytest.mark.parametrize("template", [prefix + path for path in listed()["ours"]["pages"] for prefix in ("", EN)])
def test_a_page_of_ours(browser: Browser, demo_address: str, known, seen, template: str) -> None:  # noqa: F811
    assert walked(browser, demo_address, Address(template.format(**known)), seen) == []


@pytest.mark.parametrize("at", range(len(listed()["native"]["pages"]) + len(queries())))
def test_a_page_of_datasette(browser: Browser, demo_address: str, known, seen, at: int) -> None:  # noqa: F811
    pages = [one for one in native_addresses(known) if one.is_page]
    assert walked(browser, demo_address, pages[at], seen) == []


def test_every_file_is_answered(demo_address: str, known: dict[str, str]) -> None:
    files = [one for one in (*our_addresses(known), *native_addresses(known)) if not one.is_page]
    assert [(one.path, got) for one in files if (got := status(demo_address.rstrip("/") + one.url)) != 200] == []


@pytest.mark.parametrize("path", ["organs/none", "en/organs/none", "archive/none", "archive?sql=select+nothing"])
def test_a_page_that_says_what_went_wrong(browser: Browser, demo_address: str, path: str) -> None:  # noqa: F811
    page = browser.new_page(viewport={"width": WIDE, "height": 800})
    page.goto(demo_address + path)
    assert [*accessible(page), *accessible_narrow(page)] == []
    page.close()
