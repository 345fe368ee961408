"""Where a number comes from: the chain from a cell of the archive to the captured bytes, the address and the parser."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from archive.indicators import indicators
from archive.places import decode
from parsers.codes import codes
from parsers.document import Place

Value = int | float | None
READ_ELSEWHERE = "Q08"
"""The check that says from which file the figures of a page were read that has none itself."""


class ProvenanceError(Exception):
    """There is no such cell; the message is one sentence in English that says what to do."""


@dataclass(frozen=True, slots=True)
class CellRead:
    """One cell of one version: `status` is that of the dictionary, or absent; `raw` the cell as printed."""

    value: Value
    status: str
    raw: str
    place: Place | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the cell as a mapping; of its place only what is known."""
        place = self.place._asdict() if self.place else {}
        known = {name: value for name, value in place.items() if value is not None}
        return {"value": self.value, "status": self.status, "raw": self.raw, "place": known or None}


@dataclass(frozen=True, slots=True)
class Term:
    """A figure that a derived rate is made of, on one of its sides."""

    side: str
    code: str
    cell: CellRead


@dataclass(frozen=True, slots=True)
class Chain:
    """All that is known of a number. `report`, `version`, `capture` and the rest are rows of the archive by column;
    `n` and `terms` belong to a derived rate, which has no place of its own."""

    code: str
    zh: str
    en: str
    unit: str
    cell: CellRead
    report: dict[str, Any]
    version: dict[str, Any]
    capture: dict[str, Any]
    parser_version: str
    sightings: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    others: list[tuple[dict[str, Any], CellRead]] = field(default_factory=list)
    n: Value = None
    terms: list[Term] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the chain as a mapping, without the places of all other cells."""
        rows = {name: getattr(self, name) for name in ("report", "capture", "sightings", "findings")}
        return {
            **{name: getattr(self, name) for name in ("code", "zh", "en", "unit", "n", "parser_version")},
            "cell": self.cell.as_json(),
            "terms": [{"side": term.side, "code": term.code, "cell": term.cell.as_json()} for term in self.terms],
            "version": _without_places(self.version),
            "others": [{"version": _without_places(row), "cell": cell.as_json()} for row, cell in self.others],
            **rows,
        }


def _without_places(version: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in version.items() if name != "places"}


def chain(db: sqlite3.Connection, code: str, report: dict[str, Any]) -> Chain:
    """Return the chain of `code` in a report (a row of `reports`), as its current version has it.

    `code` is one of the dictionary, of form s2014, or of a derived rate. Raises ProvenanceError when the report does
    not print it.
    """
    versions = _rows(db, "SELECT * FROM report_versions WHERE report_id = ? ORDER BY number", report["id"])
    current = next(version for version in versions if version["is_current"])
    label, n, terms = _label(db, code), None, list(_terms(db, code, report, current))
    cell = _cell(db, code, report, current)
    if terms:
        n = _one(db, f"SELECT [{code}_n] FROM indicators WHERE report_id = ?", report["id"])
    elif cell.status == "absent":
        raise ProvenanceError(_not_printed(db, code, report, current))
    touching = {code, *(term.code for term in terms)}
    replaced = [version for version in versions if version is not current and not terms]
    return Chain(
        code,
        *label,
        cell,
        report,
        current,
        next(iter(_rows(db, "SELECT * FROM captures WHERE sha256 = ?", current["sha256"])), {}),
        _one(db, "SELECT parser_version FROM readings WHERE sha256 = ?", current["sha256"]) or "",
        _rows(db, "SELECT * FROM sightings WHERE version_id = ? ORDER BY first_seen, url", current["id"]),
        list(_findings(db, current, touching)),
        [(version, _cell(db, code, report, version)) for version in replaced],
        n,
        terms,
    )


def known_codes(db: sqlite3.Connection) -> list[str]:
    """Return every code that `chain` knows: of the forms, of the rates, of form s2014 as far as the archive has it."""
    older = [row[0] for row in db.execute("SELECT DISTINCT code FROM statistics WHERE code IS NOT NULL ORDER BY code")]
    return [*codes(), *(indicator.code for indicator in indicators()), *older]


def _label(db: sqlite3.Connection, code: str) -> tuple[str, str, str]:
    """Return the labels of a code in both languages, and its unit."""
    if code in codes():
        known = codes()[code]
        return known.zh, known.en, known.unit
    for indicator in indicators():
        if indicator.code == code:
            return indicator.zh, indicator.en, ""
    row = db.execute("SELECT label, unit FROM statistics WHERE code = ? LIMIT 1", (code,)).fetchone()
    return row[0], row[0], row[1] or ""


def _cell(db: sqlite3.Connection, code: str, report: dict[str, Any], version: dict[str, Any]) -> CellRead:
    """Return the cell of a code in one version; a plain number was printed as it is (`record.is_plain`)."""
    if code not in codes():
        return _derived(db, code, report) or _statistic(db, code, version)
    if version["is_current"]:
        value = _one(db, f"SELECT [{code}] FROM report_figures WHERE report_id = ?", report["id"])
    else:
        value = _one(db, "SELECT value FROM version_figures WHERE version_id = ? AND code = ?", version["id"], code)
    note = db.execute("SELECT status, raw FROM cell_notes WHERE version_id = ? AND code = ?", (version["id"], code))
    absent = ("absent", "") if value is None else ("reported", plain(value))
    status, raw = note.fetchone() or absent
    return CellRead(value, status, raw, decode(version["places"] or "").get(code))


def plain(value: float) -> str:
    """Return a number as a report prints it: a column of amounts gives a whole one as 5.0."""
    return str(int(value)) if float(value).is_integer() else str(value)


def _derived(db: sqlite3.Connection, code: str, report: dict[str, Any]) -> CellRead | None:
    if all(indicator.code != code for indicator in indicators()):
        return None
    value = _one(db, f"SELECT [{code}] FROM indicators WHERE report_id = ?", report["id"])
    return CellRead(value, "absent" if value is None else "reported", "")


def _statistic(db: sqlite3.Connection, code: str, version: dict[str, Any]) -> CellRead:
    sql = "SELECT value, status, raw FROM statistics WHERE version_id = ? AND code = ? ORDER BY ordinal"
    row = db.execute(sql, (version["id"], code)).fetchone()
    return CellRead(*row) if row else CellRead(None, "absent", "")


def _terms(db: sqlite3.Connection, code: str, report: dict[str, Any], version: dict[str, Any]) -> Iterator[Term]:
    """Yield the figures of both sides of a rate, as far as the report prints them; none for a code of a form."""
    for indicator in (indicator for indicator in indicators() if indicator.code == code):
        for side, sql in (("numerator", indicator.numerator), ("denominator", indicator.denominator)):
            for name in dict.fromkeys(re.findall(r"\w+", sql)):
                if name in codes():
                    yield Term(side, name, _cell(db, name, report, version))


def _not_printed(db: sqlite3.Connection, code: str, report: dict[str, Any], version: dict[str, Any]) -> str:
    """Return the sentence for a code that a report does not print, with its neighbours that it does print."""
    printed = decode(version["places"] or "")
    row = codes()[code].row if code in codes() else ""
    near = [name for name in printed if codes()[name].row == row] or list(printed)
    there = f"it prints {', '.join(near[:4])}" if near else "it prints none of the codes of the forms"
    return f"The report {report['report_key']} does not print {code}: {there}."


def _findings(db: sqlite3.Connection, version: dict[str, Any], touching: set[str]) -> Iterator[dict[str, Any]]:
    """Yield the findings of a version that touch one of the codes, or say that all of them stood in another file."""
    sql = "SELECT * FROM findings WHERE report_id = ? AND version_id = ? ORDER BY status, severity, check_id"
    for row in _rows(db, sql, version["report_id"], version["id"]):
        if row["check_id"] == READ_ELSEWHERE or touching & set((row["cells"] or "").split()):
            yield row


def _rows(db: sqlite3.Connection, sql: str, *values: object) -> list[dict[str, Any]]:
    cursor = db.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _one(db: sqlite3.Connection, sql: str, *values: object) -> Any:
    row = db.execute(sql, values).fetchone()
    return row[0] if row else None
