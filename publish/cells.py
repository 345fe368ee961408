"""One cell as the site shows it: a number as a number, and what is no number by its status, never as 0."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from publish.strings import Speaker

Notes = dict[str, tuple[str, str]]
"""Code to (status, text as printed) for the cells that are not plain numbers."""


@dataclass(slots=True)
class Cell:
    """`status` is reported, blank, dash, slash, text, illegible or absent; `marks` the numbers of failed checks; `url`
    leads to the page of the cell, "" where there is none."""

    code: str
    text: str
    status: str
    title: str = ""
    marks: list[int] = field(default_factory=list)
    url: str = ""

    @property
    def is_number(self) -> bool:
        """Whether the cell prints a number."""
        return self.status == "reported"


def number(value: Any) -> str:
    """Return a count with separators between thousands, an amount with its decimals."""
    if isinstance(value, float) and not value.is_integer():
        return f"{value:,.6f}".rstrip("0").rstrip(".")
    return f"{int(value):,}"


def cell(code: str, value: Any, notes: Notes, speaker: Speaker) -> Cell:
    """Return the cell of `code` in a report with these notes."""
    status, raw = notes.get(code, ("absent" if value is None else "reported", ""))
    if value is not None:
        return Cell(code, number(value), "reported", raw)
    label = speaker.label("status", status)
    return Cell(code, f"{label}：{raw}" if status == "text" and raw else label, status, raw)


def notes_of(rows: list[dict[str, Any]]) -> Notes:
    """Return the notes of rows of `cell_notes`."""
    return {row["code"]: (row["status"], row["raw"]) for row in rows}
