"""Visual SiteBuilder listings: files numbered backwards, so that old pages keep their number for ever."""

from __future__ import annotations

import re

from crawler.pager import Pages
from crawler.pager_links import PagerLinks, read_pager_links
from crawler.pages import Page
from crawler.spiders.paged import PagedSpider

_NUMBERED = re.compile(r"/(\d+)(\.html?)$")


class VsbSpider(PagedSpider):
    """博达 VSB (`portals.md` §3.6): of n pages, page 2 is `list/{n-1}.htm` and the last `list/1.htm`."""

    name = "vsb"

    def pages(self, page: Page) -> Pages | None:
        """The pages that the links of the pager lead to; how many there are its words or its numbers tell."""
        pager = read_pager_links(page)
        return _backwards(page, pager) if pager else None


def _backwards(page: Page, pager: PagerLinks) -> Pages | None:
    """The pages, from the folder of numbered files that bears the name of the list."""
    own = _NUMBERED.search(page.url) if pager.current != 0 else None
    folder = page.url[: own.start()] if own else re.sub(r"\.html?$", "", page.url)
    turned = (pager.next_page or "", *pager.numbered.values(), *(link.url for link in page.links))
    files = [match for url in turned if (match := _NUMBERED.search(url)) and url[: match.start()] == folder]
    if not files and not own:
        return Pages(pager.count, pager.current, lambda _: page.url) if pager.count and pager.current == 0 else None
    extension = (own or files[0])[2]
    numbers = [int(file[1]) for file in (*files, *filter(None, (own,)))]
    count = pager.count if pager.current is not None and pager.count else max(numbers) + 1
    current = 0 if pager.current is None and not own else pager.current
    first = f"{folder}{extension}"
    return Pages(
        count, current, lambda number: f"{folder}/{count - number}{extension}" if number else first, pager.total
    )
