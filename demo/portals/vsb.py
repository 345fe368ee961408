"""A portal in the manner of Visual SiteBuilder (`portals.md` §3.6): files numbered backwards, files by a script."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs, urlsplit

from demo.portals.articles import Article, Attachment
from demo.portals.server import Call, Reply
from demo.portals.static import StaticPortal

_DOWNLOAD = "/system/_content/download.jsp"
_ERROR = "<html><head><title>提示</title></head><body>" + "<p>您访问的资源暂时无法下载。</p>" * 150 + "</body></html>"


class VsbPortal(StaticPortal):
    """Of n pages, page 2 is `zfxxgknb/{n-1}.htm`; a file without Referer is an HTML page with status 200."""

    family = "vsb"
    listing = "/zfxxgk/zfxxgknb.htm"
    body_class = 'id="vsb_content" class="v_news_content"'

    def page_path(self, number: int, count: int) -> str:
        """Backwards, the first beside the folder of the others."""
        return f"/zfxxgk/zfxxgknb/{count - number}.htm" if number else self.listing

    def pager(self, number: int, count: int) -> str:
        """The real markup: counts, page numbers, and what leads nowhere without a link."""
        inside = number > 0

        def to(page: int) -> str:
            return "../zfxxgknb.htm" if not page else f"{'' if inside else 'zfxxgknb/'}{count - page}.htm"

        def turn(kind: str, words: str, page: int, able: bool) -> str:
            inner = f'<a href="{to(page)}">{words}</a>' if able else words
            return f'<span class="p_{kind}{"" if able else "_d"} p_fun{"" if able else "_d"}">{inner}</span>'

        numbers = "".join(
            f'<span class="p_no_d">{page + 1}</span>'
            if page == number
            else f'<span class="p_no"><a href="{to(page)}">{page + 1}</a></span>'
            for page in range(count)
        )
        last = number + 1 >= count
        turns = turn("first", "首页", 0, inside) + turn("prev", "上页", number - 1, inside) + numbers
        turns += turn("next", "下页", number + 1, not last) + turn("last", "尾页", count - 1, not last)
        stated = f'<span class="p_t">共{len(self.articles)}条</span>'
        return (
            f'<div class="pb_sys_common pb_sys_normal">{stated}<span class="p_pages">{turns}</span>'
            f'<span class="p_t">{number + 1}/{count}</span></div>'
        )

    def row(self, article: Article) -> str:
        """A row with its number and a click counter."""
        to, title = self.path(article), escape(article.title)
        counter = (
            f"<script>_showDynClickBatch(['dynclicks_u5_{article.number}'],[{article.number}],'wbnews',1)</script>"
        )
        line = f'<li id="line_u5_{article.number}"><a href="{to}" title="{title}">{title}</a><span>{article.day}</span>'
        return f"{line}{self.hidden(article)}{counter}</li>"

    def path(self, article: Article) -> str:
        """By the numbers of column and article."""
        return article.path or f"/info/1667/{article.number}.htm"

    def file_path(self, article: Article, number: int, file: Attachment) -> str:
        """A script that hands out the file by its number; neither name nor type is in the address."""
        return f"{_DOWNLOAD}?urltype=news.DownloadAttachUrl&owner=1&wbfileid={article.number}{number}"

    def write_article(self, article: Article) -> None:
        """Put the files under their numbers."""
        super().write_article(article)
        for number, file in enumerate(article.attachments):
            del self.pages[self.file_path(article, number, file)]
            self.put(f"/files/{article.number}{number}", file.data, "application/octet-stream")

    def files(self, article: Article) -> str:
        """The words of the links are the names of the files."""
        links = "".join(
            f'<li>附件【<a href="{self.file_path(article, number, file)}" target="_blank">{escape(file.label)}</a>】'
            f'已下载<span id="nattach{number}">3</span>次</li>'
            for number, file in enumerate(article.attachments)
        )
        return f'<ul style="list-style-type:none;">{links}</ul>' if links else ""

    def answer(self, call: Call) -> Reply:
        """Files only to who comes from a page of the site."""
        if call.path == _DOWNLOAD:
            number = parse_qs(urlsplit(call.target).query).get("wbfileid", [""])[0]
            if "referer" not in call.headers:
                return Reply(_ERROR.encode())
            return self.pages.get(f"/files/{number}") or self.missing(call)
        return super().answer(call)

    def missing(self, call: Call) -> Reply:
        """One template for what was an article, another for the rest."""
        if call.path.startswith("/info/"):
            return Reply(
                "<html><title>404错误提示</title><body><p>您访问的文章不存在。</p></body></html>".encode(), 404
            )
        return Reply(b"<html><title>Not Found</title><body><h1>404</h1></body></html>", 404)
