"""What a fragment of a list states of its whole: pages and records, in words or in a script."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.spans import without_comments
from crawler.tables import table

_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Stated:
    """The number of pages and of records of a list: each None where it does not say."""

    pages: int | None
    total: int | None


def read_stated(text: str) -> Stated:
    """Read what a page, or a fragment of one, states of its list; words for readers count before scripts."""
    bare = _TAG.sub("", without_comments(text)).replace("&nbsp;", "").replace("\u3000", "")
    return Stated(_first(("count", "script_count"), bare), _first(("total", "script_total"), bare))


def _first(names: tuple[str, ...], text: str) -> int | None:
    found = (re.search(table("pagers")[name], text) for name in names)
    return next((int(next(filter(None, match.groups()))) for match in found if match), None)
