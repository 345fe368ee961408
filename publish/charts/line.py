"""A figure by year as a line that breaks: where a year lacks, and where two forms do not count the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from publish.cells import number
from publish.charts.figure import percent
from publish.charts.scale import Scale, every, scale

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 480, 230, 58, 16, 30, 28
ROOM_FOR_YEARS, ROOM_FOR_VALUES = 9, 10
Joins = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Frame:
    """The room of a drawing. Drawings side by side share the greatest value `most` and the `years` from first
    to last; None for those of the points themselves. So many years and values have room for their labels."""

    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    most: float | None = None
    years: tuple[int, int] | None = None
    room_for_years: int = ROOM_FOR_YEARS
    room_for_values: int = ROOM_FOR_VALUES


ALONE = Frame()


@dataclass(frozen=True, slots=True)
class Point:
    """One year. `form` is that of its table; `low` and `high` bound a rate; `doubtful`: a check on it failed."""

    year: int
    value: float | None
    form: str = ""
    n: int | None = None
    low: float | None = None
    high: float | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A drawn point with the text beside it, "" for want of room."""

    x: float
    y: float
    text: str
    hollow: bool
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """The drawing: `ways` and `bands` are lists of points as SVG writes them, `breaks` the x of changed forms."""

    width: int
    height: int
    base: float
    left: float
    years: tuple[tuple[float, str], ...]
    steps: tuple[tuple[float, str], ...]
    ways: tuple[str, ...]
    bands: tuple[str, ...]
    dots: tuple[Dot, ...]
    breaks: tuple[float, ...]


def segments(points: Iterable[Point], joins: Joins) -> list[list[Point]]:
    """Return the runs of points that a line may join: neighbouring years whose forms count the same."""
    out: list[list[Point]] = []
    for point in points:
        if point.value is None:
            continue
        before = out[-1][-1] if out else None
        if before and point.year == before.year + 1 and joins(before.form, point.form):
            out[-1].append(point)
        else:
            out.append([point])
    return out


def breaks(points: Iterable[Point], joins: Joins) -> list[tuple[int, int]]:
    """Return the pairs of years with values, one after the other, between which the forms do not count the same."""
    known = [point for point in points if point.value is not None]
    return [(a.year, b.year) for a, b in zip(known, known[1:], strict=False) if not joins(a.form, b.form)]


def line(points: list[Point], joins: Joins, rate: bool, frame: Frame = ALONE) -> Line | None:
    """Return the drawing of points in order of years, None when none has a value. `rate`: values are shares."""
    known = [point for point in points if point.value is not None]
    if not known:
        return None
    first, last = frame.years or (points[0].year, points[-1].year)
    most = max(most_of(point) for point in known) if frame.most is None else frame.most
    up = scale(most, frame.height - BOTTOM, frame.top, whole=not rate)
    step = (frame.width - frame.left - frame.right) / (last - first + 1)

    def at(year: float) -> float:
        return round(frame.left + (year - first + 0.5) * step, 1)

    runs = segments(points, joins)
    say = percent if rate else number
    skip = every(last - first + 1, frame.room_for_years)
    return Line(
        frame.width,
        frame.height,
        up.start,
        frame.left,
        tuple((at(year), str(year)) for year in range(last, first - 1, -skip)),
        tuple((up.at(tick), say(tick)) for tick in up.ticks),
        tuple(_way([(at(p.year), up.at(p.value or 0)) for p in run]) for run in runs if len(run) > 1),
        tuple(_band(run, at, up) for run in runs if all(p.low is not None for p in run)),
        tuple(_dot(p, at(p.year), up, say, len(known) <= frame.room_for_values) for p in known),
        tuple(at((a + b) / 2) for a, b in breaks(points, joins)),
    )


def most_of(point: Point) -> float:
    """Return how far up a point reaches, its bounds included."""
    return max(point.value or 0, point.high or 0)


def _way(places: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in places)


def _band(run: list[Point], at: Callable[[float], float], up: Scale) -> str:
    """Return the outline of the bounds; a single year has a narrow band of its own."""
    wide = [(-0.12, 0.12)] if len(run) == 1 else [(0.0,)] * len(run)
    over = [(at(p.year + d), up.at(p.high or 0)) for p, ds in zip(run, wide, strict=True) for d in ds]
    under = [(at(p.year + d), up.at(p.low or 0)) for p, ds in zip(run, wide, strict=True) for d in ds]
    return _way(over + under[::-1])


def _dot(point: Point, x: float, up: Scale, say: Callable[[float], str], named: bool) -> Dot:
    value = point.value or 0
    n = f" (n={number(point.n)})" if point.n is not None else ""
    return Dot(x, up.at(value), say(value) if named else "", point.doubtful, f"{point.year}: {say(value)}{n}")
