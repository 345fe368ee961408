"""The cells of a report out of another program's tables, by a straightforward lookup of labels.

What somebody would write around such a program, with every help that is fair: labels without punctuation and nearly
alike will do, repeated cells of a span count once, numbers are read by our own rules, rows are sought in the order of
the form, and blanks count as read where the row was found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from parsers.codes import applicants, application_rows, codes, declaration, review_blocks, review_results
from parsers.numbers import read_number

Rows = Sequence[Sequence[str]]
Value = int | float | None
NEARLY = 88
WIDEST = 11
MARK = re.compile(r"^[一二三四五六七八九十\d]+")


def look_up(tables: Sequence[Rows], form: str) -> dict[str, Value]:
    """Return code to value for what was found; a code that is missing was not."""
    out: dict[str, Value] = {}
    for table in tables:
        rows = [[" ".join(str(cell or "").split()) for cell in row] for row in table]
        out |= _applications(rows, form)
        out |= _disclosure(rows, form)
        out |= _reviews(rows)
    return out


def _bare(text: str) -> str:
    """Return a label without punctuation and numbering."""
    return MARK.sub("", re.sub(r"[\W_]", "", text))


def _alike(text: str, label: str) -> bool:
    return bool(text) and fuzz.ratio(_bare(text), _bare(label)) >= NEARLY


def _value(text: str) -> Value:
    return read_number(text).value


def _applications(rows: Rows, form: str) -> dict[str, Value]:
    """A row's figures are its last seven cells, or on a wide sheet the seven below the applicants; its label stands
    before them."""
    labels = {row["code"]: row["zh"] for row in declaration("applications")["row"]}
    wanted = [(row, labels[row]) for row in application_rows(form)]
    heads = next((cells.index("自然人") for cells in rows if "自然人" in cells), None)
    out: dict[str, Value] = {}
    at = 0
    for cells in rows:
        start = heads if heads is not None and len(cells) > WIDEST else len(cells) - len(applicants())
        figures = cells[max(start, 0) : start + len(applicants())]
        found = next((i for i in range(at, len(wanted)) if any(_alike(c, wanted[i][1]) for c in cells[:start])), None)
        if found is None or any(read_number(text).status == "text" for text in figures):
            continue
        at = found + 1
        for who, text in zip(applicants(), figures, strict=False):
            out[f"{wanted[found][0]}__{who}"] = _value(text)
    return out


def _disclosure(rows: Rows, form: str) -> dict[str, Value]:
    """A row's figures stand behind its label, in the order of the form."""
    items: dict[str, list[str]] = {}
    for code in codes().values():
        if code.table == "a" and form in code.forms:
            items.setdefault(code.row, []).append(code.code)
    out: dict[str, Value] = {}
    for cells in rows:
        label = next((label for label in items if cells and _alike(cells[0], label)), None)
        if label and len(cells) > len(items[label]):
            out |= {code: _value(text) for code, text in zip(items[label], cells[1:], strict=False)}
    return out


def _reviews(rows: Rows) -> dict[str, Value]:
    """Fifteen figures in one row below the heads, or five in each of three."""
    places = [f"{block}_{result}" for block in review_blocks() for result in review_results()]
    if not any("结果维持" in _bare(cell) for row in rows for cell in row):
        return {}
    for cells in rows:
        if len(cells) >= 15 and sum(_value(cell) is not None for cell in cells[-15:]) >= 10:
            return {code: _value(text) for code, text in zip(places, cells[-15:], strict=True)}
    figures = [cells[-5:] for cells in rows if len(cells) >= 6 and all(_value(cell) is not None for cell in cells[-5:])]
    if len(figures) == 3:
        return {code: _value(text) for code, text in zip(places, sum(figures, []), strict=True)}
    return {}
