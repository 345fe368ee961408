"""The pager that readers see under a listing: where its links lead, and what its words say of pages and records."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from lxml import etree

from crawler.addresses import key
from crawler.pages import Page, squeeze, target_of, text_of
from crawler.tables import table

_HEIGHT = 4
"""So many elements above the link to the next page is the pager's block at most."""
_LONGEST = 400
"""Characters of the longest pager; a larger block holds the listing too."""


@dataclass(frozen=True, slots=True)
class PagerLinks:
    """A pager: `next_page` is the address of the next page ("" when a script leads there, None without a link to one),
    `numbered` the addresses under page numbers (1-based, as printed); `count` pages, `current` (0-based) and `total`
    records as its words state them.
    """

    next_page: str | None = None
    numbered: dict[int, str] = field(default_factory=dict)
    count: int | None = None
    current: int | None = None
    total: int | None = None

    @property
    def ends_here(self) -> bool:
        """Whether its words say that this is the last page."""
        return self.count is not None and self.current is not None and self.current + 1 >= self.count


def read_pager_links(page: Page) -> PagerLinks | None:
    """The pager of a listing, told by its words (下一页, 尾页, 共 5 页); None without one."""
    block = _block(page.tree)
    if block is None:
        return None
    words = squeeze(text_of(block))
    count, current, total = (_stated(name, words) for name in ("count", "current", "total"))
    pair = _compiled("pair").search(words)
    if pair:
        current, count = int(pair[1]), int(pair[2])
    numbered = dict(_numbered(block, page))
    count = max(numbered, default=None) if count is None else count
    return PagerLinks(_next(block, page), numbered, count, None if current is None else current - 1, total)


def _block(tree: etree._Element) -> etree._Element | None:
    """The largest element above a link to the next or the last page that still is no more than a pager."""
    for element in tree.iter("a", "span", "li", "td", "div"):
        if element.tag in ("a", "span") and _compiled("turn").fullmatch(squeeze(text_of(element))):
            above = [node for _, node in zip(range(_HEIGHT), element.iterancestors(), strict=False)]
            small = [node for node in above if len(squeeze(text_of(node))) <= _LONGEST and node.tag != "body"]
            return small[-1] if small else element
    return None


def _next(block: etree._Element, page: Page) -> str | None:
    for anchor in block.iter("a"):
        if _compiled("next").fullmatch(squeeze(text_of(anchor))):
            url = target_of(anchor, page.base)
            scripted = "javascript" in (anchor.get("href") or "") or anchor.get("onclick")
            return url if url and key(url) != key(page.url) else "" if scripted else None
    return None


def _numbered(block: etree._Element, page: Page) -> list[tuple[int, str]]:
    """The addresses under numbers, and of the last page where its address ends in its number."""
    links = [(squeeze(text_of(anchor)), target_of(anchor, page.base)) for anchor in block.iter("a")]
    return [(int(words), url) for words, url in links if url and words.isdecimal() and len(words) < 5]


def _stated(name: str, words: str) -> int | None:
    match = _compiled(name).search(words)
    return int(match[1]) if match else None


@cache
def _compiled(name: str) -> re.Pattern[str]:
    return re.compile(table("pagers")[name])
