"""Tables of a PDF that no lines rule: whether their lines of text may be read as rows at all.

Words alone are enough where each line of figures stands beside its label. A line with a few figures and no label of its
own may hold the last digits of numbers that wrap: then nobody can tell which figure belongs to which row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from parsers.document import Paragraph
from parsers.pdf_layout import TextLine
from parsers.pdf_words import said
from parsers.reviews import result_of
from parsers.rows import is_value
from parsers.sections import is_heading

_KNOWN = 0.8
_LEAST_KNOWN = 2
_SENTENCE = 30
_FULL = 5
"""Figures that a whole row of the second or third table has at least."""


def doubtful_runs(lines: Sequence[TextLine]) -> Iterator[tuple[int, int]]:
    """Yield (first, last + 1) of the stretches of lines that hold labels of the forms and figures that may belong to
    any row."""
    start = 0
    for at in range(len(lines) + 1):
        if at == len(lines) or _parts(lines[at]):
            run = [_split(line.text) for line in lines[start:at]]
            if sum(said(label) >= _KNOWN for label, _ in run if label) >= _LEAST_KNOWN and not _is_sure(run):
                yield start, at
            start = at + 1


def _parts(line: TextLine) -> bool:
    text = line.text
    return not line.pieces and (len(text) > _SENTENCE or text[-1:] in "。；：" or is_heading(Paragraph(text)))


def _split(text: str) -> tuple[str, int]:
    """Return the words before the figures at the end of a line, and how many figures there are."""
    words = text.split()
    figures = 0
    while figures < len(words) and is_value(words[-1 - figures]):
        figures += 1
    return " ".join(words[: len(words) - figures]), figures


def _is_sure(run: Sequence[tuple[str, int]]) -> bool:
    results = Counter(result for label, figures in run if figures and (result := _result_at_end(label)))
    if any(count > 1 for count in results.values()):
        # The name of a block stands beside the middle one of its results.
        return False
    most = max((figures for _, figures in run), default=0)
    return all(
        not figures or (figures == most and figures >= _FULL) or any(said(part) >= _KNOWN for part in _ends(label))
        for label, figures in run
    )


def _result_at_end(label: str) -> str | None:
    return result_of(label.split()[-1]) if label else None


def _ends(label: str) -> Iterator[str]:
    """Yield a label and what is left of it without the words of a group before it."""
    words = label.split()
    for at in range(len(words)):
        yield " ".join(words[at:])
