"""The figures of a comparison: one for each indicator, a panel for each organ or region and scope."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from archive.bridging import comparable
from publish.charts.figure import NOTHING, Entry, Figure, count, share
from publish.charts.line import Point, breaks
from publish.charts.panels import Series, panels
from publish.comparison import Compared, Line, parts
from publish.least_n import LEAST_N
from publish.strings import Speaker


def compared_figures(
    lines: list[Line], names: dict[str, str], units: dict[str, str], mixed: bool, say: Speaker
) -> list[Figure]:
    """Return a figure for each indicator of the lines that has a value somewhere.

    `names` and `units` say what the indicators are called and counted in; `mixed`: the lines must not be added up.
    Practice data is drawn only where there is nothing else."""
    real = [line for line in lines if not line.is_practice] or lines
    wanted = [one.indicator for one in lines[0].cells] if lines else []
    made = (_figure(at, name, real, names, units, say) for at, name in enumerate(wanted))
    figures = [figure for figure in made if figure]
    for figure in figures:
        figure.notes += [say("map.practice")] if len(real) < len(lines) else []
        figure.notes += [say("site.not_additive")] if mixed else []
    return figures


def _figure(
    at: int, name: str, lines: list[Line], names: dict[str, str], units: dict[str, str], say: Speaker
) -> Figure | None:
    is_rate = any(line.cells[at].is_rate for line in lines)
    groups = [list(group) for _, group in groupby(lines, key=lambda line: (line.kind, line.subject["id"], line.scope))]
    scopes = len({line.scope for line in lines}) > 1
    series = [_series(at, group, scopes, say) for group in groups]

    def joins(a: str, b: str) -> bool:
        return bool(a and b) and all(
            one == other or comparable(parts(name), one, other) for one in a.split() for other in b.split()
        )

    drawing = panels(series, joins, is_rate)
    if drawing is None:
        return None
    broken = [f"{one.title} {one.note} {a} | {b}" for one in series for a, b in breaks(one.points, joins)]
    notes = list(_notes(at, lines, is_rate, broken, say))
    bounds = [say("col.n"), say("col.low"), say("col.high")] if is_rate else []
    unit = f"（{units[name]}）" if units.get(name) else ""
    axis = names[name] + ("" if units.get(name, "") in names[name] else unit)
    heads = [
        say("compare.subject"),
        say("col.scope"),
        say("col.year"),
        say("col.value") + unit,
        *bounds,
        say("col.forms"),
        say("col.failed"),
    ]
    rows = [_row(line, line.cells[at], say) for line in lines]
    return Figure(name, "panels", names[name], axis, drawing, notes, heads, rows)


def _series(at: int, group: list[Line], scopes: bool, say: Speaker) -> Series:
    note = say.label("scope", group[0].scope) if scopes else ""
    return Series(str(group[0].subject["name"]), note, tuple(_point(line, line.cells[at]) for line in group))


def _point(line: Line, one: Compared) -> Point:
    return Point(
        line.year, one.value, one.forms, one.n if one.is_rate else None, one.low, one.high, _is_doubtful(line, one)
    )


def _is_doubtful(line: Line, one: Compared) -> bool:
    return bool(one.failed) or line.failing > 0


def _notes(at: int, lines: list[Line], is_rate: bool, broken: list[str], say: Speaker) -> Iterator[str]:
    known = [line for line in lines if line.cells[at].value is not None]
    yield say("compare.n_reports", n=sum(line.reports for line in known), lines=len(known))
    yield say("compare.one_scale")
    if is_rate:
        yield say("chart.bounds")
    if any(line.cells[at].few for line in known):
        yield say("compare.few_note", least=LEAST_N)
    if any(line.cells[at].n is not None and not is_rate for line in known):
        yield say("compare.part_note")
    if broken:
        yield say("chart.broken", years="; ".join(broken))
    if any(_is_doubtful(line, line.cells[at]) for line in known):
        yield say("compare.doubtful")
    yield say("compare.chart_source")


def _row(line: Line, one: Compared, say: Speaker) -> list[Entry]:
    shown = share if one.is_rate else count
    bounds = [count(one.n), shown(one.low), shown(one.high)] if one.is_rate else []
    failed = " ".join(one.failed) or (str(line.failing) if line.failing else "")
    return [
        Entry(line.subject["name"], line.subject["name"]),
        Entry(line.scope, say.label("scope", line.scope)),
        Entry(line.year, str(line.year)),
        shown(one.value),
        *bounds,
        Entry(one.forms, one.forms or NOTHING),
        Entry(failed, failed or NOTHING),
    ]
