"""The ruling lines of a PDF page: whatever is drawn thin and straight, as a stroke, a bar, a frame or a picture."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pypdfium2.raw as raw

from parsers.document import Box
from parsers.pdf_glyphs import Turn
from parsers.ruling import Line

MOST_OBJECTS = 60_000
"""A page with more is a map or a chart drawn in full, whose lines rule no table."""
MOST_POINTS = 400_000
_DEEPEST = 8
_THICKEST = 3.6
"""Points: a bar thicker than this is a coloured field, not a line."""
_STRAIGHT = 0.6
_WHITE = 250
_LIGHT = 128
_BLACK = (0, 0, 0)
_EVERYWHERE: Box = (-1e6, -1e6, 1e6, 1e6)
_MOST_CLIPS = 8
_CLIP_POINTS = 6
"""A rectangle has five; what else is clipped by is not looked into."""
Colour = tuple[int, int, int]
Point = tuple[float, float]


class Matrix(NamedTuple):
    """An affine map as PDF writes it."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def on(self, x: float, y: float) -> Point:
        """Return where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, outer: Matrix) -> Matrix:
        """Return the map that does this one first and `outer` on what comes of it."""
        e, f = outer.on(self.e, self.f)
        a, b, c, d = outer.a, outer.b, outer.c, outer.d
        return Matrix(
            self.a * a + self.b * c,
            self.a * b + self.b * d,
            self.c * a + self.d * c,
            self.c * b + self.d * d,
            e,
            f,
        )


@dataclass
class Drawn:
    """What a page draws beside its characters, in points from the upper left corner: level and upright lines, coloured
    fields, pictures; `order` numbers the objects of the page as painted, by handle; `window` is where the object now
    being taken is shown."""

    level: list[Line] = field(default_factory=list)
    upright: list[Line] = field(default_factory=list)
    bars: list[tuple[Box, Colour]] = field(default_factory=list)
    fields: list[tuple[Box, Colour]] = field(default_factory=list)
    pictures: list[tuple[Box, int]] = field(default_factory=list)
    order: dict[int, int] = field(default_factory=dict)
    window: Box = _EVERYWHERE
    objects: int = 0
    points: int = 0

    @property
    def overfull(self) -> bool:
        """Tell whether the page draws more than any table needs."""
        return self.objects > MOST_OBJECTS or self.points > MOST_POINTS

    def bar(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        """Add a filled or stroked rectangle as far as it is shown: a bar where it is thin, else a field."""
        window = self.window
        left, top, right, bottom = (
            max(left, window[0]),
            max(top, window[1]),
            min(right, window[2]),
            min(bottom, window[3]),
        )
        if left > right or top > bottom:
            return
        box = (left, top, right, bottom)
        if min(right - left, bottom - top) > _THICKEST:
            if min(colour) < _WHITE:
                self.fields.append((box, colour))
        elif min(colour) < _WHITE or any(_covers(field, box) for field, _ in self.fields):
            self.bars.append((box, colour))

    def rule(self, width: float, height: float) -> None:
        """Turn the bars into lines, cut off at the edges of the page. A thin bar in the light colour of a field is what
        is left of a background behind no text."""
        grounds = {colour for _, colour in self.fields if min(colour) > _LIGHT}
        for (left, top, right, bottom), colour in self.bars:
            if colour in grounds:
                continue
            wide, high = right - left, bottom - top
            left, top, right, bottom = max(left, 0.0), max(top, 0.0), min(right, width), min(bottom, height)
            if wide >= high and left < right and top <= bottom:
                self.level.append(Line((top + bottom) / 2, left, right))
            if high >= wide and top < bottom and left <= right:
                self.upright.append(Line((left + right) / 2, top, bottom))


def _covers(outer: Box, inner: Box) -> bool:
    return (
        outer[0] <= inner[0] + 1 and outer[1] <= inner[1] + 1 and outer[2] >= inner[2] - 1 and outer[3] >= inner[3] - 1
    )


def drawn_on(page: raw.FPDF_PAGE, turn: Turn) -> Drawn:
    """Return what a page draws; a page that draws too much is told by `overfull`, and its lines mean nothing."""
    out = Drawn()
    for at in range(raw.FPDFPage_CountObjects(page)):
        _take(out, raw.FPDFPage_GetObject(page, at), Matrix(), turn, 0)
        if out.overfull:
            break
    return out


def _take(out: Drawn, thing: raw.FPDF_PAGEOBJECT, outer: Matrix, turn: Turn, depth: int) -> None:
    out.objects += 1
    out.order[ctypes.cast(thing, ctypes.c_void_p).value or 0] = out.objects
    kind = raw.FPDFPageObj_GetType(thing)
    if kind == raw.FPDF_PAGEOBJ_PATH:
        out.window = _window(thing, outer, turn)
        _take_path(out, thing, _matrix(thing).then(outer), turn)
        out.window = _EVERYWHERE
    elif kind == raw.FPDF_PAGEOBJ_IMAGE:
        matrix = _matrix(thing).then(outer)
        box = _bounds([turn(*matrix.on(x, y)) for x, y in ((0, 0), (0, 1), (1, 0), (1, 1))])
        if min(box[2] - box[0], box[3] - box[1]) <= _THICKEST:
            out.bar(*box, _BLACK)
        else:
            out.pictures.append((box, out.objects))
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        matrix = _matrix(thing).then(outer)
        for at in range(raw.FPDFFormObj_CountObjects(thing)):
            _take(out, raw.FPDFFormObj_GetObject(thing, at), matrix, turn, depth + 1)
            if out.overfull:
                break


def _window(thing: raw.FPDF_PAGEOBJECT, outer: Matrix, turn: Turn) -> Box:
    """Return the rectangle outside which an object is not shown."""
    clip = raw.FPDFPageObj_GetClipPath(thing)
    left, top, right, bottom = _EVERYWHERE
    for path in range(min(raw.FPDFClipPath_CountPaths(clip), _MOST_CLIPS)):
        count = raw.FPDFClipPath_CountPathSegments(clip, path)
        if not 0 < count <= _CLIP_POINTS:
            continue
        points = []
        x, y = ctypes.c_float(), ctypes.c_float()
        for at in range(count):
            raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, at), x, y)
            points.append(turn(*outer.on(x.value, y.value)))
        box = _bounds(points)
        left, top, right, bottom = max(left, box[0]), max(top, box[1]), min(right, box[2]), min(bottom, box[3])
    return left, top, right, bottom


def _matrix(thing: raw.FPDF_PAGEOBJECT) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(thing, found):
        return Matrix()
    return Matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def _bounds(points: list[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _take_path(out: Drawn, path: raw.FPDF_PAGEOBJECT, matrix: Matrix, turn: Turn) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    edges = _edges(out, path, matrix, turn)
    if stroke.value:
        colour, alpha = _colour(path, raw.FPDFPageObj_GetStrokeColor)
        width = ctypes.c_float()
        raw.FPDFPageObj_GetStrokeWidth(path, width)
        half = width.value * (abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5) / 2
        if alpha:
            _take_strokes(out, edges, half, colour)
    if fill.value:
        colour, alpha = _colour(path, raw.FPDFPageObj_GetFillColor)
        if alpha:
            _take_fill(out, edges, colour)


def _colour(path: raw.FPDF_PAGEOBJECT, ask: object) -> tuple[Colour, int]:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not ask(path, *parts):  # type: ignore[operator]
        return _BLACK, 255
    red, green, blue, alpha = (part.value for part in parts)
    return (red, green, blue), alpha


def _edges(out: Drawn, path: raw.FPDF_PAGEOBJECT, matrix: Matrix, turn: Turn) -> list[tuple[Point, Point]]:
    """Return the straight sides of a path."""
    edges: list[tuple[Point, Point]] = []
    start = last = (0.0, 0.0)
    bends: list[Point] = []
    for point, kind, closed in _segments(out, path):
        here = turn(*matrix.on(*point))
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = last = here
            continue
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            bends.append(here)
            if len(bends) < 3:
                continue
            if _in_line([last, *bends]):
                edges.append((last, here))
            bends.clear()
        else:
            edges.append((last, here))
        last = here
        if closed and start != last:
            edges.append((last, start))
            last = start
    return edges


def _segments(out: Drawn, path: raw.FPDF_PAGEOBJECT) -> Iterator[tuple[Point, int, bool]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(raw.FPDFPath_CountSegments(path)):
        out.points += 1
        if out.overfull:
            return
        segment = raw.FPDFPath_GetPathSegment(path, at)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        yield (
            (x.value, y.value),
            raw.FPDFPathSegment_GetType(segment),
            bool(raw.FPDFPathSegment_GetClose(segment)),
        )


def _in_line(points: list[Point]) -> bool:
    left, top, right, bottom = _bounds(points)
    return right - left < _STRAIGHT or bottom - top < _STRAIGHT


def _take_strokes(out: Drawn, edges: list[tuple[Point, Point]], half: float, colour: Colour) -> None:
    for (x0, y0), (x1, y1) in edges:
        left, right, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        if bottom - top < _STRAIGHT and right - left >= _STRAIGHT:
            out.bar(left, top - half, right, bottom + half, colour)
        elif right - left < _STRAIGHT and bottom - top >= _STRAIGHT:
            out.bar(left - half, top, right + half, bottom, colour)


def _take_fill(out: Drawn, edges: list[tuple[Point, Point]], colour: Colour) -> None:
    """A filled path prints a line wherever two of its parallel sides run close beside each other; else a field."""
    if not edges:
        return
    box = _bounds([point for edge in edges for point in edge])
    if min(box[2] - box[0], box[3] - box[1]) <= _THICKEST:
        out.bar(*box, colour)
        return
    level = sorted((y0, min(x0, x1), max(x0, x1)) for (x0, y0), (x1, y1) in edges if abs(y0 - y1) < _STRAIGHT)
    upright = sorted((x0, min(y0, y1), max(y0, y1)) for (x0, y0), (x1, y1) in edges if abs(x0 - x1) < _STRAIGHT)
    lines = [(start, at, stop, at) for at, start, stop in _close_pairs(level)]
    lines += [(at, start, at, stop) for at, start, stop in _close_pairs(upright)]
    for line in lines:
        out.bar(*line, colour)
    if not lines and min(colour) < _WHITE:
        out.fields.append((box, colour))


def _close_pairs(sides: list[tuple[float, float, float]]) -> Iterator[tuple[float, float, float]]:
    for number, (at, start, stop) in enumerate(sides):
        for other, begin, end in sides[number + 1 : number + 400]:
            if other - at > _THICKEST:
                break
            if other > at and min(stop, end) - max(start, begin) > _THICKEST:
                yield (at + other) / 2, max(start, begin), min(stop, end)
