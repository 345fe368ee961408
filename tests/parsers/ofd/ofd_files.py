"""OFD files made for tests: a report set by hand, as the format's standard (GB/T 33190-2016) writes pages."""

from __future__ import annotations

import io
import zipfile
from html import escape

from demo.official_form import Grid
from tests.parsers.variety.page import HEADS, TITLE, YEAR
from tests.parsers.variety.sheet import Sheet

WIDTH, HEIGHT, MARGIN, SIZE, STEP = 210.0, 297.0, 12.0, 3.2, 4.4
NAMESPACE = "http://www.ofdspec.org/2016"


class Pages:
    """Pages being set: objects as XML, from top to bottom, a new page when one is full."""

    def __init__(self) -> None:
        self.pages: list[list[str]] = [[]]
        self.y = MARGIN

    def room(self, height: float) -> None:
        if self.y + height > HEIGHT - MARGIN:
            self.pages.append([])
            self.y = MARGIN

    def text(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        steps = " ".join(str(size if char > "\u2e7f" else size / 2) for char in text[:-1])
        self.pages[-1].append(
            f'<ofd:TextObject ID="9" Boundary="{x} {y} {size * len(text) + 1} {size * 1.3}" Font="1" Size="{size}">'
            f'<ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
        )

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.pages[-1].append(
            f'<ofd:PathObject ID="9" Boundary="{x0} {y0} {x1 - x0 + 0.1} {y1 - y0 + 0.1}" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def paragraph(self, text: str, size: float = SIZE) -> None:
        most = int((WIDTH - 2 * MARGIN) / size)
        for start in range(0, len(text), most):
            self.room(size * 1.5)
            self.text(MARGIN, self.y, text[start : start + most], size)
            self.y += size * 1.5

    def table(self, grid: Grid) -> None:
        columns = sum(cell.colspan for cell in grid[0])
        wide = (WIDTH - 2 * MARGIN) / columns
        heights = [_height(row, wide) for row in grid]
        taken: set[tuple[int, int]] = set()
        for at, row in enumerate(grid):
            if self.y + heights[at] > HEIGHT - MARGIN:
                self.room(HEIGHT)
            column = 0
            for cell in row:
                while (at, column) in taken:
                    column += 1
                taken |= {(r, c) for r in range(at, at + cell.rowspan) for c in range(column, column + cell.colspan)}
                self._cell(cell.text, column * wide, cell.colspan * wide)
                column += cell.colspan
            self._walls(taken, at, columns, wide, heights[at])
            self.y += heights[at]

    def _cell(self, text: str, x: float, wide: float) -> None:
        most = max(int((wide - 1) / SIZE), 1)
        most = most if not text.replace(".", "").replace("-", "").isdecimal() else 99
        for number, start in enumerate(range(0, len(text), most)):
            self.text(MARGIN + x + 0.5, self.y + number * STEP + 0.6, text[start : start + most])

    def _walls(self, taken: set, at: int, columns: int, wide: float, high: float) -> None:
        """Every cell of one row and column has its own lines; these tables have no merged cells but across."""
        for edge in (self.y, self.y + high):
            self.line(MARGIN, edge, MARGIN + columns * wide, edge)
        for column in range(columns + 1):
            self.line(MARGIN + column * wide, self.y, MARGIN + column * wide, self.y + high)


def _height(row: list, wide: float) -> float:
    lines = [-(-len(cell.text) // max(int((cell.colspan * wide - 1) / SIZE), 1)) for cell in row if not cell.code]
    return max([1, *lines]) * STEP + 1


def flat(grid: Grid) -> Grid:
    """The grid with every span set as empty cells beside, below its first cell: only such cells are drawn here."""
    rows, columns = len(grid), sum(cell.colspan for cell in grid[0])
    made = [[None] * columns for _ in range(rows)]
    for at, row in enumerate(grid):
        for cell in row:
            column = next(c for c in range(columns) if made[at][c] is None)
            for r in range(at, min(at + cell.rowspan, rows)):
                for c in range(column, column + cell.colspan):
                    made[r][c] = type(cell)("")
            made[at][column] = type(cell)(cell.text.replace("\n", ""), code=cell.code)
    return made


def report(sheet: Sheet, title: str = TITLE) -> bytes:
    pages = Pages()
    pages.paragraph(title, 6.0)
    pages.paragraph(f"统计期限自{YEAR}年1月1日起至{YEAR}年12月31日止。")
    for head, letter in zip(HEADS, " abc  ", strict=True):
        pages.paragraph(head)
        if letter == " ":
            pages.paragraph("我局认真落实条例，没有其他需要报告的事项。" * 3)
        else:
            pages.table(flat(sheet.grids[letter]))
    return packed(pages.pages)


def packed(pages: list[list[str]], template: str = "") -> bytes:
    """Pages of objects as a file; `template` is drawn under each."""

    def part(name: str, inner: str) -> str:
        return f'<?xml version="1.0" encoding="UTF-8"?><ofd:{name} xmlns:ofd="{NAMESPACE}">{inner}</ofd:{name}>'

    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    under = '<ofd:TemplatePage ID="77" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    area = f"<ofd:PageArea><ofd:PhysicalBox>0 0 {WIDTH} {HEIGHT}</ofd:PhysicalBox></ofd:PageArea>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr(
            "OFD.xml", part("OFD", "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>")
        )
        container.writestr(
            "Doc_0/Document.xml",
            part("Document", f"<ofd:CommonData>{area}{under}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>"),
        )
        if template:
            inner = f'<ofd:Content><ofd:Layer ID="1">{template}</ofd:Layer></ofd:Content>'
            container.writestr("Doc_0/Tpls/Tpl_0/Content.xml", part("Page", inner))
        for number, objects in enumerate(pages):
            used = '<ofd:Template TemplateID="77" ZOrder="Background"/>' if template else ""
            inner = f'{used}<ofd:Content><ofd:Layer ID="1">{"".join(objects)}</ofd:Layer></ofd:Content>'
            container.writestr(f"Doc_0/Pages/Page_{number}/Content.xml", part("Page", inner))
    return out.getvalue()
