"""Practice portals of static files: a family says what its pages are called and how its pager and rows look."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from demo.portals.articles import Article, Attachment
from demo.portals.publishing import PublishingPortal


class StaticPortal(PublishingPortal):
    """A listing of as many files as the articles fill, `per_page` rows each."""

    def page_path(self, number: int, count: int) -> str:
        """Where page `number` (0-based) of `count` stands."""
        raise NotImplementedError

    def pager(self, number: int, count: int) -> str:
        """The markup of the pager of a page."""
        raise NotImplementedError

    def write_lists(self) -> None:
        """Write every page of the listing."""
        for number in range(self.page_count):
            page = self.listing_page(number, self.page_count, self.page_of(number + 1))
            self.write(self.page_path(number, self.page_count), page)

    def row(self, article: Article) -> str:
        """A row of the listing."""
        to, title = self.path(article), escape(article.title)
        return (
            f'<li><a href="{to}" title="{title}">{title[:28]}</a><span>{article.day}</span>{self.hidden(article)}</li>'
        )

    def listing_page(self, number: int, count: int, shown: Sequence[Article]) -> str:
        """A whole page of the listing."""
        body = f'<div class="list"><ul class="clearfix">{self.rows(shown)}</ul></div>{self.pager(number, count)}'
        return self.frame.page(f"{self.frame.column}_{self.frame.site}", body)

    def file_path(self, article: Article, number: int, file: Attachment) -> str:
        """Where a file of an article stands: beside it."""
        return f"{self.path(article).rpartition('.')[0]}_{number}.{file.extension}"
