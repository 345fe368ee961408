"""The numbers that Word sets before paragraphs by itself: 一、 before a heading, 1. before a label of the form."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from parsers.word_tables import MARK

_DIGITS = "零一二三四五六七八九"
_MOST_LEVELS = 9


def _chinese(number: int) -> str:
    """Return 1 to 99 in Chinese digits as headings count: 一, 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    if number > 99:
        return str(number)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones or not tens else "")


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": _chinese,
    "decimalEnclosedCircle": lambda number: chr(0x245F + number) if number <= 20 else str(number),
    "decimalEnclosedCircleChinese": lambda number: chr(0x245F + number) if number <= 20 else str(number),
    "decimalFullWidth": str,
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
}


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    text: str
    start: int


@dataclass
class Numbering:
    """The numbering of one Word file while its paragraphs are read in order."""

    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    styles: dict[str, etree._Element] = field(default_factory=dict)
    counts: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Any) -> Numbering:
        """Return the numbering that an opened Word file declares; an empty one where it declares none."""
        out = cls()
        for style in package.styles.element.iter(f"{MARK}style"):
            properties = style.find(f"{MARK}pPr/{MARK}numPr")
            if properties is not None:
                out.styles[style.get(f"{MARK}styleId", "")] = properties
        part = next((one.target_part for one in package.part.rels.values() if one.reltype.endswith("/numbering")), None)
        if part is not None:
            out._declare(etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True)))
        return out

    def _declare(self, root: etree._Element) -> None:
        for abstract in root.iter(f"{MARK}abstractNum"):
            name = abstract.get(f"{MARK}abstractNumId", "")
            for level in abstract.iter(f"{MARK}lvl"):
                at = level.get(f"{MARK}ilvl", "")
                if at.isdecimal():
                    start = _value(level, "start")
                    self.levels[name, int(at)] = _Level(
                        _value(level, "numFmt"), _value(level, "lvlText"), int(start) if start.isdecimal() else 1
                    )
        for number in root.iter(f"{MARK}num"):
            self.lists[number.get(f"{MARK}numId", "")] = _value(number, "abstractNumId")

    def label(self, properties: etree._Element | None) -> str:
        """Return what Word sets before the next paragraph, whose w:pPr is given; "" for nothing or a bullet."""
        numbered = properties.find(f"{MARK}numPr") if properties is not None else None
        if numbered is None and properties is not None:
            numbered = self.styles.get(_value(properties, "pStyle"))
        if numbered is None:
            return ""
        level_text = _value(numbered, "ilvl") or "0"
        name, depth = self.lists.get(_value(numbered, "numId"), ""), int(level_text) if level_text.isdecimal() else 0
        level = self.levels.get((name, depth))
        if level is None or depth >= _MOST_LEVELS:
            return ""
        counts = self.counts.setdefault(name, [0] * _MOST_LEVELS)
        counts[depth] = counts[depth] + 1 if counts[depth] else level.start
        counts[depth + 1 :] = [0] * (_MOST_LEVELS - depth - 1)
        if level.style not in _FORMATS:
            return ""
        return re.sub(r"%(\d)", lambda match: self._written(name, int(match[1]) - 1, counts), level.text)

    def _written(self, name: str, depth: int, counts: list[int]) -> str:
        level = self.levels.get((name, depth))
        if level is None or not 0 <= depth < _MOST_LEVELS:
            return ""
        return _FORMATS.get(level.style, str)(counts[depth] or level.start)


def _value(parent: etree._Element, name: str) -> str:
    child = parent.find(f"{MARK}{name}")
    return child.get(f"{MARK}val", "") if child is not None else ""
