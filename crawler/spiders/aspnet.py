"""ASP.NET listings: pages turned by sending the form of the page before, or numbered by a parameter."""

from __future__ import annotations

from crawler.batches import Batch, Series, addresses_of, dated_records
from crawler.pager_links import read_pager_links
from crawler.pages import Page
from crawler.postbacks import postback, postback_pages, turns_on
from crawler.rows import rows_of
from crawler.spiders.handed import HandedSpider
from crawler.spiders.query_paged import QueryPagedSpider


class AspnetSpider(HandedSpider, QueryPagedSpider):
    """ASP.NET (`portals.md` §3.9): `__doPostBack('MoreInfoList1$Pager','2')`, or `InfoPublic.aspx?cid=&pid=&page=N`."""

    name = "aspnet"

    def lists(self, page: Page) -> list[tuple[Series, Batch | None]]:
        """The list of a page that turns by postbacks; each page of it is asked for with the form of the page before."""
        if not (postback_pages(page) or turns_on(page)):
            return []
        series = Series(page, f"the list of {page.url}", postback, _read, chained=True, data=False)
        return [(series, _read(page))]


def _read(page: Page) -> Batch:
    """A page of a list. Rows without dates cannot be told from the site's menu: then no total is held against them."""
    pager, dated = read_pager_links(page), dated_records(page)
    links = rows_of(page)
    pages = max(postback_pages(page), pager.count or 0 if pager else 0)
    current = pager.current + 1 if pager and pager.current is not None else None
    total = pager.total if pager and dated else None
    ends = not pages and not turns_on(page)
    return Batch(tuple(links), dated or tuple(sorted(addresses_of(links))), total, pages or None, current, ends=ends)
