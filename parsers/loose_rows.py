"""Tables that a copy has dissolved into lines: one cell a line, or a label and its figures on one line.

Blank cells leave no trace in such text, so only rows with exactly as many figures as columns can be assigned; the
readers of the tables leave every other row illegible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.application_heads import is_applicant
from parsers.applications import GROUPS, strong_row
from parsers.disclosure import is_measure, item_of
from parsers.document import Block, Cell, Heading, Paragraph, Table
from parsers.labels import split_mark
from parsers.reviews import block_of, result_of
from parsers.rows import is_value
from parsers.sections import is_heading
from parsers.statistics import code_of, is_statistics_head

_LEAST_LABELS = 3
_LEAST_STATISTICS = 4
_STATISTIC = re.compile(
    r"(?P<label>\S.*?)\s+(?:(?P<unit>[条件次篇人个场期份宗]|万元|元|人次)\s+)?(?P<figures>[\d.]+(?:\s+[\d.]+)*)\s*"
)
_LONGEST = 60
_SENTENCE = re.compile(r"[。；！？]")


def known_label(text: str) -> bool:
    """Tell whether a line is a label of the forms' first or second table."""
    return item_of(text) is not None or strong_row(text) is not None or split_mark(text)[1] in GROUPS


def with_tables(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with every run of lines that reads like a dissolved table as a Table (columns not exact)."""
    out: list[Block] = []
    run: list[str] = []
    number = max((block.number for block in blocks if isinstance(block, Table)), default=0)
    for block in [*blocks, Heading("")]:
        if isinstance(block, Paragraph) and _cell_like(block.text) and not is_heading(block):
            run.append(block.text)
            continue
        rows = list(_rows(run))
        labels = {row[0] for row, values in rows if values and known_label(row[0])}
        results = {result_of(row[0]) for row, _ in rows} - {None}
        if len(labels) >= _LEAST_LABELS or len(results) >= _LEAST_LABELS:
            number += 1
            out.append(_table([row for row, _ in rows], number))
        elif statistics := _statistics(run):
            number += 1
            out.append(_table(statistics, number))
        else:
            out += [Paragraph(line) for line in run]
        run = []
        out.append(block)
    return tuple(out[:-1])


def _statistics(lines: Sequence[str]) -> list[list[str]]:
    """Return the rows (label, unit, figures) of a statistics table older than 2019 set with blanks; a row with fewer
    figures than the others is left out, for nobody can tell which it lacks. An empty list when the lines are none."""
    found = [match for line in lines if len(line) <= _LONGEST and (match := _STATISTIC.fullmatch(line))]
    if sum(code_of(match["label"]) is not None for match in found) < _LEAST_STATISTICS:
        return []
    rows = [[match["label"], match["unit"] or "", *match["figures"].split()] for match in found]
    width = max(map(len, rows))
    heads = [line.split() for line in lines if is_statistics_head(line.split())]
    return [*[head for head in heads if len(head) == width][:1], *[row for row in rows if len(row) == width]]


def _cell_like(line: str) -> bool:
    return is_value(line) or (len(line) <= _LONGEST and not _SENTENCE.search(line))


def _tokens(line: str) -> list[str]:
    """Split figures off the end of a line; what stands before them, blanks and all, is one label."""
    words = line.split()
    at = len(words)
    while at and is_value(words[at - 1]):
        at -= 1
    return _labels(words[:at]) + words[at:]


def _labels(words: list[str]) -> list[str]:
    """Part the words before the figures: the longest end of them that is a label of the forms is one label."""
    if len(words) < 2:
        return words
    if is_head(words[0]) and sum(map(is_head, words)) * 2 > len(words):
        return _heads(words)
    for at in range(len(words)):
        label = " ".join(words[at:])
        if known_label(label):
            return words[:at] + [label]
    return [" ".join(words)]


def _heads(words: list[str]) -> list[str]:
    """Return a line of heads cell by cell; a word that is no head belongs to the one before it."""
    out: list[str] = []
    for word in words:
        if is_head(word) or not out:
            out.append(word)
        else:
            out[-1] += word
    return out


def is_head(word: str) -> bool:
    """Tell whether a word is a head of one of the three tables."""
    return (
        word in ("信息内容", "行政诉讼")
        or is_measure(word)
        or result_of(word) is not None
        or block_of(word) is not None
        or is_applicant(word)
    )


def _rows(lines: Sequence[str]) -> Iterator[tuple[list[str], int]]:
    """Yield (cells, number of figures at their end): a label with the figures that follow it, any other label alone."""
    label: str | None = None
    values: list[str] = []
    for token in (token for line in lines for token in _tokens(line)):
        if is_value(token):
            values.append(token)
            continue
        if label is not None or values:
            yield [*([label] if label is not None else []), *values], len(values) if label is not None else 0
        label, values = token, []
    if label is not None:
        yield [label, *values], len(values)


def _table(rows: Sequence[list[str]], number: int) -> Table:
    cells = tuple(Cell(text, at, column) for at, row in enumerate(rows) for column, text in enumerate(row))
    return Table(number, cells, len(rows), max(map(len, rows)), exact=False)
