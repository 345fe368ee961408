"""TRS sites: pages of rows in any markup, with the pager as the test wants it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urljoin

from tests.crawler.independent import markup
from tests.crawler.independent.markup import Item
from tests.crawler.independent.web import Web, html

COLUMN = "/zwgk/zfxxgknb/"
Rows = Callable[[Sequence[Item]], str]


def add_articles(web: Web, rows: Sequence[Item], column: str = COLUMN, foot: str = "") -> None:
    """An article for every row that lies on this host."""
    for row in rows:
        address = urljoin(f"http://h{column}", row.href.strip())
        if address.startswith("http://h/"):
            web.routes[address.removeprefix("http://h").partition("?")[0]] = html(markup.article(row.title, foot=foot))


def trs_site(
    rows: Sequence[Item],
    shape: Rows = markup.u_list,
    *,
    column: str = COLUMN,
    per_page: int = 15,
    pager: str = 'createPageHTML({count}, {number}, "index", "html");',
    name: str = "index",
    extension: str = "html",
    first: str = "",
    head: str = "",
) -> Web:
    """A column cut into pages: the first at the directory (or `first`), page k at `name_k.extension`."""
    web = Web()
    web.routes["/"] = html(markup.home(column + first))
    pages = [rows[n : n + per_page] for n in range(0, len(rows), per_page)] or [[]]
    for number, shown in enumerate(pages):
        script = f"<script>{pager.format(count=len(pages), number=number)}</script>"
        body = html(markup.listing(shape(shown), script, head=head))
        if number:
            web.routes[f"{column}{name}_{number}.{extension}"] = body
        else:
            web.routes[column + first] = web.routes[f"{column}{name}.{extension}"] = body
    add_articles(web, rows, column)
    return web
