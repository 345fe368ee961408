"""What most practice portals share: articles in the site's frame, with their files, companions and neighbours; rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import ClassVar

from demo.portals.articles import Article, Attachment
from demo.portals.chrome import Frame
from demo.portals.portal import FamilyPortal
from demo.portals.server import Call, Reply

JSON = (("Content-Type", "application/json; charset=utf-8"),)
Links = list[tuple[str, str]]
"""Words and addresses."""


class PublishingPortal(FamilyPortal):
    """Publish `articles` under `listing`, `per_page` rows a page; a family says how lists and articles are written.

    `body_class` is what the box around the body is known by. `site_metas` False leaves out the tags of the national
    standard, as some ministries do. Pages are written in `encoding`, call themselves `label`, and come with
    `content_type`. `broken` are targets (path and query hold these words) that answer with status 500.
    """

    listing = "/"
    column = "政府信息公开年报"
    body_class: ClassVar[str] = 'id="zoom" class="article-content"'
    site_metas: ClassVar[bool] = True
    encoding = "utf-8"
    label = "utf-8"
    content_type = "text/html; charset=utf-8"

    def __init__(
        self,
        name: str,
        articles: Sequence[Article],
        *,
        site_name: str = "",
        listing: str = "",
        per_page: int = 15,
        validators: bool = True,
        practice: bool = False,
        site_code: str = "4109720001",
    ) -> None:
        super().__init__(name, validators)
        self.listing, self.per_page = listing or self.listing, per_page
        self.frame = Frame(site_name or name, self.column, self.listing, site_code, practice, self.label)
        self.broken: tuple[str, ...] = ()
        self.publish(articles)

    def publish(self, articles: Sequence[Article]) -> None:
        """Write every page anew: home page, lists, articles and their files."""
        self.pages.clear()
        self.articles = list(articles)
        self.write("/", self.frame.home())
        self.write_lists()
        for article in articles:
            self.write_article(article)
            if article.companion:
                self.write(self.path(article.companion), self.article_page(article.companion, [], []))

    def write(self, path: str, page: str) -> None:
        """Put a page as this family encodes and labels it."""
        text = page if self.site_metas else without_metas(page)
        self.put(path, text.encode(self.encoding), self.content_type)

    def write_lists(self) -> None:
        """Write the pages of the column."""
        raise NotImplementedError

    def file_path(self, article: Article, number: int, file: Attachment) -> str:
        """Where a file of an article stands."""
        return f"/files/{article.number}/{number}.{file.extension}"

    def answer(self, call: Call) -> Reply:
        """Status 500 where the portal is broken; a page may be kept under its path with the query."""
        if any(words in call.target for words in self.broken):
            return Reply(b"", 500)
        return self.pages.get(call.target) or super().answer(call)

    # Parts of pages

    def column_page(self, inner: str) -> str:
        """A page of the column."""
        return self.frame.page(f"{self.frame.column}_{self.frame.site}", f'<div class="list">{inner}</div>')

    def rows(self, articles: Iterable[Article]) -> str:
        """The rows of some articles."""
        return "\n".join(self.row(article) for article in articles)

    def row(self, article: Article) -> str:
        """One row: link with its whole title, day, and the companion that readers do not see."""
        title = escape(article.title)
        link = f'<a href="{self.link(article)}" target="_blank" title="{title}">{title[:28]}…</a>'
        return f"<li>{link}<span>{article.day}</span>{self.hidden(article)}</li>"

    def hidden(self, article: Article) -> str:
        """The explanation that stands hidden in the row of an article."""
        if article.companion is None:
            return ""
        to, words = self.path(article.companion), escape(article.companion.title)
        return f'<div style="display:none"><a href="{to}">{words}</a></div>'

    def link(self, article: Article) -> str:
        """The address as a row prints it."""
        return self.path(article)

    def page_of(self, number: int) -> list[Article]:
        """The articles of a page of the list (1-based)."""
        return self.articles[(number - 1) * self.per_page : number * self.per_page]

    @property
    def page_count(self) -> int:
        """How many pages the list has."""
        return max(1, -(-len(self.articles) // self.per_page))

    # Articles

    def write_article(self, article: Article) -> None:
        """Write an article and its files."""
        self.write(self.path(article), self.article_page(article, *self.neighbours(article)))
        self.write_files(article)

    def write_files(self, article: Article) -> None:
        """Write the files of an article."""
        for number, file in enumerate(article.attachments):
            self.put(self.file_path(article, number, file), file.data, "application/octet-stream")

    def neighbours(self, article: Article) -> tuple[Links, Links]:
        """What stands at the foot: other reports of the organ with a file of theirs, and the next articles."""
        others = [other for other in self.articles if other.publisher == article.publisher and other is not article]
        foot = [(other.title, self.path(other)) for other in others[:5]]
        for other in others[:1]:  # a file of another year at the foot belongs to that year
            foot += [(other.title, self.file_path(other, n, file)) for n, file in enumerate(other.attachments)]
        return foot, [(other.title, self.path(other)) for other in others[:2]]

    def files(self, article: Article) -> str:
        """The links to the files of an article."""
        links = "".join(
            f'<p><a href="{self.file_path(article, number, file)}">{escape(file.label)}</a></p>'
            for number, file in enumerate(article.attachments)
        )
        return f'<div class="fujian">附件：{links}</div>' if links else ""

    def article_page(self, article: Article, foot: Links, turns: Links) -> str:
        """The page of an article."""
        return self.frame.article(article, self.article_body(article), foot, turns)

    def article_body(self, article: Article) -> str:
        """The box with the body, and the files."""
        return f"<div {self.body_class}>{article.html}</div>{self.files(article)}"


def without_metas(page: str) -> str:
    """A page without the tags of the national standard."""
    head, _, rest = page.partition("</head>")
    kept = [part for part in head.split("<meta") if not part.lstrip().startswith(("name=", "content="))]
    return "<meta".join(kept) + "</head>" + rest
