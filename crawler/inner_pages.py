"""Pages inside an article that hold a part of it: frames in its body, and the leaves of a flipbook (`portals.md` §3.9,
§5.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.addresses import home_of, key, looks_like_file, looks_like_page, looks_like_picture, within
from crawler.articles import is_box
from crawler.attachments import attachments, shown_pictures
from crawler.items import Link
from crawler.pages import Page, resolved
from crawler.tables import pattern, table

LEAF_FOLDER = "basic-html"
"""The folder of the leaves that need no script."""


def inner_pages(page: Page) -> list[Link]:
    """The pages to look into for the files of an article: those that it shows in frames, and books that it opens."""
    booked = any(sign in page.text for sign in table("listings")["book_signs"])
    found = {link.url: link for link in page.links if _is_leaf(link.url) or _opens_book(link)} if booked else {}
    for frame in page.tree.iter("iframe", "frame"):
        url = resolved((frame.get("src") or frame.get("data-src") or "").strip(), page.base)
        boxed = any(is_box(node) or is_box(node, "bodies") for node in frame.iterancestors())
        if url and (boxed or _is_leaf(url)) and not pattern("listings", "frame_of_site").search(url):
            found[url] = Link(url, "", "", page.url)
    wanted = (link for url, link in found.items() if home_of(url) == home_of(page.url) and looks_like_page(url))
    return [link for link in wanted if not looks_like_file(link.url) and key(link.url) != key(page.url)]


def leaves(page: Page) -> list[Link]:
    """The other leaves that a page of a book leads to; a cover leads to the first."""
    if LEAF_FOLDER not in page.text and LEAF_FOLDER not in page.url:
        return []
    book = pattern("addresses", "leaf").match(page.url)
    links = [link for link in page.links if _is_leaf(link.url)]
    if book:
        return [link for link in links if within(link.url, book["folder"])]
    named = [
        Link(resolved(path, page.base), "", "", page.url)
        for path in pattern("addresses", "leaf_in_script").findall(page.text)
    ]
    return [link for link in (*links, *named) if link.url and within(link.url, page.url)]


def files_inside(page: Page) -> Iterator[Link]:
    """The files and the pictures that a page inside an article shows."""
    seen: set[str] = set()
    for link in (*attachments(page), *shown_pictures(page)):
        if link.url not in seen and (looks_like_file(link.url) or looks_like_picture(link.url)):
            seen.add(link.url)
            yield link


def _is_leaf(url: str) -> bool:
    return LEAF_FOLDER in url and pattern("addresses", "leaf").match(url) is not None


def _opens_book(link: Link) -> bool:
    return re.search(table("listings")["book_words"], link.title) is not None
