"""The n/c/content family: pages after the first are fragments, numbered backwards, named after the list's component."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from crawler.pager import Pages
from crawler.pages import Page
from crawler.spiders.paged import PagedSpider

_OWN_COUNT = re.compile(r"\bmaxPageNum(\d+)\s*=\s*(\d+)")
_COUNT = re.compile(r"\bmaxPageNum\s*=\s*[\"']?(\d+)")
_COMPONENT = re.compile(r"""\bid\s*=\s*["']?comp_(\d+)""")


class NcContentSpider(PagedSpider):
    """国资委, 审计署 (`portals.md` §3.8): of n pages, page 2 is `index_{component}_{n-1}.html`, the last `…_1.html`.

    The first page lists the files of all others in a hidden block; where it does, the block tells how many there are.
    """

    name = "nc-content"

    def pages(self, page: Page) -> Pages | None:
        """The fragments of the list that a page holds; a fragment itself states nothing."""
        component, count = _component(page.text)
        if component is None:
            return None
        files = [int(number) for number in re.findall(rf"\bindex_{component}_(\d+)\.html", page.text)]
        count = max([count or 1, *(number + 1 for number in files)])
        return Pages(
            count, 0, lambda number: urljoin(page.url, _file(component, count - number)) if number else page.url
        )


def _file(component: str, number: int) -> str:
    return f"index_{component}_{number}.html"


def _component(text: str) -> tuple[str | None, int | None]:
    """The number of the list's component and its pages, as far as a script states them."""
    own = _OWN_COUNT.search(text)
    if own:
        return own[1], int(own[2])
    component, count = _COMPONENT.search(text), _COUNT.search(text)
    return (component[1] if component else None), (int(count[1]) if count else None)
