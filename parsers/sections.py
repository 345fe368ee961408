"""The parts of a report: found by the words of their headings, in the official order, wherever the heading stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from parsers.codes import declaration
from parsers.document import Block, Heading, Table
from parsers.labels import bare, split_mark
from parsers.report import Note, Section
from parsers.visibility import PICTURE

_HAN = "一二三四五六七八九十"
_NUMBERED_LINE = re.compile(rf"[{_HAN}]{{1,2}}[、.．]")
_MOST_HEADING = 45


@dataclass(frozen=True, slots=True)
class Split:
    """Sections in order, what was noticed, for each table number the part it stands in, and how many lines head one."""

    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    table_parts: dict[int, int]
    headed: int = 0


@dataclass(frozen=True, slots=True)
class _Head:
    line: int
    start: int
    end: int
    part: int
    quality: int


@cache
def _titles() -> dict[str, int]:
    return {title: part["number"] for part in declaration("parts")["part"] for title in (part["zh"], *part["aliases"])}


@cache
def _inline() -> re.Pattern[str]:
    titles = sorted(_titles(), key=len, reverse=True)
    words = "|".join(r"\s*".join(map(re.escape, title)) for title in titles)
    return re.compile(rf"([（(]?)([{_HAN}]{{1,2}}|\d{{1,2}})([)）]?)\s*+([、.．,，:：]?)\s*+({words})")


@cache
def _words() -> re.Pattern[str]:
    """The titles alone, which are found in a fraction of the time that `_inline` takes to find nothing."""
    return re.compile("|".join(r"\s*".join(map(re.escape, title)) for title in _titles()))


@cache
def part_titles() -> dict[int, str]:
    """Return the official heading of each part, 1 to 6."""
    return {part["number"]: part["zh"] for part in declaration("parts")["part"]}


def split(blocks: Sequence[Block]) -> Split:
    """Split a document's text into the official parts; text before the first heading is part 0."""
    lines: list[str] = []
    tables: dict[int, int] = {}
    for block in blocks:
        if isinstance(block, Table):
            tables[block.number] = len(lines)
        else:
            lines.append(block.text)
    heads = _choose([head for at, line in enumerate(lines) for head in _heads_of(at, line)])
    sections = _cut(lines, heads)
    parts = {
        number: max((head.part for head in heads if head.line < position), default=0)
        for number, position in tables.items()
    }
    return Split(tuple(sections), tuple(_notes(lines, heads, sections)), parts, len({head.line for head in heads}))


def _heads_of(at: int, line: str) -> list[_Head]:
    out = []
    for match in _inline().finditer(line) if _words().search(line) else ():
        title = re.sub(r"\s+", "", match[5])
        part = _titles()[title]
        proper = match[2] == _HAN[part - 1] and not match[1]
        begins = not line[: match.start()].strip()
        out.append(_Head(at, match.start(), match.end(), part, 2 * proper + 2 * begins + (match[4] != "")))
    if not out and len(line) <= _MOST_HEADING:
        mark, words = split_mark(line)
        least = 80 if mark else 90
        found = process.extractOne(words, _of_length(len(words), least), scorer=fuzz.ratio, score_cutoff=least)
        if found:
            part = _bare_titles()[found[0]]
            out.append(_Head(at, 0, len(line), part, 2 + (mark == _HAN[part - 1])))
    return out


@cache
def _bare_titles() -> dict[str, int]:
    return {bare(title): part for title, part in _titles().items()}


@cache
def _of_length(length: int, least: int) -> list[str]:
    """Return the bare titles that words of a length can be alike to by `least` per cent."""
    return [title for title in _bare_titles() if 200 * min(length, len(title)) >= least * (length + len(title))]


def _choose(heads: Sequence[_Head]) -> list[_Head]:
    """Choose for each part its best heading behind those of the parts before it."""
    chosen: list[_Head] = []
    for part in range(1, 7):
        behind = (chosen[-1].line, chosen[-1].end) if chosen else (-1, -1)
        candidates = [head for head in heads if head.part == part and (head.line, head.start) > behind]
        if candidates:
            chosen.append(max(candidates, key=lambda head: (head.quality, -head.line, -head.start)))
    return chosen


def _cut(lines: Sequence[str], heads: Sequence[_Head]) -> list[Section]:
    marks = [_Head(0, 0, 0, 0, 0), *heads, _Head(len(lines), 0, 0, 7, 0)]
    after = tuple(declaration("parts")["after"]["starts"])
    out: list[Section] = []
    for head, following in zip(marks, marks[1:], strict=False):
        text: list[str] = []
        for at in range(head.line, min(following.line + 1, len(lines))):
            start = head.end if at == head.line else 0
            stop = following.start if at == following.line else len(lines[at])
            piece = lines[at][start:stop].strip()
            if following.part == 7 and piece.startswith(after):
                break
            if piece:
                text.append(piece)
        heading = lines[head.line][head.start : head.end] if head.part else ""
        if head.part or text:
            out.append(Section(head.part, heading, "\n".join(text).replace(PICTURE, "")))
    return out


def _notes(lines: Sequence[str], heads: Sequence[_Head], sections: Sequence[Section]) -> list[Note]:
    if not heads:
        return []
    found = {head.part for head in heads}
    out = [Note("missing_part", detail=title) for part, title in part_titles().items() if part not in found]
    for section in sections:
        numbered = [line for line in section.text.split("\n") if _NUMBERED_LINE.match(line)]
        if section.part and numbered:
            out.append(Note("numbered_inside_part", detail=f"{section.heading}: {numbered[0][:20]}"))
            break
    return out


def is_heading(block: Block) -> bool:
    """Tell whether a block is set as a heading or reads as the heading of a part."""
    return isinstance(block, Heading) or (not isinstance(block, Table) and bool(_heads_of(0, block.text)))
