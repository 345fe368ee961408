"""A portal in the manner of ASP.NET: a pager that sends the form of the page back, or numbers in the query."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs

from demo.portals.articles import Article
from demo.portals.numbered import NumberedPortal
from demo.portals.server import Call, Reply

TARGET = "MoreInfoList1$Pager"


class PostbackPortal(NumberedPortal):
    """The postback pager of `portals.md` §3.9 (epoint).

    A form whose `__VIEWSTATE` is not that of the page before the one that is asked for, or of the first, is refused as
    servers refuse it. `stuck` always gives the first page.
    """

    family = "aspnet"
    listing = "/zfxxgk/InfoList.aspx?lanmuid=31&sublanmuid=640"
    stuck = False

    def write_lists(self) -> None:
        """The first page; the others are answers to its form."""
        self.write(self.listing, self.form_page(1))

    def form_page(self, number: int) -> str:
        """One page of the list inside the form that every page of ASP.NET is."""
        fields = {
            "__EVENTTARGET": "",
            "__EVENTARGUMENT": "",
            "__VIEWSTATE": self.state(number),
            "__EVENTVALIDATION": "ev",
        }
        hidden = "".join(f'<input type="hidden" name="{name}" value="{value}" />' for name, value in fields.items())
        body = f"<table>{self.rows(self.page_of(number))}</table>{self.pager(number)}"
        search = '<input type="text" name="txtKey" value=""/><input type="submit" name="btnSearch" value="搜索"/>'
        action = escape(self.listing.rpartition("/")[2])
        return self.column_page(f'<form method="post" action="./{action}" id="form1">{hidden}{search}{body}</form>')

    def state(self, number: int) -> str:
        """The state that the server hides in a page."""
        return f"/wEPDwUK{self.name}+{number}=="

    def row(self, article: Article) -> str:
        """A row of a table."""
        return super().row(article).replace("<li>", "<tr><td>").replace("</li>", "</td></tr>")

    def pager(self, number: int) -> str:
        """AspNetPager: numbers near by, then three dots, and words."""
        shown = [one for one in range(1, self.page_count + 1) if one != number and abs(one - number) < 2]
        calls = [(str(one), one) for one in shown]
        if number + 2 <= self.page_count:
            calls.append(("...", number + 2))
        if number < self.page_count:
            calls += [("下一页", number + 1), ("尾页", self.page_count)]
        links = " ".join(f"<a href=\"javascript:__doPostBack('{TARGET}','{to}')\">{words}</a>" for words, to in calls)
        told = f"总记录：{len(self.articles)}条 页次：{number}/{self.page_count}页"
        return f'<div id="MoreInfoList1_Pager" class="pages">{links} <span>{number}</span> {told}</div>'

    def answer(self, call: Call) -> Reply:
        """The page that a form asks for, if its state is one that the server gave out."""
        if call.method != "POST" or any(words in call.body.decode() for words in self.broken):
            return super().answer(call) if call.method != "POST" else Reply(b"", 500)
        form = {name: values[0] for name, values in parse_qs(call.body.decode(), keep_blank_values=True).items()}
        number = int(form.get("__EVENTARGUMENT") or 1)
        known = form.get("__VIEWSTATE") in (self.state(number - 1), self.state(1)) and form.get("__EVENTVALIDATION")
        if form.get("__EVENTTARGET") != TARGET or not known or "btnSearch" in form:
            return Reply(b"<html><title>Validation of viewstate MAC failed.</title></html>", 500)
        return Reply(self.form_page(1 if self.stuck else number).encode())

    def path(self, article: Article) -> str:
        """Where an article stands."""
        return article.path or f"/zfxxgk/InfoDetail.aspx?id={article.number}"


class AspxPortal(NumberedPortal):
    """云南人社 (`portals.md` §3.9): numbers in the query, a pager that shows the pages near by alone."""

    family = "aspnet"
    listing = "/InfoPublic.aspx?cid=1019&pid=971&kw="
    window = True

    def path(self, article: Article) -> str:
        """Where an article stands."""
        return article.path or f"/InfoDetail.aspx?id={article.number}"
