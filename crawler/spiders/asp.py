"""Classic ASP listings: pages in GBK, numbered by a parameter, with queries in the bytes of the page."""

from __future__ import annotations

from crawler.spiders.query_paged import QueryPagedSpider


class AspSpider(QueryPagedSpider):
    """Classic ASP (`portals.md` §3.9, 濮阳): `class.asp?class=1150&page=2`, `show.asp?id=7`."""

    name = "asp"
