"""A portal in the manner of the financial regulator: a shell of 215 bytes, lists and documents as JSON."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from demo.portals.articles import Article, Attachment
from demo.portals.publishing import JSON, PublishingPortal
from demo.portals.server import Call, Reply

ITEM, SIZE = 861, 18
SHELL_BYTES = 215
DETAIL = "/cbircweb/DocInfo/SelectByDocId"
_WORD = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
    '<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>无标题</title></head>'
    "<body>{}</body></html>"
)


class StaticJsonPortal(PublishingPortal):
    """The lists of `portals.md` §3.9. `lost` are titles whose document the script does not find; it says so under 200.

    The first file of an article is its `docFileUrl`, the second its `pdfFileUrl`.
    """

    family = "static-json"
    listing = f"/cn/view/pages/ItemList.html?itemPId=923&itemId={ITEM}&itemUrl=ItemListRightList.html"
    lost: tuple[str, ...] = ()

    def write_lists(self) -> None:
        """The shell, and the list in files with commas in their names."""
        shell = '<!DOCTYPE html><html><head><meta charset="utf-8"><script src="/cn/static/js/main.js"></script></head>'
        shell += '<body><div id="app"></div></body></html>'
        self.put("/cn/view/pages/ItemList.html", shell + " " * (SHELL_BYTES - len(shell)))
        size = self.per_page = SIZE
        for number in range(1, self.page_count + 1):
            rows = [self._record(article) for article in self.page_of(number)]
            answer = {"rptCode": 200, "msg": "成功", "data": {"total": len(self.articles), "rows": rows}}
            file = f"data_itemId={ITEM},pageIndex={number},pageSize={size}.json"
            self._put_json(f"/cn/static/data/DocInfo/SelectDocByItemIdAndChild/{file}", answer)

    def _put_json(self, path: str, answer: dict[str, Any]) -> None:
        self.put(path, json.dumps(answer, ensure_ascii=False), "application/json; charset=utf-8")

    def _record(self, article: Article) -> dict[str, Any]:
        return {"docId": article.number, "docTitle": article.title, "publishDate": f"{article.day} 10:00:00"}

    def path(self, article: Article) -> str:
        """The address of the answer that holds the document."""
        return f"{DETAIL}?docId={article.number}"

    def file_path(self, article: Article, number: int, file: Attachment) -> str:
        """Where a file stands."""
        return f"/chinese/files/{article.date[:4]}/{article.number}{number}.{file.extension}"

    def write_article(self, article: Article) -> None:
        """A document as JSON: a title broken over lines, HTML of a text processor that claims another encoding."""
        paths = [self.file_path(article, number, file) for number, file in enumerate(article.attachments)] + ["", ""]
        data = {
            **self._record(article), "docTitle": article.title.replace("政府信息", "政府信息\n", 1),
            "docSource": article.publisher, "documentNo": None, "docFileUrl": paths[0] or None,
            "pdfFileUrl": paths[1] or None, "docClob": _WORD.format(article.html),
        }  # fmt: skip
        self._put_json(f"/documents/{article.number}", {"rptCode": 200, "msg": "成功", "data": data})
        self.write_files(article)

    def publish(self, articles: Any) -> None:
        """The home page leads to the list; companions are documents like others."""
        super().publish(articles)
        for article in articles:
            if article.companion:
                self.write_article(article.companion)

    def answer(self, call: Call) -> Reply:
        """The documents by their number."""
        if call.path != DETAIL or any(words in call.target for words in self.broken):
            return super().answer(call)
        number = parse_qs(urlsplit(call.target).query).get("docId", [""])[0]
        missing = number in {str(article.number) for article in self.articles if article.title in self.lost}
        error = Reply(json.dumps({"rptCode": 500, "msg": "系统异常", "data": None}).encode(), 200, JSON)
        return error if missing else self.pages.get(f"/documents/{number}", error)
