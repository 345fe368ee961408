"""OFD, the national format for fixed layout (GB/T 33190-2016), to Document: laid out as a PDF is.

The libraries on PyPI do not do: one cannot read the files that it writes itself, one does not build, and both convert
to PDF through a library under a licence that binds whoever uses it.
"""

from __future__ import annotations

from crawler.media_type import OFD
from parsers.container import open_container
from parsers.document import Document
from parsers.ofd_pages import sheets_of
from parsers.pdf import document_of_pages
from parsers.pdf_pages import laid_out


def read_ofd(data: bytes) -> Document:
    """Read OFD bytes into a Document. Raises ValueError with one sentence when it is damaged, encrypted or holds no
    text, as when its pages are pictures."""
    with open_container(data) as container:
        pages, _unread = laid_out(sheets_of(container))
    if not any(page.items for page in pages):
        raise ValueError("the OFD file has no text: its pages are pictures; save it as PDF")
    return document_of_pages(pages, OFD, ())
