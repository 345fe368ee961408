"""What a link of a listing is: report, companion, sub-column, near miss, or nothing to do with us."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from crawler.addresses import looks_like_listing
from crawler.items import Link, Role
from crawler.tables import table
from registry.titles import UNNAMED, TitleReading, ends_as_organ, plain, read_title, read_year


@dataclass(frozen=True, slots=True)
class Sorted:
    """The role to follow a link in, or None with the reason for a note in the ledger ("" for no note).

    `may_be_report`: only the page can tell. `older` tells that it titles a report of a year that was not asked for.
    """

    role: Role | None
    reason: str = ""
    may_be_report: bool = False
    older: bool = False


NOTHING = Sorted(None)


def sort_link(link: Link, subcolumn: bool, names_reports: bool, since: int | None, is_article: bool = False) -> Sorted:
    """Sort one link of a listing by its words, then by its address.

    `subcolumn`: the address lies within the portal's column. `names_reports`: the listing calls itself one of annual
    reports, which settles short titles such as 2022年. `since`: the earliest year asked for.
    """
    reading = read_title(link.title)
    titles_report = reading.kind == "report" or (names_reports and _short_title(link, reading))
    if looks_like_listing(link.url) and not is_article:
        dated = titles_report and (reading.year is not None or bool(link.date))
        return Sorted("listing", may_be_report=dated) if subcolumn or dated else NOTHING
    if reading.year is None and re.sub(r"\W", "", link.title) in table("listings")["columns"]:
        return NOTHING  # the menu's link to a column
    if reading.kind == "companion" or (link.hidden and titles_report):
        return Sorted("companion") if _about_reports(link.title) else NOTHING
    if not titles_report and names_reports and _may_title(link, reading):
        return Sorted("report", may_be_report=True)
    if not titles_report:
        reason = f"No report: {reading.reason or 'its short title is not that of a report here'}."
        return Sorted(None, reason) if _about_reports(link.title) else NOTHING
    if since and reading.year and reading.year < since:
        return Sorted(None, f"A report for {reading.year}, before the year {since} that was asked for.", older=True)
    return Sorted("report")


def names_year_column(link: Link) -> bool:
    """Tell by the words alone whether a link leads to the column of a year, where addresses say nothing."""
    titled = read_title(link.title).kind in ("report", "possible")
    named = titled or re.fullmatch(r"\d{4}年?度?", link.title.strip())
    return looks_like_listing(link.url) and read_year(link.title) is not None and bool(named)


def _short_title(link: Link, reading: TitleReading) -> bool:
    return reading.kind == "possible" or bool(_compiled("year_name").search(re.sub(r"\s", "", link.title)))


def _may_title(link: Link, reading: TitleReading) -> bool:
    """Tell whether words in a list of annual reports may stand for one: cut short, an organ alone, 信息公开情况."""
    if reading.kind != "other" or reading.reason != UNNAMED:
        return False
    words = plain(link.title)
    if words.endswith(("...", "…", "⋯")):
        return reading.year is not None or "公开" in words
    return (reading.year is not None and "公开" in words) or (bool(link.date) and ends_as_organ(words))


def _about_reports(title: str) -> bool:
    return bool(_compiled("near_miss").search(title))


@cache
def _compiled(name: str) -> re.Pattern[str]:
    return re.compile(table("listings")[name])
