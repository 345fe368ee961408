"""Datasette plugin: what a visitor is told where Datasette has no answer: one clear sentence in the page's language."""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils import tilde_decode
from datasette.utils.asgi import Base400, Request, Response
from datasette.views.base import DatasetteError

from publish.archive_db import DATABASE
from publish.metadata import SETTINGS
from publish.page import Page, shortened
from publish.site import is_ours
from publish.strings import LANGUAGES, Speaker

TOO_LONG = "SQL Interrupted"
"""Datasette's title for a query that was stopped at the limit of time."""
BY_DATASETTE = (f"/{DATABASE}/", f"/{DATABASE}.", f"/{DATABASE}?", "/_memory")
"""How the addresses begin that Datasette answers, in both languages at once."""

HOME = {"path": "/", "raw_path": b"/", "query_string": b""}
"""What the link to the other language leads to from there."""


@hookimpl
def handle_exception(
    datasette: Datasette, request: Request, exception: Exception
) -> Callable[[], Awaitable[Response]] | None:
    """Answer with a page of ours; what a program asked for as JSON stays Datasette's own."""
    if not is_ours(datasette) or request.path.endswith(".json"):
        return None

    async def told() -> Response:
        status, key, values = _said(request, exception)
        both = f"{request.path}?".startswith(BY_DATASETTE)
        page = Page.of(datasette, {**request.scope, **(HOME if both else {})})
        others = [Speaker(lang) for lang in LANGUAGES if both and lang != page.t.lang]
        asked = (request.args.get("sql") or "").strip()
        context = {"key": key, "values": values, "speakers": [page.t, *others], "sql": asked}
        response = await page.render("failed.html", status=status, is_missing=status == 404, **context)
        response.headers["cache-control"] = "no-store"
        return response

    return told


def _said(request: Request, exception: Exception) -> tuple[int, str, dict[str, Any]]:
    """Return the status, the key of the sentence and what it is filled with; nothing of an unforeseen error."""
    status = exception.status if isinstance(exception, Base400 | DatasetteError) else 500
    if status == 404:
        return 404, "site.no_page", {"what": shortened(tilde_decode(request.path))}
    if isinstance(exception, DatasetteError):
        if exception.title == TOO_LONG:
            return 400, "site.query_too_long", {"seconds": SETTINGS["sql_time_limit_ms"] // 1000}
        # Datasette answers a wrong parameter, such as an unknown column to sort by, as a fault of its own.
        return 400 if status >= 500 else status, "site.query_wrong", {"why": exception.message}
    if isinstance(exception, Base400):
        return status, "site.query_wrong", {"why": str(exception)}
    traceback.print_exception(exception)
    return 500, "site.fault", {}
