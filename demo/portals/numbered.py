"""Portals whose pages are numbered in the query: classic ASP in GBK, and iList."""

from __future__ import annotations

from urllib.parse import quote

from demo.portals.articles import Article
from demo.portals.publishing import PublishingPortal


class NumberedPortal(PublishingPortal):
    """Page n is `listing&{parameter}=n`. `window` shows only the pages near by and states no count."""

    parameter = "page"
    window = False

    def write_lists(self) -> None:
        """Write each page with its pager; page 1 stands without and with its number."""
        for number in range(1, self.page_count + 1):
            page = self.column_page(f'<ul class="list">{self.rows(self.page_of(number))}</ul>{self.pager(number)}')
            self.write(self.target(number), page)
        self.write(self.listing, self.pages[self.target(1)].body.decode(self.encoding))

    def target(self, number: int) -> str:
        """The path and query of a page."""
        return f"{self.listing}&{self.parameter}={number}"

    def pager(self, number: int) -> str:
        """Links to all pages or to those near by, and what readers are told of the whole."""
        last = min(number + 1, self.page_count) if self.window else self.page_count
        links = "".join(f'<a href="{self.target(one)}">{one}</a> ' for one in range(1, last + 1) if one != number)
        following = f'<a href="{self.target(number + 1)}">下一页</a>' if number < self.page_count else "下一页"
        told = f"共{len(self.articles)}条记录 第{number}页/共{self.page_count}页" if not self.window else ""
        return f'<div class="pages"><a href="{self.target(1)}">首页</a> {links}{following} {told}</div>'


class AspPortal(NumberedPortal):
    """濮阳 (`portals.md` §3.9): GBK bytes under the label GB2312, no charset in the header, queries in GBK.

    Rows link with raw characters in the query, which browsers send in the encoding of the page.
    """

    family = "asp"
    listing = f"/zwxx/class.asp?class=1150&words={quote('财政', encoding='gbk')}"
    encoding = "gb18030"
    label = "gb2312"
    content_type = "text/html"
    body_class = 'class="bt_content" id="zoom"'

    def row(self, article: Article) -> str:
        """A row of a table, in capitals, as editors of old wrote them."""
        return super().row(article).replace("<li>", "<TR><TD>").replace("</li>", "</TD></TR>")

    def column_page(self, inner: str) -> str:
        """The rows stand in a table."""
        return super().column_page(inner.replace('<ul class="list">', "<TABLE>").replace("</ul>", "</TABLE>"))

    def link(self, article: Article) -> str:
        """The address with raw characters."""
        return article.path or f"show.asp?id={article.number}&dw={article.publisher[:3]}"

    def path(self, article: Article) -> str:
        """The address as it is asked for."""
        return article.path or f"/zwxx/show.asp?id={article.number}&dw={quote(article.publisher[:3], encoding='gbk')}"


class IlistPortal(NumberedPortal):
    """川, 陕, 新: one script for all columns, articles in folders by day."""

    family = "ilist"
    listing = "/info/iList.jsp?node_id=GKxxgknb&site_id=CMSxjwlmq"
    parameter = "cur_page"
    body_class = 'class="text-main" id="zoom"'

    def column_page(self, inner: str) -> str:
        """Beside the list stands the menu of the other columns, which the same script lists."""
        menu = '<ul class="left"><li><a href="/info/iList.jsp?node_id=GKzn">政府信息公开指南</a></li></ul>'
        return super().column_page(menu + inner)

    def path(self, article: Article) -> str:
        """Where an article stands."""
        return article.path or f"/gk/xxgknb/{article.number}.htm"
