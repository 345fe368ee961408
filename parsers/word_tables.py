"""The rows of a Word table with its merged cells joined, deleted rows and cells left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MARK = f"{{{WORD}}}"
_AROUND = frozenset(f"{MARK}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "smartTag"))
_MOST_SPAN = 400


@dataclass(slots=True)
class MergedCell:
    """One cell as printed: grid column from 0, spans, and the w:tc with its content, None for a gap in the grid."""

    column: int
    colspan: int
    content: etree._Element | None
    rowspan: int = 1
    continued: bool = False


def own_rows(table: etree._Element) -> list[etree._Element]:
    """Return the w:tr of a table, not those of tables inside it; rows deleted under revision are left out."""
    return [row for row in _inside(table, "tr") if row.find(f"{MARK}trPr/{MARK}del") is None]


def _inside(container: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the children of a name, also those that stand in content controls."""
    for child in container:
        if child.tag == f"{MARK}{name}":
            yield child
        elif child.tag in _AROUND:
            yield from _inside(child, name)


def merged_rows(rows: Sequence[etree._Element]) -> list[list[MergedCell]]:
    """Return the cells of each row; a cell merged downwards stands in its first row alone, with its row span."""
    out: list[list[MergedCell]] = []
    reaching: dict[int, MergedCell] = {}
    for row in rows:
        kept: list[MergedCell] = []
        below: dict[int, MergedCell] = {}
        for cell, merge in _cells(row):
            above = reaching.get(cell.column)
            if merge == "continue" and above is not None:
                above.rowspan += 1
                below[cell.column] = above
                continue
            kept.append(cell)
            if merge:
                below[cell.column] = cell
        reaching = below
        out.append(kept)
    return out


def _cells(row: etree._Element) -> Iterator[tuple[MergedCell, str]]:
    """Yield the cells of one row with how they take part in a merge downwards: restart, continue or ""."""
    column = _number(row.find(f"{MARK}trPr/{MARK}gridBefore"), 0)
    if column:
        yield MergedCell(0, column, None), ""
    last: MergedCell | None = None
    found: list[tuple[MergedCell, str]] = []
    for tc in _inside(row, "tc"):
        properties = tc.find(f"{MARK}tcPr")
        if properties is not None and properties.find(f"{MARK}cellDel") is not None:
            continue
        span = _number(properties.find(f"{MARK}gridSpan") if properties is not None else None, 1)
        if last is not None and _merge(properties, "hMerge") == "continue":
            last.colspan += span
        else:
            last = MergedCell(column, span, tc)
            found.append((last, _merge(properties, "vMerge")))
        column += span
    yield from found


def _merge(properties: etree._Element | None, name: str) -> str:
    merge = properties.find(f"{MARK}{name}") if properties is not None else None
    return "" if merge is None else merge.get(f"{MARK}val", "continue")


def _number(element: etree._Element | None, default: int) -> int:
    value = element.get(f"{MARK}val", "") if element is not None else ""
    return min(max(int(value), default), _MOST_SPAN) if value.isdecimal() else default
