"""The figures of a page, and their downloads as SVG and CSV: what is downloaded is what the page shows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from datasette.utils.asgi import Response

from publish.charts.figure import Figure
from publish.page import Handler, MissingError, Page

SVG, CSV = "image/svg+xml; charset=utf-8", "text/csv; charset=utf-8"


def with_downloads(page: Page, figures: list[Figure | None], *where: str, **parameters: object) -> dict[str, Figure]:
    """Return the figures that there are by name, each with the addresses of its downloads below `where`."""
    made = {figure.name: figure for figure in figures if figure}
    for figure in made.values():
        figure.svg_url = page.url(*where, f"{figure.name}.svg", **parameters)
        figure.csv_url = page.url(*where, f"{figure.name}.csv", **parameters)
    return made


def download(figures: Callable[[Page], Awaitable[dict[str, Figure]]]) -> Handler:
    """Return the handler that gives one of these figures, as its address ends."""

    async def give(page: Page) -> Response:
        name, ending = page.vars["figure"], page.vars["ending"]
        figure = (await figures(page)).get(name)
        if figure is None:
            raise MissingError(name)
        subject = page.vars.get("code") or page.vars.get("id") or "gongkai"
        head = {"content-disposition": f"attachment; filename*=UTF-8''{quote(f'{subject}-{name}.{ending}')}"}
        if ending == "csv":
            # The mark lets spreadsheet programs read the Chinese.
            return Response("\ufeff" + figure.csv(), headers=head, content_type=CSV)
        words = {"page": page, "t": page.t, "url": page.url, "figure": figure, "caption": figure.caption()}
        drawn = await page.datasette.render_template("charts/_alone.svg", words, request=page.request)
        return Response(drawn, headers=head, content_type=SVG)

    return give
