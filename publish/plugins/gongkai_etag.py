"""Datasette plugin: an ETag for every page, so that what has not been rebuilt is not sent again."""

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
App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


@hookimpl(tryfirst=True)
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Wrap the application. The archive never changes while it is served, so the tag is that of archive and site."""

    def wrap(app: App) -> App:
        async def tagged(scope: dict[str, Any], receive: Any, send: Any) -> None:
            if scope["type"] != "http" or scope["method"] != "GET" or not tags(datasette, scope):
                await app(scope, receive, send)
                return
            tag = f'W/"{site_of(datasette).tag}"'.encode()
            if dict(scope["headers"]).get(b"if-none-match") == tag:
                await send({"type": "http.response.start", "status": 304, "headers": [(b"etag", tag)]})
                await send({"type": "http.response.body", "body": b""})
                return

            async def send_tagged(message: dict[str, Any]) -> None:
                if message["type"] == "http.response.start" and message["status"] == 200 and not _is_private(message):
                    message["headers"] = [*message["headers"], (b"etag", tag)]
                await send(message)

            await app(scope, receive, send_tagged)

        return tagged

    return wrap


def tags(datasette: Datasette, scope: dict[str, Any]) -> bool:
    """Tell whether what is asked for changes with the archive alone."""
    return is_ours(datasette) and scope["path"] not in LIVE and not scope["path"].startswith(FILES)


def _is_private(message: dict[str, Any]) -> bool:
    return any(name.lower() == b"cache-control" and b"no-store" in value for name, value in message["headers"])
