"""The frame around every page of a practice portal, as government sites draw it, with its usual traps."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from demo.portals.articles import Article

PRACTICE_LINE = "练习数据，不是真实报告 Practice data, not a real report"
_MENU = (
    ("政府信息公开指南", "zfxxgkzn/"),
    ("政府信息公开制度", "zfxxgkzd/"),
    ("法定主动公开内容", "fdzdgknr/"),
    ("政府信息公开年报", ""),
    ("依申请公开", "ysqgk/"),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """A site's name, its column, the column's path, its identification code, and whether it is for practice."""

    site: str
    column: str
    path: str
    site_code: str = "4109720001"
    practice: bool = False
    label: str = "utf-8"

    def home(self) -> str:
        """The home page: no column, but the way to it."""
        way = f'<p>欢迎访问{escape(self.site)}。</p><p><a href="{self.path}">{escape(self.column)}</a></p>'
        return self.page(self.site, way).replace(f'<meta content="{escape(self.column)}" name="ColumnName">', "")

    def page(self, title: str, body: str, metas: str = "", foot: str = "") -> str:
        """A whole page. Metas stand without blanks between their attributes, as real templates have them."""
        practice = '<meta name="gongkai-practice" content="true">' if self.practice else ""
        banner = f'<p class="practice" style="color:#b00">{PRACTICE_LINE}</p>' if self.practice else ""
        folder = self.path.partition("?")[0].rpartition("/")[0]
        parent = folder.rpartition("/")[0] + "/"
        menu = "".join(f'<li><a href="{self.path if not to else parent + to}">{name}</a></li>' for name, to in _MENU)
        return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta http-equiv="Content-Type" content="text/html; charset={self.label}">
<title>{escape(title)}</title>
<meta name="SiteName"content="{escape(self.site)}"/><meta name='SiteIDCode'content='{self.site_code}'>
<meta content="{escape(self.column)}" name="ColumnName"><meta name="ColumnType"content=""/>{metas}{practice}
</head><body>
<div class="header"><h2 class="logo"><a href="/">{escape(self.site)}</a></h2><ul class="nav">{menu}</ul></div>
{banner}<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="{parent}">政府信息公开</a> &gt;
<a href="{self.path}">{escape(self.column)}</a></div>
{body}
{foot}<script src="/images/page_footer.js"></script>
</body></html>
"""

    def article(
        self, article: Article, body: str, others: list[tuple[str, str]], neighbours: list[tuple[str, str]]
    ) -> str:
        """An article with source line, buttons, neighbours and, at the foot, other articles (text, address)."""
        metas = (
            f'<meta name="ArticleTitle"content="{escape(article.title)}"/>'
            f'<meta name="PubDate"content="{article.day} 03:11"/>'
            f'<meta name="ContentSource"content="{escape(article.publisher)}"/>'
        )
        words = zip(("上一篇", "下一篇"), neighbours, strict=False)
        turns = "".join(f'<p>{word}：<a href="{to}">{escape(text)}</a></p>' for word, (text, to) in words)
        related = "".join(f'<li><a href="{to}">{escape(text)}</a></li>' for text, to in others)
        foot = f'<div class="turn">{turns}</div>'
        foot += f'<div class="xgwz_box"><h3>相关文章</h3><ul>{related}</ul></div>' if related else ""
        published = f"发布时间：{article.day}　" if article.dated else ""
        source = f"来源：{escape(article.publisher or self.site)}　{published}"
        inner = f"""<div class="main"><h1>{escape(article.title)}</h1>
<p class="info">{source}点击数：<span id="hits"></span>次
<a href="javascript:window.print()">打印</a> <a href="javascript:window.close()">关闭</a></p>
<script>document.getElementById("hits").innerHTML = "&nbsp;";</script>
{body}</div>"""
        return self.page(f"{article.title}_{self.site}", inner, metas, foot)
