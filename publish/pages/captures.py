"""The capture behind a report: its raw bytes, a page of it that is safe to look at, and what is known of it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from datasette.utils.asgi import Response

from captures.records import CaptureError
from captures.store import CaptureStore
from crawler.charset import decode
from crawler.media_type import HTML, JSON
from parsers.codes import codes
from publish.archive_db import Row
from publish.captured_page import MOST_BYTES, SafePage, cell_id
from publish.cell_place import Spot, spot
from publish.chains import cell_in, chain_of, is_read_elsewhere
from publish.page import Page
from publish.read_again import Again, read_again
from publish.safety import CAPTURED, FRAMING

SAFE = {
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
PAGES = (HTML, JSON)


class _NotHereError(Exception):
    """The capture cannot be shown; the message is the sentence that says why."""


async def capture(page: Page) -> Response:
    """Give the stored bytes: what is text as plain text in its own encoding, all else as a download."""
    digest = page.vars["sha256"]
    try:
        body = await _body(page)
    except _NotHereError as error:
        return await page.render("missing.html", status=404, what=digest, why=str(error))
    if b"\0" in body[:4096]:
        name = {"content-disposition": f'attachment; filename="{digest}"'}
        return Response(body, headers={**SAFE, **name}, content_type="application/octet-stream")
    return Response(body, headers=SAFE, content_type=f"text/plain; charset={decode(body).encoding}")


async def captured(page: Page) -> Response:
    """Give a captured page without anything that runs or loads, for the frame of `look`."""
    digest = page.vars["sha256"]
    try:
        shown = await _safe_page(page)
    except _NotHereError as error:
        return await page.render("missing.html", status=404, what=digest, why=str(error))
    html = await page.datasette.render_template("captured.html", {"body": shown.body, "tag": page.site.tag})
    return Response.html(html, headers=dict(CAPTURED))


async def look(page: Page) -> Response:
    """Show what is known of a capture, and the page in a frame; `code` of the query string names a cell to mark, and
    `again` asks that a capture which is no page be read again for where the cell stands."""
    digest, code = page.vars["sha256"], page.arg("code")
    versions = await page.rows("capture_versions", sha256=digest)
    known = await page.row("capture", sha256=digest)
    if not known and not versions:
        return await page.render("missing.html", status=404, what=digest, why=page.t("capture.missing"))
    shown, why = None, ""
    if (known or versions[0])["media_type"] in PAGES:
        try:
            shown = await _safe_page(page)
        except _NotHereError as error:
            why = str(error)
    marked = await _marked(page, versions, code, shown) if code in codes() and versions else None
    can_read = bool(marked and marked.state == "not_a_page" and page.site.data and page.site.desk.settings.workers)
    again = await _again(page, code, marked) if marked and can_read and page.arg("again") else None
    # Whether the desk is full is no matter of the archive: such an answer must not be kept.
    page.headers = {**FRAMING, **({"cache-control": "no-store"} if again else {})}
    return await page.render(
        "capture.html",
        digest=digest,
        capture=known,
        versions=versions,
        sightings=await page.rows("capture_sightings", sha256=digest),
        is_shown=shown is not None,
        why=why,
        code=codes().get(code),
        marked=marked,
        can_read=can_read and again is None,
        again=again,
        read=again.cell.raw if again and again.cell else "",
        there=marked.cell.raw if marked else "",
        anchor=f"#{cell_id(marked.position)}" if marked and marked.position and marked.state == "holds" else "",
    )


async def _marked(page: Page, versions: list[Row], code: str, shown: SafePage | None) -> Spot | None:
    """Return where the cell of a code stands in the capture, as far as the page itself bears it out."""
    version = versions[0]
    report = await page.needed(version["report_key"], "report", key=version["report_key"])
    found = await chain_of(page, code, report)
    if found is None:
        return None
    cell = cell_in(found, version["sha256"])
    return spot(cell, await is_read_elsewhere(page, version), shown.cells if shown else None)


async def _again(page: Page, code: str, marked: Spot) -> Again | None:
    try:
        return await read_again(page.site.desk, await _body(page), code, marked.cell)
    except _NotHereError:
        return None


async def _safe_page(page: Page) -> SafePage:
    body = await _body(page)
    if len(body) > MOST_BYTES:
        raise _NotHereError(page.t("capture.too_large", megabytes=MOST_BYTES // 2**20))
    try:
        return await asyncio.to_thread(SafePage, body)
    except ValueError as error:
        raise _NotHereError(page.t("capture.not_shown")) from error


async def _body(page: Page) -> bytes:
    if page.site.data is None:
        raise _NotHereError(page.t("capture.missing_data"))
    try:
        return await asyncio.to_thread(_stored, page.site.data, page.vars["sha256"])
    except CaptureError as error:
        raise _NotHereError(page.t("capture.missing")) from error


def _stored(data: Path, digest: str) -> bytes:
    with CaptureStore(data) as store:
        return store.body(digest)
