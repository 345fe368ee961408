"""Plans: tables of a shape seen before are read in the same steps, without aligning them again.

The shape is all that decides how a table is read: each cell's place and spans, its words, and whether it prints a
figure or nothing; never what the figure is. A reading that needed more than that is not remembered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from parsers.codes import Code
from parsers.document import Place, Table
from parsers.facts import Findings, add_fact, place_of
from parsers.numbers import plain_count
from parsers.report import Fact
from parsers.rows import is_value

# Portals set their reports in a handful of shapes each; each plan holds some 20 kB.
MOST_PLANS = 500
_FIGURE = True
Pattern = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The forms of the three tables, and for each figure: its code, table and cell by position, unit of its head, and
    its place."""

    forms: tuple[tuple[str, str], ...]
    steps: tuple[tuple[Code, int, int, str, Place], ...]

    @classmethod
    def of(cls, forms: Mapping[str, str], read: Sequence[Findings], tables: Sequence[Table]) -> Plan:
        """Return the plan of a reading that nothing but the shape of `tables` decided."""
        at = {
            (table.number, cell.row, cell.column): (number, position)
            for number, table in enumerate(tables)
            for position, cell in enumerate(table.cells)
        }
        steps = [
            (code, *at[table.number, cell.row, cell.column], unit, place_of(table, cell))
            for findings in read
            for code, table, cell, unit in findings.steps
        ]
        return cls(tuple(forms.items()), tuple(steps))


def pattern_of(tables: Sequence[Table]) -> Pattern:
    """Return the shape of a document's tables."""
    return tuple(
        (
            table.number,
            table.exact,
            table.turned,
            tuple(
                [
                    (row, column, rowspan, colspan, _FIGURE if text and is_value(text) else text)
                    for text, row, column, rowspan, colspan in table.cells
                ]
            ),
        )
        for table in tables
    )


def follow(plan: Plan, tables: Sequence[Table]) -> Findings:
    """Read tables of the plan's shape."""
    out = Findings()
    cells = [table.cells for table in tables]
    for code, number, position, unit, place in plan.steps:
        cell = cells[number][position]
        value = None if unit else plain_count(cell.text)
        if value is None:
            add_fact(out, code, tables[number], cell, unit)
        else:
            if tables[number].spots:
                place = place_of(tables[number], cell)
            out.facts.append(Fact(code.code, value, "reported", cell.text, code.unit, place))
    return out


@cache
def plans() -> dict[Pattern, Plan]:
    """Return the plans known in this process."""
    return {}


def remember(pattern: Pattern, plan: Plan) -> None:
    """Keep a plan; when there are too many, the oldest goes."""
    known = plans()
    if len(known) >= MOST_PLANS:
        del known[next(iter(known))]
    known[pattern] = plan
