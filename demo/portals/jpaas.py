"""A portal in the manner of Hanweb jpaas: the first rows in the page, the others from `build/unit` as HTML in JSON."""

from __future__ import annotations

import json
from hashlib import md5
from urllib.parse import parse_qs, urlsplit

from demo.portals.articles import Article
from demo.portals.publishing import JSON, PublishingPortal
from demo.portals.server import Call, Reply

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
IDS = {"webId": "b3c2e5", "pageId": "77d1f0", "tagId": "当前栏目list", "tplSetId": "4f1a9c"}


class JpaasPortal(PublishingPortal):
    """The list of `portals.md` §3.3. The script hears the page in `paramJson` alone, with `plain` in `pageNo` alone.
    `ignores_page`: it gives its first page whatever it is asked for. `fails`: it says `success: false` under
    status 200.
    """

    family = "jpaas"
    listing = "/col/col76705/index.html"
    body_class = 'class="main-txt" id="zoom"'
    plain = False
    ignores_page = False
    fails = False

    def write_lists(self) -> None:
        """The column with its pager, in single-quoted pseudo-JSON."""
        ids = ",".join(f"'{name}':'{value}'" for name, value in IDS.items())
        data = "{" + ids + "}"
        pager = (
            f'<div class="pagination" id="pg" count="{len(self.articles)}" rows="{self.per_page}" pageNo="1" '
            f'unitUrl="{UNIT}" queryData="{data}"><a href="javascript:void(0)">下一页</a></div>'
        )
        self.write(self.listing, self.column_page(f"<ul>{self.rows(self.page_of(1))}</ul>{pager}"))

    def path(self, article: Article) -> str:
        """The dialects of article addresses: under the column, under a directory, and bare."""
        digest = md5(str(article.number).encode(), usedforsecurity=False).hexdigest()
        folder = ("/col/col76705", "/zwgk/nianbao", "")[article.number % 3]
        return article.path or f"{folder}/art/{article.date[:4]}/art_{digest}.html"

    def link(self, article: Article) -> str:
        """Without a scheme; the host is put in when the page is asked for."""
        return f"//@HOST@{self.path(article)}"

    def answer(self, call: Call) -> Reply:
        """The script, and pages with the name of the host in their links."""
        reply = self._unit(call) if call.path == UNIT and not self.broken else super().answer(call)
        host = call.headers.get("host", "").encode()
        return Reply(reply.body.replace(b"@HOST@", host), reply.status, reply.headers)

    def _unit(self, call: Call) -> Reply:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(call.target).query).items()}
        wanted = {**IDS, "parseType": "bulidstatic", "pageType": "column", "rows": str(self.per_page)}
        if self.fails or any(asked.get(name) != value for name, value in wanted.items()):
            return Reply(json.dumps({"success": False, "message": "查询失败", "data": None}).encode(), 200, JSON)
        named = asked.get("pageNo", 1) if self.plain else json.loads(asked.get("paramJson", "{}")).get("pageNo", 1)
        number = 1 if self.ignores_page else int(named)
        answer = {"success": True, "code": 200, "data": {"html": f"<ul>{self.rows(self.page_of(number))}</ul>"}}
        return Reply(json.dumps(answer, ensure_ascii=False).encode(), 200, JSON)
