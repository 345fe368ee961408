"""What a page says apart from its frame: the part whose change makes a new version of a report (`portals.md` §8.12)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lxml import etree

from crawler.articles import is_article, outside_body
from crawler.attachments import attachments
from crawler.pages import Page
from crawler.tables import table

_SILENT = ("style", "option", "link")


def same_content(one: Page, other: Page) -> bool:
    """Tell whether two states of an article differ in their frame alone: menus, other articles, counters, clocks.

    Pages that are no articles, or print nothing, are the same only byte by byte. What scripts hold counts as content.
    """
    if one.body == other.body:
        return True
    if not (is_article(one) and is_article(other)):
        return False
    said = _said(one)
    return bool(said) and said == _said(other) and _files(one) == _files(other)


def _said(page: Page) -> str:
    """The title and every character and address outside the frame, without blanks, counters and clocks."""
    text = _moving().sub("", re.sub(r"\s+", "", "".join(_texts(page.tree, outside_body(page)))))
    return f"{page.meta('ArticleTitle')}\n{text}" if text else ""


def _texts(tree: etree._Element, frame: set[etree._Element]) -> Iterator[str]:
    """What a tree says in document order, without the elements of `frame`: text, addresses, scripts."""
    walker = etree.iterwalk(tree, events=("start", "end"), tag=etree.Element)
    for event, node in walker:
        silent = node.tag in _SILENT or node in frame
        if event == "start" and silent:
            walker.skip_subtree()
        elif event == "start":
            yield from (node.get(name) or "" for name in ("href", "src", "data"))
            yield node.text or ""
        elif node is not tree:
            yield node.tail or ""


def _files(page: Page) -> list[tuple[str, str]]:
    return sorted((link.url, link.title) for link in attachments(page))


@cache
def _moving() -> re.Pattern[str]:
    return re.compile(table("listings")["moving"])
