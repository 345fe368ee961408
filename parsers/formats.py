"""Which reader reads which format; a format is told from the first bytes of a file, never from its name."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from parsers.document import Document

Reader = Callable[[bytes], Document]

# Readers are imported when first needed: most files are HTML, and the libraries of the others are large.
_READERS: dict[str, tuple[str, str]] = {
    "image/jpeg": ("scan", "read_image"),
    "image/png": ("scan", "read_image"),
    "image/tiff": ("scan", "read_image"),
    "image/bmp": ("scan", "read_image"),
    "image/gif": ("scan", "read_image"),
    "image/webp": ("scan", "read_image"),
}


def reader_of(kind: str) -> Reader | None:
    """Return the reader of a media type, which raises ValueError with one sentence for what it cannot read; None
    where there is none."""
    if kind not in _READERS:
        return None
    module, name = _READERS[kind]
    reader: Reader = getattr(import_module(f"parsers.{module}"), name)
    return reader
