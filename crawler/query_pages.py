"""Pages of a list whose number is a parameter of their address (`portals.md` §3.9)."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

from crawler.pager import Pages
from crawler.pager_links import read_pager_links
from crawler.pages import Page
from crawler.tables import table


def read_query_pages(page: Page) -> Pages | None:
    """The pages that the visible pager leads to, each by its number in the query; None if it leads to none that way.

    The address of a page is that of a link with another number, byte for byte: a query in GBK stays as it is.
    """
    pager = read_pager_links(page)
    if pager is None:
        return None
    own = urlsplit(page.url)
    turned = (pager.next_page or "", *pager.numbered.values(), *(link.url for link in page.links))
    linked = [match for url in turned if urlsplit(url).path == own.path and (match := _number().search(url))]
    if not linked:
        return None
    model, here = linked[0], _number().search(page.url)
    current = pager.current if pager.current is not None else int(here[3]) - 1 if here else 0
    count = max(pager.count or 0, current + 1, *(int(match[3]) for match in linked if match[2] == model[2]))

    def address(number: int) -> str:
        if number == current:
            return page.url
        return f"{model.string[: model.start(3)]}{number + 1}{model.string[model.end(3) :]}"

    return Pages(count, max(current, 0), address, pager.total)


@cache
def _number() -> re.Pattern[str]:
    return re.compile(rf"([?&])({'|'.join(table('pagers')['number_parameters'])})=(\d+)(?=&|#|$)", re.IGNORECASE)
