"""The three tables of one document, and where one stands there twice, which of them is the report's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import ModuleType

from parsers import applications, disclosure, reviews, statistics
from parsers.document import Block, Table
from parsers.facts import Findings
from parsers.plans import Pattern, Plan, follow, pattern_of, plans, remember
from parsers.report import Fact, Note, Statistic
from parsers.rows import Row, rows_of

_TABLES: tuple[tuple[str, ModuleType], ...] = (("a", disclosure), ("b", applications), ("c", reviews))
# A line that sets the year of what follows: a heading, or the period of the figures; prose may name any year.
_YEAR = re.compile(r"(20\d\d)\s*年(?!\s*\d{1,2}\s*月)")
_PERIOD = re.compile(r"统计.{0,12}?(20\d\d)\s*年")
_LONGEST_HEADING = 40


@dataclass
class Tables:
    """What the tables of one document say."""

    forms: dict[str, str] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    statistics: list[Statistic] = field(default_factory=list)


def read_tables(blocks: Sequence[Block], year: int | None = None) -> Tables:
    """Read every table of the forms; of two of a kind the one under a heading of the report's `year` counts."""
    tables = [block for block in blocks if isinstance(block, Table)]
    pattern = pattern_of(tables)
    return _follow(tables, pattern) or _read(blocks, tables, pattern, year)


def read_known(blocks: Sequence[Block]) -> Tables | None:
    """Read the tables when their shape is that of tables read before; None when it is new."""
    tables = [block for block in blocks if isinstance(block, Table)]
    return _follow(tables, pattern_of(tables))


def _follow(tables: Sequence[Table], pattern: Pattern) -> Tables | None:
    plan = plans().get(pattern) if tables else None
    if plan is None:
        return None
    found = follow(plan, tables)
    return Tables(dict(plan.forms), found.facts, found.notes)


def _read(blocks: Sequence[Block], tables: Sequence[Table], pattern: Pattern, year: int | None) -> Tables:
    out = Tables()
    rows = rows_of(tables)
    chosen: list[Findings] = []
    used: set[tuple[int, int]] = set()
    alone = True
    for letter, table in _TABLES:
        found = [(group[0].table.number, table.read(group)) for group in table.find(_free(rows, used))]
        found = [(number, reading) for number, reading in found if reading.facts]
        used = used.union(*(reading.used for _, reading in found))
        out.forms[letter] = "none"
        alone = alone and len(found) == 1
        found = _joined(found)
        if found:
            chosen.append(_choose(out, letter, found, blocks, year))
    leftovers = _leftovers(rows, used)
    out.notes += leftovers
    if out.forms["c"] != "none":
        # Both forms print the same Table C: it is counted with the form of the tables beside it.
        out.forms["c"] = next((out.forms[letter] for letter in "ba" if out.forms[letter] != "none"), "f2021")
    if out.forms["b"] == "none":
        _read_statistics(out, tables, _free(rows, used))
    if alone and not leftovers and all(one.settled for one in chosen):
        remember(pattern, Plan.of(out.forms, chosen, tables))
    return out


def _joined(found: Sequence[tuple[int, Findings]]) -> list[tuple[int, Findings]]:
    """Join neighbouring tables that each lack the columns that the other has: one table cut from top to bottom."""
    out: list[tuple[int, Findings]] = []
    for number, reading in found:
        lacking = _lacking(reading)
        codes = {fact.code for fact in reading.facts}
        if out and lacking and out[-1][1].form == reading.form:
            before = out[-1][1]
            if {fact.code for fact in before.facts} <= lacking and codes <= _lacking(before):
                before.facts += reading.facts
                still = lacking & _lacking(before)
                before.notes = [note for note in (*before.notes, *reading.notes) if note.kind != "missing_column"]
                if still:
                    before.note("missing_column", *sorted(still))
                continue
        out.append((number, reading))
    return out


def _lacking(reading: Findings) -> set[str]:
    return {code for note in reading.notes if note.kind == "missing_column" for code in note.cells}


def _choose(
    out: Tables, letter: str, found: list[tuple[int, Findings]], blocks: Sequence[Block], year: int | None
) -> Findings:
    """Take the report's own of the tables of one kind into `out`, with a note of where the others differ."""
    years = _years(blocks) if len(found) > 1 else {}
    best = max(found, key=lambda one: _rank(one[1], years.get(one[0]), year))[1]
    out.forms[letter] = best.form
    out.facts += best.facts
    out.notes += best.notes
    others = [_duplicate(letter, best, other) for _, other in found if other is not best]
    out.notes += [note for note in others if note]
    return best


def _rank(reading: Findings, printed: int | None, year: int | None) -> tuple[bool, bool, bool]:
    """What speaks for a table: that it is not under another year's heading, is under this one's, and is filled in."""
    filled = any(fact.status != "blank" for fact in reading.facts)
    return year is None or printed in (None, year), filled, year is not None and printed == year


def _years(blocks: Sequence[Block]) -> dict[int, int | None]:
    """Return for each table the year of the last heading or period before it."""
    out: dict[int, int | None] = {}
    year: int | None = None
    for block in blocks:
        if isinstance(block, Table):
            out[block.number] = year
            continue
        named = _PERIOD.search(block.text) or (len(block.text) <= _LONGEST_HEADING and _YEAR.search(block.text))
        year = int(named[1]) if named else year
    return out


def _free(rows: Sequence[Row], used: set[tuple[int, int]]) -> list[Row]:
    return [row for row in rows if (row.table.number, row.at) not in used]


def _leftovers(rows: Sequence[Row], used: set[tuple[int, int]]) -> list[Note]:
    """Return a note for each row with figures that stands in a table of the form but that no reader took."""
    touched = {table for table, _ in used}
    return [
        Note("unmatched_row", place=row.table.place(row.at, 0), detail=row.text)
        for row in _free(rows, used)
        if row.values and row.table.number in touched and not row.is_page_furniture
    ]


def _duplicate(letter: str, first: Findings, other: Findings) -> Note | None:
    """Return a note of the cells in which a second table differs; the same table set twice says nothing new."""
    values = {fact.code: (fact.value, fact.status) for fact in first.facts}
    differing = tuple(fact.code for fact in other.facts if values.get(fact.code) != (fact.value, fact.status))
    return Note("duplicate_table", differing, detail=letter) if differing else None


def _read_statistics(out: Tables, tables: Sequence[Table], rows: Sequence[Row]) -> None:
    for table in tables:
        out.statistics += statistics.read(table, rows)
    if out.statistics:
        coded = len({entry.code for entry in out.statistics if entry.code})
        out.forms["s"] = "s2014" if coded >= 15 else "local"
