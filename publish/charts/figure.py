"""What a page shows as one figure: a drawing with its title and caption, and the same in a table."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from typing import Any

from publish.cells import number


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell of the table: `raw` as it stands in the CSV, `text` as the page shows it, `url` where it leads."""

    raw: Any
    text: str
    url: str = ""


@dataclass(slots=True)
class Figure:
    """`kind` names the template that draws `drawing`; `name` is unique on its page and names the downloads.

    `axis` is the label of the values with their unit; `notes` are the sentences of the caption: n, bounds, source.
    """

    name: str
    kind: str
    title: str
    axis: str
    drawing: Any
    notes: list[str]
    heads: list[str]
    rows: list[list[Entry]]
    svg_url: str = ""
    csv_url: str = ""
    keys: list[tuple[str, str]] = field(default_factory=list)

    def csv(self) -> str:
        """Return the table as CSV; what has no value is empty, never 0."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(self.heads)
        writer.writerows([["" if entry.raw is None else entry.raw for entry in row] for row in self.rows])
        return out.getvalue()

    def caption(self) -> list[str]:
        """Return the notes in lines that fit below the drawing."""
        room = int(self.drawing.width / UNIT)
        return [line for note in self.notes for line in wrapped(note, room)]


UNIT = 6.2
"""The width of half a Chinese character, or of about one letter, in the caption of a download."""
NOTHING = "—"


def count(value: float | None) -> Entry:
    """Return the entry of a count."""
    return Entry(value, NOTHING if value is None else number(value))


def share(value: float | None) -> Entry:
    """Return the entry of a share, as per cent."""
    return Entry(value, NOTHING if value is None else percent(value))


def percent(value: float) -> str:
    """Return a share as per cent with a decimal where it needs one."""
    return f"{value * 100:.1f}".removesuffix(".0") + "%"


def wrapped(text: str, room: int) -> list[str]:
    """Return text in lines of at most `room` letters, a Chinese character counting as two; it breaks after any of them,
    and else at blanks."""
    lines = [""]
    for piece in re.findall(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+", text):
        if lines[-1] and _width(lines[-1] + piece.rstrip()) > room:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]


def _width(text: str) -> int:
    return sum(1 + (letter >= "\u2e80") for letter in text)
