"""The base of every family: tell links apart and follow them. A family adds how its listings turn pages."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Generator, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider

from crawler.addresses import allowed, key, looks_like_file, looks_like_listing, within
from crawler.articles import shows_report, title_of
from crawler.asking import AskingSpider
from crawler.attachments import attachments
from crawler.inner_pages import files_inside, inner_pages, leaves
from crawler.items import Link, Role, Skipped
from crawler.pages import Page
from crawler.rows import files_beside, frames_of, rows_of
from crawler.sorting import Sorted, names_year_column, sort_link
from crawler.state import UNLINKED, Asked, CrawlState, Held
from crawler.verdicts import OK, Verdict
from registry.portals import Portal
from registry.titles import read_title

MAX_PAGES = 500
"""Pages of one listing read at most, unless the portal's row says otherwise."""


class PortalSpider(AskingSpider):
    """Crawl one portal from its listing to every report and attachment.

    Arguments: `portal`; `since` (reports known by their title to be of an earlier year are left out), `limit`
    (reports fetched at most), `dry_run` (listings are read, nothing else is fetched), `state` (of a spider that
    hands over to this one), `held` (what former crawls brought, by key).
    """

    def __init__(
        self,
        portal: Portal,
        since: int | None = None,
        limit: int | None = None,
        dry_run: bool = False,
        state: CrawlState | None = None,
        held: Mapping[str, Held] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(portal, dry_run, state, **kwargs)
        self.state.held = self.state.held or held or {}
        self.since, self.limit = since, limit
        self.max_pages = portal.max_pages or MAX_PAGES
        self.column = portal.url
        self.row_files: dict[str, list[Link]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Hear when nothing is left to ask."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.idle, signal=signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the listing."""
        link = Link(self.portal.url, self.portal.name)
        place = f"The listing {self.portal.url}"
        asked = Asked(link, "listing", self.first_listing, self.first_check, place)
        for request in self.ask(self.prepared(asked)):
            yield request

    def prepared(self, asked: Asked) -> Asked:
        """The request for the listing of the portal's row, as the family makes it."""
        return asked

    def first_check(self, page: Page) -> Verdict:
        """Tell whether the page of the portal's row is one that this spider can begin with."""
        return OK

    def idle(self) -> None:
        """When a column was read to its end, ask for the reports of former crawls that it does not link any more."""
        held, self.state.held = self.state.held, {}
        if self.dry_run or self.tally.limited or self.tally.shortfalls or not self.tally.reports:
            return
        left = [
            request
            for address, page in held.items()
            if page.is_report and address not in self.tally.resting and not self._is_older(page.link)
            if not (page.rests and page.unlinked)
            for request in self.ask(Asked(page.link, "report", self.article, self.report_check, remark=UNLINKED))
            if isinstance(request, Request)
        ]
        for request in left:
            self.crawler.engine.crawl(request)
        if left:
            raise DontCloseSpider

    def _renamed(self, asked: Asked, to: str) -> None:
        """A report counts under the address that its page sends on to."""
        before = key(asked.link.url)
        for known in (self.tally.reports, self.tally.companions):
            if before in known:
                known.discard(before)
                known.add(key(to))
        if before in self.row_files:
            self.row_files[key(to)] = self.row_files[before]

    def _is_older(self, link: Link) -> bool:
        year = read_title(link.title).year
        return bool(self.since and year and year < self.since)

    # Reading

    def first_listing(self, page: Page, asked: Asked) -> Iterator[Any]:
        """Read the listing that the portal's row names; where it redirects to is the column."""
        self.column = page.url
        yield from self.listing(page, asked)

    def listing(self, page: Page, asked: Asked) -> Iterator[Any]:
        """Read one page of a listing, or the frame that holds it. Families override this to turn its pages."""
        framed = yield from self.ask_frames(page)
        yield from self.follow(page, rows_of(page), may_be_empty=framed)

    def ask_frames(self, page: Page) -> Generator[Any, None, bool]:
        """Ask for the lists that a page shows in frames; returns whether there are any."""
        frames = frames_of(page)
        for frame in frames:
            yield from self.ask(Asked(frame, "listing", self.listing, place=f"The list in {page.url}"))
        return bool(frames)

    def follow(self, page: Page, links: list[Link], place: str = "", may_be_empty: bool = False) -> Iterator[Any]:
        """Follow the links of a listing, each as what its words and address say; none at all is a finding."""
        names_reports = any(read_title(words).kind == "report" for words in (page.title, title_of(page)))
        self.row_files.update(files_beside(page))
        found = 0
        for link in links:
            what = sort_link(link, self.is_subcolumn(link), names_reports, self.since, self.is_article(link))
            found += (what.role is not None and key(link.url) != key(page.url)) or what.older
            yield from self._follow_one(link, what)
        if not found and not may_be_empty:
            self.tally.short(f"{place or page.url} holds no link to a report.")

    def _follow_one(self, link: Link, what: Sorted) -> Iterator[Any]:
        address = key(link.url)
        if (what.role in ("report", "companion") or what.may_be_report) and self._rests(address, link):
            page = self.state.held[address]
            self.tally.reports |= {address} if what.role == "report" or page.is_report else set()
            for part in page.parts:
                yield from self.ask(Asked(part, "attachment"))
        elif what.role is None:
            if what.reason and self.state.meet(link.url):
                self.tally.older += what.older
                yield Skipped(self.portal.id, link, what.reason)
        elif what.role == "listing":
            yield from self.ask(Asked(link, "listing", self.listing, may_be_report=what.may_be_report))
        elif what.role == "companion":
            self.tally.companions.add(address)
            yield from self.ask(Asked(link, "companion"))
        elif address in self.tally.reports or self._may_take_one_more():
            if allowed(link.url, self.portal):
                self.tally.reports.add(address)
            asked = Asked(link, "report", self.article, self.report_check, may_be_report=what.may_be_report)
            yield from self.ask(asked)

    def report_check(self, page: Page) -> Verdict:
        """Tell whether the answer to the request for a report is one; for families whose reports are no pages."""
        return OK

    def _rests(self, address: str, link: Link) -> bool:
        """Tell whether a page need not be asked for, and remember that the listing has it."""
        page = self.state.held.get(address)
        if page is None or not page.rests_as(link):
            return False
        self.tally.resting.add(address)
        return True

    def _may_take_one_more(self) -> bool:
        if self.limit is not None and len(self.tally.reports) >= self.limit:
            self.tally.limited = True
            return False
        return True

    def is_subcolumn(self, link: Link) -> bool:
        """Tell whether an address that looks like a column belongs to the portal's column: it lies below it.

        Below a list that is a file are the addresses in the folder of its name; below one that a script gives is none.
        """
        column = key(self.column)
        if "?" in column:
            return names_year_column(link)
        if not looks_like_listing(self.column):
            column = re.sub(r"\.\w+$", "/", column)
        return column.count("/") > 1 and within(link.url, f"//{column}")

    def is_article(self, link: Link) -> bool:
        """Tell whether an address that looks like a column is that of an article in this family."""
        return False

    def article(self, page: Page, asked: Asked) -> Iterator[Any]:
        """Ask for the attachments of a report: those that its page shows and those that its row in the list does."""
        if asked.role in ("other", "companion"):
            return
        shown = [] if looks_like_file(asked.link.url) else attachments(page)
        for link in (*shown, *self.row_files.get(key(asked.link.url), ())):
            yield from self.ask(Asked(link, "attachment"))
        if not looks_like_file(asked.link.url):
            yield from self._inside(page, inner_pages(page), asked.link.url)
            yield from self.inner_page(page, asked, asked.link.url) if leaves(page) else ()

    def _inside(self, page: Page, links: list[Link], article: str) -> Iterator[Any]:
        for link in links:
            then, place = partial(self.inner_page, article=article), f"The page {link.url} inside the report {article}"
            yield from self.ask(Asked(link, "other", then, place=place))

    def inner_page(self, page: Page, asked: Asked, article: str) -> Iterator[Any]:
        """Ask for the files of a page inside an article, and for the leaves that follow; all are the article's."""
        for link in files_inside(page):
            yield from self.ask(Asked(replace(link, found_on=article), "attachment"))
        yield from self._inside(page, leaves(page), article)

    def _shows_article(self, page: Page, asked: Asked) -> bool:
        """The page of the row may be the report itself, another one each year."""
        return super()._shows_article(page, asked) or (asked.then == self.first_listing and shows_report(page))

    def _role_of_article(self, page: Page, asked: Asked) -> Role:
        if read_title(title_of(page)).kind in ("report", "possible"):
            self.tally.reports.add(key(asked.link.url))
            return "report"
        return "other"

    def _role_of_report(self, page: Page, asked: Asked) -> Role:
        """A page that titles itself as a companion is one, whatever its link says (`portals.md` §8.11); where the link
        leaves it open, the page must title itself as a report.
        """
        if looks_like_file(asked.link.url):
            return "report"
        said = read_title(page.meta("ArticleTitle")).kind
        if said == "companion":
            self.tally.companions.add(key(asked.link.url))
        elif not asked.may_be_report or read_title(title_of(page)).kind in ("report", "possible"):
            return "report"
        self.tally.reports.discard(key(asked.link.url))
        return "companion" if said == "companion" else "other"
