"""A portal in the manner of sitesources (`portals.md` §2): page n of a list is the file `list{n}.html`."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import md5
from html import escape

from demo.portals.articles import Article
from demo.portals.static import StaticPortal

_FOLDER = "/sitesources/zksrmzf/page_pc/zwgk/zfxxgknb/"


class SitesourcesPortal(StaticPortal):
    """`list1.html`, `list2.html`, … and articles `article{32hex}.html` in one folder."""

    family = "sitesources"
    listing = f"{_FOLDER}list1.html"

    def page_path(self, number: int, count: int) -> str:
        """One-based."""
        return f"{_FOLDER}list{number + 1}.html"

    def pager(self, number: int, count: int) -> str:
        """Numbers of the nearest pages and the words of all."""
        near = range(max(0, number - 2), min(count, number + 3))
        numbers = "".join(f'<a href="list{page + 1}.html">{page + 1}</a>' for page in near)
        following = f'<a href="list{number + 2}.html">下一页</a>' if number + 1 < count else "<span>下一页</span>"
        return f'<div class="pagination">共{count}页 {numbers}{following}<a href="list{count}.html">尾页</a></div>'

    def listing_page(self, number: int, count: int, shown: Sequence[Article]) -> str:
        """The rows stand in a table of a known name."""
        rows = "".join(f"<tr><td>{self.row(article)}</td></tr>" for article in shown)
        body = f'<table id="articleListTable">{rows}</table>{self.pager(number, count)}'
        return self.frame.page(f"{self.frame.column}_{self.frame.site}", body)

    def row(self, article: Article) -> str:
        """A link with its day behind it."""
        title = escape(article.title)
        link = f'<a href="{self.path(article).removeprefix(_FOLDER)}" title="{title}">{title}</a>'
        return f"{link}<span>{article.day}</span>{self.hidden(article)}"

    def path(self, article: Article) -> str:
        """By a long number."""
        return (
            article.path
            or f"{_FOLDER}article{md5(f'{article.number}'.encode(), usedforsecurity=False).hexdigest()}.html"
        )
