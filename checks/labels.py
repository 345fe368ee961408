"""Names of tables, rows, columns and cells as an official knows them, from the declared forms."""

from __future__ import annotations

import re
from functools import cache

from parsers.codes import applicants, codes, declaration

Pair = tuple[str, str]
TABLES: dict[str, Pair] = {
    "a": ("第二部分表", "table of part 2"),
    "b": ("第三部分表", "table of part 3"),
    "c": ("第四部分表", "table of part 4"),
}

FORMS: dict[str, Pair] = {
    "f2021": ("2021 年格式", "form of 2021"),
    "f2019": ("2019 年格式", "form of 2019"),
    "s2014": ("2014 年格式", "form of 2014"),
    "local": ("地方格式", "local form"),
    "none": ("未读到", "not read"),
}


@cache
def applicant(code: str) -> Pair:
    """Return the name of an applicant column of Table B."""
    entry = next(entry for entry in declaration("applications")["applicant"] if entry["code"] == code)
    return entry["zh"], entry["en"]


@cache
def block(code: str) -> Pair:
    """Return the name of a block of Table C."""
    entry = next(entry for entry in declaration("reviews")["block"] if entry["code"] == code)
    return entry["zh"], entry["en"]


@cache
def result(code: str) -> Pair:
    """Return the name of a result column of Table C."""
    entry = next(entry for entry in declaration("reviews")["result"] if entry["code"] == code)
    return entry["zh"], entry["en"]


@cache
def _marks() -> dict[str, tuple[str, dict[str, object]]]:
    """Return the place of each row of Table B in the form's own numbering (一, 三（三）1, 三（七）), with its entry."""
    out = {}
    for row in declaration("applications")["row"]:
        mark = row["mark"]
        if mark[0] == "（":
            mark = f"三{mark}"
        elif mark.isdigit():
            group = re.match(r"（.）", row["group"])
            mark = f"三{group.group()}{mark}" if group else mark
        out[row["code"]] = (mark, row)
    return out


def row_mark(code: str) -> str:
    """Return the place of a row of Table B in the form's own numbering, e.g. `三（三）1`."""
    return _marks()[code][0]


@cache
def row_mark_and_name(code: str) -> Pair:
    """Return mark and short name of a row of Table B; what a label adds in brackets or after a comma is left out."""
    mark, row = _marks()[code]
    name = re.split("[（、]", str(row["zh"]))[0]
    stop = "" if mark.endswith("）") else "." if mark[-1].isdigit() else "、"
    return f"{mark}{stop}{name}", f"{mark} {row['en']}"


@cache
def cell(code: str) -> Pair:
    """Return the full name of a cell: table, row and column."""
    entry = codes()[code]
    table = TABLES[entry.table]
    if entry.table == "b":
        row, column = row_mark_and_name(entry.row), applicant(entry.column)
    elif entry.table == "c":
        row, column = block(entry.row), result(entry.column)
    else:
        row, column = (entry.row, entry.en.split(": ")[0]), (entry.column, entry.en.split(": ")[-1])
    return f"{table[0]}“{row[0]}”行“{column[0]}”列" if entry.table == "b" else f"{table[0]}“{row[0]}—{column[0]}”", (
        f"{table[1]}, {row[1]}, {column[1]}"
    )


def cells(names: tuple[str, ...]) -> Pair:
    """Return the names of several cells; of more than three, the first three and how many others."""
    pairs = [cell(name) for name in names[:3]]
    rest = len(names) - 3
    tail = (f"等 {len(names)} 格", f" and {rest} more") if rest > 0 else ("", "")
    return "、".join(pair[0] for pair in pairs) + tail[0], "; ".join(pair[1] for pair in pairs) + tail[1]


def columns(names: tuple[str, ...]) -> Pair:
    """Return the names of the columns of Table B that cells stand in, each once, in the form's order."""
    found = {codes()[name].column for name in names}
    pairs = [applicant(code) for code in applicants() if code in found]
    return "、".join(pair[0] for pair in pairs), ", ".join(pair[1] for pair in pairs)


def rows(names: tuple[str, ...]) -> Pair:
    """Return the names of the rows that cells stand in, each once; of more than three, the first three and how many."""
    found = {(codes()[name].table, codes()[name].row): name for name in reversed(names)}
    listed = list(reversed(found.items()))
    pairs = [row_mark_and_name(row) if table == "b" else cell(first) for (table, row), first in listed[:3]]
    tail = (f"等 {len(found)} 行", f" and {len(found) - 3} more") if len(found) > 3 else ("", "")
    return "、".join(pair[0] for pair in pairs) + tail[0], "; ".join(pair[1] for pair in pairs) + tail[1]
