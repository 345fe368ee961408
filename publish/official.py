"""The three tables of a report with its failed checks beside the cells they touch: archived, or a draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from parsers.codes import codes
from publish import forms
from publish.archive_db import Row
from publish.cells import Cell
from publish.strings import Speaker

TABLES = ("a", "b", "c")


def touched(finding: Row) -> set[str]:
    """Return the tables whose cells a finding touches."""
    return {codes()[code].table for code in finding["cells"].split() if code in codes()}


def in_order(failed: Iterable[Row]) -> list[Row]:
    """Return failed findings, numbered as the page shows them: those that touch no table before all others."""
    ordered = sorted(failed, key=lambda row: min(touched(row), default=""))
    for number, finding in enumerate(ordered, start=1):
        finding["number"] = number
    return ordered


def marked(cells: dict[str, Cell], failed: list[Row]) -> dict[str, Cell]:
    """Mark the cells that a failed finding touches with its number."""
    for finding in failed:
        for code in finding["cells"].split():
            if code in cells:
                cells[code].marks.append(finding["number"])
    return cells


def tables(
    printed: Mapping[str, str], cells: dict[str, Cell], failed: list[Row], speaker: Speaker
) -> list[dict[str, Any]]:
    """Return what `_official.html` shows of each table: the form in `printed`, cells, findings that touch it."""
    return [_table(printed.get(letter, "none"), letter, cells, failed, speaker) for letter in TABLES]


def _table(form: str, letter: str, cells: dict[str, Cell], failed: list[Row], speaker: Speaker) -> dict[str, Any]:
    out: dict[str, Any] = {"letter": letter, "form": form, "national": form in forms.NATIONAL, "content": None}
    out["failed"] = [row for row in failed if letter in touched(row)]
    if out["national"]:
        make = {
            "a": lambda: forms.disclosure(form, cells.__getitem__, speaker),
            "b": lambda: forms.applications(form, cells.__getitem__, speaker),
            "c": lambda: forms.reviews(cells.__getitem__, speaker),
        }
        out["content"] = make[letter]()
    return out
