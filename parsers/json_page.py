"""JSON to Document: the answer of a script that holds an article's HTML, as some ministries publish their reports."""

from __future__ import annotations

from dataclasses import replace

from crawler.charset import Decoded, decode
from crawler.held import unfolded
from crawler.media_type import JSON
from parsers.document import Document
from parsers.html import read_html


def read_json_page(data: bytes) -> Document:
    """Read the article that JSON holds (`portals.md` §3.9); what its HTML claims of its encoding counts for nothing.

    Raises ValueError with one sentence when there is none.
    """
    decoded = decode(data)
    page = unfolded(decoded.text)
    if page is None:
        raise ValueError("the JSON holds no article")
    document = read_html(page.encode("utf-8", "ignore"), Decoded(page, "utf-8"))
    return replace(document, media_type=JSON)
