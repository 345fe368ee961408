"""UCAP listings: `createPageHTML` with the name of the block first, one-based, with the total of records."""

from __future__ import annotations

from crawler.pager import Pages, read_ucap_pager
from crawler.pages import Page
from crawler.spiders.paged import PagedSpider


class UcapSpider(PagedSpider):
    """开普云 UCAP (`portals.md` §3.5): page k ≥ 2 is `{name}_{k}.{extension}` beside the first."""

    name = "ucap"

    def pages(self, page: Page) -> Pages | None:
        """The pages that `createPageHTML('page_div', count, current, name, extension, total)` states."""
        return read_ucap_pager(page.text, page.url)
