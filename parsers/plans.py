"""Plans: tables of a shape seen before are read in the same steps, without aligning them again.

The shape is all that decides how a table is read: each cell's place and spans, its words, and whether it prints a
figure or nothing; never what the figure is. A reading that needed more than that is not remembered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import repeat

from parsers.codes import Code
from parsers.document import Place, Table
from parsers.facts import Findings, add_fact, place_of
from parsers.numbers import plain_count
from parsers.report import new_fact
from parsers.rows import is_value

# Portals set their reports in a handful of shapes each; each plan holds some 20 kB.
MOST_PLANS = 500
_FIGURE = True
Pattern = tuple[object, ...]


@dataclass(frozen=True)
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

    @cached_property
    def plainly(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[Place, ...]]:
        """Codes, units and places of the figures when each cell prints a plain count."""
        return (
            tuple([code.code for code, *_ in self.steps]),
            tuple([code.unit for code, *_ in self.steps]),
            tuple([place for *_, place in self.steps]),
        )

    @cached_property
    def has_units(self) -> bool:
        """Whether the head of any figure prints a unit."""
        return any(unit for _, _, _, unit, _ in self.steps)


def pattern_of(tables: Sequence[Table]) -> Pattern:
    """Return the shape of a document's tables."""
    return tuple([_shape(table) for table in tables])


def _shape(table: Table) -> Pattern:
    if not table.cells:
        return table.number, table.exact, table.turned
    texts, *grid = zip(*table.cells, strict=True)
    words = tuple([_FIGURE if text and is_value(text) else text for text in texts])
    return table.number, table.exact, table.turned, words, *grid


def follow(plan: Plan, tables: Sequence[Table]) -> Findings:
    """Read tables of the plan's shape."""
    cells = [table.cells for table in tables]
    texts = [cells[number][position].text for _, number, position, _, _ in plan.steps]
    values = list(map(plain_count, texts))
    if None not in values and not plan.has_units and not any(table.spots for table in tables):
        codes, units, places = plan.plainly
        return Findings(facts=list(map(new_fact, zip(codes, values, repeat("reported"), texts, units, places))))
    out = Findings()
    for (code, number, position, unit, place), text, value in zip(plan.steps, texts, values, strict=True):
        table = tables[number]
        if unit or value is None:
            add_fact(out, code, table, cells[number][position], unit)
        else:
            shown = place_of(table, cells[number][position]) if table.spots else place
            out.facts.append(new_fact((code.code, value, "reported", text, code.unit, shown)))
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
