"""A generated report while it is being bent: its three grids, and what may be told of each cell."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from demo.official_form import FormCell, Grid, grids


@dataclass
class Sheet:
    """`truth` maps a code to its value, or to None where the source leaves it blank; `open` holds the codes whose place
    the source does not settle: there a null with a note is right, a wrong value never."""

    rng: random.Random
    form: str
    grids: dict[str, Grid]
    truth: dict[str, int | float | None]
    open: set[str] = field(default_factory=set)
    applied: list[str] = field(default_factory=list)
    absent: set[str] = field(default_factory=set)

    def cells(self, letters: str = "abc") -> list[FormCell]:
        return [cell for letter in letters for row in self.grids[letter] for cell in row if cell.code]

    def change(self, letter: str, row: int, at: int, **new: object) -> None:
        self.grids[letter][row][at] = replace(self.grids[letter][row][at], **new)  # type: ignore[arg-type]

    def each_value(self, letters: str, edit) -> None:
        for letter in letters:
            for row in self.grids[letter]:
                for at, cell in enumerate(row):
                    if cell.code:
                        row[at] = replace(cell, text=edit(cell))

    def value_rows(self, letter: str) -> list[int]:
        return [at for at, row in enumerate(self.grids[letter]) if any(cell.code for cell in row)]


def printed(value: int | float) -> str:
    return repr(value) if isinstance(value, float) else str(value)


def sheet(rng: random.Random, form: str, values: dict[str, int | float]) -> Sheet:
    return Sheet(rng, form, grids({code: printed(v) for code, v in values.items()}, form), dict(values))
