"""Whether a cell stands in the captured page where the archive says it stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from archive.provenance import CellRead
from parsers.document import Place
from parsers.located import Position
from parsers.numbers import read_number

State = Literal["holds", "differs", "not_found", "elsewhere", "no_place", "not_a_page"]


@dataclass(frozen=True, slots=True)
class Spot:
    """`state`: holds (the page prints it there), differs (something else stands there), not_found (no cell of the page
    is there), elsewhere (the figures were read from another file than the page), no_place (none was kept), not_a_page
    (the capture is no page that can be shown). `there` is what the page prints at the place."""

    state: State
    cell: CellRead
    place: Place | None = None
    there: str = ""

    @property
    def position(self) -> Position | None:
        """The place in the page, None where none was kept."""
        return (self.place.table, self.place.row, self.place.column) if self.place else None


def spot(cell: CellRead, read_elsewhere: bool, shown: Mapping[Position, str] | None) -> Spot:
    """Return where a cell stands; `shown` are the texts of the cells of the captured page, None for no page."""
    place = cell.place
    if place is None:
        return Spot("no_place", cell)
    if shown is None:
        return Spot("not_a_page", cell, place)
    if read_elsewhere:
        return Spot("elsewhere", cell, place)
    there = shown.get((place.table, place.row, place.column))
    if there is None:
        return Spot("not_found", cell, place)
    return Spot("holds" if _same(cell, there) else "differs", cell, place, there)


def _same(cell: CellRead, there: str) -> bool:
    if there.strip() == cell.raw.strip():
        return True
    return cell.value is not None and read_number(there).value == cell.value
