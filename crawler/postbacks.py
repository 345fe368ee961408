"""Pages that ASP.NET turns by sending its form back: what to send for which page (`portals.md` §3.9)."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from urllib.parse import urlencode, urljoin

from lxml import etree

from crawler.batches import Query
from crawler.pages import Page, squeeze, text_of
from crawler.tables import table

_CALL = re.compile(r"__doPostBack\(\s*['\"]([^'\"]+)['\"]\s*,\s*['\"](Page\$)?(\d+)['\"]\s*\)")
_SENT = ("hidden", "text", "")
"""The kinds of fields whose values a browser sends back though nobody touched them."""


def postback_pages(page: Page) -> int:
    """The highest number of a page that the page can turn to by a postback; 0 if it turns none."""
    return max((int(number) for _, _, number in _turns(page)), default=0)


def postback(number: int, page: Page) -> Query:
    """What to send to turn from a page to page `number` (1-based): its own form with the pager as the one that acts."""
    turns = _turns(page)
    target = Counter(target for target, _, _ in turns).most_common(1)[0][0] if turns else ""
    mark = next((mark for name, mark, _ in turns if name == target), "")
    form = next(page.tree.iter("form"), None)
    action = "" if form is None else (form.get("action") or "").strip()
    fields = {} if form is None else _fields(form)
    fields |= {"__EVENTTARGET": target, "__EVENTARGUMENT": f"{mark}{number}"}
    return Query(urljoin(page.base, action) if action else page.url, urlencode(fields))


def _turns(page: Page) -> list[tuple[str, str, str]]:
    """The postbacks under page numbers and under words that turn pages: target, mark, number."""
    found = []
    for anchor in page.tree.iter("a"):
        match = _CALL.search(f"{anchor.get('href') or ''} {anchor.get('onclick') or ''}")
        shown = squeeze(text_of(anchor))
        if match and (shown in (match[3], "...", "…") or _turn_words().fullmatch(shown)):
            found.append((match[1], match[2] or "", match[3]))
    return found


def _fields(form: etree._Element) -> dict[str, str]:
    inputs = [field for field in form.iter("input") if (field.get("type") or "").lower() in _SENT]
    fields = {field.get("name"): field.get("value") or "" for field in inputs if field.get("name")}
    for choice in form.iter("select"):
        options = list(choice.iter("option"))
        chosen = next((one for one in options if one.get("selected") is not None), options[0] if options else None)
        if choice.get("name") and chosen is not None:
            fields[choice.get("name")] = chosen.get("value") or squeeze(text_of(chosen))
    return fields


@cache
def _turn_words() -> re.Pattern[str]:
    return re.compile(table("pagers")["turn"])
