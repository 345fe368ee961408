"""Running heads, running feet and page numbers: lines in the margins that come again from page to page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from parsers.pdf_layout import MARGIN, PAGE_NUMBER, Layout, RuledTable, TextLine

_NEAR = 4.0
"""Points by which a running line may lie higher or lower from page to page."""
_NUMBER = re.compile(r"\d+")


def without_running_lines(pages: Sequence[Layout]) -> list[str]:
    """Take running lines and page numbers out of the pages; return the running lines, each once."""
    found: list[str] = []
    repeated = _repeated(pages)
    unruled = {page.number for page in pages if any(_is_unruled(item) for item in page.items)}
    for page in pages:
        for line in list(_margin_lines(page)):
            if page.number - 1 in unruled and line is page.items[0] and not _is_numbered_above(line, page, pages):
                # Digits at the head of a page may be the rest of a number on the page before.
                continue
            if id(line) in repeated or PAGE_NUMBER.fullmatch(line.text):
                page.items.remove(line)
                if not PAGE_NUMBER.fullmatch(line.text):
                    found.append(line.text)
    return list(dict.fromkeys(found))


def _is_numbered_above(line: TextLine, page: Layout, pages: Sequence[Layout]) -> bool:
    """Tell whether another page has such a line at its head, too."""
    heads = [other.items[0] for other in pages if other is not page and other.items]
    words = _NUMBER.sub("#", line.text)
    return any(
        isinstance(head, TextLine) and abs(head.box[1] - line.box[1]) < _NEAR and _NUMBER.sub("#", head.text) == words
        for head in heads
    )


def _is_unruled(item: TextLine | RuledTable) -> bool:
    return isinstance(item, RuledTable) and item.grid.bare


def _margin_lines(page: Layout) -> Iterator[TextLine]:
    low, high = page.height * MARGIN, page.height * (1 - MARGIN)
    for item in page.items:
        if isinstance(item, TextLine) and (item.box[3] < low or item.box[1] > high):
            yield item


def _repeated(pages: Sequence[Layout]) -> set[int]:
    """Return the ids of the lines that stand with the same words, numbers apart, at the same height of a second page,
    with nothing but such lines between them and the edge of the page."""
    alike: dict[tuple[str, bool], list[tuple[Layout, TextLine]]] = defaultdict(list)
    for page in pages:
        for line in _margin_lines(page):
            alike[_NUMBER.sub("#", line.text), line.box[1] < page.height / 2].append((page, line))
    out: set[int] = set()
    for (_, above), lines in alike.items():
        for page, line in lines:
            level = line.box[1] if above else page.height - line.box[3]
            for other_page, other in lines:
                other_level = other.box[1] if above else other_page.height - other.box[3]
                if other_page is not page and abs(level - other_level) < _NEAR:
                    out.add(id(line))
                    break
    return {line for page in pages for line in _outermost(page, out)}


def _outermost(page: Layout, repeated: set[int]) -> Iterator[int]:
    for items in (page.items, page.items[::-1]):
        for item in items:
            if isinstance(item, RuledTable) or not (id(item) in repeated or PAGE_NUMBER.fullmatch(item.text)):
                break
            yield id(item)
