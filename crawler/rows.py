"""The rows of a listing: the links of a page, those that its scripts write among them (`portals.md` §3.1)."""

from __future__ import annotations

import re
from dataclasses import replace

from crawler.addresses import home_of, key, looks_like_file, looks_like_page
from crawler.items import Link
from crawler.pages import Page, link_of, resolved, target_of, words_of
from crawler.script_rows import written_links
from crawler.tables import table
from registry.titles import read_title


def rows_of(page: Page) -> list[Link]:
    """Every link of a listing, each address once, with those that scripts write; nested extras count as hidden."""
    if page.rows is None:
        page.rows = _rows(page)
    return page.rows


def _rows(page: Page) -> list[Link]:
    extras = set(_extras(page))
    links = [replace(link, hidden=True) if link in extras else link for link in page.links]
    known = {link.url for link in links}
    for link in written_links(page):
        if link.url not in known:
            known.add(link.url)
            links.append(link)
    return links


def files_beside(page: Page) -> dict[str, list[Link]]:
    """The files that stand in the row of a report beside its link, by the key of that link (`portals.md` §3.5)."""
    if not any(looks_like_file(link.url) for link in page.links):
        return {}
    found: dict[str, list[Link]] = {}
    for row in page.tree.iter("li", "tr"):
        if any(inner is not row for inner in row.iter("li", "tr")):
            continue
        anchors = ((anchor, target_of(anchor, page.base)) for anchor in row.iter("a"))
        links = [page.as_sent(link_of(anchor, url, page.url)) for anchor, url in anchors if url]
        main = next((link for link in links if read_title(link.title).kind in ("report", "possible")), None)
        if main is not None:
            others = [link for link in links if looks_like_file(link.url) and link.url != main.url]
            told = [replace(link, found_on=main.url) for link in others if read_title(link.title).kind == "other"]
            found[key(main.url)] = told
    return found


def frames_of(page: Page) -> list[Link]:
    """The lists that a page shows in frames: those of a known name; in a page that links to no report itself, every
    frame with a page of its host, unless its address is that of a head, a foot or a menu.
    """
    rules = table("listings")
    names = {name.lower() for name in rules["list_frames"]}
    named, others = [], []
    for frame in page.tree.iter("iframe", "frame"):
        url = resolved((frame.get("src") or frame.get("data-src") or "").strip(), page.base)
        if url and (frame.get("name") or "").lower() in names:
            named.append(url)
        elif url and home_of(url) == home_of(page.url) and looks_like_page(url):
            others.append(url)
    if not named and not any(read_title(link.title).kind == "report" and link.date for link in rows_of(page)):
        named = [url for url in others if not re.search(rules["frame_of_site"], url, re.IGNORECASE)]
    return [Link(url, "", "", page.url) for url in named]


def _extras(page: Page) -> list[Link]:
    """Links in a block inside a row whose own link titles a report: explanations of it, whatever they are called."""
    found = []
    for row in page.tree.iter("li"):
        main = next((child for child in row if child.tag == "a" and read_title(words_of(child)).kind == "report"), None)
        if main is not None:
            blocks = [child for child in row if child.tag in ("div", "ul", "dl", "table", "p")]
            inner = [
                anchor for block in blocks for anchor in block.iter("a") if next(anchor.iterancestors("li")) is row
            ]
            urls = [(anchor, target_of(anchor, page.base)) for anchor in inner]
            found += [
                page.as_sent(link_of(anchor, url, page.url))
                for anchor, url in urls
                if url and url != target_of(main, page.base)
            ]
    return found
