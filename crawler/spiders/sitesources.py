"""The sitesources family: page n of a list is the file `list{n}.html`."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from crawler.pager import Pages
from crawler.pager_links import read_pager_links
from crawler.pages import Page
from crawler.spiders.paged import PagedSpider

_FILE = re.compile(r"/list(\d+)\.html$")


class SitesourcesSpider(PagedSpider):
    """周口, 新乡, 林州 (`portals.md` §2): `/sitesources/{site}/page_pc/…/list1.html`, `article{32hex}.html`."""

    name = "sitesources"

    def pages(self, page: Page) -> Pages | None:
        """The files that the pager leads to, one-based."""
        pager, own = read_pager_links(page), _FILE.search(urlsplit(page.url).path)
        if pager is None or own is None:
            return None
        linked = [int(match[1]) for link in page.links if (match := _FILE.search(urlsplit(link.url).path))]
        count = pager.count or max([*linked, int(own[1])])
        return Pages(count, int(own[1]) - 1, lambda number: urljoin(page.url, f"list{number + 1}.html"), pager.total)
