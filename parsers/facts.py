"""From a placed cell to a Fact, with a Note wherever the printed text had to be interpreted."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from parsers.codes import Code
from parsers.document import Cell, Place, Table
from parsers.numbers import NONE_WORDS, CellNumber, exact, read_number
from parsers.report import Fact, Note
from parsers.rows import Row
from parsers.units import factor


@dataclass
class Findings:
    """Facts and notes gathered while one table is read, and which rows of the document it used.

    `steps` says which cell of which table was read as which figure, in which unit of its head; `settled` that nothing
    but the shape of the table decided it, so that a table of the same shape is read in the same steps.
    """

    form: str = "none"
    facts: list[Fact] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    used: set[tuple[int, int]] = field(default_factory=set)
    steps: list[tuple[Code, Table, Cell, str]] = field(default_factory=list)
    settled: bool = True

    def use(self, row: Row) -> None:
        """Remember that a row of the document belongs to this table."""
        self.used.add((row.table.number, row.at))

    def note(self, kind: str, *codes: str, row: Row | None = None, detail: str = "") -> None:
        """Add a note, placed at a row when one is given."""
        self.settled = False
        place = row.table.place(row.at, 0) if row else None
        self.notes.append(Note(kind, codes, place, detail))


def place_of(table: Table, cell: Cell) -> Place:
    """Return where a cell stands, counted from 1."""
    if table.turned or table.spots:
        return table.place(cell.row, cell.column)
    return Place(table.number, cell.row + 1, cell.column + 1)


def add_fact(out: Findings, code: Code, table: Table, cell: Cell, stated_unit: str = "") -> None:
    """Read a cell as the figure `code`; `stated_unit` is the unit that the head of its column prints, if any."""
    out.steps.append((code, table, cell, stated_unit))
    number = read_number(cell.text)
    place = place_of(table, cell)
    if number.status == "reported" and not (number.normalised or number.unit or stated_unit):
        out.facts.append(Fact(code.code, number.value, "reported", cell.text, code.unit, place))
        if not code.signed and (number.value or 0) < 0:
            out.notes.append(Note("negative", (code.code,), place, cell.text))
        return
    unit, value = _in_unit(code, number, stated_unit)
    out.facts.append(Fact(code.code, value, number.status, cell.text, unit, place))
    detail = cell.text
    if number.status == "illegible":
        out.notes.append(Note("illegible_cell", (code.code,), place, detail))
    elif number.status == "text" and cell.text not in NONE_WORDS:
        out.notes.append(Note("text_in_cell", (code.code,), place, detail))
    if number.normalised:
        out.notes.append(Note("stated_number_format", (code.code,), place, detail))
    if number.unit and number.unit != code.unit:
        out.notes.append(Note("unit_in_cell", (code.code,), place, detail))
    elif stated_unit and stated_unit != code.unit and code.unit:
        out.notes.append(Note("unit_local", (code.code,), place, stated_unit))
    if value is not None and value < 0 and not code.signed:
        out.notes.append(Note("negative", (code.code,), place, detail))


def add_illegible(out: Findings, code: Code, row: Row, cell: Cell | None) -> None:
    """Record that the figure `code` is printed somewhere in this row but nobody can tell where."""
    out.settled = False
    place = place_of(row.table, cell) if cell else row.table.place(row.at, 0)
    out.facts.append(Fact(code.code, None, "illegible", cell.text if cell else "", code.unit, place))


def _in_unit(code: Code, number: CellNumber, stated_unit: str) -> tuple[str, int | float | None]:
    if number.value is None:
        return code.unit or number.unit or stated_unit, None
    value = Decimal(str(number.value))
    if not code.unit:
        return number.unit or stated_unit, number.value
    if number.unit == code.unit:
        return code.unit, number.value
    if number.unit or number.scale:
        # Exact: 元, or 万 and 亿 already counted out, in a column that counts in 万元.
        money = code.unit == "万元" and number.unit in ("元", "")
        return (code.unit, exact(value / factor(code.unit))) if money else (number.unit or code.unit, number.value)
    return code.unit, exact(value * factor(stated_unit) / factor(code.unit)) if stated_unit else number.value
