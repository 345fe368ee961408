"""Which reader reads which format; a format is told from the first bytes of a file, never from its name."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from crawler.media_type import PDF
from parsers.document import Document

Reader = Callable[[bytes], Document]

# Readers are imported when first needed: most files are HTML, and the libraries of the others are large.
_READERS: dict[str, tuple[str, str]] = {PDF: ("pdf", "read_pdf")}


def reader_of(kind: str) -> Reader | None:
    """Return the reader of a media type, which raises ValueError with one sentence for what it cannot read; None
    where there is none."""
    if kind not in _READERS:
        return None
    module, name = _READERS[kind]
    reader: Reader = getattr(import_module(f"parsers.{module}"), name)
    return reader
