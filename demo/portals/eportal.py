"""A portal in the manner of eportal (`portals.md` §2, §3.9): one script gives every page of the list."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from demo.portals.articles import Article
from demo.portals.server import Call, Reply
from demo.portals.static import StaticPortal

_PAGE, _MODULE = "371894", "3e8a6f0d1c2b4a5e9f7d6c5b4a392817"


class EportalPortal(StaticPortal):
    """`/eportal/ui?pageId=…&currentPage=N&moduleId=…`; the pager's links are scripts."""

    family = "eportal"
    listing = f"/eportal/ui?pageId={_PAGE}"
    body_class = 'id="xilan_cont"'

    def page_path(self, number: int, count: int) -> str:
        """By number; the server looks into the query."""
        return f"/eportal/ui/{number + 1}"

    def pager(self, number: int, count: int) -> str:
        """Links to scripts alone."""
        turn = f'<a href="javascript:next({number + 2})">下一页</a> <a href="javascript:next({count})">尾页</a>'
        return (
            f'<input type="hidden" id="eprotalCurrentPageId" value="{_PAGE}">'
            f'<input type="hidden" id="eportalappPortletId" value="{_MODULE}">'
            '<script>function next(n){goTo("/eportal/ui?currentPage="+n)}</script>'
            f'<div class="easysite-page-wrap">{turn} {number + 1}/{count} <input> 跳转</div>'
        )

    def path(self, article: Article) -> str:
        """A folder for each article."""
        return article.path or f"/zfxxgk/zfxxgknb/{article.number}/index.html"

    def file_path(self, article: Article, number: int, file: object) -> str:
        """Beside the article, named by number."""
        return f"{self.path(article).removesuffix('index.html')}attach{number}.{getattr(file, 'extension', 'pdf')}"

    def answer(self, call: Call) -> Reply:
        """The page that the query asks for; later pages only for who names the module."""
        if call.path == "/eportal/ui":
            query = parse_qs(urlsplit(call.target).query)
            number = query.get("currentPage", ["1"])[0]
            known = query.get("pageId") == [_PAGE] and (number == "1" or query.get("moduleId") == [_MODULE])
            return self.pages.get(f"/eportal/ui/{number}", self.missing(call)) if known else self.missing(call)
        return super().answer(call)
