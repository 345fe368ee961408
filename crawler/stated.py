"""What a list says of its own size: pages, records, and which page this is. The patterns are rows of `stated.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.tables import table

_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Stated:
    """Pages, records, this page (1-based) and records in a page: each None where the list does not say."""

    pages: int | None
    total: int | None
    page: int | None
    size: int | None


def read_stated(text: str) -> Stated:
    """Read what a page, or a fragment of one, states of its list."""
    bare = _TAG.sub(" ", text).replace("&nbsp;", " ").replace("\u3000", " ")
    return Stated(*(_first(name, bare) for name in ("pages", "total", "page", "size")))


def _first(name: str, text: str) -> int | None:
    for pattern in table("stated")[name]:
        match = re.search(pattern, text)
        if match:
            return int(match[1])
    return None
