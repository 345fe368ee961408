"""Practice portals on loopback: real behaviour of real families, with articles that the caller supplies."""

from demo.portals.articles import Article, Attachment
from demo.portals.jpage import JpagePortal
from demo.portals.portal import FamilyPortal
from demo.portals.rows import portal_row
from demo.portals.server import Site, serve
from demo.portals.trs import TrsPortal

__all__ = ["Article", "Attachment", "FamilyPortal", "JpagePortal", "Site", "TrsPortal", "portal_row", "serve"]
