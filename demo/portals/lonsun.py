"""A portal in the manner of LonSun: a column for each organ, its rows from a label, a firewall in front."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from demo.portals.articles import Article
from demo.portals.publishing import PublishingPortal
from demo.portals.server import Call, Reply

SITE, FIRST_ORGAN = 6790861, 5341
LABEL = "/site/label/8888"
_CHALLENGE = b"<html><script>document.cookie='__jsl_clearance_s=x'</script></html>"


class LonsunPortal(PublishingPortal):
    """The columns of `portals.md` §3.7, one for each publisher. `states`: the label states its total.

    `refuses` is how often each address answers 521 before it gives its page.
    """

    family = "lonsun"
    listing = f"/public/column/{FIRST_ORGAN}?type=3&action=list"
    body_class = 'class="wzcon j-fontContent newscontnet"'

    def __init__(
        self, name: str, articles: Sequence[Article], *, states: bool = True, refuses: int = 0, **how: Any
    ) -> None:
        self.states, self.refuses = states, refuses
        self.calls: Counter[str] = Counter()
        super().__init__(name, articles, **how)

    def write_lists(self) -> None:
        """The columns of all organs: each lists the others by their catalogues; the first holds its first rows."""
        self.organs = list(dict.fromkeys(article.publisher for article in self.articles))
        for place in range(len(self.organs)):
            self.write(f"/public/column/{FIRST_ORGAN + place}", self.column_page(self._column(place)))

    def _column(self, place: int) -> str:
        organ = FIRST_ORGAN + place
        names = "".join(
            f'<li><a href="/public/column/{FIRST_ORGAN + other}?type=4&action=list&nav=3">{escape(name)}</a></li>'
            for other, name in enumerate(self.organs)
        )
        label = (
            f"{LABEL}?IsAjax=1&dataType=html&labelName=publicInfoList&siteId={SITE}&pageSize={self.per_page}"
            f"&pageIndex=1&organId={organ}&type=3&catId=&file=/xxgk/publicInfoList_newest2020"
        )
        held = self._fragment(place, 1) if not place else ""
        return f"""<ul class="organs">{names}</ul><div id="list">{held}</div>
<script>var url = "{label}"; $.get(url, function(html) {{ $("#list").html(html); }});</script>"""

    def _fragment(self, place: int, number: int) -> str:
        own = [article for article in self.articles if article.publisher == self.organs[place]]
        shown = own[(number - 1) * self.per_page : number * self.per_page]
        told = f'<div class="page">共<b>{len(own)}</b>条</div>' if self.states else ""
        return f'<ul class="clearfix xxgk_nav_list">{self.rows(shown)}</ul>{told}'

    def row(self, article: Article) -> str:
        """The day has a class of its own."""
        return super().row(article).replace("<span>", '<span class="date">')

    def path(self, article: Article) -> str:
        """Two dialects: by number alone, and under the organ."""
        number = article.number
        return f"/public/content/{number}" if number % 2 else f"/public/{FIRST_ORGAN}/{number}.html"

    def answer(self, call: Call) -> Reply:
        """A challenge first, as the firewall likes; then pages, and the label by its parameters."""
        self.calls[call.target] += 1
        if self.calls[call.target] <= self.refuses and call.path != "/robots.txt":
            return Reply(_CHALLENGE, 521)
        if call.path != LABEL or any(words in call.target for words in self.broken):
            return super().answer(call)
        query = {name: values[0] for name, values in parse_qs(urlsplit(call.target).query).items()}
        place = int(query["organId"]) - FIRST_ORGAN
        return Reply(self._fragment(place, int(query["pageIndex"])).encode())
