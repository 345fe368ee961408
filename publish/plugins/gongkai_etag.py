"""Datasette plugin: an ETag for every page and how long it may be kept, so that what has not been rebuilt is not sent
again and what has been is never shown from before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette

from publish.site import is_ours, site_of

FILES = "/data/releases/"
"""Files of releases bear a tag and a time of their own."""
LIVE = ("/operations", "/en/operations", "/data", "/en/data")
"""Pages that also tell what is in the ledger or among the releases, which changes between builds: they have no tag."""
ASKED_AGAIN = b"public, max-age=0, s-maxage=60, must-revalidate"
"""A browser asks each time and is answered in a few bytes; a cache before the site (nginx) may keep a page a minute."""
NEVER_CHANGES = b"public, max-age=31536000, immutable"
"""A file whose address names the version of the site."""
WITH_DATASETTE = b"public, max-age=86400"
LIVE_AGAIN = b"no-cache"
App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


@hookimpl(tryfirst=True)
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Wrap the application. The archive never changes while it is served, so the tag is that of archive and site."""

    def wrap(app: App) -> App:
        async def tagged(scope: dict[str, Any], receive: Any, send: Any) -> None:
            if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or not is_ours(datasette):
                await app(scope, receive, send)
                return
            told = told_of(scope, site_of(datasette).tag)
            if _has(scope, dict(told).get(b"etag")):
                headers = [*told, (b"vary", b"Cookie, Authorization, Accept-Encoding")]
                await send({"type": "http.response.start", "status": 304, "headers": headers})
                await send({"type": "http.response.body", "body": b""})
                return

            async def send_tagged(message: dict[str, Any]) -> None:
                if message["type"] == "http.response.start" and message["status"] == 200 and not _is_private(message):
                    kept = [pair for pair in message["headers"] if pair[0].lower() != b"cache-control"]
                    message["headers"] = [*kept, *told]
                await send(message)

            await app(scope, receive, send_tagged)

        return tagged

    return wrap


def told_of(scope: dict[str, Any], tag: str) -> Headers:
    """Return the headers that tell a browser how long it may keep what is asked for, and by which tag to ask again."""
    path = scope["path"]
    if path.startswith(FILES):
        return []
    if path in LIVE:
        return [(b"cache-control", LIVE_AGAIN)]
    how_long = ASKED_AGAIN
    if path.startswith("/static/") and scope["query_string"] == tag.encode():
        how_long = NEVER_CHANGES
    elif path.startswith("/-/static/"):
        how_long = WITH_DATASETTE
    return [(b"etag", f'W/"{tag}"'.encode()), (b"cache-control", how_long)]


def _has(scope: dict[str, Any], tag: bytes | None) -> bool:
    """Tell whether the browser says that it holds what bears the tag; a weak tag is like the strong one."""
    asked = dict(scope["headers"]).get(b"if-none-match", b"")
    return tag is not None and tag.removeprefix(b"W/") in [one.strip().removeprefix(b"W/") for one in asked.split(b",")]


def _is_private(message: dict[str, Any]) -> bool:
    return any(name.lower() == b"cache-control" and b"no-store" in value for name, value in message["headers"])
