"""Static listings in the manner of TRS WCM: the first page says how many there are and what they are called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crawler.batches import ReadPage
from crawler.islands import read_islands
from crawler.pager import Pages, read_pager, read_ucap_pager
from crawler.pages import Page
from crawler.spiders.paged import PagedSpider
from crawler.state import Asked


class TrsSpider(PagedSpider):
    """TRS WCM (`portals.md` §3.1): `createPageHTML(count, current, name, extension)`, zero-based."""

    name = "trs"

    def pages(self, page: Page) -> Pages | None:
        """The pages that `createPageHTML` states: page k ≥ 1 is `{name}_{k}.{extension}` beside the first."""
        pager = read_pager(page.text)
        return pager.pages(page.base) if pager else None

    def listing(self, page: Page, asked: Asked, earlier: tuple[ReadPage, ...] = ()) -> Iterator[Any]:
        """Read the page; signs of another family make the run incomplete."""
        if read_islands(page.text, page.url):
            self.tally.short(f"{page.url} lists its reports in the manner of Hanweb: its family is jpage.")
        if self.pages(page) is None and read_ucap_pager(page.text, page.base):
            self.tally.short(f"{page.url} turns pages in the manner of UCAP: its family is ucap.")
        yield from super().listing(page, asked, earlier)
