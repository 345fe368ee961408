"""The disclosure platform of Guangdong: categories in `_CONFIG`, lists from `api/all`, articles inside scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler.addresses import key
from crawler.batches import Batch, Query, ReadPage, Series
from crawler.items import Link
from crawler.json_answers import day_of, decode_at, read_json, value_at, words
from crawler.pages import Page
from crawler.spiders.handed import HandedSpider
from crawler.state import Asked
from crawler.tables import table
from registry.titles import read_title

_SID = re.compile(r"""\bSID["']?\s*:\s*["']?(\w+)""")
_TREE = re.compile(r"""\bTREE["']?\s*:\s*(?=[\[{])""")
_CATEGORY = re.compile(r"/annualreport/?#(\d+)")
_PLATFORM = re.compile(r"^(.*?/gkmlpt)(?:/|$)")
_DAYS = ("display_publish_time", "date", "created_at", "create_time")
"""Where an article of the API says when it was published, best first; seconds since 1970 in UTC."""


@dataclass(frozen=True, slots=True)
class Config:
    """What a page of the platform says of its site: the id of the site and the tree of categories."""

    sid: str
    tree: tuple[dict[str, Any], ...]


class GkmlptSpider(HandedSpider):
    """gkmlpt (`portals.md` §3.4). The category is the `#` of the portal's address, else found by its name."""

    name = "gkmlpt"

    def listing(self, page: Page, asked: Asked, earlier: tuple[ReadPage, ...] = ()) -> Iterator[Any]:
        """Ask for the lists of annual reports; a page without a configuration sends to the index of its platform."""
        if self.lists(page):
            yield from super().listing(page, asked)
            return
        index = f"{_platform(page.url)}/index"
        if self.state.has_met(index):
            self.tally.short(f"{page.url} names no category of annual reports in its tree.")
        else:
            yield from self.ask(Asked(Link(index, "index", "", page.url), "listing", self.listing, place=index))

    def lists(self, page: Page) -> list[tuple[Series, Batch | None]]:
        """The categories of annual reports, with those below them."""
        config = read_config(page.text)
        if config is None:
            return []
        api = f"{_platform(page.url)}/api/all"
        return [
            (self._series(page, f"{api}/{category}", config.sid), None) for category in self._categories(page, config)
        ]

    def _series(self, page: Page, address: str, sid: str) -> Series:
        query = partial(_query, address=address, sid=sid)
        return Series(page, f"the list {address}", query, partial(self._read, column=page))

    def _categories(self, page: Page, config: Config) -> list[str]:
        fragment = urlsplit(self.portal.url).fragment
        if fragment.isdigit():
            return [fragment]
        return list(dict.fromkeys(_CATEGORY.findall(page.text))) or list(_named(config.tree))

    def _read(self, page: Page, column: Page) -> Batch:
        """The articles of an answer; those that come under two ids are two records and one address."""
        answer = read_json(page.text)
        articles = value_at(answer, "articles")
        if not isinstance(articles, list):
            return Batch((), (), refusal=f"The answer holds no articles ({len(page.body)} bytes).")
        total = value_at(answer, "classify.post_count")
        total = total if isinstance(total, int) else value_at(answer, "total")
        links = []
        for article in articles:
            address = urljoin(column.url, str(article.get("url") or article.get("post_url") or ""))
            day = next((day for name in _DAYS if (day := day_of(article.get(name)))), "")
            links.append(Link(address, words(article.get("title")), day, column.url))
            self.row_files[key(address)] = [
                file for file in _files(article, address) if read_title(file.title).kind != "companion"
            ]
        records = tuple(str(article.get("id") or link.url) for article, link in zip(articles, links, strict=True))
        return Batch(tuple(links), records, total if isinstance(total, int) else None)

    def is_subcolumn(self, link: Link) -> bool:
        """What stands beside the list on the platform is its menu."""
        return False


def read_config(text: str) -> Config | None:
    """The configuration that a page of the platform holds: an object of JavaScript whose tree alone is JSON."""
    sid = _SID.search(text)
    if "_CONFIG" not in text or not sid:
        return None
    place = _TREE.search(text)
    tree = decode_at(text, place.end()) if place else None
    nodes = tree if isinstance(tree, list) else [tree] if isinstance(tree, dict) else []
    return Config(sid[1], tuple(node for node in nodes if isinstance(node, dict)))


def _named(nodes: tuple[dict[str, Any], ...], inside: bool = False) -> Iterator[str]:
    """The ids of the categories named as annual reports, and of all below them; those that only jump are left out."""
    rules = table("listings")
    for node in nodes:
        name = re.sub(r"\W", "", str(node.get("name", "")))
        named = name in rules["columns"] or re.fullmatch(rules["column_like"], name) is not None
        chosen = (inside or named) and not node.get("jump_url")
        if chosen:
            yield str(node.get("id"))
        children = node.get("children") or ()
        yield from _named(tuple(child for child in children if isinstance(child, dict)), chosen)


def _files(article: dict[str, Any], address: str) -> Iterator[Link]:
    """The attachments that the row of an article names; they belong to the article, wherever its list stands."""
    listed = article.get("attachment")
    for file in listed if isinstance(listed, list) else []:
        if isinstance(file, dict) and file.get("url"):
            yield Link(urljoin(address, str(file["url"])), words(file.get("name")), "", address)


def _platform(url: str) -> str:
    """The address of the platform that a page belongs to: of the host, or of one organ on it (`/x/gkmlpt`)."""
    bare = url.partition("#")[0].partition("?")[0]
    match = _PLATFORM.match(bare)
    return match[1] if match else urljoin(url, "/gkmlpt")


def _query(number: int, before: Page, address: str, sid: str) -> Query:
    return Query(f"{address}?page={number}&sid={sid}")
