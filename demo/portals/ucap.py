"""A portal in the manner of UCAP (`portals.md` §3.5): `createPageHTML('page_div', …)`, addresses with line breaks."""

from __future__ import annotations

import json
from hashlib import md5
from html import escape
from urllib.parse import parse_qs, urlsplit

from demo.portals.articles import Article, Attachment
from demo.portals.server import Call, Reply
from demo.portals.static import StaticPortal

_CHANNEL = "3ad29ba79d9f4cd0a8dd1a7f3aca9d3d"


class UcapPortal(StaticPortal):
    """Page k is `common_zfxxgknb_{k}.shtml`; PubDate is the minute in which the page was made anew."""

    family = "ucap"
    listing = "/csrc/c100028/common_zfxxgknb.shtml"
    body_class = 'class="content-body" id="UCAP-CONTENT"'

    def page_path(self, number: int, count: int) -> str:
        """One-based file names, the first without a number."""
        return self.listing.replace(".shtml", f"_{number + 1}.shtml") if number else self.listing

    def pager(self, number: int, count: int) -> str:
        """The call with the name of the block first."""
        call = f"createPageHTML('page_div',{count}, {number + 1},'common_zfxxgknb','shtml',{len(self.articles)})"
        return f'<div id="page_div"></div><script>{call};</script>'

    def row(self, article: Article) -> str:
        """A table row whose addresses hold line breaks."""
        to, title = self.path(article), escape(article.title)
        link = f'<a href="\n{to}\n" class="list" title="{title}">{title}</a>'
        day = f'<td><span class="til">{article.day}</span></td>'
        return f'<tr><td class="info">{link}{self.hidden(article)}</td>{day}</tr>'

    def path(self, article: Article) -> str:
        """Under a channel, by a long number, and not by a date."""
        if article.path:
            return article.path
        digest = md5(f"{article.number}".encode(), usedforsecurity=False).hexdigest()
        return f"/csrc/c106256/{article.date[:7].replace('-', '')}/{digest}.shtml"

    def file_path(self, article: Article, number: int, file: Attachment) -> str:
        """Files bear their Chinese titles, with brackets."""
        return f"{self.path(article).removesuffix('.shtml')}/files/【{number + 1}】《{article.title}》.{file.extension}"

    def write(self, path: str, page: str) -> None:
        """Each page names its channel and when it was generated; PubDate is that minute too."""
        made = "2026-10-09 10:47"
        tags = f'<meta name="channelid" content="{_CHANNEL}"><meta name="others" content="页面生成时间 {made}:31">'
        head, mark, rest = page.replace(" 03:11", f" {made[11:]}").partition("</head>")
        super().write(path, head + tags + mark + rest)


class UcapSearchPortal(UcapPortal):
    """The same, with rows that a script asks for as JSON: the page itself holds none."""

    def row(self, article: Article) -> str:
        """Nothing: the script writes it."""
        return ""

    def pager(self, number: int, count: int) -> str:
        """The call of the search."""
        return (
            f"<script>var url='/common/search/{_CHANNEL}?_pageSize=15&_isAgg=true&_isJson=true';load(url,1);</script>"
        )

    def answer(self, call: Call) -> Reply:
        """The page of rows that the query asks for."""
        if call.path != f"/common/search/{_CHANNEL}":
            return super().answer(call)
        query = parse_qs(urlsplit(call.target).query)
        number, size = int(query["page"][0]), int(query["_pageSize"][0])
        shown = self.articles[(number - 1) * size : number * size]
        rows = [
            {"title": a.title, "url": self.path(a), "publishedTimeStr": f"{a.date} 09:00:00", "content": "摘要"}
            for a in shown
        ]
        data = {"total": len(self.articles), "rows": size, "page": number, "results": rows}
        return Reply(json.dumps({"code": 200, "data": data}).encode(), headers=(("Content-Type", "application/json"),))
