"""eportal listings: one script gives every page, asked for by the ids of page and module."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from crawler.items import Link
from crawler.pager import Pages
from crawler.pager_links import read_pager_links
from crawler.pages import Page
from crawler.spiders.paged import PagedSpider

_SCRIPT = re.compile(r"""/eportal/ui\?[^"'<>\s]*""")
_ARTICLE = re.compile(r"/\d{5,}/index\.html$")
_HIDDEN = {"pageId": "eprotalCurrentPageId", "moduleId": "eportalappPortletId"}
"""The fields of a page that hold its ids, misspelt as they are."""
_ID = r"""\b%s['"]?\s*[=:]\s*['"]?([0-9a-zA-Z]+)"""


class EportalSpider(PagedSpider):
    """慧点 eportal (`portals.md` §2, §3.9): `/eportal/ui?pageId=…&currentPage=N&moduleId=…&staticRequest=yes`."""

    name = "eportal"

    def is_article(self, link: Link) -> bool:
        """An article is the index of a folder with a long number."""
        return bool(_ARTICLE.search(urlsplit(link.url).path))

    def pages(self, page: Page) -> Pages | None:
        """The pages that the pager's `n/m` states, each by its number."""
        pager = read_pager_links(page)
        ids = _ids(page)
        if pager is None or pager.count is None or "pageId" not in ids:
            return None
        current = pager.current if pager.current is not None else int(ids.get("currentPage", 1)) - 1

        def address(number: int) -> str:
            if number == current:
                return page.url
            query = {**ids, "currentPage": str(number + 1), "staticRequest": "yes"}
            return urljoin(page.url, f"/eportal/ui?{urlencode(query)}")

        return Pages(pager.count, current, address, pager.total)


def _ids(page: Page) -> dict[str, str]:
    """The parameters of the list: those of the page's own address, of a link of its pager, of its scripts."""
    found: dict[str, str] = {}
    inputs = {field.get("id"): field.get("value") or "" for field in page.tree.iter("input") if field.get("id")}
    for name, hidden in _HIDDEN.items():
        match = re.search(_ID % name, page.text)
        if match or inputs.get(hidden):
            found[name] = match[1] if match else inputs[hidden]
    own = page.url if urlsplit(page.url).path == "/eportal/ui" else ""
    for address in (*_SCRIPT.findall(page.text), own):
        query = dict(parse_qsl(urlsplit(address.replace("&amp;", "&")).query))
        if "currentPage" in query or address == own:
            found |= {name: value for name, value in query.items() if name != "staticRequest"}
    return found
