"""Hanweb JCMS listings: records in an XML island, the rest from `dataproxy.jsp` in groups of three pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from crawler.addresses import key
from crawler.batches import ReadPage
from crawler.islands import Group, Island, read_islands, read_records, read_total, without_islands
from crawler.items import Link
from crawler.pager import read_pager
from crawler.pages import Page, links_of, parse
from crawler.sorting import names_year_column, sort_link
from crawler.spiders.listing import ListingSpider
from crawler.state import Asked
from crawler.verdicts import OK, Verdict


class JpageSpider(ListingSpider):
    """Hanweb jpage (`portals.md` §3.2). The ids of the list block are read from each column page."""

    name = "jpage"

    def listing(self, page: Page, asked: Asked, earlier: tuple[ReadPage, ...] = ()) -> Iterator[Any]:
        """Follow the records in the page, then ask for the groups that it leaves out."""
        islands, pager = read_islands(page.text, page.url), read_pager(page.text)
        if pager and pager.count > 1 and not islands:
            self.tally.short(f"{page.url} turns pages in the manner of TRS: its family is trs.")
        if not islands:
            yield from super().listing(page, asked, earlier)
            return
        plain = list(links_of(parse(without_islands(page.text)), page.base, page.url))
        held = [link for island in islands for link in island.links]
        comes_later = not held and any(island.missing_groups() for island in islands)
        yield from self.follow(page, plain + held, may_be_empty=comes_later)
        shown = sum(sort_link(link, False, True, None).role == "report" for link in plain)
        for island in islands:
            if island.records or island.total is None or shown < island.total:
                yield from self._ask_groups(page, island)

    def _ask_groups(self, page: Page, island: Island) -> Iterator[Any]:
        groups = island.missing_groups()
        cap = max(1, self.max_pages // 3)
        if len(groups) > cap:
            self.tally.short(f"{page.url} states {island.total} records, more than the {self.max_pages} pages read.")
        for group in groups[:cap]:
            if self.tally.limited:
                return
            yield from self._ask_group(page, island, group)

    def _ask_group(self, column: Page, island: Island, group: Group, held: tuple[Link, ...] = ()) -> Iterator[Any]:
        """Ask for a group by POST as the browser does, and by GET where that gives nothing.

        `held` are records of another group that are only taken in if this one proves to be of the page's list.
        """
        place = f"Records {group.start} to {group.end} of {island.total or '?'} of {column.url}"
        check = partial(_check_group, group=group, island=island)
        then = partial(self.group, column=column, group=group, island=island, held=held)
        post = Asked(Link(group.url, place, "", column.url), "listing", then, check, place, form=group.form, data=True)
        plain = Asked(Link(group.plain_url, place, "", column.url), "listing", then, check, place, data=True)
        post.otherwise = partial(self.ask, plain) if group.form else None
        yield from self.ask(post)

    def group(
        self, page: Page, asked: Asked, column: Page, group: Group, island: Island, held: tuple[Link, ...]
    ) -> Iterator[Any]:
        """Follow the records of a group; their relative links start from the column, not from the script.

        A total other than the page's is that of a list that grew meanwhile, or of another list: the records that the
        page shows tell which, once their own group is asked for.
        """
        links, records = read_records(page.text, column.url)
        total = read_total(page.text)
        if total is not None and total != island.total and group.start > 1 and not _shared(links, island):
            yield from self._ask_group(column, island, replace(island, total=None).group(1), tuple(links))
            return
        end = min(group.end, group.end if total is None else total)
        if records < end - group.start + 1:
            self.tally.short(f"{asked.place}: only {records} were given.")
        yield from self.follow(column, [*links, *held], asked.place)
        if total is not None and total != island.total:
            grown = replace(island, total=total, records=max(island.records, end if group.start == 1 else 0))
            yield from self._ask_groups(column, grown)

    def is_subcolumn(self, link: Link) -> bool:
        """Columns of Hanweb are numbered side by side, so only the words tell a year's column from the site's menu."""
        return names_year_column(link)


def _check_group(page: Page, group: Group, island: Island) -> Verdict:
    """The answer must hold records, of the list that was asked about, and new ones."""
    links, records = read_records(page.text, page.url)
    total = read_total(page.text)
    if not records:
        return Verdict("failed", f"It gives no records ({len(page.body)} bytes).")
    shared = _shared(links, island)
    if group.start == 1 and island.links and not shared:
        return Verdict("failed", f"It holds no record of the page and speaks of {total}: another list.", settled=True)
    if group.start > island.records and len(shared) > abs((total or 0) - (island.total or total or 0)):
        return Verdict("failed", "It repeats records of the page.", settled=True)
    return OK


def _shared(links: list[Link], island: Island) -> set[str]:
    """The records of a group that the page shows too."""
    return {key(link.url) for link in links} & {key(link.url) for link in island.links}
