"""Statistics tables of reports before 2019: label, unit and value rows as printed, never forced into newer codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from parsers.codes import declaration
from parsers.document import Cell, Table
from parsers.labels import bare, split_mark
from parsers.numbers import read_number
from parsers.report import Statistic
from parsers.rows import Row, is_value

_SUBJECT = re.compile(r"公开|申请|答复|复议|诉讼|举报|信息")
_LEAST_ROWS = 4
# A unit behind its label: 收到申请数（件）.
_UNIT = re.compile(r"[（(]\s*(?:单位\s*[:：]\s*)?(条|件|次|篇|人|个|场|期|份|万元|元|人次|宗)\s*[)）]\s*$")


@cache
def _codes() -> dict[str, str]:
    return _by_label(declaration("statistics2014")["labels"])


@cache
def _within() -> dict[str, dict[str, str]]:
    return {above: _by_label(labels) for above, labels in declaration("statistics2014")["within"].items()}


def _by_label(labels: dict[str, list[str]]) -> dict[str, str]:
    return {bare(text): code for code, texts in labels.items() for text in texts}


def code_of(label: str, above: str | None = None) -> str | None:
    """Return the s2014 code of a label where its meaning is certain, else None; `above` is the code of the last row
    that has rows of its own below it."""
    text = _UNIT.sub("", re.sub(r"^\s*其中\s*[:：]?\s*", "", label))
    words = split_mark(text)[1]
    return _codes().get(words) or _within().get(above or "", {}).get(words)


def _with_codes(rows: Iterable[Statistic]) -> Iterator[Statistic]:
    """Give each row its code, in order: what some labels mean depends on the row that they stand below."""
    above: str | None = None
    for row in rows:
        code = code_of(row.label, above)
        if code in _within():
            above = code
        elif code in _codes().values():
            above = None
        yield replace(row, code=code)


def read(table: Table, rows: Sequence[Row]) -> list[Statistic]:
    """Read one table as a statistics table; an empty list when it is none."""
    own = [row for row in rows if row.table is table]
    head_at = next((at for at, row in enumerate(own) if _is_head(row)), None)
    if head_at is None:
        if sum(any(code_of(cell.text) for cell in row.filled) for row in own) < _LEAST_ROWS:
            return []
        return list(_with_codes(s for row in own for s in _row(row, {})))
    heads = {cell.column: cell.text for cell in own[head_at].filled}
    out = list(_with_codes(s for row in own[head_at + 1 :] for s in _row(row, heads)))
    subjects = sum(bool(_SUBJECT.search(s.label)) for s in out)
    return out if len(out) >= _LEAST_ROWS and subjects * 2 >= len(out) else []


def _is_head(row: Row) -> bool:
    return is_statistics_head([cell.text for cell in row.filled]) and not row.values


def is_statistics_head(texts: Sequence[str]) -> bool:
    """Tell whether cells are the head of a statistics table: one names the indicators, another the figures."""
    heads = declaration("statistics2014")["heads"]
    return len(texts) >= 2 and any(bare(text) in heads for text in texts)


def _kind(head: str) -> str:
    form = declaration("statistics2014")
    words = bare(head)
    for kind in ("heads", "unit_heads", "index_heads"):
        if words in form[kind]:
            return kind
    return "value"


def _row(row: Row, heads: dict[int, str]) -> Iterator[Statistic]:
    """Yield the figures of a row; where the heads name two labels across, the row is two rows side by side."""
    starts = [column for column, text in sorted(heads.items()) if _kind(text) == "heads"]
    if len(starts) < 2 or starts[0] == starts[-1]:
        yield from _one_row(row, row.cells, heads)
        return
    for first, stop in zip(starts, [*starts[1:], row.end], strict=True):
        yield from _one_row(row, [cell for cell in row.cells if first <= cell.column < stop], heads)


def _one_row(row: Row, cells: Sequence[Cell], heads: dict[int, str]) -> Iterator[Statistic]:
    label, unit, values = "", "", []
    for cell in cells:
        kind = _kind(heads[cell.column]) if cell.column in heads else ""
        if kind == "unit_heads" or (not kind and label and not is_value(cell.text) and len(cell.text) <= 3):
            unit = unit or cell.text
        elif kind == "heads" or (not kind and not label and cell.text and not is_value(cell.text)):
            label = cell.text or label
        elif kind == "value" or (not kind and label):
            values.append(cell)
    if not label or not values or not _says_anything(values):
        return
    for number, cell in enumerate(values):
        yield _statistic(row, cell, label, unit, heads.get(cell.column, f"{number + 1}"))


def _says_anything(values: Sequence[Cell]) -> bool:
    return any(is_value(cell.text) for cell in values if cell.text) or not any(cell.text for cell in values)


def _statistic(row: Row, cell: Cell, label: str, unit: str, column: str) -> Statistic:
    number = read_number(cell.text)
    place = row.table.place(row.at, cell.column)
    text = label.replace("\n", "")
    stated = _UNIT.search(text)
    return Statistic(
        text,
        number.unit or unit or (stated[1] if stated else ""),
        column,
        number.value,
        number.status,
        cell.text,
        place,
    )
