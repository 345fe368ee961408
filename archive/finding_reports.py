"""Finds the one report that a person means, or says which come near."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

from rapidfuzz import fuzz, process

from archive.provenance import ProvenanceError, known_codes

NEAR, SHOWN = 60, 5
_YEAR = re.compile(
    r"^(?P<name>.*?)\s*(?P<year>(?:19|20)\d{2})\s*(?:年度?)?\s*(?P<scope>own|level|region|system|unknown)?$"
)


def code_of(db: sqlite3.Connection, code: str) -> str:
    """Return `code` if the dictionary or the archive has it. Raises ProvenanceError with those that come near."""
    known = known_codes(db)
    if code in known:
        return code
    raise ProvenanceError(f"There is no code {code}: {_near(code, known)}; the table codes lists all.")


def report_of(db: sqlite3.Connection, words: str) -> dict[str, Any]:
    """Return the row of `reports` that `words` names: its report_key, a part of it that no other has, or the name of an
    organ (or a part of it) and a year, with the scope where both exist.

    Raises ProvenanceError when there is none, or more than one.
    """
    found = (
        _select(db, "report_key = ?", words) or _select(db, "instr(report_key, ?) > 0", words) or _by_name(db, words)
    )
    if len(found) == 1:
        return found[0]
    keys = [f"{row['report_key']} ({row['organ_name'] or '?'})" for row in found]
    if keys:
        more = f" and {len(keys) - SHOWN} more" if len(keys) > SHOWN else ""
        raise ProvenanceError(f"{words} means {len(keys)} reports: choose from {', '.join(keys[:SHOWN])}{more}.")
    names = {f"{key} ({name or '?'} {year or '?'})": f"{key} {name or ''} {year or ''}" for key, name, year in _all(db)}
    near = [key for _, _, key in process.extract(words, names, scorer=fuzz.WRatio, limit=SHOWN, score_cutoff=NEAR)]
    told = f"near are {', '.join(near)}" if near else "give a report_key, or an organ's name and a year"
    raise ProvenanceError(f"There is no report {words}: {told}.")


def _by_name(db: sqlite3.Connection, words: str) -> list[dict[str, Any]]:
    match = _YEAR.match(words)
    if not match or not match["name"]:
        return []
    name, year, scope = match["name"], int(match["year"]), match["scope"] or ""
    of_year = "year = ? AND ? IN ('', scope)"
    exact = _select(db, f"organ_name = ? AND {of_year}", name, year, scope)
    return exact or _select(db, f"(instr(organ_name, ?) > 0 OR organ_id = ?) AND {of_year}", name, name, year, scope)


def _select(db: sqlite3.Connection, where: str, *values: object) -> list[dict[str, Any]]:
    cursor = db.execute(f"SELECT * FROM reports WHERE {where} ORDER BY id", values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _all(db: sqlite3.Connection) -> sqlite3.Cursor:
    return db.execute("SELECT report_key, organ_name, year FROM reports")


def _near(word: str, known: list[str]) -> str:
    near = [each for each, _, _ in process.extract(word, known, scorer=fuzz.WRatio, limit=SHOWN, score_cutoff=NEAR)]
    return f"near are {', '.join(near)}" if near else "give one such as req_new__total"
