"""Hanweb JCMS listings: records in an XML island, the rest from `dataproxy.jsp` in groups of three pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from crawler.addresses import looks_like_listing
from crawler.islands import Group, Island, read_islands, read_records, read_total, without_islands
from crawler.items import Link
from crawler.pages import Page, links_of, parse
from crawler.spiders.base import PortalSpider
from crawler.state import Asked
from crawler.verdicts import OK, Verdict
from registry.titles import read_title, read_year


class JpageSpider(PortalSpider):
    """Hanweb jpage (`portals.md` §3.2). The ids of the list block are read from each column page."""

    name = "jpage"

    def listing(self, page: Page, asked: Asked) -> Iterator[Any]:
        """Follow the records in the page, then ask for the groups that it leaves out."""
        islands = read_islands(page.text, page.url)
        plain = list(links_of(parse(without_islands(page.text)), page.base, page.url))
        held = [link for island in islands for link in island.links]
        comes_later = not held and any(island.total for island in islands)
        yield from self.follow(page, plain + held, may_be_empty=comes_later)
        for island in islands:
            yield from self._ask_groups(page, island)

    def _ask_groups(self, page: Page, island: Island) -> Iterator[Any]:
        groups = island.missing_groups()
        cap = max(1, self.max_pages // 3)
        if len(groups) > cap:
            self.tally.short(f"{page.url} states {island.total} records, more than the {self.max_pages} pages read.")
        for group in groups[:cap]:
            if self.tally.limited:
                return
            place = f"Records {group.start} to {group.end} of {island.total} of {page.url}"
            link = Link(group.url, place, "", page.url)
            check = partial(_check_group, group=group, island=island)
            then = partial(self.group, column=page, group=group)
            yield from self.ask(Asked(link, "listing", then, check, place, form=group.form, data=True))

    def group(self, page: Page, asked: Asked, column: Page, group: Group) -> Iterator[Any]:
        """Follow the records of a group; their relative links start from the column, not from the script."""
        links, records = read_records(page.text, column.url)
        if records < group.end - group.start + 1:
            self.tally.short(f"{asked.place}: only {records} were given.")
        yield from self.follow(column, links, asked.place)

    def is_subcolumn(self, link: Link) -> bool:
        """Columns of Hanweb are numbered side by side, so only the words tell a year's column from the site's menu."""
        titled = read_title(link.title).kind in ("report", "possible")
        named = titled or re.fullmatch(r"\d{4}年?度?", link.title.strip())
        return looks_like_listing(link.url) and read_year(link.title) is not None and bool(named)


def _check_group(page: Page, group: Group, island: Island) -> Verdict:
    """The answer must hold records, of the list that was asked about, and new ones."""
    links, records = read_records(page.text, page.url)
    total = read_total(page.text)
    if not records:
        return Verdict("failed", f"It gives no records ({len(page.body)} bytes).")
    if total is not None and total != island.total:
        return Verdict("failed", f"It speaks of {total} records: another list.")
    if {link.url for link in links} & {link.url for link in island.links} and group.start > island.records:
        return Verdict("failed", "It repeats records of the page.")
    return OK
