"""A portal of no known family: a list, a pager for readers, and nothing else to tell it by."""

from __future__ import annotations

from demo.portals.articles import Article
from demo.portals.static import StaticPortal


class PlainPortal(StaticPortal):
    """`/zfxxgk/nb/p{n}.php`, articles `/zfxxgk/nb/show-{number}.php`. `scripted` pages are reached by scripts alone;
    `shanghai` writes the pager in the manner of the city of Shanghai.
    """

    family = "listing"
    listing = "/nw12344/index.html"
    scripted = False
    shanghai = False

    def page_path(self, number: int, count: int) -> str:
        """One-based, the first is the index."""
        return f"/nw12344/index_{number + 1}.html" if number else self.listing

    def pager(self, number: int, count: int) -> str:
        """The links of the next and the previous page."""
        if self.shanghai:
            return f'<script>$(".pagination").pagination({{totalPage:{count},showPage:5}});</script>'
        to = f"javascript:goPage({number + 2})" if self.scripted else f"index_{number + 2}.html"
        following = f'<a href="{to}">下一页</a>' if number + 1 < count else "<span>下一页</span>"
        return f'<div class="page"><span>上一页</span>{following}</div>'

    def path(self, article: Article) -> str:
        """By the day and a long number."""
        return article.path or f"/nw12344/{article.date.replace('-', '')}/{article.number:032x}.html"
