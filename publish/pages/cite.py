"""A report's citation as a file."""

from __future__ import annotations

from collections.abc import Callable

from datasette.utils.asgi import Response

from publish import citations
from publish.archive_db import Row
from publish.page import Page


async def bibtex(page: Page) -> Response:
    """Give the BibTeX entry of a report."""
    return await _file(page, citations.bibtex, "bib", "application/x-bibtex")


async def ris(page: Page) -> Response:
    """Give the RIS record of a report."""
    return await _file(page, citations.ris, "ris", "application/x-research-info-systems")


async def _file(page: Page, write: Callable[[Row], str], ending: str, media_type: str) -> Response:
    found = await page.needed(page.vars["key"], "report", key=page.vars["key"])
    name = {"content-disposition": f'attachment; filename="{found["report_key"]}.{ending}"'}
    return Response(write(found), headers=name, content_type=f"{media_type}; charset=utf-8")
