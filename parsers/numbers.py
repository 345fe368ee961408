"""The text of a value cell: a number, a stated blank, or what cannot be told; never a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from parsers.report import Number, Status

# Only the forms of the ten digits and their signs are folded: NFKC would also turn ① and ² into digits.
_FOLD = str.maketrans("０１２３４５６７８９．，＋－−﹣–", "0123456789.,+----")
_BLANKS = re.compile(r"[\s\u3000\u00a0]+")
# Signs without width or meaning: between two digits they part nothing.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\ufeff\u2060\u00ad]")
# A number that fills its cell and goes on in the next line of the cell, as the PDF reader joins it.
_WRAPPED = re.compile("(?<=[\\d,.，．+-])\u200b(?=[\\d,.，．])")
# A footnote sign behind a figure, as `mark_breaks` keeps it apart ("12^①"); a raised digit could be an exponent.
_FOOTNOTE = re.compile(r"\^(?:[①-⑳*※]|注\d?|[\[［【(（][^\^]{1,3}[\]］】)）])$")
_DASHES = frozenset("-—–－―─−﹣‐‑一")
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SPACED = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:\.\d+)?")
_SCALES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_WITH_UNIT = re.compile(
    r"(?P<number>[+-]?[\d,]+(?:\.\d+)?)(?P<scale>万|亿)?"
    r"[(（]?(?P<unit>元|件次|件|项|条|宗|起|个|份|人次|人|次|篇|期|场|批|户|名|家|册|页|处)?[)）]?"
)
NONE_WORDS = frozenset({"无", "没有", "未发生", "暂无", "不涉及", "无此项", "無", "None", "none", "N/A", "n/a", "NA"})
# A sign that could not be read: of no encoding, or ink that no character fits.
UNREADABLE = "\ufffd"
# No figure of these forms has more digits in practice; longer runs are cells that ran together (quirks.md, 18).
_MOST_DIGITS = 12
_MOST = Decimal(10**15)
"""The like for money in 元, and for what is counted in 亿."""


@dataclass(frozen=True, slots=True)
class CellNumber:
    """What a cell prints: status, value where reported, unit where printed inside, and how it was normalised."""

    status: Status
    value: Number | None = None
    unit: str = ""
    scale: str = ""
    normalised: str = ""


def exact(number: Decimal) -> Number:
    """Return a Decimal as int where it is whole, else as the float that prints the same digits."""
    return int(number) if number == number.to_integral_value() else float(number)


@lru_cache(maxsize=65_536)
def read_number(text: str) -> CellNumber:
    """Read a value cell. Numbers that could be two cells run together ("1 2", "007", two lines) are illegible."""
    if "\ufffd" in text:
        # A character that nobody can tell, or a number that runs over the edge of its cell.
        return CellNumber("illegible")
    if "\u200b" in text and _WRAPPED.search(text):
        number = read_number(_UNSEEN.sub("", text))
        return replace(number, normalised="wrapped") if number.status == "reported" else number
    text = _UNSEEN.sub("", text)
    lines = [line for line in (_BLANKS.sub(" ", part).strip() for part in text.split("\n")) if line]
    if not lines:
        return CellNumber("blank")
    if len(lines) > 1 and any(char.isdigit() for char in text):
        return _several_lines(lines)
    line = " ".join(lines)
    folded = line.translate(_FOLD)
    if all(char in _DASHES or char == " " for char in line) and line != "一":
        return CellNumber("dash")
    if all(char in "/／\\∕" or char == " " for char in line):
        return CellNumber("slash")
    normalised = "" if folded == line else "full-width"
    if "^" in folded and _FOOTNOTE.search(folded):
        folded, normalised = _FOOTNOTE.sub("", folded), "footnote"
    if _PLAIN.fullmatch(folded):
        return _plain(folded, normalised)
    return _normalised(folded, normalised)


def _several_lines(lines: list[str]) -> CellNumber:
    unit = lines[-1]
    if len(lines) == 2 and unit in ("元", "万元", "件", "项", "条") and _PLAIN.fullmatch(lines[0].translate(_FOLD)):
        return _normalised("".join(lines).translate(_FOLD), "")
    whole = "".join(lines).translate(_FOLD)
    if all(line[-1] in ",，" for line in lines[:-1]) and _GROUPED.fullmatch(whole):
        # No number ends with the comma that parts its thousands: it goes on in the next line.
        return _reported(Decimal(whole.replace(",", "")), normalised="wrapped")
    return CellNumber("illegible")


def _plain(folded: str, normalised: str) -> CellNumber:
    digits = folded.lstrip("+-").split(".")[0]
    if len(digits) > _MOST_DIGITS or (len(digits) > 1 and digits[0] == "0"):
        return CellNumber("illegible")
    return CellNumber("reported", exact(Decimal(folded)), normalised=normalised)


def _normalised(folded: str, normalised: str) -> CellNumber:
    if _SPACED.fullmatch(folded):
        return _reported(Decimal(folded.replace(" ", "")), normalised="separators")
    squeezed = folded.replace(" ", "")
    signed = re.fullmatch(r"([+-]) (\d+(?:\.\d+)?)", folded)
    if signed:
        return _plain(squeezed, "separators")
    if " " in folded and re.search(r"\d \d", folded):
        return CellNumber("illegible")
    if _GROUPED.fullmatch(squeezed):
        return _reported(Decimal(squeezed.replace(",", "")), normalised="separators")
    match = _WITH_UNIT.fullmatch(squeezed)
    if match and (match["scale"] or match["unit"]):
        return _with_unit(match, normalised)
    return CellNumber("illegible" if re.fullmatch(rf"[\d.,+{UNREADABLE}-]+", squeezed) else "text")


def _with_unit(match: re.Match[str], normalised: str) -> CellNumber:
    printed = match["number"]
    if not (_PLAIN.fullmatch(printed) or _GROUPED.fullmatch(printed)):
        return CellNumber("illegible")
    scale, unit = match["scale"] or "", match["unit"] or ""
    number = Decimal(printed.replace(",", ""))
    if unit == "元" and scale == "万":
        return _reported(number, "万元", normalised=normalised)
    how = "scale" if scale else "separators" if "," in printed else normalised
    return _reported(number * _SCALES[scale], unit, scale, how)


def _reported(number: Decimal, unit: str = "", scale: str = "", normalised: str = "") -> CellNumber:
    if abs(number) >= _MOST:
        return CellNumber("illegible")
    return CellNumber("reported", exact(number), unit, scale, normalised)


@lru_cache(maxsize=65_536)
def plain_count(text: str) -> Number | None:
    """Return the number of a cell that needs no interpreting: not negative, no unit, nothing normalised; else None."""
    number = read_number(text)
    plain = number.status == "reported" and not (number.normalised or number.unit or number.scale)
    return number.value if plain and number.value is not None and number.value >= 0 else None
