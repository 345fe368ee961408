"""Ruling lines to grids: the cells that drawn lines part a page into, whether a PDF draws them or a scan shows them.

Coordinates are points (or pixels) from the upper left corner; only lines along the axes count.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from parsers.document import Box

MOST_LINES = 20_000
"""A page with more ruling lines is a drawing, not a table."""
MOST_SQUARES = 60_000
_DASH = 2.5
"""In tolerances: the longest dash of a dashed line, and the longest gap in it."""
_COVERED = 0.5
"""A line parts two squares when it runs along so much of the side that they share."""


_LEAST_SIDES = 3
"""Lines down that one line across makes a row of."""
Gaps = dict[int, set[int]]
"""By edge of a table (the number of its first or last line down) the rows that have no line there."""


class Line(NamedTuple):
    """One line along an axis: `at` is its fixed coordinate, `start` and `stop` its extent along the other axis."""

    at: float
    start: float
    stop: float


class RuledCell(NamedTuple):
    """One cell: grid position from 0, spans, and its box on the page; `open`: it has no line on the left or right edge
    of the table although other rows have one there, as where a row lacks its last cell"""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box
    open: bool = False


@dataclass(frozen=True, slots=True)
class RuledGrid:
    """The cells of one table in reading order, and the box of the whole; `bare`: words and figures make the cells, not
    lines, and the boxes of the cells are as narrow as what they print; `cut`: rows of such a table whose label goes on
    on another page."""

    box: Box
    rows: int
    columns: int
    cells: tuple[RuledCell, ...]
    bare: bool = False
    cut: frozenset[int] = frozenset()


def ruled_grids(
    horizontal: Iterable[Line], vertical: Iterable[Line], tolerance: float = 3.0, shortest: float = 0.0
) -> list[RuledGrid]:
    """Return the tables that lines make, from top to bottom; lines that meet no line across make none.

    Lines whose coordinates or ends are within `tolerance` of each other are taken for the same or for touching; what is
    then no longer than `shortest` rules nothing: the dots of a dotted line.
    """
    across, down = (
        [line for line in _joined(lines, tolerance / 3, tolerance) if line.stop - line.start > shortest]
        for lines in (horizontal, vertical)
    )
    if not across or not down or len(across) + len(down) > MOST_LINES:
        return []
    # Only in their table are near coordinates made one: the lines of another on the page have no say in it.
    grids = [
        _grid(_joined(rows, tolerance, tolerance), _joined(columns, tolerance, tolerance), tolerance)
        for rows, columns in _components(across, down, tolerance)
    ]
    return sorted((grid for grid in grids if grid), key=lambda grid: (grid.box[1], grid.box[0]))


def _joined(lines: Iterable[Line], near: float, tolerance: float) -> list[Line]:
    """Snap lines of about one coordinate (`near` each other) to it, and join those that overlap or touch."""
    out: list[Line] = []
    for cluster in _clusters(sorted(lines), near):
        at = sum(line.at for line in cluster) / len(cluster)
        current: Line | None = None
        before = 0.0
        for line in sorted(cluster, key=lambda line: line.start):
            length = line.stop - line.start
            if current and line.start - current.stop <= _gap(before, length, tolerance):
                current = Line(at, current.start, max(current.stop, line.stop))
                before = length
                continue
            if current:
                out.append(current)
            current, before = Line(at, line.start, line.stop), length
        if current:
            out.append(current)
    return out


def _gap(before: float, length: float, tolerance: float) -> float:
    """Return how far the next piece of a line may lie from the last: further where both are dashes."""
    longest = max(before, length)
    return max(tolerance, 1.5 * min(before, length)) if longest <= _DASH * tolerance else tolerance


def _clusters(lines: Sequence[Line], near: float) -> Iterable[list[Line]]:
    cluster: list[Line] = []
    for line in lines:
        if cluster and (line.at - cluster[-1].at > near or line.at - cluster[0].at > 2 * near):
            yield cluster
            cluster = []
        cluster.append(line)
    if cluster:
        yield cluster


def _components(
    across: Sequence[Line], down: Sequence[Line], tolerance: float
) -> Iterable[tuple[list[Line], list[Line]]]:
    """Yield the lines across and down that hang together, a table each."""
    parent = list(range(len(across) + len(down)))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    heights = [line.at for line in across]
    for number, line in enumerate(down, start=len(across)):
        first = bisect_left(heights, line.start - tolerance)
        last = bisect_right(heights, line.stop + tolerance)
        for other in range(first, last):
            if across[other].start - tolerance <= line.at <= across[other].stop + tolerance:
                parent[root(other)] = root(number)
    for lines, offset in ((across, 0), (down, len(across))):
        for first, second in _side_by_side(lines, tolerance):
            parent[root(offset + first)] = root(offset + second)
    found: dict[int, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
    for number, line in enumerate([*across, *down]):
        found[root(number)][number >= len(across)].append(line)
    return (pair for pair in found.values() if pair[1] and (len(pair[0]) > 1 or _is_one_row(*pair, tolerance)))


def _is_one_row(across: Sequence[Line], down: Sequence[Line], tolerance: float) -> bool:
    """Tell whether one line across closes a row on one side alone, as where a page begins or ends with it: all lines
    down are as long as each other and end there."""
    tops, feet = [line.start for line in down], [line.stop for line in down]
    alike = max(tops) - min(tops) <= tolerance and max(feet) - min(feet) <= tolerance
    ends = any(abs(side - line.at) <= tolerance for line in across for side in (tops[0], feet[0]))
    return len(down) >= _LEAST_SIDES and alike and ends


def _side_by_side(lines: Sequence[Line], tolerance: float) -> Iterable[tuple[int, int]]:
    """Yield the positions of lines that run close beside each other: double lines, and sides of cells set apart."""
    for first, line in enumerate(lines):
        for second in range(first + 1, len(lines)):
            other = lines[second]
            if other.at - line.at > tolerance:
                break
            if min(line.stop, other.stop) - max(line.start, other.start) > -tolerance:
                yield first, second


def _grid(across: Sequence[Line], down: Sequence[Line], tolerance: float) -> RuledGrid | None:
    left = min([line.start for line in across] + [line.at for line in down])
    right = max([line.stop for line in across] + [line.at for line in down])
    top = min([line.start for line in down] + [line.at for line in across])
    bottom = max([line.stop for line in down] + [line.at for line in across])
    xs = _coordinates([line.at for line in down], left, right, tolerance)
    ys = _coordinates([line.at for line in across], top, bottom, tolerance)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > MOST_SQUARES:
        return None
    walls = _walls(down, xs, ys), _walls(across, ys, xs)
    gaps = {column: _gaps(walls[0], column, rows) for column in (0, columns)}
    cells = [
        RuledCell(r, c, h, w, (xs[c], ys[r], xs[c + w], ys[r + h]), _is_open(r, c, h, w, gaps))
        for r, c, h, w in _rectangles(rows, columns, walls, gaps)
    ]
    return RuledGrid((left, top, right, bottom), rows, columns, tuple(cells))


def _coordinates(lines: Sequence[float], first: float, last: float, tolerance: float) -> list[float]:
    """Return the grid coordinates: those of the lines, and the ends of the lines across where a side is open."""
    found = sorted(set(lines))
    if found[0] - first > 2 * tolerance:
        found.insert(0, first)
    if last - found[-1] > 2 * tolerance:
        found.append(last)
    return found


def _walls(lines: Sequence[Line], at: Sequence[float], along: Sequence[float]) -> set[tuple[int, int]]:
    """Return (line coordinate index, square index along it) for every side that a line covers."""
    index = {value: number for number, value in enumerate(at)}
    out: set[tuple[int, int]] = set()
    for line in lines:
        first = max(bisect_right(along, line.start) - 1, 0)
        for square in range(first, len(along) - 1):
            start, stop = along[square], along[square + 1]
            if start >= line.stop:
                break
            if min(stop, line.stop) - max(start, line.start) >= _COVERED * (stop - start):
                out.add((index[line.at], square))
    return out


def _is_open(row: int, column: int, height: int, width: int, gaps: Gaps) -> bool:
    return any(at in (column, column + width) and gap.issuperset(range(row, row + height)) for at, gap in gaps.items())


def _gaps(upright: set[tuple[int, int]], column: int, rows: int) -> set[int]:
    """Return the rows that have no line at an edge of the table where others have one."""
    gaps = {row for row in range(rows) if (column, row) not in upright}
    return gaps if len(gaps) < rows else set()


def _rectangles(
    rows: int, columns: int, walls: tuple[set[tuple[int, int]], set[tuple[int, int]]], gaps: Gaps
) -> Iterable[tuple[int, int, int, int]]:
    """Yield (row, column, rowspan, colspan) of every cell: squares with no wall between them are one cell.

    Where such squares make no rectangle, each stretch of a row is a cell, joined to the like stretch above it. Where a
    table is ragged, most rows ending before its edge, what reaches the edge is not joined to what ends before it.
    """
    ragged = {column: gap for column, gap in gaps.items() if 2 * len(gap) > rows}
    upright, level = walls
    stretches: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(rows):
        start = 0
        for column in range(1, columns + 1):
            if column == columns or (column, row) in upright:
                stretches[row, start] = (column, 1)
                start = column
    for row in range(rows - 1, 0, -1):
        for start in range(columns):
            here, above = stretches.get((row, start)), stretches.get((row - 1, start))
            if not here or not above or here[0] != above[0]:
                continue
            if any(at in (start, here[0]) and (row in gap) != (row - 1 in gap) for at, gap in ragged.items()):
                continue
            if not any((row, column) in level for column in range(start, here[0])):
                stretches[row - 1, start] = (here[0], here[1] + 1)
                del stretches[row, start]
    for (row, start), (stop, height) in sorted(stretches.items()):
        yield row, start, height, stop - start
