"""Sentences of running text, in the forms that the number extractor expects."""

from __future__ import annotations

import re

# Reports number their sentences inside paragraphs too; a semicolon ends a statement as a full stop does.
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_CHINESE = str.maketrans(",():;", "，（）：；")
_END = re.compile(r"[。；;\n！!？?]")


def normal(text: str) -> str:
    """Return `text` with half-width digits and signs, Chinese commas and brackets, and no blanks."""
    text = text.translate(_HALF)
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    return re.sub(r"[ \t\u3000\xa0]", "", text).translate(_CHINESE)


def sentences(text: str) -> list[str]:
    """Return the statements of `text`, normalised, empty ones left out."""
    return [part for part in _END.split(normal(text)) if part]
