"""Hanweb sites: an island in the page, a script that gives the rest, with the habits seen on real hosts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from tests.crawler.independent import markup
from tests.crawler.independent.markup import Item, report_title
from tests.crawler.independent.web import Ask, Reply, Web, html

EMPTY_54 = b"<?xml version='1.0' encoding='utf-8'?><datastore/>\r\n\r\n"


def records(count: int, year: int = 2023, name: str = "练习区第{}局") -> list[Item]:
    """So many reports with the addresses of Hanweb: month and day without zeros."""
    return [
        Item(
            report_title(name.format(n), year),
            f"/art/{year + 1}/1/{n % 28 + 1}/art_30516_{year % 100}{n:04}.html",
            f"{year + 1}-01-{n % 28 + 1:02}",
        )
        for n in range(1, count + 1)
    ]


@dataclass
class Block:
    """One list block of a column page.

    `shown`: records in the page. `opening`: how a record begins (li or a). `wrap`: script, textarea, escaped
    textarea or bare. `options`: the text of the jpage call, `{unit}`, `{total}` and so on filled in. `method`: what
    the script of the host takes. `states_total`: whether the page states it; `says`: the total in its replies.
    """

    rows: Sequence[Item]
    unit: str = "32978"
    column: str = "30516"
    shown: int = 45
    per_page: int = 15
    opening: str = "li"
    wrap: str = "script"
    proxy: str = "/module/web/jpage/dataproxy.jsp"
    method: str = "any"
    options: str = "perPage:{per},totalRecord:{total},"
    says: int | None = None
    empty: bool = False
    next_group: bool = True
    before: Sequence[Item] = field(default_factory=list)

    def record(self, row: Item) -> str:
        day = f"{row.day[:5]}\n{row.day[5:8]}\n{row.day[8:]}"
        anchor = f"<a target='_blank' href=\"{row.href}\" title='{row.title}'>{row.title[:14]}...</a>"
        inner = f'{anchor}<span class="bt-data-time">{day}</span>'
        text = f"<li>{inner}</li>" if self.opening == "li" else f"{inner}<br>"
        return f"<record><![CDATA[\n{text}\n]]></record>"

    def island(self, shown: Sequence[Item]) -> str:
        query = f"page=1&appid=1&webid=55&path=/&columnid={self.column}&unitid={self.unit}&webname=%E5%B0%84%E9%98%B3%E5%8E%BF&permissiontype=0"
        group = f'<nextgroup><![CDATA[<a href="{self.proxy}?{query}"></a>]]></nextgroup>' if self.next_group else ""
        return f"<datastore>\n{group}<recordset>{''.join(map(self.record, shown))}</recordset></datastore>"

    def script(self) -> str:
        known = {"unit": self.unit, "column": self.column, "per": self.per_page, "total": len(self.rows)}
        filled = self.options
        for name, value in known.items():
            filled = filled.replace("{" + name + "}", str(value))
        return f"""<script>$(function(){{ $('#{self.unit}').jpage({{ themeName:'default', dataStore:'', proxyUrl:'{self.proxy}',
            openCookies:false, dataBefore:'', dataAfter:'', {filled}
            ajaxParam:{{'col':'1','appid':'1','webid':'55','path':'/','columnid':'{self.column}','sourceContentType':'1',
            'unitid':'{self.unit}','webname':'射阳县人民政府','permissiontype':'0'}} }}); }});</script>"""

    def wrapped(self) -> str:
        island = self.island(self.rows[: self.shown])
        kinds = {
            "script": f'<script type="text/xml">{island}</script>',
            "textarea": f'<textarea style="display:none">{island}</textarea>',
            "escaped": f'<textarea style="display:none">{escape(island)}</textarea>',
            "bare": island,
        }
        return f'<div id="{self.unit}">{kinds[self.wrap]}</div>'

    def reply(self, ask: Ask) -> Reply:
        sent = ask.fields
        start, end = int(sent.get("startrecord", 1)), int(sent.get("endrecord", 1))
        shown = self.rows[max(start, 1) - 1 : end]
        total = len(self.rows) if self.says is None else self.says
        text = "".join(map(self.record, shown))
        return Reply(
            f"<datastore><totalrecord>{total}</totalrecord><totalpage>{-(-total // self.per_page)}</totalpage>"
            f"<recordset>{text}</recordset></datastore>".encode(),
            kind="text/html;charset=UTF-8",
        )


def jcms_site(*blocks: Block, column: str = "30516", scripts_last: bool = False, sidebar: str = "") -> Web:
    """A column with these blocks; the script answers by unit and column, and only those who say where they come from."""
    web = Web()
    path = f"/col/col{column}/index.html"
    turned = "".join(
        f'<a href="/col/col{column}/index.html?uid={b.unit}&pageNum={n}">{n}</a>' for b in blocks for n in (2, 3)
    )
    parts = [(block.wrapped(), block.script()) for block in blocks]
    text = (
        "".join(w for w, _ in parts) + "".join(s for _, s in parts)
        if scripts_last
        else "".join(w + s for w, s in parts)
    )
    text += f"<div class='pages'>{turned}</div>"
    column_page = html(markup.page(text, menu=sidebar))
    column_page.headers["Set-Cookie"] = "JSESSIONID=0A1B2C; Path=/"
    web.routes[path] = column_page
    web.routes["/"] = html(markup.home(path))

    def answer(ask: Ask) -> Reply:
        sent = ask.fields
        block = next((b for b in blocks if (b.unit, b.column) == (sent.get("unitid"), sent.get("columnid"))), None)
        if "referer" not in ask.headers or ask.headers.get("x-requested-with") != "XMLHttpRequest":
            return Reply(b"Forbidden", 403)
        if "JSESSIONID=0A1B2C" not in ask.headers.get("cookie", ""):
            return Reply(b"no session", 500)
        if block is None or block.empty or ask.path != block.proxy:
            return Reply(EMPTY_54, kind="text/xml")
        if block.method not in ("any", ask.method):
            return Reply(b"", 405) if block.method == "GET" else Reply(EMPTY_54, kind="text/xml")
        return block.reply(ask)

    for block in blocks:
        web.routes[block.proxy] = answer
        for row in block.rows:
            web.routes[row.href] = html(markup.article(row.title))
    return web
