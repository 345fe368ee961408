"""A portal in the manner of columns/UUID (`portals.md` §2, §3.9): columns and articles are named by UUIDs."""

from __future__ import annotations

from uuid import UUID, uuid5

from demo.portals.articles import Article
from demo.portals.static import StaticPortal

_SPACE = UUID("5f0c2f5e-0000-4000-8000-000000000000")
_COLUMN = f"/columns/{uuid5(_SPACE, '政府信息公开年报')}/"


class ColumnsPortal(StaticPortal):
    """`/columns/{UUID}/index.html` with a visible pager; articles in folders of months and days below."""

    family = "columns"
    listing = f"{_COLUMN}index.html"

    def page_path(self, number: int, count: int) -> str:
        """Beside the first page, one-based."""
        return f"{_COLUMN}index_{number + 1}.html" if number else self.listing

    def pager(self, number: int, count: int) -> str:
        """The next and the last page alone."""
        following = f'<a href="index_{number + 2}.html">下一页</a>' if number + 1 < count else "<span>下一页</span>"
        return f'<div class="page"><span>首页</span>{following} 第{number + 1}页 共{count}页</div>'

    def path(self, article: Article) -> str:
        """The folder of its day."""
        year, month, day = article.date.split("-")
        return article.path or f"{_COLUMN}{year}{month}/{day}/{uuid5(_SPACE, str(article.number))}.html"
