"""What every page is given: the archive, the language, and a way to fill a template."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote, unquote, urlencode

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from publish import archive_db
from publish.archive_db import DATABASE, Row
from publish.foreign import marked
from publish.safety import OURS
from publish.site import Site, site_of
from publish.strings import Speaker

_PRACTICE_KEYS = {(1, 0, 1): "site.practice_all", (1, 1, 0): "site.practice_some", (1, 1, 1): "site.practice_most"}


_MOST_SHOWN = 80


class MissingError(Exception):
    """What the address names is not in the archive; the message is what was asked for."""


class Page:
    """One request for one of our pages."""

    def __init__(self, datasette: Datasette, request: Request) -> None:
        self.datasette = datasette
        self.request = request
        self.vars: dict[str, str] = request.url_vars
        self.prefix = "/en" if self.vars.get("en") else ""
        self.t = Speaker("en" if self.prefix else "zh")
        self.site: Site = site_of(datasette)
        self.headers: Mapping[str, str] = OURS

    @classmethod
    def of(cls, datasette: Datasette, scope: Mapping[str, Any]) -> Page:
        """Return a page for a request that no route of ours took, in the language of its address."""
        english = scope["path"] == "/en" or scope["path"].startswith("/en/")
        route = {"url_route": {"kwargs": {"en": "en/" if english else None}}, "csrftoken": lambda: ""}
        return cls(datasette, Request({**scope, **route}, None))

    def arg(self, name: str) -> str:
        """Return a parameter of the query string without blanks around it, "" when it is not there."""
        return (self.request.args.get(name) or "").strip()

    def url(self, *parts: str, **parameters: object) -> str:
        """Return the address of one of our pages in this page's language."""
        path = "/".join(quote(str(part), safe="") for part in parts)
        return f"{self.prefix}/{path}" + (f"?{urlencode(parameters)}" if parameters else "")

    def table_url(self, table: str, **filters: object) -> str:
        """Return the address of a table or canned query in Datasette."""
        return f"/{DATABASE}/{quote(table)}" + (f"?{urlencode(filters)}" if filters else "")

    @staticmethod
    def readable(address: str) -> str:
        """Return an address as people read it, its escapes decoded, for showing beside a link."""
        return unquote(address)

    @staticmethod
    def outside(address: str | None) -> str:
        """Return an address on the web that a link may lead to, "" for any other: a capture may name javascript:."""
        return address if address and address.lower().startswith(("http://", "https://")) else ""

    @property
    def other_url(self) -> str:
        """The same page in the other language."""
        path = self.request.full_path
        if self.prefix:
            return path.removeprefix("/en") or "/"
        return f"/en{path}"

    async def rows(self, name: str, **parameters: Any) -> list[Row]:
        """Run a named statement."""
        return await archive_db.rows(self.datasette, name, **parameters)

    async def kept_rows(self, name: str) -> list[Row]:
        """Run a named statement that counts the whole archive, once for as long as it is served."""
        return await archive_db.kept_rows(self.datasette, name)

    async def row(self, name: str, **parameters: Any) -> Row | None:
        """Run a named statement for its first row."""
        return await archive_db.row(self.datasette, name, **parameters)

    async def needed(self, what: str, name: str, **parameters: Any) -> Row:
        """Run a named statement for its first row. Raises MissingError(what) when there is none."""
        found = await self.row(name, **parameters)
        if found is None:
            raise MissingError(what)
        return found

    async def render(self, template: str, status: int = 200, **context: Any) -> Response:
        """Fill a template of ours."""
        banner = await practice_banner(self.datasette)
        words = {"page": self, "t": self.t, "url": self.url, "tag": self.site.tag, "banner": banner, "nav": template}
        html = await self.datasette.render_template(template, {**words, **context}, request=self.request)
        if self.t.lang == "en":
            html = marked(html)
        return Response.html(html, status=status, headers=dict(self.headers))


async def practice_banner(datasette: Datasette) -> str:
    """Return the key of the notice that the archive holds practice data, "" when it holds none."""
    state = await archive_db.row(datasette, "practice")
    assert state is not None
    return _PRACTICE_KEYS.get((state["any_practice"], state["any_real"], state["most"]), "")


def shortened(asked: str) -> str:
    """Return what somebody asked for, fit to be read back: cut where long, a mark for what cannot be seen."""
    asked = "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in asked[: _MOST_SHOWN + 1])
    return asked if len(asked) <= _MOST_SHOWN else f"{asked[:_MOST_SHOWN]}…"


Handler = Callable[[Page], Awaitable[Response]]


def view(handler: Handler) -> Callable[[Datasette, Request], Awaitable[Response]]:
    """Return the Datasette view that runs `handler`, with our own page for what is not there."""

    async def run(datasette: Datasette, request: Request) -> Response:
        page = Page(datasette, request)
        try:
            return await handler(page)
        except MissingError as missing:
            return await page.render("missing.html", status=404, what=shortened(str(missing)))

    return run
