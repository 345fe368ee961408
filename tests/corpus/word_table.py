"""A grid as a WordprocessingML table: spans by gridSpan and vMerge, cells as users of Word leave them."""

from __future__ import annotations

import random
from collections.abc import Sequence

from demo.official_form import Grid
from tests.corpus.layout import Layout
from tests.corpus.placing import Placed, placed, width
from tests.corpus.print_page import is_narrow
from tests.corpus.word_runs import Pen, Setting

TWIPS_A_MM = 56.7
SIDES = {"all": "top left bottom right insideH insideV", "rows": "top bottom insideH", "none": ""}
MARGINS = "<w:tblCellMar><w:left w:w='40' w:type='dxa'/><w:right w:w='40' w:type='dxa'/></w:tblCellMar>"


class TableSetter:
    """Sets grids as tables of one report. `settings` are the ways to set a figure beside plain runs; `controls`
    wraps whole cells and rows in content controls, `nested` sets some figures as tables of one cell."""

    def __init__(
        self, layout: Layout, rng: random.Random, settings: Sequence[Setting], nested: bool, controls: bool
    ) -> None:
        self.layout, self.rng, self.settings = layout, rng, settings
        self.nested, self.controls = nested, controls
        self.pen = Pen(layout.font, layout.table_size, rng)
        self.room = ((297 if layout.landscape else 210) - 2 * layout.margin) * TWIPS_A_MM

    def table(self, grid: Grid, heads: int = 0) -> str:
        rows = placed(grid)
        columns = self._columns(rows)
        sides = "".join(
            f"<w:{side} w:val='single' w:sz='4' w:color='000000'/>" for side in SIDES[self.layout.border].split()
        )
        head = f"<w:tblPr><w:tblW w:w='{round(self.room)}' w:type='dxa'/><w:jc w:val='center'/><w:tblBorders>{sides}</w:tblBorders>"
        head += f"<w:tblLayout w:type='fixed'/>{MARGINS}</w:tblPr>"
        cols = "".join(f"<w:gridCol w:w='{round(each)}'/>" for each in columns)
        lines = [self._row(row, columns, at < heads and self.layout.repeat_heads) for at, row in enumerate(rows)]
        return f"<w:tbl>{head}<w:tblGrid>{cols}</w:tblGrid>{''.join(lines)}</w:tbl>"

    def _columns(self, rows: list[list[Placed]]) -> list[float]:
        """Give the columns that hold narrow labels the room of two characters."""
        count = width(rows)
        slim = {
            place.column
            for row in rows
            for place in row
            if place.cell and place.colspan == 1 and self.layout.label != "plain" and is_narrow(place.cell)
        }
        few = min(self.layout.table_size * 2.4 * 20, self.room / count)
        rest = (self.room - few * len(slim)) / max(1, count - len(slim))
        return [few if at in slim else rest for at in range(count)]

    def _row(self, row: list[Placed], columns: list[float], head: bool) -> str:
        cells = "".join(self._cell(place, columns) for place in row)
        if self.controls and self.rng.random() < 0.05:
            cells = self._wrapped(cells)
        line = f"<w:tr><w:trPr>{'<w:tblHeader/>' if head else ''}</w:trPr>{cells}</w:tr>"
        return self._wrapped(line) if self.controls and self.rng.random() < 0.05 else line

    def _wrapped(self, inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    def _cell(self, place: Placed, columns: list[float]) -> str:
        wide = sum(columns[place.column : place.column + place.colspan])
        about = f"<w:tcW w:w='{round(wide)}' w:type='dxa'/>"
        about += f"<w:gridSpan w:val='{place.colspan}'/>" if place.colspan > 1 else ""
        cell = place.cell
        if cell is None:
            return f"<w:tc><w:tcPr>{about}<w:vMerge/></w:tcPr><w:p/></w:tc>"
        about += "<w:vMerge w:val='restart'/>" if cell.rowspan > 1 else ""
        if is_narrow(cell) and self.layout.label == "vertical":
            about += "<w:textDirection w:val='tbRlV'/>"
        about += "<w:vAlign w:val='center'/>"
        return f"<w:tc><w:tcPr>{about}</w:tcPr>{self._content(cell.text, bool(cell.code), wide)}</w:tc>"

    def _content(self, text: str, figure: bool, wide: float) -> str:
        centred = "<w:jc w:val='center'/>" if figure or self.layout.centred else ""
        if not text:
            return f"<w:p><w:pPr>{centred}</w:pPr></w:p>"
        if figure and self.settings and self.rng.random() < 0.3:
            inner = self.rng.choice(self.settings)(self.pen, text)
        else:
            inner = self.pen.split(text) if self.rng.random() < 0.5 else self.pen.run(text)
        paragraph = f"<w:p><w:pPr>{centred}</w:pPr>{inner}</w:p>"
        if figure and self.nested and self.rng.random() < 0.03:
            return self._nested(paragraph, wide)
        if not figure and len(text) > 6 and self.rng.random() < 0.1:
            cut = len(text) // 2
            return "".join(
                f"<w:p><w:pPr>{centred}</w:pPr>{self.pen.run(part)}</w:p>" for part in (text[:cut], text[cut:])
            )
        return paragraph

    def _nested(self, paragraph: str, wide: float) -> str:
        """A table of one cell inside the cell, as pasting a cell leaves it; Word asks for a paragraph behind it."""
        size = round(wide * 0.8)
        table = f"<w:tbl><w:tblPr><w:tblW w:w='{size}' w:type='dxa'/></w:tblPr><w:tblGrid><w:gridCol w:w='{size}'/></w:tblGrid>"
        return f"{table}<w:tr><w:tc><w:tcPr/>{paragraph}</w:tc></w:tr></w:tbl><w:p/>"
