"""iList listings: one script lists every column, named by its node."""

from __future__ import annotations

from crawler.items import Link
from crawler.sorting import names_year_column
from crawler.spiders.query_paged import QueryPagedSpider


class IlistSpider(QueryPagedSpider):
    """iList of 川, 陕, 新 (`portals.md` §2): `/info/iList.jsp?node_id=GK…&cur_page=N`, `/gk/…/1500688.htm`."""

    name = "ilist"

    def is_subcolumn(self, link: Link) -> bool:
        """Columns are nodes side by side, so only the words tell a year's column from the site's menu."""
        return names_year_column(link)
