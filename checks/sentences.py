"""Sentences of running text, in the forms that the number extractor expects."""

from __future__ import annotations

import re
from functools import lru_cache

# Reports number their sentences inside paragraphs too; a semicolon ends a statement as a full stop does.
# What runs on longer than this without a stop is a table or a list that lost its lines, no sentence to understand.
LONGEST = 1000
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_CHINESE = str.maketrans(",():;", "，（）：；")
_END = re.compile(r"[。；;\n！!？?]")


@lru_cache(maxsize=16)
def normal(text: str) -> str:
    """Return `text` with half-width digits and signs, Chinese commas and brackets, and no blanks."""
    text = text.translate(_HALF)
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    return re.sub(r"[ \t\u3000\xa0]", "", text).translate(_CHINESE)


@lru_cache(maxsize=16)
def sentences(text: str) -> tuple[str, ...]:
    """Return the statements of `text`, normalised; empty and endless ones are left out."""
    return tuple(part for part in _END.split(normal(text)) if 0 < len(part) <= LONGEST)


@lru_cache(maxsize=16)
def passages(text: str) -> tuple[str, ...]:
    """Return the statements up to a full stop, semicolons kept; one that begins with 其中 belongs to the one before."""
    whole = normal(text).replace("\n", "。").replace("。其中", "，其中")
    return tuple(part for part in whole.split("。") if 0 < len(part) <= LONGEST)
