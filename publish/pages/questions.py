"""The questions that have an answer at hand, in groups, for people who know no SQL."""

from __future__ import annotations

from datasette.utils.asgi import Response

from publish.page import Page
from publish.questions import groups, question


async def questions(page: Page) -> Response:
    """Show every question with its parameters as a form."""
    listed = [(group, [await question(page.datasette, query) for query in group["queries"]]) for group in groups()]
    return await page.render("questions.html", groups=listed)
