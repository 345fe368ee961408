"""Articles: is this page one, what does it call itself, and what of it belongs to the site or to other articles."""

from __future__ import annotations

import re
from functools import cache

from lxml import etree

from crawler.pages import Page, squeeze, text_of, words_of
from crawler.tables import table
from registry.titles import plain, read_title

BODY_CHARACTERS = 300
"""A column page has no body box with so many characters."""
HEADING_CHARACTERS = 10
"""A heading over a list of other articles is no longer than this."""


def is_article(page: Page) -> bool:
    """Tell whether a page is an article rather than a column: by its content metas, else by its body box."""
    if page.meta("ArticleTitle"):
        return True
    return any(is_box(node) and len(squeeze(text_of(node))) > BODY_CHARACTERS for node in page.tree.iter(etree.Element))


def bears_title(page: Page, title: str) -> bool:
    """Tell whether a page calls itself by the title of a report that led to it, and lists no reports itself."""
    wanted, own = read_title(title), read_title(title_of(page))
    if own.kind != "report" or own.year is None or own.year != wanted.year or plain(title) not in _headings(page):
        return False
    return _lists_no_reports(page)


def shows_report(page: Page) -> bool:
    """Tell whether a page where a column is expected is a report itself, or holds those of several years (§0.7)."""
    headings = (squeeze(text_of(node)) for node in page.tree.iter("h1", "h2", "h3", "h4"))
    said = [page.meta("ArticleTitle"), page.title, *headings]
    titled = any(reading.kind == "report" and reading.year for reading in map(read_title, said))
    return titled and is_article(page) and _lists_no_reports(page)


def _lists_no_reports(page: Page) -> bool:
    """Tell whether no link of a page titles a report, but for those in its frame and at its foot."""
    links = [anchor for anchor in page.tree.iter("a") if read_title(words_of(anchor)).kind == "report"]
    outside = outside_body(page) if links else set()
    return all(stands_in(anchor, outside) for anchor in links)


def _headings(page: Page) -> str:
    """What a page says of itself in its head and its headings."""
    said = [page.meta("ArticleTitle"), page.title, *map(text_of, page.tree.iter("h1", "h2", "h3"))]
    return "\n".join(map(plain, said))


def title_of(page: Page) -> str:
    """What the page calls itself: the ArticleTitle meta, a heading, or the words of `<title>`."""
    headings = [squeeze(text_of(element)) for element in page.tree.iter("h1", "h2")]
    candidates = [page.meta("ArticleTitle"), *headings, page.title]
    named = [words for words in candidates if words and read_title(words).kind != "other"]
    return next(iter(named), next(filter(None, candidates), ""))


def is_box(element: etree._Element, names: str = "body") -> bool:
    """Tell whether an element is a box in which articles keep their body; `names` says by which list of names."""
    marks = f"{element.get('id') or ''} {element.get('class') or ''}".lower().split()
    return not _names(names).isdisjoint(marks)


@cache
def _names(names: str) -> frozenset[str]:
    return frozenset(name.lower() for name in table("listings")[names])


def outside_body(page: Page) -> set[etree._Element]:
    """The elements of a page that belong to the site or to other articles: menus, what a foot heading opens.

    What holds the body of the article is no such element, whatever it is called, nor is a block of its files.
    """
    around = {node for box in page.tree.iter(etree.Element) if is_box(box) for node in (box, *box.iterancestors())}
    chrome = {node for node in page.tree.iter(etree.Element) if node not in around and _is_chrome(node)}
    return chrome | _foot(page.tree)


def stands_in(element: etree._Element, holders: set[etree._Element]) -> bool:
    """Tell whether an element is one of `holders` or inside one, such as those of `outside_body`."""
    return any(node in holders for node in (element, *element.iterancestors()))


def _is_chrome(element: etree._Element) -> bool:
    if element.tag in table("listings")["chrome_tags"]:
        return True
    marks = f"{element.get('id') or ''} {element.get('class') or ''}"
    if element.tag in ("body", "html") or not _pattern("chrome").search(marks):
        return False
    return not (_pattern("files_block").search(marks) or _pattern("files_heading").match(squeeze(element.text or "")))


def _foot(tree: etree._Element) -> set[etree._Element]:
    """The elements that a foot heading opens: those after a heading of these words alone, else the line itself."""
    found: set[etree._Element] = set()
    for element in tree.iter("h2", "h3", "h4", "h5", "div", "p", "span", "a", "dt", "strong", "b", "li"):
        words = re.sub(r"^\W+", "", squeeze(element.text or "")[: 2 * HEADING_CHARACTERS])
        if words and _pattern("foot_heading").match(words):
            found.add(element)
            if len(squeeze(text_of(element))) <= HEADING_CHARACTERS:
                found.update(_after(element))
    return found


def _after(heading: etree._Element) -> set[etree._Element]:
    """What follows a heading, and what follows the boxes that hold nothing but it."""
    found = set(heading.itersiblings())
    parent = heading.getparent()
    while not found and parent is not None and len(squeeze(text_of(parent))) <= HEADING_CHARACTERS:
        found, parent = set(parent.itersiblings()), parent.getparent()
    return found


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(table("listings")[name], re.IGNORECASE)
