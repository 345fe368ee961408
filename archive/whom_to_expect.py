"""Of which organs an incremental build must say anew what is expected: of those whose answer may be another.

That is every organ of the regions of what was touched, since what is found of one says when another ended
(`archive/succession.py`), and what a portal refused says why reports of its region are missing. A new portal brings
the governments of the regions that it covers. When a deadline has passed since, or an organ is gone, it is every organ.
"""

from __future__ import annotations

import sqlite3

from archive.chosen import chosen, narrowed
from archive.deadlines import deadlines
from archive.expected import add_governments
from archive.sources import Sources
from registry.succession import codes_of

Row = tuple[str, int, str, str, int]


def organs_to_expect(db: sqlite3.Connection, before: dict[str, str], sources: Sources) -> set[str] | None:
    """Return the ids of the organs, None for all. `before` is what the archive said of itself; `about` says it now."""
    (today,) = db.execute("SELECT value FROM about WHERE key = 'last_visit'").fetchone()
    if _a_day_passed(before["last_visit"][:10], today[:10]) or _lost_an_organ(db):
        return None
    new = [
        row[0] for row in db.execute("SELECT region_code FROM portals WHERE id IN (SELECT portal_id FROM new_portal)")
    ]
    if new:
        add_governments(db)
    touched = (
        "SELECT region_code FROM touched_region UNION"
        # A report whose year could not be told touches no year of a region.
        " SELECT region_code FROM organs WHERE id IN (SELECT organ_id FROM touched_organ) UNION"
        " SELECT region_code FROM portals WHERE id IN (SELECT portal_id FROM touched_portal)"
    )
    codes = {code for (code,) in db.execute(touched) if code}
    codes |= {below.code for code in new if code for below in sources.below(code)}
    codes = {other for code in codes for other in codes_of(code)}
    return {organ for code in codes for (organ,) in db.execute("SELECT id FROM organs WHERE region_code = ?", (code,))}


def _a_day_passed(before: str, today: str) -> bool:
    """Tell whether the last day of any report lies between two days (from `before`, up to and without `today`)."""
    days = {rule.month_day for rule in deadlines() if rule.month_day} | {"12-31"}
    years = range(int(before[:4]), int(today[:4]) + 1)
    return any(before <= f"{year}-{day}" < today for year in years for day in days)


def _lost_an_organ(db: sqlite3.Connection) -> bool:
    """Tell whether an organ that was touched has no report any longer: it may have to be there without one."""
    lost = "SELECT 1 FROM touched_organ WHERE organ_id NOT IN (SELECT id FROM organs) LIMIT 1"
    return bool(db.execute(lost).fetchone())


def expected_of(db: sqlite3.Connection, organs: set[str] | None) -> set[Row]:
    """Return organ, year, region, status and practice of what is expected of these organs; nothing for None."""
    if organs is None:
        return set()
    chosen(db, organs)
    sql = "SELECT organ_id, year, region_code, status, is_practice FROM expected_reports"
    return set(db.execute(f"{sql} WHERE {narrowed('organ_id', organs)}"))
