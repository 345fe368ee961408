"""Articles: is this page one, and which files belong to it and not to its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import unquote, urljoin

from lxml import etree

from crawler.addresses import looks_like_file, looks_like_page, looks_like_scan, may_be_file
from crawler.held import unfolded
from crawler.items import Link
from crawler.pages import Page, link_of, links_of, parse, squeeze, target_of, text_of
from crawler.tables import table
from registry.titles import TitleReading, read_title

BODY_CHARACTERS = 300
"""A column page has no body box with so many characters."""
HEADING_CHARACTERS = 10
"""A heading over a list of other articles is no longer than this."""


def is_article(page: Page) -> bool:
    """Tell whether a page is an article rather than a column: by its content metas, else by its body box."""
    if page.meta("ArticleTitle"):
        return True
    return any(
        _is_box(node) and len(squeeze(text_of(node))) > BODY_CHARACTERS for node in page.tree.iter(etree.Element)
    )


def title_of(page: Page) -> str:
    """What the page calls itself: the ArticleTitle meta, a heading, or the words of `<title>`."""
    headings = [squeeze(text_of(element)) for element in page.tree.iter("h1", "h2")]
    candidates = [page.meta("ArticleTitle"), *headings, page.title]
    named = [words for words in candidates if words and read_title(words).kind != "other"]
    return next(iter(named), next(filter(None, candidates), ""))


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
    hinted = (anchor for anchor in page.tree.iter("a") if may_be_file(anchor.get("href") or "") or _named(anchor))
    targets = ((anchor, target_of(anchor, page.base)) for anchor in hinted)
    files = [(a, url) for a, url in targets if url and (looks_like_file(url) or _named(a) and not looks_like_page(url))]
    foot = _foot(page.tree) if files else set()
    for anchor, url in files:
        if not _in_chrome(anchor, foot):
            yield link_of(anchor, url, page.url)


def _named(anchor: etree._Element) -> bool:
    """Tell whether the words of a link are the name of a file: its address may say nothing."""
    return looks_like_file(squeeze(text_of(anchor)))


def _embedded(page: Page) -> Iterator[Link]:
    for element in page.tree.iter("iframe", "embed", "object"):
        source = element.get("src") or element.get("data") or ""
        viewer = re.search(table("listings")["viewer"], source)
        url = urljoin(page.base, unquote(viewer[1]) if viewer else source.strip())
        if source and looks_like_file(url):
            yield Link(url, "", "", page.url)


def _scripted(page: Page) -> Iterator[Link]:
    for match in re.finditer(table("listings")["script_attachment"], page.text):
        markup = (match[1] or match[2] or "").replace("\\/", "/").replace('\\"', '"')
        if markup.strip():
            yield from links_of(parse(markup), page.base, page.url)


def _scans(page: Page) -> Iterator[Link]:
    for image in page.tree.iter("img"):
        url = urljoin(page.base, (image.get("src") or "").strip())
        if looks_like_scan(url) and any(_is_box(node) for node in image.iterancestors()):
            yield Link(url, squeeze(image.get("alt") or ""), "", page.url)


def _is_box(element: etree._Element) -> bool:
    marks = f"{element.get('id') or ''} {element.get('class') or ''}".lower().split()
    return not _body_names().isdisjoint(marks)


@cache
def _body_names() -> frozenset[str]:
    return frozenset(name.lower() for name in table("listings")["body"])


def _in_chrome(anchor: etree._Element, foot: set[etree._Element]) -> bool:
    for node in (anchor, *anchor.iterancestors()):
        if node in foot or node.tag in table("listings")["chrome_tags"]:
            return True
        if node.tag != "body" and _chrome().search(f"{node.get('id') or ''} {node.get('class') or ''}"):
            return True
    return False


def outside_body(page: Page) -> set[etree._Element]:
    """The elements of a page that belong to the site or to other articles: menus, what a foot heading opens."""
    marks = table("listings")["chrome_tags"]
    chrome = {
        node
        for node in page.tree.iter(etree.Element)
        if node.tag in marks
        or (node.tag not in ("body", "html") and _chrome().search(f"{node.get('id') or ''} {node.get('class') or ''}"))
    }
    return chrome | _foot(page.tree)


def _foot(tree: etree._Element) -> set[etree._Element]:
    """The elements that a foot heading opens: those after a heading of these words alone, else the line itself."""
    heading = re.compile(table("listings")["foot_heading"])
    found: set[etree._Element] = set()
    for element in tree.iter("h2", "h3", "h4", "h5", "div", "p", "span", "dt", "strong", "b", "li"):
        if heading.match(squeeze(element.text or "")):
            found.add(element)
            if len(squeeze(text_of(element))) <= HEADING_CHARACTERS:
                found.update(element.itersiblings())
    return found


@cache
def _chrome() -> re.Pattern[str]:
    return re.compile(table("listings")["chrome"], re.IGNORECASE)
