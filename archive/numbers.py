"""Numbers of reports: rows lie on disk by year and province, and a report keeps its number from build to build.

A number is written year, province (two digits of its code), place within both (seven digits): 2022 41 0000017. It has
at most 13 digits, so that it is exact in JSON, and says nothing that must be relied on: addresses use `report_key`.
"""

from __future__ import annotations

import sqlite3

from archive.state import chunks, marks

BAND = 10**7


class Numbers:
    """Gives numbers to reports of an archive; `keys` are those that may have one already."""

    def __init__(self, db: sqlite3.Connection, keys: list[str]) -> None:
        self._db = db
        self._last: dict[int, int] = {}
        self.given: dict[str, int] = {}
        for chunk in chunks(keys):
            sql = f"SELECT report_key, id FROM reports WHERE report_key IN ({marks(chunk)})"
            self.given |= dict(db.execute(sql, chunk))

    def number(self, key: str, year: int | None, province_code: str) -> int:
        """Return the number of the report `key`, the next of its year and province when it has none yet."""
        if key not in self.given:
            province = province_code[:2]
            band = ((year or 0) * 100 + (int(province) if province.isdigit() else 0)) * BAND
            if band not in self._last:
                sql = "SELECT max(id) FROM reports WHERE id >= ? AND id < ?"
                self._last[band] = self._db.execute(sql, (band, band + BAND)).fetchone()[0] or band
            self._last[band] += 1
            self.given[key] = self._last[band]
        return self.given[key]


def next_ids(db: sqlite3.Connection, names: tuple[str, ...]) -> dict[str, int]:
    """Return table to the next free row number; never one that was in use when this was called."""
    return {name: max(0, db.execute(f"SELECT max(id) FROM [{name}]").fetchone()[0] or 0) + 1 for name in names}
