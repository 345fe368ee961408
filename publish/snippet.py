"""A passage of a text around the words searched for, and whether a text holds them."""

from __future__ import annotations

import re
from itertools import groupby
from typing import NamedTuple

AROUND = 36
OPEN, CLOSE = "【", "】"
_WORD = re.compile(r"[^\W_]+")


class Piece(NamedTuple):
    """A run of letters; `is_hit` where it is one of the words searched for."""

    text: str
    is_hit: bool


def words_of(query: str | None) -> list[str]:
    """Return the words of a query, in lower case, each once: runs of letters and digits."""
    return list(dict.fromkeys(_WORD.findall((query or "").lower())))


def zh_holds(text: str | None, query: str | None) -> bool:
    """Tell whether a text holds every word of the query in one piece; the index knows only pairs of characters."""
    lower = (text or "").lower()
    return all(word in lower for word in words_of(query))


def passage(text: str | None, query: str | None, around: int = AROUND) -> list[Piece]:
    """Return about `around` characters on both sides of the first hit; the beginning of the text when none is found."""
    text = re.sub(r"\s+", " ", text or "").strip()
    words = sorted(words_of(query), key=len, reverse=True)
    hits = re.compile("|".join(map(re.escape, words)), re.IGNORECASE) if words else None
    first = hits.search(text) if hits else None
    if not hits or not first:
        return [Piece(text[: 2 * around] + ("…" if len(text) > 2 * around else ""), False)]
    start, end = max(0, first.start() - around), min(len(text), first.end() + around)
    shown, last = text[start:end], 0
    pieces = [Piece("…" if start else "", False)]
    for hit in hits.finditer(shown):
        pieces += [Piece(shown[last : hit.start()], False), Piece(hit.group(), True)]
        last = hit.end()
    pieces += [Piece(shown[last:], False), Piece("…" if end < len(text) else "", False)]
    return [
        piece
        for is_hit, run in groupby((piece for piece in pieces if piece.text), key=lambda piece: piece.is_hit)
        for piece in (run if is_hit else [Piece("".join(one.text for one in run), False)])
    ]


def zh_snippet(text: str | None, query: str | None, around: int = AROUND) -> str:
    """Return the passage with the words in 【】, which need no HTML."""
    return "".join(
        f"{OPEN}{piece.text}{CLOSE}" if piece.is_hit else piece.text for piece in passage(text, query, around)
    )
