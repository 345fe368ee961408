"""Labels as printed against labels as declared: what is said, apart from how it is set."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import opencc
from rapidfuzz import fuzz

from registry.titles import GLOSS

_MARK = re.compile(
    r"^(?:[(（][一二三四五六七八九十\d]{1,3}[)）]|[(（]?[一二三四五六七八九十]{1,3}[)、，,.．:：]|[一二三四五六七八九十][)）]"
    r"|\d{1,2}[)）.．、,，:：]|[①-⑳])"
)
_NOISE = re.compile(r"[^\w\u4e00-\u9fff/]+|_+")
_HAN_WORD = re.compile(r"[\u4e00-\u9fff]{2}")
# The second language of a bilingual form, beside the Chinese: Cyrillic, Arabic, Tibetan, Mongolian, Yi, Hangul, and
# words in Latin letters.
_OTHER_SCRIPTS = re.compile(
    r"[\u0400-\u052f\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc\u0f00-\u0fff\u1800-\u18af\ua000-\ua4cf\uac00-\ud7af]+"
    r"|[A-Za-z\u00c0-\u024f]{2,}"
)


@cache
def _to_simplified() -> opencc.OpenCC:
    # With phrases, because mirrors write 檔案 for 文件 (quirks.md, 28).
    return opencc.OpenCC("tw2sp")


@lru_cache(maxsize=65_536)
def bare(text: str) -> str:
    """Return a label without blanks, punctuation, glosses and traditional characters; numbering is kept."""
    if text.isascii():
        return _NOISE.sub("", text)
    text = GLOSS.sub("", text)
    if _HAN_WORD.search(text):
        text = _OTHER_SCRIPTS.sub("", text)
    return _NOISE.sub("", _to_simplified().convert(unicodedata.normalize("NFKC", text))).strip("/")


@lru_cache(maxsize=65_536)
def split_mark(text: str) -> tuple[str, str]:
    """Return (numbering, rest) of a label: ("三", …) for 三、, ("（三）", …) for (三), ("3", …) for 3. and ①."""
    squeezed = unicodedata.normalize("NFKC", re.sub(r"\s+", "", text)) if not text.isascii() else text.strip()
    # A typing slip of one real report: 三三、 for 三、.
    squeezed = re.sub(r"^([一二三四五六七八九十])\1(?=[、.])", r"\1", squeezed)
    if text and text[0] in "①②③④⑤⑥⑦⑧⑨⑩":
        return str(ord(text[0]) - ord("①") + 1), bare(text[1:])
    match = _MARK.match(squeezed)
    if not match:
        return "", bare(squeezed)
    digits = re.sub(r"[^\d一二三四五六七八九十]", "", match[0])
    bracketed = match[0][0] in "(（" or match[0][-1] in ")）"
    if bracketed and not digits.isdigit():
        return f"（{digits}）", bare(squeezed[match.end() :])
    return digits, bare(squeezed[match.end() :])


@lru_cache(maxsize=65_536)
def similarity(first: str, second: str) -> float:
    """Return how alike two bare labels are, from 0 to 1."""
    if first == second:
        return 1.0
    if not first or not second:
        return 0.0
    return fuzz.ratio(first, second) / 100
