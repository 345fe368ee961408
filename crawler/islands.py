"""The XML islands of Hanweb listings: records, total, page size and the address for the rest (`portals.md` §3.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from crawler.items import Link
from crawler.pages import links_of, parse
from crawler.spans import Span, replaced, spans

GROUP_PAGES = 3
"""The browser fetches so many pages at once."""

_STORE = re.compile(r"<datastore\b", re.IGNORECASE)
_ESCAPED = re.compile(r"&lt;datastore\b", re.IGNORECASE)
_RECORD = re.compile(r"<record>", re.IGNORECASE)
_NEXT = re.compile(r"<nextgroup>", re.IGNORECASE)
_TOTAL = re.compile(r"<totalrecord>\s*(\d+)\s*</totalrecord>|\btotalRecord['\"]?\s*:\s*['\"]?(\d+)", re.IGNORECASE)
_OPTION = re.compile(r"\b(\w+)['\"]?\s*:\s*(?:'([^']*)'|\"([^\"]*)\"|(\d+))")
_CALL = re.compile(r"(?:['\"]#([\w-]+)['\"]\s*\)\s*\.)?\bjpage\s*\(\s*\{")
_MOST_CALLS = 50
"""List blocks of one page."""
_LONGEST_CALL = 20_000
"""Characters of the options of one call."""
_SENT = ("col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname", "permissiontype")


@dataclass(frozen=True, slots=True)
class Group:
    """Records `start` to `end` (1-based, inclusive), and the request for them: address and form."""

    url: str
    form: str
    start: int
    end: int

    @property
    def plain_url(self) -> str:
        """The address of the same records for hosts that take no form."""
        return f"{self.url}&{self.form}" if self.form else self.url


@dataclass(frozen=True, slots=True)
class Island:
    """One list block: its records' links, the total it states (None: it states none) and how the rest is asked for."""

    links: tuple[Link, ...]
    records: int
    total: int | None
    per_page: int
    proxy: str
    form: tuple[tuple[str, str], ...]

    def group(self, start: int) -> Group:
        """The group of three pages that begins at a record."""
        end = start + GROUP_PAGES * self.per_page - 1
        end = end if self.total is None else min(end, self.total)
        query = urlencode({"startrecord": start, "endrecord": end, "perpage": self.per_page})
        return Group(f"{self.proxy}?{query}", urlencode(self.form), start, end)

    def missing_groups(self) -> list[Group]:
        """The groups that the records in the page do not cover; without a total, the first, which tells it."""
        if self.total is None:
            return [self.group(1)] if self.records >= self.per_page or not self.records else []
        span = GROUP_PAGES * self.per_page
        groups = [self.group(start) for start in range(1, self.total + 1, span)]
        return [group for group in groups if group.end > self.records]


def read_islands(text: str, url: str) -> list[Island]:
    """Every list block of a column page, each with the ids and options of its own (they differ between columns).

    A block is a datastore with its jpage call, or a call that has no datastore in the page.
    """
    escaped = spans(text, _ESCAPED, "&lt;/datastore&gt;")
    text = replaced(text, escaped, lambda span: f"<datastore{unescape(span.inner)}</datastore>")
    stores = list(_stores(text))
    calls = list(_calls(text))
    islands = []
    for number, store in enumerate(stores):
        whole = text[store.start : store.stop]
        given = _next_group(whole)
        call = _call_of(given, calls, number if len(calls) == len(stores) else None)
        end = stores[number + 1].start if number + 1 < len(stores) else len(text)
        script = call[1] if call else text[store.stop : end]
        calls = [other if other is not call else ("", "") for other in calls]
        islands.append(_island(whole, script, given, url))
    return islands + [_island("", script, {}, url) for _, script in calls if script]


def without_islands(text: str) -> str:
    """The page without its islands: their markup inside CDATA would be swallowed as comments."""
    return replaced(text, _stores(text), lambda span: "")


def _stores(text: str) -> Iterator[Span]:
    return spans(text, _STORE, "</datastore>")


def read_records(text: str, url: str) -> tuple[list[Link], int]:
    """The links of the records of a datastore, and the number of records; a record is a row."""
    found = [_bare(span) for span in spans(text, _RECORD, "</record>")]
    records = [record if record.lstrip().startswith("<") else unescape(record) for record in found]
    rows = [record if re.match(r"\s*<(?:li|tr)\b", record) else f"<li>{record}</li>" for record in records]
    return [link for row in rows for link in links_of(parse(row), url, url)], len(records)


def read_total(text: str) -> int | None:
    """The total that a datastore or the script beside it states."""
    match = _TOTAL.search(text)
    return int(match[1] or match[2]) if match else None


def _calls(text: str) -> Iterator[tuple[str, str]]:
    """Every jpage call: the id of the block that it fills ("" if it is not named there) and its options."""
    for match in islice(_CALL.finditer(text), _MOST_CALLS):
        depth, end = 1, match.end()
        while depth and end < min(len(text), match.end() + _LONGEST_CALL):
            depth += (text[end] == "{") - (text[end] == "}")
            end += 1
        yield match[1] or "", text[match.end() : end]


def _call_of(given: dict[str, str], calls: list[tuple[str, str]], place: int | None) -> tuple[str, str] | None:
    """The call that goes with a datastore: of the same unit, else the one in the same place of the order."""
    unit = given.get("unitid")
    for call in calls:
        if unit and call[1] and unit in (call[0], _options(call[1]).get("unitid")):
            return call
    return calls[place] if place is not None and calls[place][1] else None


def _options(script: str) -> dict[str, str]:
    return {name.lower(): single or double or number for name, single, double, number in _OPTION.findall(script)}


def _island(store: str, script: str, given: dict[str, str], url: str) -> Island:
    links, records = read_records(store, url)
    options = _options(script)
    merged = {**options, **given}
    proxy = options.get("proxyurl") or given.get("@address")
    form = [(name, merged[name.lower()]) for name in _SENT if name.lower() in merged]
    total = read_total(store) or read_total(script)
    if total is None and not proxy:
        total = records
    address = urljoin(url, proxy or "/module/web/jpage/dataproxy.jsp").partition("?")[0]
    return Island(tuple(links), records, total, int(options.get("perpage") or 0) or 15, address, tuple(form))


def _next_group(store: str) -> dict[str, str]:
    """The parameters of the ready-made address that `<nextgroup>` holds, with the address itself as `@address`."""
    span = next(spans(store, _NEXT, "</nextgroup>"), None)
    if span is None:
        return {}
    href = str(parse(_bare(span)).xpath("string(//a/@href)"))
    query = urlsplit(href).query.replace("+", "%2B")  # a sign of an encrypted id, not a blank
    found = {name.lower(): value for name, value in parse_qsl(query, keep_blank_values=True)}
    return {**found, "@address": urlsplit(href).path} if href else found


def _bare(span: Span) -> str:
    """What stands between two tags, without the marks of CDATA around it."""
    return span.inner.strip().removeprefix("<![CDATA[").removesuffix("]]>").rstrip()
