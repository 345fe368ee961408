"""Practice portals of static files: a family says what its pages are called and how its pager and rows look."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import ClassVar

from demo.portals.articles import Article, Attachment
from demo.portals.chrome import Frame
from demo.portals.portal import FamilyPortal


class StaticPortal(FamilyPortal):
    """Publish `articles`, `per_page` rows a page, each article with its files, neighbours and companions.

    `site_metas` False leaves out the tags of the national standard, as some ministries do.
    """

    column = "政府信息公开年报"
    body_class: ClassVar[str] = 'id="zoom"'
    site_metas: ClassVar[bool] = True

    def __init__(
        self,
        name: str,
        articles: Sequence[Article],
        *,
        site_name: str = "",
        per_page: int = 15,
        validators: bool = True,
        practice: bool = False,
        site_code: str = "4109720001",
    ) -> None:
        super().__init__(name, validators)
        self.per_page = per_page
        self.frame = Frame(site_name or name, self.column, self.listing, site_code, practice)
        self.publish(articles)

    # What a family says

    def page_path(self, number: int, count: int) -> str:
        """Where page `number` (0-based) of `count` stands."""
        raise NotImplementedError

    def pager(self, number: int, count: int) -> str:
        """The markup of the pager of a page."""
        raise NotImplementedError

    def row(self, article: Article) -> str:
        """A row of the listing."""
        to, title = self.path(article), escape(article.title)
        return (
            f'<li><a href="{to}" title="{title}">{title[:28]}</a><span>{article.day}</span>{self.hidden(article)}</li>'
        )

    def listing_page(self, number: int, count: int, shown: Sequence[Article]) -> str:
        """A whole page of the listing."""
        rows = "\n".join(self.row(article) for article in shown)
        body = f'<div class="list"><ul class="clearfix">{rows}</ul></div>{self.pager(number, count)}'
        return self.frame.page(f"{self.frame.column}_{self.frame.site}", body)

    def file_path(self, article: Article, number: int, file: Attachment) -> str:
        """Where a file of an article stands."""
        return f"{self.path(article).rpartition('.')[0]}_{number}.{file.extension}"

    # What all do

    def publish(self, articles: Sequence[Article]) -> None:
        """Write every page anew."""
        self.pages.clear()
        self.articles = list(articles)
        self.write("/", self.frame.home())
        pages = [self.articles[at : at + self.per_page] for at in range(0, len(self.articles), self.per_page)] or [[]]
        for number, shown in enumerate(pages):
            self.write(self.page_path(number, len(pages)), self.listing_page(number, len(pages), shown))
        for article in articles:
            self.write_article(article)
            if article.companion:
                self.write(
                    self.path(article.companion), self.frame.article(article.companion, article.companion.html, [], [])
                )

    def write(self, path: str, page: str) -> None:
        """Put a page; without the tags of the standard where the family has none."""
        self.put(path, page if self.site_metas else without_metas(page))

    def hidden(self, article: Article) -> str:
        """The explanation that stands hidden in the row of an article."""
        if article.companion is None:
            return ""
        to, words = self.path(article.companion), escape(article.companion.title)
        return f'<div style="display:none"><a href="{to}">{words}</a></div>'

    def write_article(self, article: Article) -> None:
        """Put an article, with links to other years at its foot, and its files."""
        others = [other for other in self.articles if other.publisher == article.publisher and other is not article]
        foot = [(other.title, self.path(other)) for other in others[:5]]
        for other in others[:1]:  # a file of another year at the foot belongs to that year
            foot += [(other.title, self.file_path(other, n, file)) for n, file in enumerate(other.attachments)]
        turns = [(other.title, self.path(other)) for other in others[:2]]
        body = f"<div {self.body_class}>{article.html}</div>{self.files(article)}"
        self.write(self.path(article), self.frame.article(article, body, foot, turns))
        for number, file in enumerate(article.attachments):
            self.put(self.file_path(article, number, file), file.data, "application/octet-stream")

    def files(self, article: Article) -> str:
        """The links to the files of an article."""
        links = "".join(
            f'<p><a href="{self.file_path(article, number, file)}">{escape(file.label)}</a></p>'
            for number, file in enumerate(article.attachments)
        )
        return f'<div class="fujian">附件：{links}</div>' if links else ""


def without_metas(page: str) -> str:
    """A page without the tags of the national standard."""
    head, _, rest = page.partition("</head>")
    kept = [part for part in head.split("<meta") if not part.lstrip().startswith(("name=", "content="))]
    return "<meta".join(kept) + "</head>" + rest
