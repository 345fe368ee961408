"""What the practice portals share whose lists come from a script: articles in the site's frame, their files, rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from demo.portals.articles import Article
from demo.portals.chrome import Frame
from demo.portals.portal import FamilyPortal
from demo.portals.server import Call, Reply

JSON = (("Content-Type", "application/json; charset=utf-8"),)


class ScriptedPortal(FamilyPortal):
    """Publish `articles` under `listing`, `per_page` rows a page; a family says how lists and articles are written.

    `broken` are targets (path and query hold these words) that answer with status 500.
    """

    listing = "/"
    box = '<div id="zoom" class="article-content">{}</div>'

    def __init__(
        self,
        name: str,
        articles: Sequence[Article],
        *,
        site_name: str = "",
        column: str = "政府信息公开年报",
        listing: str = "",
        per_page: int = 15,
        validators: bool = True,
        practice: bool = False,
        site_code: str = "4109720001",
    ) -> None:
        super().__init__(name, validators)
        self.listing, self.per_page = listing or self.listing, per_page
        self.frame = Frame(site_name or name, column, self.listing, site_code, practice)
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
                self.write(self.path(article.companion), self.article_page(article.companion, "", [], []))

    def write(self, path: str, page: str) -> None:
        """Put a page as this family encodes it."""
        self.put(path, page)

    def write_lists(self) -> None:
        """Write the pages of the column."""
        raise NotImplementedError

    def file_path(self, article: Article, number: int) -> str:
        """Where a file of an article stands."""
        return f"/files/{article.number}/{number}.{article.attachments[number].extension}"

    def answer(self, call: Call) -> Reply:
        """Status 500 where the portal is broken."""
        if any(words in call.target for words in self.broken):
            return Reply(b"", 500)
        return super().answer(call)

    # Parts of pages

    def column_page(self, inner: str) -> str:
        """A page of the column."""
        return self.frame.page(f"{self.frame.column}_{self.frame.site}", f'<div class="list">{inner}</div>')

    def rows(self, articles: Iterable[Article]) -> str:
        """The rows of some articles."""
        return "\n".join(self.row(article) for article in articles)

    def row(self, article: Article) -> str:
        """One row: link with its whole title, day, and the companion that readers do not see."""
        hidden = ""
        if article.companion:
            words = escape(article.companion.title)
            hidden = f'<div style="display:none"><a href="{self.path(article.companion)}">{words}</a></div>'
        title = escape(article.title)
        link = f'<a href="{self.link(article)}" target="_blank" title="{title}">{title[:28]}…</a>'
        return f"<li>{link}<span>{article.day}</span>{hidden}</li>"

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
        self.write(self.path(article), self.article_page(article, self.files(article), *self.neighbours(article)))
        self.write_files(article)

    def write_files(self, article: Article) -> None:
        """Write the files of an article."""
        for number, file in enumerate(article.attachments):
            self.put(self.file_path(article, number), file.data, "application/octet-stream")

    def neighbours(self, article: Article) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """What stands at the foot: other reports of the organ with a file of theirs, and the next articles."""
        others = [other for other in self.articles if other.publisher == article.publisher and other is not article]
        foot = [(other.title, self.path(other)) for other in others[:5]]
        for other in others[:1]:
            foot += [(other.title, self.file_path(other, number)) for number in range(len(other.attachments))]
        return foot, [(other.title, self.path(other)) for other in others[:2]]

    def files(self, article: Article) -> str:
        """The links to the files of an article."""
        return "".join(
            f'<p><a href="{self.file_path(article, number)}">{escape(file.label)}</a></p>'
            for number, file in enumerate(article.attachments)
        )

    def article_page(
        self, article: Article, files: str, foot: list[tuple[str, str]], turns: list[tuple[str, str]]
    ) -> str:
        """The page of an article."""
        return self.frame.article(article, self.box.format(article.html + files), foot, turns)
