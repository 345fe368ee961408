"""A whole report as a PDF: its three tables with known figures, set in any style and cut by pages anywhere."""

from __future__ import annotations

import random

from parsers.read import read
from tests.parsers.pdf.writer import A4, Page, placed, rows_between, set_table
from tests.parsers.test_variety import wrong_cells
from tests.parsers.variety.figures import figures
from tests.parsers.variety.page import HEADS, ORGAN, TITLE, YEAR
from tests.parsers.variety.sheet import Sheet, sheet

WIDTHS = {"a": [130.0, 110.0, 110.0, 110.0], "b": [50.0, 50.0, 150.0, *[30.0] * 7], "c": [32.0] * 15}
LEFT, TOP, FOOT, LEADING = 60.0, 780.0, 70.0, 20.0


def made(seed: int, form: str) -> Sheet:
    rng = random.Random(seed)
    return sheet(rng, form, figures(rng, form))


class Setter:
    """Sets lines and tables one below the other, on as many pages as they need."""

    def __init__(self, style: str = "strokes", numbers: bool = False, running: str = "", rows: int = 99) -> None:
        self.style, self.numbers, self.running, self.rows = style, numbers, running, rows
        self.pages: list[Page] = []
        self.begin()

    def begin(self) -> None:
        self.pages.append(Page())
        self.y = TOP
        if self.numbers:
            self.page.text(290, 40, f"- {len(self.pages)} -", 9)
        if self.running:
            self.page.text(200, 815, self.running, 9)

    @property
    def page(self) -> Page:
        return self.pages[-1]

    def line(self, words: str, size: float = 10, left: float = LEFT) -> None:
        if self.y < FOOT + size:
            self.begin()
        self.page.text(left, self.y, words, size)
        self.y -= max(LEADING, size * 1.5)

    def table(self, grid, widths: list[float], size: float = 6, height: float = 17) -> None:
        cells, first = placed(grid), 0
        while first < len(grid):
            fitting = min(int((self.y - FOOT) / height), self.rows)
            if fitting < 1:
                self.begin()
                continue
            last = min(first + fitting, len(grid))
            self.y = set_table(
                self.page, rows_between(cells, first, last), LEFT, self.y, widths, self.style, size, height
            )
            self.y -= LEADING
            first = last
            if first < len(grid):
                self.begin()


class LevelSetter(Setter):
    """Draws no upright lines."""

    def begin(self) -> None:
        super().begin()
        page = self.page
        page.cell = lambda left, bottom, right, top, style: [page.line(left, y, right, y) for y in (bottom, top)]  # type: ignore[method-assign]


class BareSetter(Setter):
    """Draws no lines at all."""

    def begin(self) -> None:
        super().begin()
        self.page.cell = lambda *_: None  # type: ignore[method-assign]


def report(sheet: Sheet, setter: Setter) -> list[Page]:
    """Set a report and return its pages."""
    setter.line(TITLE, 16)
    setter.line(f"统计期限自{YEAR}年1月1日起至{YEAR}年12月31日止。")
    setter.line(HEADS[0])
    setter.line("我局认真落实条例。一是抓公开。二是抓平台。")
    for head, letter in zip(HEADS[1:4], "abc", strict=True):
        setter.line(head)
        setter.table(sheet.grids[letter], WIDTHS[letter])
    for head in HEADS[4:]:
        setter.line(head)
        setter.line("无。")
    return setter.pages


def check(data: bytes, sheet: Sheet) -> None:
    """Every cell is right, or null with a note that names it; title and form are right too."""
    reading = read(data)
    assert reading.report, (reading.verdict, reading.reason)
    assert not wrong_cells(reading.report, sheet)
    assert (reading.report.organ, reading.report.year) == (ORGAN, YEAR)
    assert {reading.report.forms[letter] for letter in "abc"} == {sheet.form}


def turned(pages: list[Page], by: int) -> list[Page]:
    """Return the pages as a scanner's or a printer's driver leaves them: content on its side, /Rotate to set it right."""
    wide, high = A4
    matrix = {90: f"0 1 -1 0 {high} 0", 180: f"-1 0 0 -1 {wide} {high}", 270: f"0 -1 1 0 0 {wide}"}[by]
    size = (high, wide) if by % 180 else A4
    return [Page(size, by, [f"q {matrix} cm", *page.commands, "Q"]) for page in pages]
