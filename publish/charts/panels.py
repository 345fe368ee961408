"""Several lines side by side, each in a panel of its own over one scale, so that no colour has to tell them apart."""

from __future__ import annotations

from dataclasses import dataclass

from publish.cells import number
from publish.charts.figure import percent, wrapped
from publish.charts.line import Frame, Joins, Line, Point, line, most_of

COLUMNS, WIDTH, HEIGHT, TOP = 2, 240, 158, 22
LEFT, RIGHT, ROOM_FOR_TITLE = 52, 10, 36
LETTER = 7


@dataclass(frozen=True, slots=True)
class Series:
    """What one panel shows: its title, a word to tell it from another of the same title ("" for none), and its points
    in order of years."""

    title: str
    note: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """A drawn line and where its upper left corner stands; `short` is the title as far as there is room."""

    x: int
    y: int
    short: str
    title: str
    note: str
    line: Line


@dataclass(frozen=True, slots=True)
class Panels:
    """The drawing."""

    width: int
    height: int
    panels: tuple[Panel, ...]


def panels(series: list[Series], joins: Joins, rate: bool) -> Panels | None:
    """Return the drawing of the series that have a value, None when none has. `rate`: values are shares."""
    known = [point for one in series for point in one.points if point.value is not None]
    if not known:
        return None
    years = min(point.year for point in known), max(point.year for point in known)
    longest = max(len((percent if rate else number)(point.value or 0)) for point in known)
    room = (WIDTH - LEFT - RIGHT) // (LETTER * longest + 4)
    frame = Frame(WIDTH - 8, HEIGHT, LEFT, RIGHT, 50, max(map(most_of, known)), years, 5, room)
    drawn = [(one, line(list(one.points), joins, rate, frame)) for one in series]
    made = [(one, drawing) for one, drawing in drawn if drawing]
    columns = min(COLUMNS, len(made))
    placed = tuple(
        Panel(
            WIDTH * (at % columns),
            TOP + HEIGHT * (at // columns),
            _short(one.title),
            one.title,
            one.note,
            drawing,
        )
        for at, (one, drawing) in enumerate(made)
    )
    return Panels(WIDTH * columns, TOP + HEIGHT * -(-len(made) // columns), placed)


def _short(title: str) -> str:
    first, *more = wrapped(title, ROOM_FOR_TITLE)
    return first + ("…" if more else "")
