"""A portal in the manner of Hanweb's xxgk module: a page for each organ and year, a list behind a form."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs

from demo.portals.articles import Article
from demo.portals.publishing import Links, PublishingPortal
from demo.portals.server import Call, Reply

SCRIPT, SEARCH = "/module/xxgk/xxgkAnnualReport.jsp", "/module/xxgk/search.jsp"
AREAS = ("001008003015001", "11370684004265946U", "002482429")
"""Three kinds of codes: of a region's own, the unified social credit code, the older code of nine characters."""


class XxgkPortal(PublishingPortal):
    """The organs of `portals.md` §3.2, in the order of the articles.

    The first lists its reports under links, by reporting year. The pages of the second are its reports, by year of
    publication. The third has one list, of which `search.jsp` gives the pages after the first.
    """

    family = "xxgk"
    listing = SCRIPT
    body_class = 'class="main-txt" id="zoom"'

    def write_lists(self) -> None:
        """The list of organs, and what each of the first and the third shows."""
        self.organs = list(dict.fromkeys(article.publisher for article in self.articles))
        names = "".join(
            f'<li><a href="xxgkAnnualReport.jsp?area={area}">{escape(name)}</a></li>'
            for area, name in zip(AREAS, self.organs, strict=True)
        )
        self.write(self.listing, self.column_page(f'<ul class="bm">{names}</ul>'))
        for place, area in enumerate(AREAS):
            own = self.own(place)
            years = sorted({self.year(article) for article in own}, reverse=True)
            tabs = "".join(f'<li><a href="?area={area}&amp;fbtime={year}">{year}</a></li>' for year in years)
            if place == 0:
                self.write(f"{SCRIPT}?area={area}", self.column_page(f"<ul>{tabs}</ul>"))
                for year in years:
                    rows = self.rows(article for article in own if self.year(article) == year)
                    page = self.column_page(f"<ul>{tabs}</ul><ul>{rows}</ul>")
                    self.write(f"{SCRIPT}?area={area}&fbtime={year}", page)
            elif place == 1:
                newest = max(own, key=lambda article: article.date)
                self.write(
                    f"{SCRIPT}?area={area}", self.article_page(newest, [], []).replace("</h1>", f"</h1><ul>{tabs}</ul>")
                )
            else:
                script = f'<script>var vc_xxgkarea = "{area}"; var url = "{SEARCH}";</script>'
                hidden = (
                    '<input type="hidden" id="infotypeId" value="A0401"><input type="hidden" name="jdid" value="55">'
                )
                self.write(f"{SCRIPT}?area={area}", self.column_page(script + hidden + self.fragment(1)))

    def own(self, place: int) -> list[Article]:
        """The articles of an organ."""
        return [article for article in self.articles if article.publisher == self.organs[place]]

    def year(self, article: Article) -> int:
        """What `fbtime` means for an article: the reporting year with the first organ, else that of publication."""
        published = int(article.date[:4])
        return published - 1 if article.publisher == self.organs[0] else published

    def fragment(self, number: int) -> str:
        """A page of the third organ's list, with what it states of the whole."""
        own = self.own(2)
        shown = own[(number - 1) * self.per_page : number * self.per_page]
        rows = "".join(
            f'<tr class="tr_main_value_{"even" if place % 2 else "odd"}"><td>{self.row(article)}</td></tr>'
            for place, article in enumerate(shown)
        ).replace("<li>", "").replace("</li>", "")  # fmt: skip
        pages = -(-len(own) // self.per_page)
        return (
            f"<table>{rows}</table><p>共<b>{pages}</b>页 共{len(own)}条 <a href='javascript:gopage(2)'>下一页</a></p>"
        )

    def path(self, article: Article) -> str:
        """Where an article stands: with the second organ, in the page of the organ and year itself."""
        year, month, day = (int(part) for part in article.date.split("-"))
        if article.path:
            return article.path
        if article.publisher == self.organs[1]:
            return f"{SCRIPT}?area={AREAS[1]}&fbtime={self.year(article)}"
        return f"/art/{year}/{month}/{day}/art_123_{article.number}.html"

    def neighbours(self, article: Article) -> tuple[Links, Links]:
        """The pages of the second organ also show the years to choose from."""
        foot, turns = super().neighbours(article)
        if article.publisher == self.organs[1]:
            turns += [(f"{self.year(other)}", self.path(other)) for other in self.own(1)]
        return foot, turns

    def answer(self, call: Call) -> Reply:
        """The form of the third organ's list."""
        if call.path != SEARCH or any(words in call.body.decode() for words in self.broken):
            return super().answer(call)
        form = {name: values[0] for name, values in parse_qs(call.body.decode(), keep_blank_values=True).items()}
        known = (form.get("area"), form.get("infotypeId"), form.get("jdid")) == (AREAS[2], "A0401", "55")
        return Reply((self.fragment(int(form["currpage"])) if known else "<table></table>").encode())
