"""A portal in the manner of TRS WCM: static pages, `createPageHTML`, hidden explanations, unquoted classes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from demo.portals.articles import Article, Attachment
from demo.portals.chrome import Frame
from demo.portals.portal import FamilyPortal
from demo.portals.server import Call, Reply


class TrsPortal(FamilyPortal):
    """Publish `articles` under `column_path`, `per_page` rows a page, articles with a `folder` in directories.

    `encoding` is what the pages are written in, `label` what they and their headers claim. `practice` marks every
    page. `publish` replaces all articles; `listing` is the path to crawl.
    """

    family = "trs"

    def __init__(
        self,
        name: str,
        articles: Sequence[Article],
        *,
        site_name: str = "",
        column: str = "政府信息公开年报",
        column_path: str = "/zwgk/zfxxgknb/",
        per_page: int = 15,
        validators: bool = True,
        practice: bool = False,
        site_code: str = "4109720001",
        encoding: str = "utf-8",
        label: str = "",
    ) -> None:
        super().__init__(name, validators)
        self.send_home: set[str] = set()
        self.listing, self.per_page = column_path, per_page
        self.encoding, self.label = encoding, label or encoding
        self.frame = Frame(site_name or name, column, column_path, site_code, practice, self.label)
        self.publish(articles)

    def publish(self, articles: Sequence[Article]) -> None:
        """Write every page anew: the column, its directories, the articles and their files."""
        self.pages.clear()
        self.articles = list(articles)
        self.write("/", self.frame.home())
        self.put("/images/page_footer.js", "document.write('<p>主办：' + location.host + '</p>');", "text/javascript")
        folders = sorted({"", *(article.folder for article in articles)})
        for folder in folders:
            column = self.listing + (f"{folder}/" if folder else "")
            self._write_column(column, [article for article in articles if article.folder == folder])
        if any(folders):
            self._link_folders([folder for folder in folders if folder])
        for article in articles:
            self._write_article(article)
            if article.companion:
                self.write(
                    self.path(article.companion), self.frame.article(article.companion, article.companion.html, [], [])
                )

    def missing(self, call: Call) -> Reply:
        """Send the reader home from the paths in `send_home`, as sites do for a year that they lack."""
        if call.path in self.send_home:
            return Reply(b"", 301, (("Location", "/"),))
        return super().missing(call)

    def write(self, path: str, page: str) -> None:
        """Put a page in the portal's encoding under the portal's label."""
        self.put(path, page.encode(self.encoding), f"text/html; charset={self.label}")

    def path(self, article: Article) -> str:
        """Where an article stands."""
        folder = self.listing + (f"{article.folder}/" if article.folder else "")
        day = article.date.replace("-", "")
        return article.path or f"{folder}{day[:6]}/t{day}_{article.number}.html"

    def file_path(self, article: Article, number: int, attachment: Attachment) -> str:
        """Where a file of an article stands: beside it, named by a time stamp and a checksum."""
        stamp = f"P0{article.date.replace('-', '')}{article.number:07}{number:02}"
        return f"{self.path(article).rpartition('/')[0]}/{stamp}.{attachment.extension}"

    def _write_column(self, column: str, articles: list[Article]) -> None:
        pages = [articles[start : start + self.per_page] for start in range(0, len(articles), self.per_page)] or [[]]
        for number, shown in enumerate(pages):
            rows = "\n<li class=empty></li>".join(self._row(article, column) for article in shown)
            pager = f'<script>createPageHTML({len(pages)}, {number}, "index", "html");</script>'
            body = f'<div class="list"><ul class="u-list">{rows}</ul><div class="page">{pager}</div></div>'
            path = column if number == 0 else f"{column}index_{number}.html"
            self.write(path, self.frame.page(f"{self.frame.column}_{self.frame.site}", body))

    def _row(self, article: Article, column: str) -> str:
        day = article.day.replace("-", "/")
        hidden = ""
        if article.companion:
            to = "../" * (column.count("/") - 1) + self.path(article.companion).lstrip("/")
            hidden = f'<div style="display:none"><a href="{to}">{escape(article.companion.title)}</a></div>'
        to = self.path(article)
        to = "./" + to.removeprefix(column) if to.startswith(column) else to
        dates = f'<span class="mhide">{article.day}</span><span class="pchide">{day}</span>'
        title = escape(article.title)
        return f"""<li><a href="{to}" target="_blank" title='{title}'>{title[:28]}</a>{dates}
<script>var hits = 0;</script>{hidden}</li>"""

    def _link_folders(self, folders: list[str]) -> None:
        """Put the directories above the rows of the column."""
        links = "".join(f'<a href="./{folder}/">{folder[:4]}年</a> ' for folder in folders)
        page = self.pages[self.listing].body.decode(self.encoding)
        self.write(
            self.listing, page.replace('<div class="list">', f'<div class="years">{links}</div><div class="list">', 1)
        )

    def _write_article(self, article: Article) -> None:
        others = [other for other in self.articles if other.publisher == article.publisher and other is not article]
        foot = [(other.title, self.path(other)) for other in others[:5]]
        for other in others[:1]:  # a file of another year at the foot belongs to that year
            foot += [(other.title, self.file_path(other, n, file)) for n, file in enumerate(other.attachments)]
        turns = [(other.title, self.path(other)) for other in others[:2]]
        page = self.frame.article(article, self._body(article), foot, turns)
        self.write(self.path(article), page)
        self.write(self.path(article).replace(".html", "_ext.html"), page.replace("<body>", '<body class="wap">'))
        for number, attachment in enumerate(article.attachments):
            self.put(self.file_path(article, number, attachment), attachment.data, "application/octet-stream")

    def _body(self, article: Article) -> str:
        linked: list[str] = []
        scripted: list[str] = []
        for number, attachment in enumerate(article.attachments):
            to = "./" + self.file_path(article, number, attachment).rpartition("/")[2]
            kept = scripted if attachment.scripted else linked
            kept.append(f'<a href="{to}">{escape(attachment.label)}</a>')
        block = (
            f'<div class="attachment">相关附件：<div class="attachment_r">{"".join(linked)}</div></div>'
            if linked
            else ""
        )
        script = (
            f"<script>var file_appendix='{''.join(scripted)}';document.write(file_appendix);</script>"
            if scripted
            else ""
        )
        return f'<div class="view TRS_UEDITOR"><div class=TRS_Editor>{article.html}</div></div>{block}{script}'
