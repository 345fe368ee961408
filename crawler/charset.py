"""Which characters a body holds, found from the bytes; labels are only asked when the bytes do not tell."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The commonest characters of these reports: in the right encoding they are frequent, in a wrong one they are not.
_FREQUENT = frozenset("的政府信息公开工作年度报告一二三四五六七八九十本机关申请人件数不予无其他理处结总计区市县局")
LEGACY = ("gb18030", "big5hkscs")
"""Encodings older than UTF-8."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read with, and whether any byte could not be read."""

    text: str
    encoding: str
    remarks: tuple[str, ...] = ()


def _strict(data: bytes, encoding: str) -> str | None:
    """Decode without tolerance, except for a character cut off at the very end (a truncated body)."""
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(data, final=False)
    except (UnicodeDecodeError, LookupError):
        return None


def _fitness(text: str) -> float:
    sample = text[:200_000]
    foreign = [char for char in sample if char > "\x7f"]
    if not foreign:
        return 1.0
    common = sum(char in _FREQUENT for char in foreign)
    return (common - 3 * sample.count("\ufffd")) / len(foreign)


def decode(data: bytes, label: str | None = None) -> Decoded:
    """Decode a body: byte-order mark, then strict UTF-8, then GB18030 or Big5, then the label, then what fits best.

    Headers and metas of government portals are often wrong (`portals.md` §6), so `label` decides only between
    readings that the bytes allow equally. Never raises; bytes that fit nothing become U+FFFD with a remark.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(data.decode(encoding, "replace"), encoding)
    wide = _unmarked_wide(data)
    if wide:
        return Decoded(data.decode(wide, "replace"), wide)
    text = _strict(data, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8")
    strict = [(encoding, text) for encoding in LEGACY if (text := _strict(data, encoding)) is not None]
    if strict:
        encoding, text = max(strict, key=lambda pair: _fitness(pair[1]))
        return Decoded(text, encoding)
    names = ["utf-8", *LEGACY]
    if label and _known(label):
        names.insert(0, label)
    best = max(names, key=lambda name: _fitness(data.decode(name, "replace")))
    return Decoded(data.decode(best, "replace"), best, ("some bytes fit no encoding",))


def _unmarked_wide(data: bytes) -> str:
    """Return the name of UTF-16 without a mark: the tags of a page are then every second byte zero; else ""."""
    head = data[:400].strip()
    if head.count(b"\x00") < len(head) // 6 or b"<\x00" not in head and b"\x00<" not in head:
        return ""
    even, odd = data[:400:2].count(0), data[1:400:2].count(0)
    return "utf-16-le" if odd > 4 * even else "utf-16-be" if even > 4 * odd else ""


def _known(label: str) -> bool:
    try:
        codecs.lookup(label)
    except LookupError:
        return False
    return True
