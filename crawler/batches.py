"""Lists that a script hands out page by page: how a page is asked for, and what its answer holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from crawler import verdicts
from crawler.addresses import key
from crawler.items import Link
from crawler.pages import Page, date_beside, target_of
from crawler.verdicts import OK, Verdict


@dataclass(frozen=True, slots=True)
class Query:
    """The request for one page of a list: its address, and the form to send to it ("": it is fetched)."""

    url: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one answer holds: links, what tells its records apart, and what it says of itself and the whole list.

    `total` records, `pages` pages, `page` (1-based) the number that the answer calls itself: None where not stated.
    `refusal` is a sentence when the answer is none (`success` false under status 200); `ends`: it leads on to none.
    """

    links: tuple[Link, ...]
    records: tuple[str, ...]
    total: int | None = None
    pages: int | None = None
    page: int | None = None
    refusal: str = ""
    ends: bool = False


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What one page of a listing showed: all its links, and those of them that are no links of its pager."""

    shown: frozenset[str]
    rows: frozenset[str]


@dataclass(frozen=True)
class Series:
    """One list of a portal: the page it belongs to, its name for people, and how its pages are asked for and read.

    `query` makes the request for a page (1-based) from the page that came before it. `chained`: only the page before
    tells how the next is asked for. `data`: the answers are no web pages. `size` is the number of records in a page
    where it is known (0: as many as the first holds).
    """

    column: Page
    name: str
    query: Callable[[int, Page], Query]
    read: Callable[[Page], Batch]
    size: int = 0
    chained: bool = False
    data: bool = True


@dataclass
class Received:
    """What came of a list so far. `parts` are the records of each page by its number, `open` pages not yet come."""

    records: set[str] = field(default_factory=set)
    parts: dict[int, frozenset[str]] = field(default_factory=dict)
    total: int | None = None
    pages: int | None = None
    open: int = 0

    def add(self, number: int, batch: Batch) -> bool:
        """Take in a page. What it states of the whole list is the latest word. Return whether any record is new."""
        brings = not self.records.issuperset(batch.records)
        self.records.update(batch.records)
        self.parts[number] = frozenset(batch.records)
        self.total = self.total if batch.total is None else batch.total
        self.pages = self.pages if batch.pages is None else batch.pages
        return brings

    @property
    def whole(self) -> bool:
        """Tell whether as many records came as the list states."""
        return self.total is not None and len(self.records) >= self.total

    def count(self, size: int) -> int | None:
        """The number of pages of the list, as stated or as its total makes it; None if neither is known."""
        if self.pages is not None:
            return self.pages
        held = size or len(self.records)
        return None if self.total is None or not held else -(-self.total // held)

    def check(self, number: int, batch: Batch, page: Page) -> Verdict:
        """A page must be no refusal, call itself by its number, hold records, and not repeat another page."""
        said = verdicts.of_words(page)
        if said != OK:
            return said
        if batch.refusal:
            return Verdict("failed", batch.refusal)
        if batch.page is not None and batch.page != number:
            return Verdict("failed", f"It calls itself page {batch.page}.")
        told = self.total if batch.total is None else batch.total
        if not batch.records and told != 0 and not self.whole and (number == 1 or self.count(0) is not None):
            return Verdict("failed", f"It gives no records ({len(page.body)} bytes).")
        here = frozenset(batch.records)
        if number > 2 and here == self.parts.get(number - 1) and self.count(0) is None:
            return OK  # after the last page of a list that states no size, some hosts give it again
        twin = next((other for other, there in self.parts.items() if here and there == here and other != number), None)
        return OK if twin is None else Verdict("failed", f"It repeats page {twin}: the host ignores the page number.")


def addresses_of(links: tuple[Link, ...] | list[Link]) -> frozenset[str]:
    """The addresses of the rows of a page, to tell whether another page shows the same."""
    return frozenset(key(link.url) for link in links)


def dated_records(page: Page) -> tuple[str, ...]:
    """The records of a whole page of a listing: its rows that hold a link and a date, each by its first link."""
    return tuple(url for url, dated in _row_links(page) if dated)


def records_of(page: Page) -> tuple[str, ...]:
    """The records of a fragment that holds rows alone: dated rows, all where none has a date, links where none is."""
    rows = dated_records(page) or tuple(url for url, _ in _row_links(page))
    return rows or tuple(dict.fromkeys(key(link.url) for link in page.links))


def rows_beside(page: Page) -> frozenset[str]:
    """The records of a listing of one page: its dated rows and those among them that bear no date."""
    rows = _rows(page)
    dated = {row.getparent() for row, (_, has_date) in rows.items() if has_date}
    return frozenset(url for row, (url, _) in rows.items() if row.getparent() in dated)


def _row_links(page: Page) -> list[tuple[str, bool]]:
    """The first link of each row, and whether a date stands in the row."""
    return list(_rows(page).values())


def _rows(page: Page) -> dict[etree._Element, tuple[str, bool]]:
    found: dict[etree._Element, tuple[str, bool]] = {}
    for anchor in page.tree.iter("a"):
        row = next(anchor.iterancestors("li", "tr", "dd"), None)
        url = target_of(anchor, page.base) if row is not None and row not in found else ""
        if row is not None and url:
            found[row] = key(url), bool(date_beside(anchor))
    return found
