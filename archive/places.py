"""The places of all figures of a report in one line of text: `12-18:2.4.4` says that codes 12 to 18 stood in table 2,
row 4, columns 4 to 10. Ordinals are those of `codes.ordinal`; a PDF's page follows as `@3`. Boxes are not kept here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from parsers.codes import codes
from parsers.document import Place
from parsers.report import Fact

_RUN = re.compile(r"(\d+)(?:-(\d+))?:(\d+)\.(\d+)\.(\d+)(?:@(\d+))?")


@cache
def ordinals() -> dict[str, int]:
    """Return code to ordinal, in declared order from 0."""
    return {code: number for number, code in enumerate(codes())}


def encode(facts: Iterable[Fact]) -> str:
    """Return the places of `facts` as one line."""
    runs: list[list[int | None]] = []
    for ordinal, place in sorted((ordinals()[fact.code], fact.place) for fact in facts):
        last = runs[-1] if runs else None
        if last and _continues(last, ordinal, place):
            last[1] = ordinal
        else:
            runs.append([ordinal, ordinal, place.table, place.row, place.column, place.page])
    return " ".join(_written(run) for run in runs)


def _continues(run: list[int | None], ordinal: int, place: Place) -> bool:
    first, last, table, row, column, page = run
    assert first is not None and last is not None and column is not None
    step = ordinal - first
    same = (table, row, page) == (place.table, place.row, place.page)
    return same and ordinal == last + 1 and place.column == column + step


def _written(run: list[int | None]) -> str:
    first, last, table, row, column, page = run
    head = f"{first}" if first == last else f"{first}-{last}"
    return f"{head}:{table}.{row}.{column}" + (f"@{page}" if page is not None else "")


def decode(text: str) -> dict[str, Place]:
    """Return code to place. Raises ValueError when `text` is not what `encode` writes."""
    names = list(codes())
    out: dict[str, Place] = {}
    for word in text.split():
        match = _RUN.fullmatch(word)
        if not match:
            raise ValueError(f"{word!r} is no place")
        first, last, table, row, column, page = (int(part) if part else None for part in match.groups())
        assert first is not None and table is not None and row is not None and column is not None
        for step in range((last or first) - first + 1):
            out[names[first + step]] = Place(table, row, column + step, page)
    return out
