"""Document: what a file says once its format is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

Box = tuple[float, float, float, float]


class Spot(NamedTuple):
    """Where on a page a cell was printed: page from 1; box (left, top, right, bottom) in points from the page's upper
    left corner, or None; and, for a cell read by OCR, how sure the reading is (0 to 1)."""

    page: int
    box: Box | None = None
    confidence: float | None = None


class Place(NamedTuple):
    """Where a cell stood: table in the document, row and column in its grid, all counted from 1; and its Spot, for a
    document that has pages."""

    table: int
    row: int
    column: int
    page: int | None = None
    box: Box | None = None
    confidence: float | None = None

    def as_json(self) -> dict[str, object]:
        """Return the mapping that `gongkai parse` prints; page, box and confidence appear only when known."""
        out: dict[str, object] = {"table": self.table, "row": self.row, "column": self.column}
        if self.page is not None:
            out["page"] = self.page
        if self.box is not None:
            out["box"] = list(self.box)
        if self.confidence is not None:
            out["confidence"] = self.confidence
        return out


class Cell(NamedTuple):
    """One printed cell: text as printed, top-left grid position from 0, and how many rows and columns it covers."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


# A NamedTuple is made by a function of Python: for the hundreds of cells of a page this is three times as fast.
new_cell = partial(tuple.__new__, Cell)
"""Makes a Cell of the tuple of its five fields."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A line set as a heading, with its level from 1 (0: level unknown)."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells. `exact`: columns are those of the source (HTML), not merely separated (text with tabs);
    `turned`: the source has its rows as columns; by grid position (row, column) from 0 in the source, for a document
    that has pages, `spots`: where cells were printed, and for one read by OCR, `alternates`: what a cell that prints a
    figure may say, likeliest first, with probabilities."""

    number: int
    cells: tuple[Cell, ...]
    rows: int
    columns: int
    exact: bool = True
    turned: bool = False
    spots: Mapping[tuple[int, int], Spot] | None = None
    alternates: Mapping[tuple[int, int], tuple[tuple[str, float], ...]] | None = None

    def place(self, row: int, column: int) -> Place:
        """Return where the cell at a grid position from 0 stands in the source."""
        if self.turned:
            row, column = column, row
        spot = self.spots.get((row, column)) if self.spots else None
        return Place(self.number, row + 1, column + 1, *spot) if spot else Place(self.number, row + 1, column + 1)

    def by_row(self) -> list[list[Cell]]:
        """Return the cells that begin in each row, from left to right."""
        out: list[list[Cell]] = [[] for _ in range(self.rows)]
        for cell in self.cells:
            out[cell.row].append(cell)
        for row in out:
            row.sort(key=lambda cell: cell.column)
        return out


Block = Heading | Paragraph | Table
MOST_CELLS_ABOUT = 30
"""The most cells of a table that says something about a document: index number, publisher, date."""


def lines_of(block: Block) -> list[str]:
    """Return the lines of a block; of a small table, such as portals set around a report, a line a row."""
    if not isinstance(block, Table):
        return [block.text]
    if len(block.cells) > MOST_CELLS_ABOUT:
        return []
    return [" ".join(cell.text for cell in row if cell.text) for row in block.by_row()]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and where it stands: its name for a finding, page from 1 (without pages: which picture it is), left and
    top in points; `draw` gives its bytes."""

    name: str
    draw: Callable[[], bytes]
    page: int
    left: float = 0.0
    top: float = 0.0


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says: title candidates, metadata by lower-case name, blocks in reading order.

    `lead` holds the lines before the report itself, in order, where portals print title, source and date, and `foot`
    the few behind it; `remarks` the names of what was doubtful while the format was read; `shown` the pictures whose
    bytes the file itself holds.
    """

    title: str
    blocks: tuple[Block, ...]
    media_type: str
    metadata: dict[str, str] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    pictures: int = 0
    attachments: tuple[tuple[str, str], ...] = ()
    lead: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    shown: tuple[Picture, ...] = ()

    def tables(self) -> Iterator[Table]:
        """Yield the tables in reading order."""
        return (block for block in self.blocks if isinstance(block, Table))

    def text(self) -> str:
        """Return headings and paragraphs, a line each, without the tables."""
        return "\n".join(block.text for block in self.blocks if not isinstance(block, Table))
