"""What a host answers when it has nothing to say: its home page and its answer to an impossible address."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from scrapy.http import Response

from crawler.addresses import home_of, key
from crawler.pages import Page
from crawler.verdicts import OK, Verdict


@dataclass
class Host:
    """One host in one run: the two pages that are not content, and whether both are known (`ready`).

    `held` are the answers that wait for these two. `gives_content`: some other page came. `hasty_home`: the home page
    came where another was asked for, and after a pause the other did come (True) or the home page again (False); None:
    this did not happen yet.
    """

    home: str
    impossible: str
    home_page: Page | None = None
    impossible_page: Page | None = None
    ready: bool = False
    gives_content: bool = False
    hasty_home: bool | None = None
    held: list[Response] = field(default_factory=list)

    @classmethod
    def of(cls, url: str) -> Host:
        """The host of an address, not asked yet; its impossible address is the same each time."""
        home = home_of(url)
        digest = hashlib.sha256(home.encode()).hexdigest()
        return cls(home, f"{home}{digest[:16]}/{digest[16:32]}.html")

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
