"""Where the cells of a grid stand once its spans are laid out, as word processors need to be told."""

from __future__ import annotations

from typing import NamedTuple

from demo.official_form import FormCell, Grid


class Placed(NamedTuple):
    """A cell at its column; `cell` is None where a row span from above covers the place."""

    column: int
    colspan: int
    cell: FormCell | None


def placed(grid: Grid) -> list[list[Placed]]:
    """Return for each row its cells and covered places from left to right."""
    covered: dict[int, tuple[int, int]] = {}
    out = []
    for row in grid:
        line, column = [], 0
        cells = list(row)
        while cells or any(start >= column for start in covered):
            if column in covered:
                span, left = covered.pop(column)
                line.append((Placed(column, span, None), left - 1))
            elif cells:
                cell = cells.pop(0)
                span = _room(covered, column, cell.colspan)
                line.append((Placed(column, span, cell), cell.rowspan - 1))
            else:
                line.append((Placed(column, 1, FormCell("")), 0))
                span = 1
            column += span
        covered = {place.column: (place.colspan, left) for place, left in line if left > 0}
        out.append([place for place, _ in line])
    return out


def _room(covered: dict[int, tuple[int, int]], column: int, span: int) -> int:
    return next((at for at in range(1, span) if column + at in covered), span)


def width(rows: list[list[Placed]]) -> int:
    """Return how many columns the placed rows have."""
    return max(place.column + place.colspan for row in rows for place in row)
