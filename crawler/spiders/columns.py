"""The columns/UUID family: columns and articles are named by UUIDs, side by side in one folder."""

from __future__ import annotations

from crawler.items import Link
from crawler.sorting import names_year_column
from crawler.spiders.listing import ListingSpider


class ColumnsSpider(ListingSpider):
    """河北 (`portals.md` §2, §3.9): `/columns/{UUID}/index.html`, articles `/columns/{UUID}/202301/31/{UUID}.html`."""

    name = "columns"

    def is_subcolumn(self, link: Link) -> bool:
        """Only the words tell a year's column from the site's menu: its address says nothing."""
        return names_year_column(link)
