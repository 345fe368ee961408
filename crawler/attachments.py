"""Which files belong to an article and not to its neighbours: linked, embedded, written by script, scanned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lxml import etree

from crawler.addresses import (
    key,
    looks_like_file,
    looks_like_page,
    looks_like_picture,
    looks_like_scan,
    within,
)
from crawler.articles import is_box, outside_body, stands_in, title_of
from crawler.held import unfolded
from crawler.items import Link
from crawler.pages import Page, link_of, links_of, parse, resolved, squeeze, target_of, text_of
from crawler.script_rows import file_names, written_links
from crawler.tables import table
from registry.titles import TitleReading, read_title

_SOURCES = ("data-original", "data-src", "src", "data", "value")
"""Where an element says what it shows, the true address of a picture that is loaded late first."""


def attachments(page: Page) -> Iterator[Link]:
    """The files of an article, each once: linked, embedded, written by script, and scanned pages in its body.

    An article that stands in JSON inside its page is looked through like any other.

    Left out: what stands in the site's chrome or at the foot under other articles, and what titles itself as the
    report of another year or as a companion.
    """
    text = unfolded(page.text)
    page = page if text is None else Page(page.url, text.encode())
    seen: set[str] = set()
    for link in (*_linked(page), *_embedded(page), *_scripted(page), *_scans(page)):
        reading = read_title(link.title)
        if link.url not in seen and reading.kind != "companion" and not _of_other_year(reading, page):
            seen.add(link.url)
            yield page.as_sent(link)


def _of_other_year(reading: TitleReading, page: Page) -> bool:
    if reading.kind not in ("report", "possible") or reading.year is None:
        return False
    year = read_title(title_of(page)).year
    return year is not None and year != reading.year


def _linked(page: Page) -> Iterator[Link]:
    hinted = (anchor for anchor in page.tree.iter("a", "area") if _hint().search(_said(anchor)))
    targets = ((anchor, target_of(anchor, page.base)) for anchor in hinted)
    files = [(anchor, url) for anchor, url in targets if url and _is_file(anchor, url)]
    outside = outside_body(page) if files else set()
    for anchor, url in files:
        if not stands_in(anchor, outside):
            yield link_of(anchor, url, page.url)


def _said(anchor: etree._Element) -> str:
    """All that may tell that an anchor leads to a file."""
    return " ".join((*anchor.attrib.values(), text_of(anchor)))


def _is_file(anchor: etree._Element, url: str) -> bool:
    """Tell whether a link leads to a file: its address says so, or its words do and its address does not deny it."""
    if looks_like_file(url) or (_named(anchor) and not looks_like_page(url)):
        return True
    shown = looks_like_picture(anchor.get("href") or "") and looks_like_picture(url)
    return shown and any(is_box(node) for node in anchor.iterancestors())


def _named(anchor: etree._Element) -> bool:
    """Tell whether the words of a link are the name of a file, or call it one: its address may say nothing."""
    words = [squeeze(text_of(anchor)), anchor.get("title") or "", anchor.get("download") or ""]
    return any(map(looks_like_file, words)) or _files_heading().match(words[0]) is not None


def _embedded(page: Page) -> Iterator[Link]:
    for element in page.tree.iter("iframe", "frame", "embed", "object", "param"):
        for source in _sources(element):
            url = resolved(source, page.base)
            if looks_like_file(url):
                yield Link(url, "", "", page.url)


def _sources(element: etree._Element) -> list[str]:
    return [value.strip() for name in _SOURCES if (value := element.get(name) or "").strip()]


def _scripted(page: Page) -> Iterator[Link]:
    """The files that scripts write into the page or hand to a viewer."""
    for match in _script_attachment().finditer(page.text):
        markup = (match[1] or match[2] or "").replace("\\/", "/").replace('\\"', '"')
        if markup.strip():
            yield from links_of(parse(markup), page.base, page.url)
    yield from (link for link in written_links(page) if looks_like_file(link.url))
    for name in file_names(page):
        if url := resolved(name, page.base):
            yield Link(url, "", "", page.url)


def shown_pictures(page: Page) -> Iterator[Link]:
    """The pictures of a page that do not dress it."""
    for _, link in _pictures(page):
        yield link


def _pictures(page: Page) -> Iterator[tuple[etree._Element, Link]]:
    for image in page.tree.iter("img"):
        source = next(iter(_sources(image)), "data:")
        url = "" if source.startswith("data:") else resolved(source, page.base)
        if looks_like_scan(url) or looks_like_picture(url):
            yield image, Link(url, squeeze(image.get("alt") or ""), "", page.url)


def _scans(page: Page) -> Iterator[Link]:
    """The scanned pages in the body of an article; where no box is known by its name, in what may be one."""
    shown = list(_pictures(page))
    boxes = "body" if shown and any(map(is_box, page.tree.iter(etree.Element))) else "bodies"
    for image, link in shown:
        above = list(image.iterancestors())
        enlarged = any(looks_like_picture(node.get("href") or "") for node in above if node.tag == "a")
        likely = boxes == "body" or looks_like_scan(link.url) or _beside(link.url, page)
        if likely and not enlarged and any(is_box(node, boxes) for node in above):
            yield link


def _beside(url: str, page: Page) -> bool:
    """Tell whether a picture lies in the folder of the article or below it."""
    return within(url, page.url) and key(page.url).count("/") > 1


@cache
def _script_attachment() -> re.Pattern[str]:
    return re.compile(table("listings")["script_attachment"])


@cache
def _hint() -> re.Pattern[str]:
    rules = table("addresses")
    return re.compile(f"{rules['file_hint']}|{rules['picture_hint']}|附件", re.IGNORECASE)


@cache
def _files_heading() -> re.Pattern[str]:
    return re.compile(table("listings")["files_heading"])
