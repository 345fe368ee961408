"""Asking and hearing: every request ends as exactly one row, and no page is taken for content that is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure
from w3lib.url import safe_url_string

from crawler import verdicts
from crawler.addresses import allowed, home_of, key, looks_like_file
from crawler.articles import bears_title, is_article
from crawler.hosts import MISSING, Host
from crawler.items import Answer, Link, Outcome, Planned, Role, Skipped, Wire
from crawler.legacy_tls import REMARK, tls_host
from crawler.pages import Page
from crawler.products import with_product
from crawler.sent_on import MOST, sent_on
from crawler.state import Asked, CrawlState
from crawler.verdicts import Verdict
from registry.portals import Portal

UNCHANGED_FLAG = "unchanged"
"""A response with this flag carries the body last seen: the host said that it has not changed."""
PRIORITY: dict[Role, int] = {"other": 100, "listing": 20, "attachment": 10, "report": 0, "companion": -10}
BROWSER = {"playwright": True, "playwright_page_goto_kwargs": {"wait_until": "networkidle"}}
"""The meta of a request that a browser is to fetch (scrapy-playwright)."""
RENDERED = "Rendered by a browser: these are not the bytes that the host sent."
MAX_LISTINGS = 3000
"""Pages of listings asked for in one portal; a row that names too wide a column ends here."""


class AskingSpider(Spider):
    """The half of a spider that asks, judges and accounts; the other half (PortalSpider) reads.

    `portal` is the row of the registry, `state` what is known of the run, `dry_run` leaves all but listings unasked.
    """

    handle_httpstatus_list = [300, 304, *range(400, 600)]

    def __init__(self, portal: Portal, dry_run: bool, state: CrawlState | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.portal, self.dry_run = portal, dry_run
        self.state = state or CrawlState()
        self.tally = self.state.tally
        self.tally.family = self.name  # the last spider that takes a portal over is the one that reads it

    # Asking

    def ask(self, asked: Asked) -> Iterator[Request | Skipped | Planned]:
        """Ask for an address unless it was asked for."""
        asked.link = link = replace(asked.link, url=safe_url_string(asked.link.url))
        if not self.state.meet(link.url, asked.form):
            return
        if not allowed(link.url, self.portal):
            yield Skipped(self.portal.id, link, "It leads to a host that is neither the portal's own nor in gov.cn.")
            return
        self.state.listings += asked.role == "listing"
        if asked.role == "listing" and self.state.listings > MAX_LISTINGS:
            self.tally.short(f"More than {MAX_LISTINGS} pages of listings: name a narrower column in the portal's row.")
            return
        if self.dry_run and asked.role in ("report", "companion", "attachment"):
            yield Planned(self.portal.id, link, asked.role)
            return
        yield self._request(asked)

    def _request(self, asked: Asked, after_pause: bool = False) -> Request:
        headers = {"Referer": asked.link.found_on} if asked.link.found_on else {}
        if asked.data:
            headers |= {"X-Requested-With": "XMLHttpRequest"}
        if asked.form:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        request = Request(
            asked.link.url,
            self.answered,
            method="POST" if asked.form else "GET",
            headers=headers,
            body=asked.form,
            errback=self.unanswered,
            dont_filter=True,  # a redirect to the same URL, and a retry, must not vanish in the filter
            priority=PRIORITY[asked.role],
        )
        request.meta["asked"] = asked
        request.meta["after_pause"] = after_pause
        if self._by_browser(asked):
            request.meta.update(BROWSER)
        if not asked.tries:
            self.state.made += 1
            self.state.open[id(asked)] = asked
        return request

    def _by_browser(self, asked: Asked) -> bool:
        """Listings, and the pages that they are compared with, need a browser if the portal's row says so."""
        return self.portal.browser and asked.role in ("listing", "other") and not (asked.form or asked.data)

    # Hearing

    def answered(self, response: Response) -> Iterator[Any]:
        """End a request that got an answer: one row, then whatever the page leads to."""
        return self._without_kept(self._heard(response))

    def _without_kept(self, output: Iterator[Any]) -> Iterator[Any]:
        """Hand items to the one who keeps them, if there is one: Scrapy's way to him costs as much as writing a row."""
        for each in output:
            if self.state.keep and not isinstance(each, Request):
                self.state.keep(each)
            else:
                yield each

    def _heard(self, response: Response) -> Iterator[Any]:
        asked: Asked = response.meta["asked"]
        host = self.state.host(asked.link.url)
        if self._cannot_judge_yet(host, response, asked):
            yield from self._hold(host, response)
            return
        page = Page(response.url, response.body, _charset(response))
        to = self._sent_on(response, page, asked)
        if to:
            yield self._moved(response, asked, to)
            yield self._request(asked)
            return
        verdict = with_product(self._judge(response, page, asked), response.status, _cookies(response), page)
        if verdict.outcome in ("ok", "unchanged") and key(asked.link.url) == key(host.home):
            host.home_page = page
        if self._worth_another_try(verdict, asked, host):
            asked.tries += 1
            yield self._request(asked, after_pause=verdict.doubtful)
            return
        readable = verdict.outcome in ("ok", "unchanged")
        host.gives_content |= readable and not asked.probe
        if readable and not asked.probe and key(asked.link.url) != key(host.home):
            host.inner_given, host.fenced = True, False
        if readable and asked.role == "listing" and self._shows_article(page, asked):
            asked.role, asked.then = self._role_of_article(page, asked), self.article
        if readable and asked.role == "report":
            asked.role = self._role_of_report(page, asked)
        yield self._ended(asked, verdict, response)
        if asked.probe:
            yield from self._learn(asked, page if readable else None, verdict.outcome)
        elif readable and asked.then:
            yield from self._followed(asked, asked.then(page, asked))
        elif (verdict.outcome in ("failed", "gone") or host.fenced) and asked.otherwise and not verdict.settled:
            yield from asked.otherwise()
        elif not readable:
            self._lost(asked, verdict)

    def _sent_on(self, response: Response, page: Page, asked: Asked) -> str:
        """The address that a page in place of a listing or an article sends its reader on to, "" for none."""
        if response.status != 200 or asked.data or asked.form or _is_file(asked) or asked.probe or asked.moves >= MOST:
            return ""
        to = sent_on(page)
        if not to or key(to) == key(home_of(to)) or not allowed(to, self.portal):
            return ""  # a missing page sends home: it is judged by its own words
        return to if verdicts.of_words(page) == verdicts.OK else ""

    def _moved(self, response: Response, asked: Asked, to: str) -> Answer:
        """The row of a page that sends its reader on; the request goes on from there."""
        told = replace(asked, role="other", moves=asked.moves + 1)
        self.state.open[id(told)] = told
        row = self._ended(told, Verdict("ok", f"The page sends its reader on to {to}."), response)
        self.state.open.pop(id(asked), None)
        self.state.meet(to)
        self._renamed(asked, to)
        asked.link, asked.moves = replace(asked.link, url=safe_url_string(to), found_on=response.url), asked.moves + 1
        return row

    def _renamed(self, asked: Asked, to: str) -> None:
        """Hear that a request goes on from another address. PortalSpider counts its reports by it."""

    def _followed(self, asked: Asked, found: Iterable[Any]) -> Iterator[Any]:
        """Hand on what a page leads to, and tell which of it are attachments."""
        parts: list[Link] = []
        for each in found:
            if isinstance(each, Request) and each.meta["asked"].role == "attachment":
                parts.append(each.meta["asked"].link)
            yield each
        if self.state.followed:
            self.state.followed(asked, parts)

    def _worth_another_try(self, verdict: Verdict, asked: Asked, host: Host) -> bool:
        """A page in place of a file is asked for again, and so is one for which a hurried host gave its home page."""
        if asked.tries:
            if asked.hurried:
                host.hasty_home = not verdict.doubtful
            return False
        asked.hurried = verdict.doubtful and host.hasty_home is not False
        return asked.hurried or "html_instead_of_file" in verdict.reason

    def unanswered(self, failure: Failure) -> Iterator[Any]:
        """End a request that got no answer: one row with the reason."""
        request = failure.request  # type: ignore[attr-defined]
        asked: Asked = request.meta["asked"]
        verdict = verdicts.of_failure(failure)
        self.state.open.pop(id(asked), None)
        redirects = tuple(request.meta.get("redirect_urls", ()))
        yield Answer(
            self.portal.id,
            asked.link,
            asked.role,
            request.url,
            verdict.outcome,
            f"{verdict.reason} {asked.remark}".strip(),
            method=request.method,
            form=asked.form,
            redirects=redirects,
        )
        self._lost(asked, verdict)
        if asked.probe:
            yield from self._learn(asked, None)

    def unended(self) -> Iterator[Answer]:
        """Rows for the requests that the end of the crawl left open."""
        for asked in self.state.open.values():
            reason = "The crawl ended before this request was answered."
            self.tally.short(reason)
            yield Answer(self.portal.id, asked.link, asked.role, asked.link.url, "failed", reason, form=asked.form)
        self.state.open.clear()

    def _judge(self, response: Response, page: Page, asked: Asked) -> Verdict:
        if UNCHANGED_FLAG in response.flags:
            verdict = verdicts.UNCHANGED
        elif response.status in MISSING and self.state.host(asked.link.url).fenced:
            return verdicts.of_fence(response.status)
        elif response.status != 200:
            return verdicts.of_status(response.status, "POST" if asked.form else "GET") or verdicts.OK
        elif _is_file(asked):
            return verdicts.of_file(response.body)
        else:
            verdict = verdicts.OK if asked.data else verdicts.of_page(page)
            if verdict == verdicts.OK and not asked.data:
                verdict = self.state.host(asked.link.url).verdict(asked.link.url, page)
        if verdict.outcome in ("ok", "unchanged") and asked.check:
            checked = asked.check(page)
            verdict = verdict if checked == verdicts.OK else checked
        return verdict

    def _ended(self, asked: Asked, verdict: Verdict, response: Response) -> Answer:
        self.state.open.pop(id(asked), None)
        request = response.request or Request(response.url)
        return Answer(
            self.portal.id,
            asked.link,
            asked.role,
            response.url,
            verdict.outcome,
            " ".join(filter(None, (verdict.reason, asked.remark, *self._manner(asked, response.url)))),
            Wire(response.status, _pairs(response.headers), response.body, _pairs(request.headers)),
            request.method,
            asked.form,
            tuple(response.meta.get("redirect_urls", ())),
            response.meta.get("seen_sha256"),
        )

    def _manner(self, asked: Asked, url: str) -> Iterator[str]:
        """Sentences for a page that came in an unusual manner: over outdated encryption, or through a browser."""
        if url.startswith("https:") and tls_host(url) in self.state.legacy_tls:
            yield REMARK
        if self._by_browser(asked):
            yield RENDERED

    def _lost(self, asked: Asked, verdict: Verdict) -> None:
        """Note why the run is incomplete. A report that is gone is a fact about the portal; a lost page is not."""
        if verdict.everywhere:
            self.tally.short(verdict.reason)
        elif asked.role == "listing" and (asked.place or verdict.outcome != "gone"):
            self.tally.short(f"{asked.place or 'The listing ' + asked.link.url} was not read: {verdict.reason}")
        elif asked.role == "other" and asked.place:
            self.tally.short(f"{asked.place} was not read: {verdict.reason}")
        elif asked.role in ("report", "attachment") and verdict.outcome != "gone":
            self.tally.short(f"The {asked.role} {asked.link.url} was not read: {verdict.reason}")

    # Soft 404: what the host says when it has nothing to say

    def _cannot_judge_yet(self, host: Host, response: Response, asked: Asked) -> bool:
        """Tell whether a page is news from a host whose way of saying no is not known yet, or missing from one that may
        serve nothing but its home page.
        """
        if not asked.probe and not asked.form and not _is_file(asked) and host.may_fence(response.status):
            return True
        if host.ready or asked.probe or asked.data or response.status != 200 or UNCHANGED_FLAG in response.flags:
            return False
        if _is_file(asked) or key(asked.link.url) == key(host.home):
            return False
        return not self.state.holds(asked.link.url, asked.form, response.body)

    def _hold(self, host: Host, response: Response) -> Iterator[Any]:
        """Put an answer by until it is known what the host says to an impossible address, and on its home page."""
        host.held.append(response)
        if len(host.held) > 1:
            return
        if host.ready:
            yield from self._release(host)
        else:
            yield self._request(Asked(Link(host.impossible, "an impossible address"), "other", probe=True))

    def _learn(self, asked: Asked, page: Page | None, outcome: Outcome = "failed") -> Iterator[Any]:
        """Keep the likeness of a page that is not content; when both are known, judge the answers put by."""
        host = self.state.host(asked.link.url)
        if asked.link.url == host.impossible:
            host.impossible_page = page
            if host.home_page is None:
                yield self._request(Asked(Link(host.home, "home page"), "other", probe=True))
                return
        elif asked.link.url != host.home:
            host.sampled(outcome)
        host.ready = True
        yield from self._release(host)

    def _release(self, host: Host) -> Iterator[Any]:
        """Judge the answers put by; if pages are missing, try some that the home page links first."""
        sample = host.next_sample() if any(host.may_fence(response.status) for response in host.held) else None
        if sample:
            yield self._request(Asked(sample, "other", probe=True))
            return
        held, host.held = host.held, []
        for response in held:
            yield from self._heard(response)

    def _shows_article(self, page: Page, asked: Asked) -> bool:
        """Tell whether an article stands where a column may have been expected."""
        return asked.may_be_report and (is_article(page) or bears_title(page, asked.link.title))

    def _role_of_article(self, page: Page, asked: Asked) -> Role:
        """What an article is that stood where a column was expected. PortalSpider knows."""
        raise NotImplementedError

    def _role_of_report(self, page: Page, asked: Asked) -> Role:
        """What a page is that its link calls a report. PortalSpider knows."""
        raise NotImplementedError

    def article(self, page: Page, asked: Asked) -> Iterator[Any]:
        """Read a report. PortalSpider knows how."""
        raise NotImplementedError


def _is_file(asked: Asked) -> bool:
    return asked.role == "attachment" or (asked.role != "listing" and looks_like_file(asked.link.url))


def _pairs(headers: Any) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, many in headers.items() for value in many)


def _cookies(response: Response) -> list[str]:
    """The names of the cookies that an answer sets."""
    return [value.decode("latin-1").partition("=")[0].strip() for value in response.headers.getlist("Set-Cookie")]


def _charset(response: Response) -> str | None:
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    return content_type.partition("charset=")[2].strip(" \"'") or None
