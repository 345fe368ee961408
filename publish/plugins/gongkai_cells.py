"""Datasette plugin: in Datasette's tables, keys of ours lead to our pages."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from markupsafe import Markup

from publish.site import is_ours

PAGES = {"report_key": "reports", "next_report_key": "reports", "current_sha256": "captures", "check_id": "checks"}


@hookimpl
def render_cell(value: Any, column: str, datasette: Datasette) -> Markup | None:
    """Return a link for a column that names one of our pages, None for any other."""
    if column not in PAGES or not value or not isinstance(value, str) or not is_ours(datasette):
        return None
    return Markup('<a href="/{page}/{value}">{value}</a>').format(page=PAGES[column], value=value)
