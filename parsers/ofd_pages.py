"""The pages of an OFD file (GB/T 33190-2016): their characters and ruling lines, laid out as those of a PDF are."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Sequence

from lxml import etree

from parsers.container import DAMAGES
from parsers.pdf_glyphs import MOST_GLYPHS, Glyph
from parsers.pdf_layout import Sheet, sheet_of
from parsers.ruling import Line

MOST_PAGES = 1_000
POINTS = 72 / 25.4
"""Points in a millimetre, in which OFD measures."""
_ASCENT = 0.86
"""Share of the type size that stands above the baseline; OFD gives no boxes of characters."""
_NARROW = 0.5
"""Width of a Latin letter or digit in type sizes, where the file does not say."""
_THIN = 1.5
"""Millimetres: a filled shape no thicker than this is a line."""
_STRAIGHT = 0.3
_DEEPEST = 8
_A4 = (0.0, 0.0, 210.0, 297.0)
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Numbers = tuple[float, ...]
Matrix = tuple[float, float, float, float, float, float]
Drawing = tuple[list[Glyph], list[Line], list[Line]]


def sheets_of(container: zipfile.ZipFile) -> Iterator[Sheet]:
    """Yield the pages of an opened OFD file. Raises ValueError with one sentence when a part is missing or damaged."""
    root = _part(container, "OFD.xml")
    where = _text(root, "DocRoot").lstrip("/")
    document = _part(container, where)
    folder = posixpath.dirname(where)
    area = _box(_text(document, "PhysicalBox")) or _A4
    templates = {one.get("ID"): _located(folder, one) for one in document.iter("{*}TemplatePage")}
    pages = list(document.iter("{*}Page"))
    if not pages:
        raise ValueError("the OFD file has no pages")
    if len(pages) > MOST_PAGES:
        raise ValueError(f"the OFD file has more than {MOST_PAGES} pages")
    for number, page in enumerate(pages, start=1):
        content = _part(container, _located(folder, page))
        layers = [content]
        for template in content.iter("{*}Template"):
            path = templates.get(template.get("TemplateID"))
            if path:
                layers.insert(0, _part(container, path))
        box = _box(_text(content, "PhysicalBox")) or area
        drawing: Drawing = ([], [], [])
        for layer in layers:
            for child in layer.iter("{*}Layer"):
                _draw(child, _IDENTITY, drawing, 0)
        yield sheet_of(number, (box[2] * POINTS, box[3] * POINTS), *drawing)


def _located(folder: str, element: etree._Element) -> str:
    base = element.get("BaseLoc", "")
    return base.lstrip("/") if base.startswith("/") else posixpath.normpath(posixpath.join(folder, base))


def _part(container: zipfile.ZipFile, name: str) -> etree._Element:
    try:
        return etree.fromstring(container.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
    except (*DAMAGES, etree.LxmlError, SyntaxError, ValueError) as error:
        raise ValueError(f"the OFD file is damaged at {name or 'its root'}") from error


def _text(element: etree._Element, name: str) -> str:
    found = next(element.iter(f"{{*}}{name}"), None)
    return (found.text or "").strip() if found is not None else ""


def _numbers(text: str) -> Numbers:
    try:
        return tuple(float(word) for word in text.split())
    except ValueError:
        return ()


def _box(text: str) -> Numbers | None:
    numbers = _numbers(text)
    return numbers if len(numbers) == 4 and numbers[2] > 1 and numbers[3] > 1 else None


def _draw(layer: etree._Element, outer: Matrix, drawing: Drawing, depth: int) -> None:
    """Draw what a layer or block holds. Raises ValueError when there are more characters than any report prints."""
    for element in layer:
        name = str(element.tag).rpartition("}")[2]
        if element.get("Visible", "true").lower() == "false" or depth > _DEEPEST:
            continue
        if name == "PageBlock":
            _draw(element, outer, drawing, depth + 1)
        elif name == "TextObject":
            drawing[0].extend(_glyphs(element, _placed(element, outer)))
        elif name == "PathObject":
            for line, is_level in _lines(element, _placed(element, outer)):
                (drawing[1] if is_level else drawing[2]).append(line)
    if len(drawing[0]) > MOST_GLYPHS:
        raise ValueError("a page of the OFD file has more characters than any report")


def _placed(element: etree._Element, outer: Matrix) -> Matrix:
    """Return the map from an object's own coordinates to millimetres on the page."""
    left, top = (*_numbers(element.get("Boundary", "")), 0.0, 0.0)[:2]
    own = _numbers(element.get("CTM", ""))
    a, b, c, d, e, f = own if len(own) == 6 else _IDENTITY
    return _after(outer, (a, b, c, d, e + left, f + top))


def _after(outer: Matrix, inner: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    x, y = _at(outer, e, f)
    return (
        outer[0] * a + outer[2] * b, outer[1] * a + outer[3] * b, outer[0] * c + outer[2] * d,
        outer[1] * c + outer[3] * d, x, y,
    )  # fmt: skip


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    return matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]


def _glyphs(element: etree._Element, matrix: Matrix) -> Iterator[Glyph]:
    size = (*_numbers(element.get("Size", "")), 0.0)[0]
    high = size * abs(matrix[3] or matrix[1])
    x = y = 0.0
    for code in element.iter("{*}TextCode"):
        x = (*_numbers(code.get("X", "")), x)[0]
        y = (*_numbers(code.get("Y", "")), y)[0]
        text = code.text or ""
        across, down = _deltas(code.get("DeltaX", ""), len(text)), _deltas(code.get("DeltaY", ""), len(text))
        spaced = False
        at_x, at_y = x, y
        for at, char in enumerate(text):
            width = size * (1.0 if char > "\u2e7f" else _NARROW)
            if char.isspace():
                spaced = True
            else:
                left, base = _at(matrix, at_x, at_y)
                right = _at(matrix, at_x + width, at_y)[0]
                yield _glyph(char, (left, right), base, high, spaced)
                spaced = False
            at_x += across[at] if at < len(across) else width
            at_y += down[at] if at < len(down) else 0.0


def _glyph(char: str, ends: tuple[float, float], base: float, high: float, spaced: bool) -> Glyph:
    top, bottom = base - _ASCENT * high, base + (1 - _ASCENT) * high
    left, right = min(ends) * POINTS, max(ends) * POINTS
    return Glyph(char, left, top * POINTS, right, bottom * POINTS, base * POINTS, high * POINTS, spaced)


def _deltas(text: str, most: int) -> list[float]:
    """Return the steps from character to character; `g 10 3.5` stands for ten steps of 3.5."""
    out: list[float] = []
    words = text.split()
    while words and len(out) < most:
        if words[0] == "g" and len(words) >= 3:
            count, step = _numbers(" ".join(words[1:3])) or (0.0, 0.0)
            out += [step] * min(int(count), most)
            words = words[3:]
        else:
            out += _numbers(words[0])
            words = words[1:]
    return out


def _lines(element: etree._Element, matrix: Matrix) -> Iterator[tuple[Line, bool]]:
    """Yield the lines along the axes that a path strokes, or that it is when filled and thin, and whether level."""
    for points in _strokes(_text(element, "AbbreviatedData").split()):
        at = [_at(matrix, x, y) for x, y in points]
        left, right = min(x for x, _ in at), max(x for x, _ in at)
        top, bottom = min(y for _, y in at), max(y for _, y in at)
        if element.get("Fill", "false").lower() == "true" and min(right - left, bottom - top) <= _THIN:
            yield _line((left, top), (right, bottom), right - left >= bottom - top)
        elif element.get("Stroke", "true").lower() == "true":
            for one, two in zip(at, at[1:], strict=False):
                if min(abs(one[0] - two[0]), abs(one[1] - two[1])) < _STRAIGHT:
                    yield _line(one, two, abs(one[1] - two[1]) < _STRAIGHT)


def _line(one: tuple[float, float], two: tuple[float, float], is_level: bool) -> tuple[Line, bool]:
    along = 0 if is_level else 1
    start, stop = sorted((one[along], two[along]))
    at = (one[1 - along] + two[1 - along]) / 2
    return Line(at * POINTS, start * POINTS, stop * POINTS), is_level


_CURVES = {"Q": 4, "B": 6, "A": 7}
"""How many numbers follow the sign of a curve; its last two are where it ends."""


def _strokes(words: Sequence[str]) -> Iterator[list[tuple[float, float]]]:
    """Yield the corners of each part of a path; a curve counts as the way to its end."""
    points: list[tuple[float, float]] = []
    at = 0
    while at < len(words):
        sign = words[at]
        if sign == "C":
            points += points[:1]
            at += 1
            continue
        count = _CURVES.get(sign, 2)
        numbers = _numbers(" ".join(words[at + 1 : at + 1 + count]))
        at += 1 + count
        if len(numbers) < 2:
            continue
        if sign in ("M", "S") and len(points) > 1:
            yield points
        points = [] if sign in ("M", "S") else points
        points.append((numbers[-2], numbers[-1]))
    if len(points) > 1:
        yield points
