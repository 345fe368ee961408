"""A portal in the manner of Guangdong's disclosure platform: a tree in `_CONFIG`, an API, articles inside scripts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from demo.portals.articles import Article, Attachment
from demo.portals.publishing import JSON, PublishingPortal
from demo.portals.server import Call, Reply

CATEGORY, MOST = 2629, 100
SID = "200001"


class GkmlptPortal(PublishingPortal):
    """The platform of `portals.md` §3.4. `prefix` puts it under an organ's path on a district's host (`/x`).

    `twice` are titles that the API gives under two ids. `loses` are titles that it counts and does not give. `resets`
    breaks every connection of a client that is no browser.
    """

    family = "gkmlpt"
    listing = f"/gkmlpt/annualreport#{CATEGORY}"
    resets = False

    def __init__(
        self,
        name: str,
        articles: Sequence[Article],
        *,
        twice: tuple[str, ...] = (),
        loses: tuple[str, ...] = (),
        **how: Any,
    ) -> None:
        self.twice, self.loses = twice, loses
        self.prefix = how.pop("prefix", "")
        super().__init__(name, articles, listing=f"{self.prefix}{self.listing}", **how)

    def write_lists(self) -> None:
        """The index and the page of annual reports: both hold the tree and no row."""
        for page in ("index", "annualreport"):
            script = f"<script>window._CONFIG = {{ SID:'{SID}', TREE:{json.dumps(self._tree())}, SERVICE_AREA_ID: 1 }};"
            menu = "".join(
                f'<li><a href="{self.prefix}/gkmlpt/{to}">{words}</a></li>'
                for to, words in (("guide", "政府信息公开指南"), (f"annualreport#{CATEGORY}", "政府信息公开年报"))
            )
            shell = (
                f'{script}</script><script src="/gkmlpt/js/NFCMS_list.js"></script><ul>{menu}</ul><div id="app"></div>'
            )
            self.write(f"{self.prefix}/gkmlpt/{page}", self.column_page(shell))
        self.write(f"{self.prefix}/gkmlpt/guide", self.frame.page("政府信息公开指南", "<p>指南</p>" * 99))

    def _tree(self) -> list[dict[str, Any]]:
        """A tree with a category that only jumps, and the reports' category two levels down."""
        jump = {
            "id": 9,
            "name": "政府信息公开年报",
            "parent": 1,
            "children": [],
            "jump_url": "http://www.gd.gov.cn/nb/",
        }
        reports = {
            "id": CATEGORY,
            "name": "政府信息公开年报",
            "parent": 2,
            "children": [],
            "jump_url": "",
            "post_count": 0,
        }
        rules = {"id": 7, "name": "规范性文件", "parent": 2, "children": [], "jump_url": ""}
        below = {"id": 2, "name": "其他法定信息", "parent": 1, "children": [rules, reports], "jump_url": ""}
        return [{"id": 1, "name": "目录", "parent": 0, "children": [jump, below], "jump_url": ""}]

    def path(self, article: Article) -> str:
        """Where an article stands."""
        number = article.number
        return article.path or f"{self.prefix}/gkmlpt/content/{number // 1_000_000}/{number // 1000}/post_{number}.html"

    def file_path(self, article: Article, number: int, file: Attachment) -> str:
        """Where a file stands."""
        part = article.number
        return f"/attachment/0/{part // 1000}/{part}/{number}.{file.extension}"

    def answer(self, call: Call) -> Reply:
        """The API, and no answer at all to clients that are no browser if the host `resets`."""
        if self.resets and "mozilla" not in call.headers.get("user-agent", "").lower():
            return Reply(status=0)
        api = f"{self.prefix}/gkmlpt/api/all/{CATEGORY}"
        return self._page(call) if call.path == api and not self.broken else super().answer(call)

    def _page(self, call: Call) -> Reply:
        query = {name: values[0] for name, values in parse_qs(urlsplit(call.target).query).items()}
        if query.get("sid") != SID:
            return Reply(json.dumps({"code": 500, "message": "error"}).encode(), 200, JSON)
        records = [record for article in self.articles for record in self._records(article)]
        number = max(int(query.get("page", 0)), 1)
        shown = [r for r in records if r["title"] not in self.loses][(number - 1) * MOST : number * MOST]
        answer = {"classify": {"id": CATEGORY, "post_count": len(records)}, "total": len(records), "articles": shown}
        return Reply(json.dumps(answer).encode(), 200, JSON)

    def _records(self, article: Article) -> list[dict[str, Any]]:
        """The article as the API tells it; half past midnight in China is the day before in UTC."""
        published = int(datetime.fromisoformat(f"{article.date}T00:30:00+08:00").timestamp())
        record: dict[str, Any] = {
            "id": article.number, "title": article.title, "url": self.path(article), "post_url": "",
            "publisher": article.publisher, "date": published, "create_time": published + 86_400 * 400,
            "display_publish_time": published, "is_expired": 0, "relation": [], "attachment": self._files(article),
        }  # fmt: skip
        again = {**record, "id": article.number + 10**7, "classify_main_name": "其他"}
        return [record, again] if article.title in self.twice else [record]

    def _files(self, article: Article) -> list[dict[str, Any]]:
        return [
            {"id": number, "name": file.label, "type": file.extension, "url": self.file_path(article, number, file)}
            for number, file in enumerate(article.attachments)
        ]

    def article_body(self, article: Article) -> str:
        """An article whose text stands in the script alone, with every angle bracket escaped."""
        content = article.html + self.files(article)
        detail = {"id": article.number, "title": article.title, "publisher": article.publisher, "content": content}
        text = json.dumps({**detail, "attachment": []}, ensure_ascii=False)
        escaped = text.replace("<", "\\u003C").replace(">", "\\u003E")
        script = f"<script>window._CONFIG = {{ SID:'{SID}', LANG: 'zh', DETAIL: {escaped}, TREE: [] }};</script>"
        return f'{script}<div class="article-content" id="content"></div>'
