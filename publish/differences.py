"""Two versions of a report side by side: the cells that differ, and the text with what was taken out and put in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, zip_longest

from rapidfuzz.distance import Indel

from archive.bridging import comparable
from parsers.codes import codes
from publish.archive_db import Row
from publish.cells import Cell, Notes, cell
from publish.strings import Speaker

MOST_LINES, MOST_LETTERS = 2000, 8000
"""A part with more lines is compared whole, a line with more letters is shown whole: each costs their product."""
LIKE = 0.3
"""Lines less alike than this are shown as one gone and another come."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version as it is compared: its row of `report_versions`, figures by code, notes, and text by part."""

    row: Row
    figures: Row
    notes: Notes
    parts: dict[int, list[str]]


@dataclass(frozen=True, slots=True)
class CellPair:
    """A cell that reads differently in two versions. `is_bridged`: their forms are not the same, or do not count it
    the same."""

    label: str
    old: Cell
    new: Cell
    is_bridged: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters of a line; `is_changed` where the other version does not have it."""

    text: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class LinePair:
    """A line of either version, empty where one has none; `same` lines that stand in both, and are not shown."""

    old: tuple[Piece, ...] = ()
    new: tuple[Piece, ...] = ()
    same: int = 0


def cell_pairs(old: Version, new: Version, speaker: Speaker) -> list[CellPair]:
    """Return the cells of the forms whose value or status differs, in declared order."""
    out = []
    for code, known in codes().items():
        was, now = (cell(code, side.figures.get(code), side.notes, speaker) for side in (old, new))
        if (was.status, old.figures.get(code)) != (now.status, new.figures.get(code)):
            forms = [side.row[f"form_{known.table}"] or "" for side in (old, new)]
            label = speaker.pick({"zh": known.zh, "en": known.en})
            out.append(CellPair(label, was, now, not comparable({code}, *forms)))
    return out


def text_pairs(old: Version, new: Version) -> Iterator[tuple[int, list[LinePair]]]:
    """Yield each part whose text differs with its lines side by side."""
    for part in sorted(old.parts.keys() | new.parts.keys()):
        was, now = old.parts.get(part, []), new.parts.get(part, [])
        if was != now:
            yield part, list(_lines(was, now))


def text_of(sections: Iterable[Row]) -> dict[int, list[str]]:
    """Return part to its lines, headings among them."""
    parts = groupby(sorted(sections, key=lambda row: (row["part"], row["id"])), key=lambda row: row["part"])
    return {part: [line for row in rows for line in _written(row)] for part, rows in parts}


def _written(row: Row) -> list[str]:
    return [line.strip() for line in f"{row['heading'] or ''}\n{row['text'] or ''}".split("\n") if line.strip()]


def _lines(was: list[str], now: list[str]) -> Iterator[LinePair]:
    if max(len(was), len(now)) > MOST_LINES:
        yield from _beside(was, now)
        return
    for kind, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind == "equal":
            yield LinePair(same=b - a)
        else:
            yield from _beside(was[a:b], now[c:d])


def _beside(was: list[str], now: list[str]) -> Iterator[LinePair]:
    for one, other in zip_longest(was, now, fillvalue=""):
        if one == other:
            yield LinePair(same=1)
        elif one and other and _are_alike(one, other):
            yield LinePair(*_pieces(one, other))
        else:
            yield LinePair(_whole(one), _whole(other))


def _are_alike(one: str, other: str) -> bool:
    return max(len(one), len(other)) <= MOST_LETTERS and Indel.normalized_similarity(one, other) >= LIKE


def _whole(line: str) -> tuple[Piece, ...]:
    return (Piece(line, True),) if line else ()


def _pieces(one: str, other: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    old, new = [], []
    for step in Indel.opcodes(one, other):
        is_changed = step.tag != "equal"
        old.append(Piece(one[step.src_start : step.src_end], is_changed))
        new.append(Piece(other[step.dest_start : step.dest_end], is_changed))
    return tuple(piece for piece in old if piece.text), tuple(piece for piece in new if piece.text)
