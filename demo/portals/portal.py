"""What every practice portal of a family is: a site with a frame, a listing, articles, and the family's name."""

from __future__ import annotations

from collections.abc import Sequence

from demo.portals.articles import Article
from demo.portals.chrome import Frame
from demo.portals.server import Site


class FamilyPortal(Site):
    """A practice portal: `family` is the family's id, `listing` the path to crawl, `articles` what is published."""

    family: str
    listing: str
    frame: Frame
    articles: list[Article]

    def publish(self, articles: Sequence[Article]) -> None:
        """Write every page anew."""
        raise NotImplementedError

    def path(self, article: Article) -> str:
        """Where an article stands."""
        raise NotImplementedError
