"""The raw capture behind a report, served so that no browser runs or renders what a stranger wrote."""

from __future__ import annotations

import asyncio
from pathlib import Path

from datasette.utils.asgi import Response

from captures.records import CaptureError
from captures.store import CaptureStore
from crawler.charset import decode
from publish.page import Page

SAFE = {
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


async def capture(page: Page) -> Response:
    """Give the stored bytes: what is text as plain text in its own encoding, all else as a download."""
    digest = page.vars["sha256"]
    if page.site.data is None:
        return await page.render("missing.html", status=404, what=digest, why=page.t("capture.missing_data"))
    try:
        body = await asyncio.to_thread(_body, page.site.data, digest)
    except CaptureError:
        return await page.render("missing.html", status=404, what=digest, why=page.t("capture.missing"))
    if b"\0" in body[:4096]:
        name = {"content-disposition": f'attachment; filename="{digest}"'}
        return Response(body, headers={**SAFE, **name}, content_type="application/octet-stream")
    return Response(body, headers=SAFE, content_type=f"text/plain; charset={decode(body).encoding}")


def _body(data: Path, digest: str) -> bytes:
    with CaptureStore(data) as store:
        return store.body(digest)
