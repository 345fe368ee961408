"""Listings that a script hands out: a family says how their pages are asked for and read, this base asks them all."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from functools import partial
from typing import Any

from crawler.batches import Batch, ReadPage, Received, Series
from crawler.items import Link
from crawler.pages import Page
from crawler.rows import rows_of
from crawler.spiders.listing import ListingSpider
from crawler.state import Asked
from crawler.verdicts import Verdict


class HandedSpider(ListingSpider):
    """A portal whose lists come from a script or an API (the pager contract of `portals.md` §8.3).

    A page that no script of the family fills is read as a listing of no known family.
    """

    name = ""

    @abstractmethod
    def lists(self, page: Page) -> list[tuple[Series, Batch | None]]:
        """The lists of a page, each with its first page where the page itself holds it."""

    def listing(self, page: Page, asked: Asked, earlier: tuple[ReadPage, ...] = ()) -> Iterator[Any]:
        """Follow the links of the page, then ask for every page of its lists that it does not hold."""
        lists = self.lists(page)
        if not lists:
            yield from super().listing(page, asked, earlier)
            return
        framed = yield from self.ask_frames(page)
        comes_later = framed or any(first is None for _, first in lists)
        yield from self.follow(page, rows_of(page), asked.place, may_be_empty=comes_later)
        for series, first in lists:
            yield from self.hand_out(series, first)

    def hand_out(self, series: Series, first: Batch | None = None) -> Iterator[Any]:
        """Ask for a list from its beginning, or from its second page on where the first is there."""
        received = Received()
        if first is None:
            yield from self._ask_part(series, 1, series.column, received)
        else:
            brings = received.add(1, first) and not first.ends
            yield from self._ask_more(series, 1, brings, series.column, received)

    def _ask_part(self, series: Series, number: int, before: Page, received: Received) -> Iterator[Any]:
        query = series.query(number, before)
        count = received.count(series.size)
        place = f"Page {number}{f' of {count}' if count else ''} of {series.name}"
        then = partial(self._part, series=series, number=number, received=received)
        check = partial(_check, series=series, number=number, received=received)
        received.open += 1
        link = Link(query.url, place, "", series.column.url)
        yield from self.ask(Asked(link, "listing", then, check, place, form=query.form, data=series.data))

    def _part(self, page: Page, asked: Asked, series: Series, number: int, received: Received) -> Iterator[Any]:
        """Follow the records of a page and go on."""
        batch = series.read(page)
        received.open -= 1
        full = len(batch.records) >= max(series.size, 1)
        brings = received.add(number, batch) and full and not batch.ends
        yield from self.follow(series.column, list(batch.links), asked.place, may_be_empty=not batch.records)
        yield from self._ask_more(series, number, brings, page, received)

    def _ask_more(self, series: Series, number: int, brings: bool, page: Page, received: Received) -> Iterator[Any]:
        """After the first page, ask for all that it states; one after another where only the page before tells.

        `brings`: the page is full and holds something new, so that a list of unknown size may go on.
        """
        if self.tally.limited:
            return
        count = received.count(series.size)
        if count is None or series.chained:
            goes_on = number < count if count is not None else brings
            wanted = [number + 1] if goes_on else []
        else:
            wanted = list(range(2, count + 1)) if number == 1 else []
        if wanted and wanted[-1] > self.max_pages:
            self.tally.short(
                f"{series.name} has {count or 'more'} pages, more than the {self.max_pages} that are read."
            )
            wanted = [one for one in wanted if one <= self.max_pages]
        for one in wanted:
            yield from self._ask_part(series, one, page, received)
        if not received.open and received.total is not None and not received.whole:
            self.tally.short(f"{series.name} states {received.total} records, {len(received.records)} were given.")


def _check(page: Page, series: Series, number: int, received: Received) -> Verdict:
    return received.check(number, series.read(page), page)
