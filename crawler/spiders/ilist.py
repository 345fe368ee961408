"""iList listings: one script lists every column, named by its node."""

from __future__ import annotations

from crawler.spiders.query_paged import QueryPagedSpider


class IlistSpider(QueryPagedSpider):
    """iList of 川, 陕, 新 (`portals.md` §2): `/info/iList.jsp?node_id=GK…&cur_page=N`, `/gk/…/1500688.htm`."""

    name = "ilist"
