"""A capture that is no page, read again by a confined worker: on which page and where a cell of it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archive.provenance import CellRead
from parsers.document import Place
from publish.desk import Desk, FullError

State = Literal["same", "differs", "unread", "too_large", "busy"]


@dataclass(frozen=True, slots=True)
class Again:
    """`state`: same (the cell reads as the archive has it), differs, unread (no report or no such cell was read within
    the limits), too_large or busy. `cell` is what was read, with its place."""

    state: State
    cell: CellRead | None = None

    @property
    def place(self) -> Place | None:
        """Where the cell stands: table, row, column and, where the format has pages, page and box."""
        return self.cell.place if self.cell else None


async def read_again(desk: Desk, data: bytes, code: str, known: CellRead) -> Again:
    """Read the bytes of a capture again and look for a code that the archive read as `known`."""
    if len(data) > desk.settings.megabytes * 2**20:
        return Again("too_large")
    try:
        with desk.place():
            reading = (await desk.check(data, "capture")).reading
    except FullError:
        return Again("busy")
    facts = reading.report.facts if reading.report else ()
    fact = next((fact for fact in facts if fact.code == code), None)
    if fact is None:
        return Again("unread")
    cell = CellRead(fact.value, fact.status, fact.raw, fact.place)
    return Again("same" if (cell.value, cell.status) == (known.value, known.status) else "differs", cell)
