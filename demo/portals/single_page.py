"""A portal whose column is the report itself (`portals.md` §0.7): overwritten each year."""

from __future__ import annotations

from collections.abc import Sequence

from demo.portals.articles import Article
from demo.portals.static import StaticPortal


class SinglePagePortal(StaticPortal):
    """The newest article stands at the column's address; there is no list."""

    family = "single-page"
    listing = "/c27662/index.html"

    def publish(self, articles: Sequence[Article]) -> None:
        """Overwrite the page with the newest article."""
        self.pages.clear()
        self.articles = list(articles)
        self.write("/", self.frame.home())
        self.write_article(self.articles[0])

    def path(self, article: Article) -> str:
        """Always the column's."""
        return self.listing
