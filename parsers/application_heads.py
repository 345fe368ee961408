"""The head of Table B: which applicant stands in which column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from parsers.codes import applicants, declaration
from parsers.document import Cell
from parsers.labels import bare, similarity
from parsers.rows import Row

_OTHER_HEADS = (
    "申请人情况",
    "法人或其他组织",
    "本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和",
    "项目",
    "类别",
)
_MOST_HEAD_ROWS = 8
_MOST_NAMES = 5
"""So many of the seven applicants tell an order; heads with fewer count only where each row has as many figures."""


@cache
def _names() -> dict[str, str | None]:
    form = declaration("applications")
    out: dict[str, str | None] = {}
    for applicant in form["applicant"]:
        for text in (applicant["zh"], *applicant.get("aliases", [])):
            out[bare(text)] = applicant["code"]
    for extra in form["extra_applicant"]:
        for text in (extra["zh"], *extra["aliases"]):
            out[bare(text)] = None
    return out


def _head(text: str) -> tuple[bool, str | None]:
    """Return whether a cell heads a value column, and for which applicant (None: a subtotal)."""
    words = bare(text)
    names = _names()
    if words in names:
        return True, names[words]
    if words in _OTHER_HEADS:
        return False, None
    best = max(names, key=lambda name: similarity(words, name))
    return (True, names[best]) if len(words) > 2 and similarity(words, best) >= 0.75 else (False, None)


def is_applicant(text: str) -> bool:
    """Tell whether a cell heads a column of Table B, or stands above such heads."""
    return _head(text)[0] or _is_other_head(text)


def heads_column(text: str) -> bool:
    """Tell whether a cell heads a column of Table B, and does not only stand above such heads."""
    return _head(text)[0]


@dataclass(frozen=True)
class Heads:
    """What the head rows say: the applicants from left to right as far as they can be told.

    `in_order`: each row of heads by itself keeps the form's order; `unsure`: no order can be told.
    """

    printed: tuple[str | None, ...]
    rows: frozenset[tuple[int, int]]
    columns: dict[int, tuple[int, ...]]
    service: frozenset[tuple[int, int]] = frozenset()
    in_order: bool = True
    unsure: bool = False

    def is_head(self, row: Row) -> bool:
        """Tell whether a row is head, first or repeated after a page break."""
        return (row.table.number, row.at) in self.rows

    def settled(self, tails: Sequence[tuple[Row, Sequence[Cell]]]) -> Heads:
        """Return the heads as the rows of values bear them out: heads that a wrong span has moved off the columns of
        the values tell the form's order if each of their rows keeps it, and no order otherwise."""
        moved = False
        for number, columns in self.columns.items():
            rows = [{cell.column for cell in tail} for row, tail in tails if row.table.number == number]
            moved |= sum(set(columns) <= row for row in rows) * 2 < len(rows)
        if not moved:
            return self
        plain = [name for name in self.printed if name] == applicants()
        kept = plain or (self.in_order and len(self.printed) == len(applicants()))
        printed = self.printed if plain else tuple(applicants()) if kept else ()
        return replace(self, printed=printed, columns={}, unsure=bool(self.printed) and not kept)

    def values_of(self, row: Row, label: int) -> tuple[Cell, ...]:
        """Return the cells of a row behind its label, without those that only number it or name its unit."""
        words = declaration("applications")["service_words"]
        tail = [
            cell
            for at, cell in enumerate(row.cells[label + 1 :])
            if (row.table.number, cell.column) not in self.service and (at or cell.text not in words)
        ]
        return tuple(tail)

    def width(self, rows: Sequence[tuple[Row, Sequence[Cell]]]) -> int:
        """Return how many value columns the rows have: as the head says, if rows of its own table bear it out (one that
        goes on overleaf may show fewer columns there), else by all rows."""
        tails = [tail for row, tail in rows if row.table.number in self.columns] or [tail for _, tail in rows]
        counts = Counter(len([cell for cell in tail if cell.text]) for tail in tails)
        lengths = Counter(len(tail) for tail in tails)
        declared = len(applicants())
        printed = len(self.printed)
        complete = set(applicants()) <= set(self.printed)
        if complete and (counts[printed] or lengths[printed] >= len(tails) / 2):
            return printed
        if self.printed and not complete and max(lengths, default=0) == printed:
            return printed
        if counts[declared + 1] > counts[declared]:
            return declared + 1
        return declared

    def order(self, width: int) -> tuple[str | None, ...]:
        """Return the applicant of each column (None: a column that is no applicant). Unread heads of an extra column
        leave all columns unknown: nothing is assigned by guess."""
        if len(self.printed) == width:
            return self.printed
        if width == len(applicants()) and not self.unsure:
            return tuple(applicants())
        return (None,) * width


def read_heads(rows: Sequence[Row]) -> Heads:
    """Read the head rows of one Table B: every row made only of head words, and the applicants by column."""
    found: list[tuple[int, str | None]] = []
    tables: set[int] = set()
    in_order = True
    columns: dict[int, set[int]] = {}
    head_rows: set[tuple[int, int]] = set()
    pending: dict[int, str] = {}
    service = _service_columns(rows)
    for row in rows:
        if not row.filled or row.values:
            continue
        cells = [cell for cell in row.filled if _is_head_word(cell.text, pending.get(cell.column, ""))]
        # 其他 or 总计 alone is the label of a row without figures.
        if len(cells) < len(row.filled) or (len(cells) == 1 and not _is_other_head(cells[0].text)):
            continue
        head_rows.add((row.table.number, row.at))
        here: list[str] = []
        for cell in row.filled:
            is_head, name = _head(cell.text)
            if not is_head and cell.column in pending:
                is_head, name = _head(pending[cell.column] + cell.text)
            if is_head:
                columns.setdefault(row.table.number, set()).add(cell.column)
            here += [name] if name else []
            if is_head and (name is None or name not in {n for _, n in found}):
                found.append((cell.column, name))
                tables.add(row.table.number)
            elif not is_head and not _is_other_head(cell.text):
                pending[cell.column] = pending.get(cell.column, "") + cell.text
        in_order &= here == [name for name in applicants() if name in here]
    # The columns of one table say nothing of those of another.
    exact = len(tables) == 1 and all(row.table.exact for row in rows)
    sequence = _sequence(found, exact=exact, in_order=in_order)
    places = {number: tuple(sorted(at)) for number, at in columns.items()}
    told = in_order or len([name for name in sequence if name]) >= _MOST_NAMES
    return Heads(sequence, frozenset(head_rows), places, service, in_order, unsure=not told)


def _is_service(text: str) -> bool:
    return bare(text) in declaration("applications")["service_heads"]


def _service_columns(rows: Sequence[Row]) -> frozenset[tuple[int, int]]:
    """Return (table, column) of the columns that number the rows or name their unit."""
    heads = [row for row in rows[:_MOST_HEAD_ROWS] if row.table.exact and not row.values]
    return frozenset((row.table.number, cell.column) for row in heads for cell in row.filled if _is_service(cell.text))


def _is_other_head(text: str) -> bool:
    words = bare(text)
    return _is_service(text) or max(similarity(words, head) for head in _OTHER_HEADS) > 0.6


def _is_head_word(text: str, above: str) -> bool:
    words = bare(text)
    # Half of a head split over two rows (商业 / 企业) is a short piece of a name.
    piece = len(words) >= 2 and any(words in name for name in _names())
    return _is_other_head(text) or _head(text)[0] or _head(above + text)[0] or piece


def _sequence(found: list[tuple[int, str | None]], exact: bool, in_order: bool) -> tuple[str | None, ...]:
    names = [name for _, name in found if name]
    if not names or (len(names) < _MOST_NAMES and not exact):
        return ()
    if exact and len({column for column, _ in found}) == len(found):
        return tuple(name for _, name in sorted(found, key=lambda pair: pair[0]))
    # Without true columns only the declared order can be borne out, not another one.
    whole = set(names) == set(applicants()) and len(found) == len(names)
    return tuple(applicants()) if whole and in_order else ()
