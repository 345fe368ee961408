"""A portal in the manner of n/c/content (`portals.md` §3.8): fragments numbered backwards, no tags of the standard."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from demo.portals.articles import Article
from demo.portals.static import StaticPortal

_COMPONENT = "2603340"


class NcContentPortal(StaticPortal):
    """Pages after the first are fragments `index_{component}_{n}.html`; a hidden block lists them all."""

    family = "nc-content"
    listing = "/n2588035/n2588325/index.html"
    site_metas = False

    def page_path(self, number: int, count: int) -> str:
        """The first page is the column's index, the others fragments beside it."""
        folder = self.listing.removesuffix("index.html")
        return f"{folder}index_{_COMPONENT}_{count - number}.html" if number else self.listing

    def pager(self, number: int, count: int) -> str:
        """The scripts and the hidden block of the first page."""
        hidden = "".join(f'<a href="index_{_COMPONENT}_{page}.html"></a>' for page in range(1, count))
        turn = 'sss += "<a href="+url+" target=\'_self\'>下页</a>"; sss += "&nbsp;总页数:"+maxPageNum;'
        return (
            f'<table><tr><td id="pag_{_COMPONENT}" class="pages"><script>var purl="index_{_COMPONENT}";'
            f'function writePaging(){{var url=purl+"_"+pageName+".html";{turn}}}'
            f'var maxPageNum=0;document.cookie="maxPageNum{_COMPONENT}={count}";maxPageNum = {count};'
            f'</script></td></tr></table><div style="display:none">{hidden}</div>'
        )

    def listing_page(self, number: int, count: int, shown: Sequence[Article]) -> str:
        """The first page whole, the others rows alone."""
        rows = '<li class="line"></li>'.join(self.row(article) for article in shown)
        if number:
            return rows
        body = f'<!-- start component --><span id="comp_{_COMPONENT}">{rows}</span>{self.pager(number, count)}'
        return self.frame.page(f"{self.frame.column}_{self.frame.site}", body)

    def row(self, article: Article) -> str:
        """A row with its day in brackets."""
        to, title = self.path(article), escape(article.title)
        return f'<li><a href="{to}" title="{title}">{title}</a><span>[{article.day}]</span>{self.hidden(article)}</li>'

    def path(self, article: Article) -> str:
        """By the numbers of nodes and content."""
        return article.path or f"/n2588035/n2588325/c{article.number}/content.html"

    def write(self, path: str, page: str) -> None:
        """The foot of each page is a frame; fragments have none."""
        super().write(path, page.replace("</body>", '<iframe src="/footer_index.html"></iframe></body>'))
