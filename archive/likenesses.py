"""Which reports have nearly the same text: candidates by bands of the signatures of a year, decided on the texts.

The signatures of one year (80 bytes a report) are laid out in memory when that year is asked for: 100,000 reports take
a fraction of a second, and no index has to be kept.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from checks.likeness import ALIKE, BANDS, ROWS, Shingles, jaccard, shingles

NEAR = 50
"""Of the reports that share a band, only so many before and behind in the order of region and key are
looked at: a text that thousands share is found among neighbours, and no report costs more than these."""
HOPEFUL = 0.78
"""Share of equal signature bytes below which a likeness of 0.9 is out of the question: 3.5 standard deviations."""
TRIED = 5
"""So many of the best candidates of each kind are compared by their texts."""


@dataclass(frozen=True)
class Year:
    """The signatures of one year in order of region and key; `places` maps a report to its place.

    `bands` holds one number for each band and report, `orders` the places of the reports in the order of those numbers,
    `sorted_bands` the numbers in that order."""

    ids: list[int]
    places: dict[int, int]
    organs: list[str]
    regions: list[str]
    keys: list[str]
    signatures: NDArray[np.uint8]
    bands: NDArray[np.uint64]
    orders: NDArray[np.int64]
    sorted_bands: NDArray[np.uint64]

    def sharing(self, at: int, near: int = NEAR) -> list[int]:
        """Return the places of the reports that share a band with the one at `at`, nearest neighbours alone."""
        out: set[int] = set()
        for band in range(BANDS):
            order, column, own_band = self.orders[band], self.sorted_bands[band], self.bands[band, at]
            first, last = int(column.searchsorted(own_band, "left")), int(column.searchsorted(own_band, "right"))
            if last - first > 1:
                # Within a band the order is that of places: the sort is stable.
                own = first + int(order[first:last].searchsorted(at))
                out.update(order[max(first, own - near) : min(last, own + near + 1)].tolist())
        out.discard(at)
        return sorted(out)

    def at(self, report: int) -> int | None:
        """Return the place of a report, None when its text has no signature."""
        return self.places.get(report)

    def estimates(self, at: int, others: list[int]) -> NDArray[np.float64]:
        """Return the share of equal signature bytes with each of `others`."""
        equal: NDArray[np.float64] = (self.signatures[others] == self.signatures[at]).mean(axis=1)
        return equal


class Texts:
    """The texts and signatures of an archive, with what was last used of them kept at hand."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.year: Callable[[int, int], Year] = lru_cache(maxsize=3)(self._year)
        self.shingles: Callable[[int], Shingles] = lru_cache(maxsize=1 << 11)(self._shingles)

    def _year(self, year: int, practice: int) -> Year:
        found = self._db.execute(
            "SELECT r.id, coalesce(r.organ_id, ''), coalesce(r.region_code, ''), r.report_key, t.signature"
            " FROM reports r JOIN text_signatures t ON t.report_id = r.id WHERE r.year = ? AND r.is_practice = ?"
            " ORDER BY 3, r.report_key",
            (year, practice),
        ).fetchall()
        signatures = np.frombuffer(b"".join(row[4] for row in found), np.uint8).reshape(len(found), BANDS * ROWS)
        bands = np.ascontiguousarray(signatures.view("<u8").T).astype(np.uint64)
        orders = np.argsort(bands, axis=1, kind="stable")
        ids, organs, regions, keys = (list(column) for column in list(zip(*found, strict=True))[:4] or [()] * 4)
        return Year(
            ids,
            {report: place for place, report in enumerate(ids)},
            organs,
            regions,
            keys,
            signatures,
            bands,
            orders,
            np.take_along_axis(bands, orders, 1),
        )

    def _shingles(self, report: int) -> Shingles:
        """Return the shingles of a report's current text, as those of its signature were made (archive/record.py)."""
        row = self._db.execute(
            "SELECT id, organ_name FROM report_versions WHERE report_id = ? AND is_current = 1", (report,)
        ).fetchone()
        texts = self._db.execute("SELECT text FROM sections WHERE version_id = ? ORDER BY id", (row[0],))
        return shingles((text for (text,) in texts), row[1])

    def signature(self, report: int) -> NDArray[np.uint8] | None:
        """Return the signature of a report, None for a short text."""
        row = self._db.execute("SELECT signature FROM text_signatures WHERE report_id = ?", (report,)).fetchone()
        return np.frombuffer(row[0], np.uint8) if row else None

    def likeness(self, one: int, other: int) -> float | None:
        """Return how alike two reports are (0 where the signatures rule out 0.9), None where either text is short."""
        first, second = self.signature(one), self.signature(other)
        if first is None or second is None:
            return None
        return jaccard(self.shingles(one), self.shingles(other)) if float((first == second).mean()) >= HOPEFUL else 0.0

    def copies(self, report: int, year: Year) -> Iterator[tuple[int, float, bool]]:
        """Yield the report of another organ most like `report`, of its own region and of others: row, likeness, own."""
        at = year.at(report)
        others = [] if at is None else [one for one in year.sharing(at) if year.organs[one] != year.organs[at]]
        if at is None or not others:
            return
        hopeful = [
            (-float(estimate), year.keys[other], other)
            for other, estimate in zip(others, year.estimates(at, others), strict=True)
            if estimate >= HOPEFUL
        ]
        for own in (True, False):
            kind = sorted(one for one in hopeful if (year.regions[one[2]] == year.regions[at]) is own)[:TRIED]
            best: tuple[float, str, int] | None = None
            for _, key, other in kind:
                found = (-self.likeness_of(report, year.ids[other]), key, other)
                best = min(best, found) if best else found
                if best[0] == -1.0:
                    # Equal texts have equal signatures: they come first, in the order of their keys.
                    break
            if best and -best[0] >= ALIKE:
                yield year.ids[best[2]], -best[0], own

    def likeness_of(self, one: int, other: int) -> float:
        """Return the Jaccard similarity of the texts of two reports."""
        return jaccard(self.shingles(one), self.shingles(other))
