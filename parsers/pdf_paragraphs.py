"""Printed lines to paragraphs and headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from parsers.document import Block, Heading, Paragraph
from parsers.pdf_layout import TextLine
from parsers.pdf_loose import doubtful_runs

_LARGER = 1.1
_INDENT = 0.8
_RAGGED = 2.2
"""In type sizes: a line that ends this near to the right edge is full; a mark of punctuation may hang or be carried."""
_PITCH = 2.4
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）])")
_LATIN = re.compile(r"[A-Za-z]")


class Setting:
    """How the running text of a document is set: left and right edge, and type size."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        long = [line for line in lines if len(line.text) > 8] or list(lines)
        self.left = min((line.box[0] for line in long), default=0.0)
        weights: Counter[float] = Counter()
        for line in lines:
            weights[round(line.size * 2) / 2] += len(line.text)
        self.size = weights.most_common(1)[0][0] if weights else 10.0
        body = [line for line in long if abs(line.size - self.size) < 0.6]
        lefts = Counter(round(line.box[0]) for line in body)
        if lefts:
            self.left = float(min(left for left, count in lefts.items() if count * 10 >= lefts.most_common(1)[0][1]))
        self.right = max((line.box[2] for line in body), default=0.0)

    def is_large(self, line: TextLine) -> bool:
        """Tell whether a line is set in larger type than the text."""
        return line.size > self.size * _LARGER

    def goes_on(self, before: TextLine, after: TextLine, same_page: bool) -> bool:
        """Tell whether a line goes on with the paragraph of the line before it."""
        if before.pieces or after.pieces or abs(before.size - after.size) > 0.15 * self.size:
            return False
        if same_page and after.box[3] - before.box[3] > _PITCH * after.size:
            return False
        if self.is_large(before):
            return False
        full = before.box[2] >= self.right - _RAGGED * before.size
        flush = after.box[0] <= self.left + _INDENT * after.size
        return full and flush and not _NUMBERED.match(after.text)


def blocks_of(lines: Sequence[tuple[int, TextLine]], setting: Setting) -> list[Block]:
    """Return a run of lines (with their pages) as paragraphs; lines in larger type are headings. A table without lines
    whose rows cannot be told becomes one paragraph."""
    out: list[Block] = []
    begun = 0
    for first, last in doubtful_runs([line for _, line in lines]):
        out += _paragraphs(lines[begun:first], setting)
        out.append(Paragraph("；".join(line.text for _, line in lines[first:last])))
        begun = last
    return [*out, *_paragraphs(lines[begun:], setting)]


def _paragraphs(lines: Sequence[tuple[int, TextLine]], setting: Setting) -> list[Block]:
    out: list[Block] = []
    paragraph = ""
    before: tuple[int, TextLine] | None = None
    for page, line in lines:
        if before and setting.goes_on(before[1], line, before[0] == page):
            paragraph += _join(paragraph, line.text)
        else:
            out += _block(paragraph, before, setting)
            paragraph = line.text
        before = page, line
    return [*out, *_block(paragraph, before, setting)]


def _block(text: str, last: tuple[int, TextLine] | None, setting: Setting) -> list[Block]:
    if not text or last is None:
        return []
    return [Heading(text, 1) if setting.is_large(last[1]) else Paragraph(text)]


def _join(before: str, after: str) -> str:
    return f" {after}" if _LATIN.match(before[-1:]) and _LATIN.match(after[:1]) else after


def titles_of(lines: Sequence[TextLine], setting: Setting) -> tuple[str, ...]:
    """Return what may be the title, best first: the largest lines of the first page, joined as far as they follow each
    other, then each by itself."""
    if not lines:
        return ()
    largest = max(line.size for line in lines)
    large = [line for line in lines if setting.is_large(line) and line.size > largest * 0.7]
    runs: list[list[TextLine]] = []
    for line in large:
        follows = runs and lines.index(line) == lines.index(runs[-1][-1]) + 1
        if follows and line.box[1] - runs[-1][-1].box[3] < 3 * line.size:
            runs[-1].append(line)
        else:
            runs.append([line])
    joined = ["".join(line.text for line in run) for run in runs]
    alone = [line.text for run in runs for line in run]
    found = (text.strip() for text in dict.fromkeys([*joined, *alone]))
    return tuple(text for text in found if 4 < len(text) < 120)
