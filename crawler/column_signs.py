"""What tells the column of annual reports from other pages, and what may lead there (`portals.md` §5.1, §8.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin

from crawler.addresses import home_of, key, looks_like_file
from crawler.fingerprints import asks_for_list
from crawler.islands import read_islands
from crawler.items import Link
from crawler.pager import read_pager, read_ucap_pager
from crawler.pages import Page
from crawler.rows import frames_of, rows_of
from crawler.sorting import names_year_column, sort_link
from crawler.tables import table
from registry.titles import read_title

Reach = Literal["home", "row", "section", "column", "known", "map", "found"]
"""How a page was come by: from the portal's row (as a home page or not), by a link named as a section or as a column,
by an address that many portals have, by the site map, by a former crawl."""
NO_COLUMN = "neither lists annual reports nor links to a column of annual reports"


@dataclass(frozen=True, slots=True)
class Way:
    """A link that may lead to the column, and how it was come by."""

    reach: Reach
    link: Link


def ways_from(page: Page, reach: Reach) -> list[Way]:
    """The links of a page that may lead to the column, best first; from a home page also what the ladder of §8.2 tries
    when no link does: addresses that many portals have, and the site map. None if the page is the column.
    """
    if (
        says_column(page)
        or (reach in ("column", "found") and holds_list(page))
        or (reach != "home" and (lists_reports(page) or _frames_list(page)))
    ):
        return []
    ways = [Way("column", link) for link in _named(page, "columns")]
    if reach == "map":
        return ways
    ways += [Way("section", link) for link in _named(page, "sections")]
    if reach == "home":
        known = (urljoin(home_of(page.url), path) for path in table("listings")["known_paths"])
        ways += [Way("known", Link(url, "an address that many portals have", "", page.url)) for url in known]
        ways += [Way("map", link) for link in _named(page, "site_map")]
    return ways


def says_column(page: Page) -> bool:
    """Tell whether a page says that it is the column: by its metas, or by a menu that leads back to it."""
    if read_title(page.meta("ColumnName")).kind == "report" or "信息公开年报" in page.meta("ColumnType"):
        return True
    return any(key(link.url) == key(page.url) for link in _named(page, "columns"))


def lists_reports(page: Page) -> bool:
    """Tell whether a page links to reports."""
    return any(sort_link(link, False, False, None).role == "report" for link in rows_of(page))


def holds_list(page: Page) -> bool:
    """Tell whether a page lists reports, or years, or anything that is read in pages, or leaves that to a script."""
    if lists_reports(page) or read_pager(page.text) is not None or bool(read_islands(page.text, page.url)):
        return True
    if read_ucap_pager(page.text, page.url) is not None or any(map(names_year_column, rows_of(page))):
        return True
    return asks_for_list(page, says_column(page)) or _frames_list(page)


def _frames_list(page: Page) -> bool:
    """Tell whether a page that calls itself the column shows its list in a frame."""
    return (says_column(page) or read_title(page.title).kind == "report") and bool(frames_of(page))


def _named(page: Page, names: str) -> list[Link]:
    """The links whose words are exactly a name of this list, best name first, then those that are like one."""
    rules = table("listings")
    by_words = {re.sub(r"[^\w\u4e00-\u9fff]", "", link.title): link for link in reversed(page.links)}
    found = [by_words[name] for name in rules[names] if name in by_words]
    if names == "columns":
        found += [link for words, link in by_words.items() if re.fullmatch(rules["column_like"], words)]
    return [link for link in dict.fromkeys(found) if not looks_like_file(link.url)]
