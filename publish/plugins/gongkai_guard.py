"""Datasette plugin: what reaches the site and what leaves it: no writing, drafts within limits, safe headers."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Response

from publish.archive_db import DATABASE
from publish.desk import FullError
from publish.page import Page
from publish.pages import selfcheck
from publish.safety import security_headers
from publish.site import is_ours, site_of
from publish.upload import Part, UploadError, boundary_of, discard, form_of, whole_body

App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]
DESKS = ("/selfcheck", "/en/selfcheck")
"""The only addresses that take a body. Nothing of it is kept."""
READ_ONLY = ("GET", "HEAD")
DOWNLOADS = re.compile(rf"/data/releases/|/{DATABASE}\.db$")
"""Files that are sent as they lie on the disk, with their size: most are packed already."""
BODY_SECONDS = 120
MOST_DISCARDED = 200 * 2**20
"""Of a body that is too long: a browser shows our answer only when all it sends is taken."""
RETRY_SECONDS = 20
_STATUS = {
    "selfcheck.too_large": 413,
    "selfcheck.busy": 503,
    "selfcheck.other_site": 403,
    "site.read_only": 405,
    "site.not_here": 404,
}


class _RefusedError(Exception):
    """The request is not let in; the message is the key of the sentence."""


@hookimpl(trylast=True)
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Wrap the application from outside, so that a body is refused before anything reads it."""

    def wrap(app: App) -> App:
        async def guarded(scope: dict[str, Any], receive: Any, send: Any) -> None:
            if scope["type"] != "http" or not is_ours(datasette):
                await app(scope, receive, send)
                return
            safe = _with_headers(datasette, send)
            try:
                await _let_in(datasette, app, scope, receive, safe)
            except (_RefusedError, UploadError) as refused:
                if str(refused) == "selfcheck.too_large":
                    await discard(receive, MOST_DISCARDED, BODY_SECONDS)
                response = await _refusal(datasette, scope, str(refused))
                await response.asgi_send(safe)

        return guarded

    return wrap


async def _let_in(datasette: Datasette, app: App, scope: dict[str, Any], receive: Any, send: Any) -> None:
    path = scope["path"]
    # Datasette's own pages on itself name paths of this machine.
    if path.startswith("/-/") and not path.startswith("/-/static/"):
        raise _RefusedError("site.not_here")
    if scope["method"] in READ_ONLY:
        await app(_as_it_is(scope) if DOWNLOADS.match(path) else scope, receive, send)
        return
    desk = site_of(datasette).desk
    if scope["method"] != "POST" or path not in DESKS or not desk.settings.workers:
        raise _RefusedError("site.read_only")
    most = desk.settings.most_bytes
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    boundary = _prove_sender(headers, most)
    try:
        with desk.place():
            form = form_of(await whole_body(receive, most, BODY_SECONDS), boundary)
            await app(_with_form(scope, form), receive, _unless_forged(send))
    except FullError:
        raise _RefusedError("selfcheck.busy") from None


def _as_it_is(scope: dict[str, Any]) -> dict[str, Any]:
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]}


def _with_form(scope: dict[str, Any], form: dict[str, Part]) -> dict[str, Any]:
    """Return the request with its form read, and the form's token where asgi-csrf looks for it first."""
    token = form.get("csrftoken", Part(b"-")).data
    kept = [(name, value) for name, value in scope["headers"] if name not in (b"x-csrftoken", b"content-type")]
    return {**scope, "headers": [*kept, (b"x-csrftoken", token)], selfcheck.FORM: form}


def _unless_forged(send: Any) -> Any:
    """Return a `send` that gives our page where asgi-csrf refuses."""

    async def checked(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start" and message["status"] == 403:
            raise _RefusedError("selfcheck.other_site")
        await send(message)

    return checked


def _prove_sender(headers: dict[str, str], most: int) -> bytes:
    """Return what parts the form's fields. Raises unless the head says that it is ours and at most `most` bytes."""
    length = headers.get("content-length", "0")
    if not length.isascii() or not length.isdigit() or int(length) > most:
        raise _RefusedError("selfcheck.too_large")
    # Without a cookie the token in the form is never asked for.
    ours = headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none") and "authorization" not in headers
    if not ours or "ds_csrftoken=" not in headers.get("cookie", ""):
        raise _RefusedError("selfcheck.other_site")
    return boundary_of(headers.get("content-type", ""))


def _with_headers(datasette: Datasette, send: Any) -> Any:
    async def safe(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", []))
            present = {name.lower() for name, _ in headers}
            message = {**message, "headers": [*headers, *security_headers(datasette, present)]}
        await send(message)

    return safe


async def _refusal(datasette: Datasette, scope: dict[str, Any], key: str) -> Response:
    """Return our page with one sentence that says why, in the language of the address."""
    response = await selfcheck.refused(Page.of(datasette, scope), key, _STATUS.get(key, 400))
    response.headers |= {"cache-control": "no-store"}
    if key == "selfcheck.busy":
        response.headers |= {"retry-after": str(RETRY_SECONDS)}
    if scope["method"] not in READ_ONLY:
        # What is left of the body is never read.
        response.headers |= {"connection": "close"}
    return response
