"""What a host answers when it has nothing to say: its home page and its answer to an impossible address."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cache

from scrapy.http import Response

from crawler.addresses import home_of, key, looks_like_file
from crawler.items import Link, Outcome
from crawler.pages import Page
from crawler.tables import table
from crawler.verdicts import OK, Verdict

MISSING = (404, 410)
"""Statuses that say that a page does not exist, and that a fence around the country says of every inner page."""
SAMPLES = 3
"""Inner pages that the home page links, asked for when the first inner page asked for is missing."""
LEAST_SAMPLES = 2
"""So many of them must be refused, and all that were tried, for a fence."""


@dataclass
class Host:
    """One host in one run: the two pages that are not content, and whether both are known (`ready`).

    `held` are the answers that wait for these two. `gives_content`: some other page came. `hasty_home`: the home page
    came where another was asked for, and after a pause the other did come (True) or the home page again (False); None:
    this did not happen yet. `inner_given`: a page other than the home page came; `fenced`: whether only the home page
    is served to us (`portals.md` §6), None: not known; `refused` are the samples that were.
    """

    home: str
    impossible: str
    home_page: Page | None = None
    impossible_page: Page | None = None
    ready: bool = False
    gives_content: bool = False
    hasty_home: bool | None = None
    held: list[Response] = field(default_factory=list)
    inner_given: bool = False
    fenced: bool | None = None
    refused: int = 0
    _samples: list[Link] | None = None

    @classmethod
    def of(cls, url: str) -> Host:
        """The host of an address, not asked yet; its impossible address is the same each time."""
        home = home_of(url)
        digest = hashlib.sha256(home.encode()).hexdigest()
        return cls(home, f"{home}{digest[:16]}/{digest[16:32]}.html")

    def may_fence(self, status: int) -> bool:
        """Tell whether a missing page may be a fence: nothing inner has come from the host yet."""
        return status in MISSING and self.fenced is None and not self.inner_given

    def next_sample(self) -> Link | None:
        """The next inner page to try; None when enough were tried, and then `fenced` is known."""
        if self._samples is None:
            self._samples = self._inner_links()
        if self.fenced is None and self._samples:
            return self._samples.pop(0)
        if self.fenced is None:
            self.fenced = self.refused >= LEAST_SAMPLES
        return None

    def sampled(self, outcome: Outcome) -> None:
        """Take note of how a sample ended."""
        if outcome in ("gone", "blocked"):
            self.refused += 1
        else:
            self.fenced = False

    def _inner_links(self) -> list[Link]:
        if self.home_page is None:
            return []
        missing = {key(response.meta["asked"].link.url) for response in self.held} | {key(self.home)}
        inner = {key(link.url): link for link in self.home_page.links if home_of(link.url) == self.home}
        found = [link for it, link in inner.items() if it not in missing and not looks_like_file(link.url)]
        found.sort(key=lambda link: re.sub(r"\W", "", link.title) not in _named())  # what we look for first
        return found[:: max(1, -(-len(found) // SAMPLES))]  # from all over the page

    def verdict(self, asked: str, page: Page) -> Verdict:
        """Tell whether a page that arrived with status 200 is this host's way of saying no (a soft 404)."""
        if key(asked) in (key(self.home), key(self.impossible)):
            return OK
        is_home = self.home_page is not None and page.is_like(self.home_page)
        is_no = self.impossible_page is not None and page.is_like(self.impossible_page)
        if is_home and key(page.url) == key(self.home):
            return Verdict("gone", "The host sends the reader to its home page: the page is missing.")
        if is_home and is_no and not self.gives_content:
            return Verdict("failed", "The host gives one and the same page for every address: it needs a browser.")
        if is_no:
            return Verdict("gone", "The host gives the page that it gives for impossible addresses.", doubtful=is_home)
        if is_home:
            return Verdict(
                "failed", "The home page came instead of the page: it is missing, or asked for too fast.", True
            )
        return OK


@cache
def _named() -> frozenset[str]:
    """The words of links that lead to the column of annual reports."""
    return frozenset((*table("listings")["columns"], *table("listings")["sections"]))
