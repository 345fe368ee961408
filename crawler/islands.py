"""The XML islands of Hanweb listings: records, total, page size and the address for the rest (`portals.md` §3.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from crawler.items import Link
from crawler.pages import links_of, parse

GROUP_PAGES = 3
"""The browser fetches so many pages at once."""

_STORE = re.compile(r"<datastore\b.*?</datastore>", re.DOTALL | re.IGNORECASE)
_RECORDS = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.DOTALL | re.IGNORECASE)
_NEXT = re.compile(r"<nextgroup>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</nextgroup>", re.DOTALL | re.IGNORECASE)
_TOTAL = re.compile(r"<totalrecord>\s*(\d+)\s*</totalrecord>|\btotalRecord['\"]?\s*:\s*['\"]?(\d+)", re.IGNORECASE)
_OPTION = re.compile(r"\b(\w+)['\"]?\s*:\s*(?:'([^']*)'|\"([^\"]*)\"|(\d+))")
_SENT = ("col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname", "permissiontype")


@dataclass(frozen=True, slots=True)
class Group:
    """Records `start` to `end` (1-based, inclusive), and the request for them: address, form, records expected."""

    url: str
    form: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Island:
    """One list block: its records' links, the total it states, and the groups of pages it is fetched by."""

    links: tuple[Link, ...]
    records: int
    total: int
    per_page: int
    proxy: str
    form: tuple[tuple[str, str], ...]

    def missing_groups(self) -> list[Group]:
        """The groups of three pages that the records in the page do not cover."""
        span = GROUP_PAGES * self.per_page
        groups = []
        for start in range(1, self.total + 1, span):
            end = min(start + span - 1, self.total)
            if end > self.records:
                query = urlencode({"startrecord": start, "endrecord": end, "perpage": self.per_page})
                groups.append(Group(f"{self.proxy}?{query}", urlencode(self.form), start, end))
        return groups


def read_islands(text: str, url: str) -> list[Island]:
    """Every list block of a column page, each with the ids that stand beside it (they differ between columns)."""
    stores = list(_STORE.finditer(text))
    islands = []
    for number, store in enumerate(stores):
        end = stores[number + 1].start() if number + 1 < len(stores) else len(text)
        islands.append(_island(store[0], text[store.end() : end], url))
    return islands


def without_islands(text: str) -> str:
    """The page without its islands: their markup inside CDATA would be swallowed as comments."""
    return _STORE.sub("", text)


def read_records(text: str, url: str) -> tuple[list[Link], int]:
    """The links of the records of a datastore, and the number of records."""
    records = _RECORDS.findall(text)
    return [link for record in records for link in links_of(parse(record), url, url)], len(records)


def read_total(text: str) -> int | None:
    """The total that a datastore or the script beside it states."""
    match = _TOTAL.search(text)
    return int(match[1] or match[2]) if match else None


def _island(store: str, script: str, url: str) -> Island:
    links, records = read_records(store, url)
    options = {name: quoted or double or number for name, quoted, double, number in _OPTION.findall(script)}
    given = _next_group(store)
    merged = {**{name.lower(): value for name, value in options.items()}, **given}
    proxy = options.get("proxyUrl") or given.get("@address") or "/module/web/jpage/dataproxy.jsp"
    form = [(name, merged[name.lower()]) for name in _SENT if name.lower() in merged]
    total = read_total(store) or read_total(script) or records
    per_page = int(options.get("perPage") or 0) or 15
    return Island(tuple(links), records, total, per_page, urljoin(url, proxy).partition("?")[0], tuple(form))


def _next_group(store: str) -> dict[str, str]:
    """The parameters of the ready-made address that `<nextgroup>` holds, with the address itself as `@address`."""
    match = _NEXT.search(store)
    if not match:
        return {}
    href = str(parse(match[1]).xpath("string(//a/@href)"))
    found = {name.lower(): value for name, value in parse_qsl(urlsplit(href).query, keep_blank_values=True)}
    return {**found, "@address": urlsplit(href).path} if href else found
