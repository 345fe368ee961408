"""Other programs that read tables: the rows of every table in a file, as each of them gives them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

Tables = list[list[list[str]]]
PDFS = ("pdf-libreoffice", "pdf-chromium", "pdf-weasyprint")
WORD = ("docx", "docx-libreoffice")


class Rival(NamedTuple):
    """`needs` are the modules that it takes; `formats` those it reads at all."""

    name: str
    needs: tuple[str, ...]
    formats: tuple[str, ...]
    tables: Callable[[Path, str], Tables]

    def is_here(self) -> bool:
        return all(find_spec(module) for module in self.needs)


def _frames(frames: Any) -> Tables:
    return [frame.astype(str).replace({"nan": "", "None": ""}).values.tolist() for frame in frames]


def _pandas_html(path: Path, format_: str) -> Tables:
    import pandas

    return _frames(pandas.read_html(io.BytesIO(path.read_bytes()), header=None, keep_default_na=False))


def _pandas_excel(path: Path, format_: str) -> Tables:
    import pandas

    sheets = pandas.read_excel(path, sheet_name=None, header=None, dtype=str, keep_default_na=False, engine="calamine")
    return _frames(sheets.values())


def _docx(path: Path, format_: str) -> Tables:
    import docx

    return [list(_docx_rows(table)) for table in docx.Document(str(path)).tables]


def _docx_rows(table: Any) -> Iterator[list[str]]:
    """Yield each cell of a row once: python-docx names a merged cell again for every column of it, and cannot give a
    row at all that has a cell in a content control."""
    for row in table.rows:
        try:
            cells = row.cells
        except ValueError:
            continue
        yield [cell.text for at, cell in enumerate(cells) if at == 0 or cell._tc is not cells[at - 1]._tc]


def _pdfplumber(path: Path, format_: str) -> Tables:
    import pdfplumber

    with pdfplumber.open(path) as document:
        tables = [table for page in document.pages for table in page.extract_tables()]
    # A cell covered by a span is None: what is left of a row are its own cells.
    return [[[cell for cell in row if cell is not None] for row in table] for table in tables]


def _camelot(path: Path, format_: str) -> Tables:
    import camelot

    return _frames(table.df for table in camelot.read_pdf(str(path), pages="all", flavor="lattice"))


def _docling(path: Path, format_: str) -> Tables:
    """docling's own readers without its converter, which asks for torch even where no model is used."""
    from docling.datamodel.base_models import InputFormat
    from docling.datamodel.document import InputDocument

    if format_ == "html":
        from docling.backend.html_backend import HTMLDocumentBackend as Backend
    elif format_ == "xlsx":
        from docling.backend.msexcel_backend import MsExcelDocumentBackend as Backend
    else:
        from docling.backend.msword_backend import MsWordDocumentBackend as Backend
    kind = {"html": InputFormat.HTML, "xlsx": InputFormat.XLSX}.get(format_, InputFormat.DOCX)
    document = InputDocument(path_or_stream=path, format=kind, backend=Backend, filename=path.name)._backend.convert()
    return [[[cell.text for cell in row] for row in table.data.grid] for table in document.tables]


RIVALS = (
    Rival("pandas.read_html", ("pandas",), ("html",), _pandas_html),
    Rival("pandas.read_excel", ("pandas", "python_calamine"), ("xlsx", "xls"), _pandas_excel),
    Rival("python-docx tables", ("docx",), WORD, _docx),
    Rival("docling", ("docling",), ("html", "xlsx", *WORD), _docling),
    Rival("pdfplumber tables", ("pdfplumber",), PDFS, _pdfplumber),
    Rival("camelot lattice", ("camelot",), PDFS, _camelot),
)
