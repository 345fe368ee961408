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
_SAYING = ("span", "div", "td", "p", "em", "font", "label", "strong", "b", "i", "h3", "h4", "li")
_SHORT = 40
"""Characters of the longest sentence about the number of records."""
_MARKS = re.compile(r"[\[\]【】()（）<>«»‹›→▶\s]+")


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
    for element in tree.iter("a", "span", "input", "button"):
        if element.get("rel") == "next" or turns_pages(shown_words(element)):
            above = [node for _, node in zip(range(_HEIGHT), element.iterancestors(), strict=False)]
            small = [node for node in above if len(squeeze(text_of(node))) <= _LONGEST and node.tag != "body"]
            return small[-1] if small else element
    return None


def _next(block: etree._Element, page: Page) -> str | None:
    for anchor in block.iter("a", "input", "button"):
        if is_next(anchor):
            url = target_of(anchor, page.base)
            scripted = "javascript" in (anchor.get("href") or "") or anchor.get("onclick")
            return url if url and key(url) != key(page.url) else "" if scripted else None
    return None


def is_next(element: etree._Element) -> bool:
    """Tell whether a link or a button leads to the next page."""
    return element.get("rel") == "next" or leads_on(shown_words(element))


def leads_on(words: str) -> bool:
    """Tell whether words are those of the link to the next page."""
    return _compiled("next").fullmatch(words) is not None


def turns_pages(words: str) -> bool:
    """Tell whether words are those by which a pager is known."""
    return _compiled("turn").fullmatch(words) is not None


def shown_words(element: etree._Element) -> str:
    """What a link or a button says: its words without brackets and arrows, else its title or picture."""
    image = next(element.iter("img"), None)
    said = text_of(element), element.get("value"), element.get("title"), "" if image is None else image.get("alt")
    words = next((squeeze(one) for one in said if one and one.strip()), "")
    return _MARKS.sub("", words) or words


def _numbered(block: etree._Element, page: Page) -> list[tuple[int, str]]:
    """The addresses under numbers, and of the last page where its address ends in its number."""
    links = [(squeeze(text_of(anchor)), target_of(anchor, page.base)) for anchor in block.iter("a")]
    return [(int(words), url) for words, url in links if url and words.isdecimal() and len(words) < 5]


def stated_total(page: Page) -> int | None:
    """The number of records that a listing states in words of its own (共 45 条), wherever; None if it states none, or
    several. What stands in a link or a menu speaks of something else.
    """
    if not _compiled("total").search(page.tree_text):
        return None
    found = set()
    for element in page.tree.iter(
        "span", "div", "td", "p", "em", "font", "label", "strong", "b", "i", "h3", "h4", "li"
    ):
        words = squeeze(text_of(element))
        match = _compiled("total").match(words) if len(words) <= _SHORT else None
        if match and not _of_a_link(element):
            found.add(int(match[1] or match[2]))
    return found.pop() if len(found) == 1 else None


def _of_a_link(element: etree._Element) -> bool:
    """Tell whether an element stands in a link, or in a row that has one."""
    rows = (element, *element.iterancestors("a", "li"))
    return any(row.tag == "a" or (row.tag == "li" and next(row.iter("a"), None) is not None) for row in rows)


def _stated(name: str, words: str) -> int | None:
    match = _compiled(name).search(words)
    return next((int(number) for number in match.groups() if number), None) if match else None


@cache
def _compiled(name: str) -> re.Pattern[str]:
    return re.compile(table("pagers")[name])
