"""Pages that ASP.NET turns by sending its form back: what to send for which page (`portals.md` §3.9)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin

from lxml import etree

from crawler.batches import Query
from crawler.pager_links import is_next, leads_on, shown_words, turns_pages
from crawler.pages import Page, squeeze, text_of

_CALL = re.compile(
    r"""(?:__doPostBack|WebForm_PostBackOptions)\(\s*['"]([^'"]+)['"]\s*,\s*['"]((?:Page\$)?)(\d+|Next|)['"]"""
)
_SENT = ("hidden", "text", "")
"""The kinds of fields whose values a browser sends back though nobody touched them."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """A link or button that turns a page: the fields that it adds to the form, and the number of the page (None: the
    next one). `mark` stands before the number in the argument of a pager that takes any number, else it is None.
    """

    fields: tuple[tuple[str, str], ...]
    number: int | None
    mark: str | None = None


def postback_pages(page: Page) -> int:
    """The highest number of a page that the page can turn to by a postback; 0 if it turns none."""
    return max((turn.number for turn in _turns(page) if turn.number), default=0)


def turns_on(page: Page) -> bool:
    """Tell whether a page turns to a next one by a postback, whatever its number."""
    return any(turn.number is None for turn in _turns(page))


def postback(number: int, page: Page) -> Query:
    """What to send to turn from a page to page `number` (1-based): its own form with the pager as the one that acts."""
    form = next(page.tree.iter("form"), None)
    action = "" if form is None else (form.get("action") or "").strip()
    fields = {} if form is None else _fields(form)
    fields |= _acting(number, _turns(page))
    return Query(urljoin(page.base, action) if action else page.url, urlencode(fields))


def _acting(number: int, turns: list[_Turn]) -> dict[str, str]:
    """The fields that turn to a page: of the link to it, of a pager that takes any number, of the link to the next."""
    direct = next((turn for turn in turns if turn.number == number), None)
    numbered = Counter((turn.fields[0][1], turn.mark) for turn in turns if turn.mark is not None).most_common(1)
    if direct is None and numbered:
        (target, mark), _ = numbered[0]
        return {"__EVENTTARGET": target, "__EVENTARGUMENT": f"{mark}{number}"}
    chosen = direct or next((turn for turn in turns if turn.number is None), None)
    return dict(chosen.fields) if chosen else {"__EVENTTARGET": "", "__EVENTARGUMENT": str(number)}


def _turns(page: Page) -> list[_Turn]:
    """What turns pages by a postback: links under page numbers and under words, and a button."""
    found = []
    for anchor in page.tree.iter("a"):
        match = _CALL.search(f"{anchor.get('href') or ''} {anchor.get('onclick') or ''}")
        if match:
            found += _turn_of(match, shown_words(anchor))
    for button in page.tree.iter("input"):
        if (button.get("type") or "").lower() == "submit" and button.get("name") and is_next(button):
            found.append(_Turn(((button.get("name"), button.get("value") or ""),), None))
    return found


def _turn_of(match: re.Match[str], shown: str) -> list[_Turn]:
    """The turn of a link with these words: its argument is the number, or the words are, or they say 下一页."""
    target, mark, argument = match.groups()
    fields = (("__EVENTTARGET", target), ("__EVENTARGUMENT", f"{mark}{argument}"))
    if argument.isdigit() and (shown in (argument, "...", "…") or turns_pages(shown)):
        return [_Turn(fields, int(argument), mark)]
    if not argument and shown.isdecimal() and len(shown) < 5:
        return [_Turn(fields, int(shown))]
    return [_Turn(fields, None)] if not argument.isdigit() and leads_on(shown) else []


def _fields(form: etree._Element) -> dict[str, str]:
    inputs = [field for field in form.iter("input") if (field.get("type") or "").lower() in _SENT]
    fields = {field.get("name"): field.get("value") or "" for field in inputs if field.get("name")}
    for choice in form.iter("select"):
        options = list(choice.iter("option"))
        chosen = next((one for one in options if one.get("selected") is not None), options[0] if options else None)
        if choice.get("name") and chosen is not None:
            fields[choice.get("name")] = chosen.get("value") or squeeze(text_of(chosen))
    return fields
