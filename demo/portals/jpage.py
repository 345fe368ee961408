"""A portal in the manner of Hanweb JCMS: an XML island in the page, the rest from `dataproxy.jsp`."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import md5
from html import escape
from urllib.parse import parse_qs, urlsplit

from demo.portals.articles import Article
from demo.portals.chrome import Frame
from demo.portals.portal import FamilyPortal
from demo.portals.server import Call, Reply

PROXY = "/module/web/jpage/dataproxy.jsp"
GROUP_PAGES = 3
EMPTY = b"<datastore><recordset></recordset></datastore>\n      \n"
NEWS_UNIT = "423807"


class JpagePortal(FamilyPortal):
    """Publish `articles` as column `column_id`; the page embeds the first group, the script asks for the others.

    `encrypted` hides the ids and answers with 54 empty bytes, as some ministries do. `embedded` is the number of
    records in the page (None: the first three pages). A request with the ids of another list gets that list.
    """

    family = "jpage"

    def __init__(
        self,
        name: str,
        articles: Sequence[Article],
        *,
        site_name: str = "",
        column: str = "政府信息公开年报",
        column_id: int = 76705,
        unit_id: int = 32978,
        per_page: int = 15,
        embedded: int | None = None,
        validators: bool = True,
        practice: bool = False,
        site_code: str = "3209240001",
        encrypted: bool = False,
    ) -> None:
        super().__init__(name, validators)
        self.listing = f"/col/col{column_id}/index.html"
        self.column_id, self.unit_id, self.per_page = column_id, unit_id, per_page
        self.embedded = GROUP_PAGES * per_page if embedded is None else embedded
        self.encrypted = encrypted
        self.frame = Frame(site_name or name, column, self.listing, site_code, practice)
        self.publish(articles)

    def publish(self, articles: Sequence[Article]) -> None:
        """Write every page anew: home page, column, articles and their files."""
        self.pages.clear()
        self.articles = list(articles)
        self.put("/", self.frame.home())
        self.put(self.listing, self.frame.page(f"{self.frame.site} {self.frame.column}", self._column()))
        for article in articles:
            self._write_article(article)
            if article.companion:
                text = self.frame.article(article.companion, article.companion.html, [], [])
                self.put(self.path(article.companion), text)

    def path(self, article: Article) -> str:
        """Where an article stands; month and day without leading zeros."""
        year, month, day = (int(part) for part in article.date.split("-"))
        return article.path or f"/art/{year}/{month}/{day}/art_{self.column_id}_{article.number}.html"

    def answer(self, call: Call) -> Reply:
        """Static pages, the groups of records, and the files by their name in the query."""
        if call.path == PROXY:
            return self._group(call)
        if call.path == "/module/download/downfile.jsp":
            name = parse_qs(urlsplit(call.target).query).get("filename", [""])[0]
            return self.pages.get(f"/files/{name}") or self.missing(call)
        return super().answer(call)

    def _group(self, call: Call) -> Reply:
        if call.method != "POST" or "referer" not in call.headers:
            return Reply(EMPTY)
        query, form = parse_qs(urlsplit(call.target).query), parse_qs(call.body.decode())
        if self.encrypted:
            return Reply(EMPTY)
        if form.get("unitid") != [str(self.unit_id)] or form.get("columnid") != [str(self.column_id)]:
            news = '<li><a href="/art/2024/1/1/art_695_1.html">政务要闻</a></li>'
            return Reply(_store([news], 1).encode(), headers=(("Content-Type", "text/xml; charset=utf-8"),))
        start, end = int(query["startrecord"][0]), int(query["endrecord"][0])
        rows = [self._row(article) for article in self.articles[start - 1 : end]]
        return Reply(_store(rows, len(self.articles)).encode(), headers=(("Content-Type", "text/xml; charset=utf-8"),))

    def _column(self) -> str:
        rows = [self._row(article) for article in self.articles[: self.embedded]]
        ids = ("Z9x+e3", "qT7/aa") if self.encrypted else (str(self.column_id), str(self.unit_id))
        address = f"{PROXY}?page=1&appid=1&webid=55&path=/&columnid={ids[0]}&unitid={ids[1]}"
        address += f"&webname={self.frame.site}&permissiontype=0"
        island = _store(rows, None, f'<nextgroup><![CDATA[<a href="{address}"></a>]]></nextgroup>')
        options = (
            f"columnid:'{ids[0]}',unitid:'{ids[1]}',webid:'55',webname:'{self.frame.site}',col:1,appid:'1',path:'/',"
            f"sourceContentType:1,permissiontype:'0',totalRecord:{len(self.articles)},perPage:{self.per_page},"
            f"proxyUrl:'{PROXY}'"
        )
        return f"""<div id="{self.unit_id}" class="default_pgContainer"><script type="text/xml">{island}</script></div>
<script>$('#{self.unit_id}').jpage({{ {options} }});</script>
<p class="pages"><a href="?uid={self.unit_id}&pageNum=2">2</a> <a href="?uid={self.unit_id}&pageNum=3">3</a></p>"""

    def _row(self, article: Article) -> str:
        hidden = ""
        if article.companion:
            to, words = self.path(article.companion), escape(article.companion.title)
            hidden = f'<div style="display:none"><a href="{to}">{words}</a></div>'
        link = f'<a href="{self.path(article)}" title="{escape(article.title)}">{escape(article.title[:28])}…</a>'
        broken = article.day.replace("-", "-\n")
        return f"<li>{link}<span>{broken}</span>{hidden}</li>"

    def _write_article(self, article: Article) -> None:
        others = [other for other in self.articles if other.publisher == article.publisher and other is not article]
        foot = [(other.title, self.path(other)) for other in others[:5]]
        for other in others[:1]:
            foot += [(other.title, self._file(other, number)) for number in range(len(other.attachments))]
        files = "".join(
            f'<p><a href="{self._file(article, number)}">{escape(file.label)}</a></p>'
            for number, file in enumerate(article.attachments)
        )
        body = f'<div id="Zoom" class="artile_zw">{article.html}{files}</div>'
        turns = [(other.title, self.path(other)) for other in others[:2]]
        self.put(self.path(article), self.frame.article(article, body, foot, turns))
        for number, file in enumerate(article.attachments):
            name = self._file(article, number).rpartition("=")[2]
            self.put(f"/files/{name}", file.data, "application/octet-stream")

    def _file(self, article: Article, number: int) -> str:
        """The address of a file, whose type only the parameter tells."""
        file = article.attachments[number]
        name = md5(f"{article.number}/{number}".encode(), usedforsecurity=False).hexdigest()
        return f"/module/download/downfile.jsp?classid=0&filename={name}.{file.extension}"


def _store(rows: list[str], total: int | None, more: str = "") -> str:
    count = "" if total is None else f"<totalrecord>{total}</totalrecord><totalpage>{-(-total // 15)}</totalpage>"
    records = "".join(f"<record><![CDATA[{row}]]></record>\n" for row in rows)
    return f"<datastore>{count}{more}<recordset>{records}</recordset></datastore>"
