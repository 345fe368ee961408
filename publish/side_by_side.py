"""The official tables with one column a year: what changed against the year before stands beside each number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.bridging import comparable
from parsers.codes import applicants, codes, declaration
from publish import forms
from publish.archive_db import Row
from publish.cells import Cell, Notes, cell, number
from publish.strings import Speaker

TABLES = ("a", "b", "c")


@dataclass(slots=True)
class Year:
    """One report: its row of `reports`, its figures, notes, and the codes that failed checks touch."""

    report: Row
    figures: Row
    notes: Notes
    failed: set[str]


@dataclass(slots=True)
class Beside:
    """One cell; `cell` is None where the form of that year has no such row, `change` is "" where none can be told."""

    cell: Cell | None
    change: str
    failed: bool


@dataclass(slots=True)
class Line:
    """One row of the official table with a cell for each year."""

    label: str
    cells: list[Beside]


@dataclass(slots=True)
class Group:
    """Rows under one head."""

    title: str
    lines: list[Line] = field(default_factory=list)


def printing(table: str, years: list[Year]) -> list[Year]:
    """Return the years whose report has a table (a, b or c) in a national form, or any figure of it."""
    wanted = [code for code, known in codes().items() if known.table == table]
    return [
        year
        for year in years
        if year.report[f"form_{table}"] in forms.NATIONAL or any(_printed(code, year) for code in wanted)
    ]


def side_by_side(
    table: str, years: list[Year], applicant: str, speaker: Speaker, url: str = "/reports/{key}/cells/{code}"
) -> list[Group]:
    """Return the rows of a table (a, b or c) that any of the years prints, in official order.

    Of part 3 the column of one applicant is shown. Years are in order, all of one scope. `url` with {key} and {code}
    leads to the page of a cell.
    """
    rows = {"a": _disclosure, "b": _applications, "c": _reviews}[table]
    out: list[Group] = []
    seen: set[str] = set()
    for title, label, code in rows(speaker, applicant):
        if code in seen or not any(_printed(code, year) for year in years):
            continue
        seen.add(code)
        if not out or out[-1].title != title:
            out.append(Group(title))
        out[-1].lines.append(Line(label, [_beside(code, at, years, table, speaker, url) for at in range(len(years))]))
    return out


def _printed(code: str, year: Year) -> bool:
    return year.figures[code] is not None or code in year.notes


def _beside(code: str, at: int, years: list[Year], table: str, speaker: Speaker, url: str) -> Beside:
    year = years[at]
    form = year.report[f"form_{table}"]
    if not _printed(code, year) and form not in codes()[code].forms:
        return Beside(None, "", False)
    shown = cell(code, year.figures[code], year.notes, speaker)
    if _printed(code, year):
        shown.url = url.format(key=year.report.get("report_key"), code=code)
    return Beside(
        shown,
        change(code, years[at - 1], year, table) if at else "",
        code in year.failed,
    )


def change(code: str, before: Year, year: Year, table: str) -> str:
    """Return the difference to the year before, with its sign; "" where a year or a number lacks or forms differ."""
    key = f"form_{table}"
    a, b = before.figures[code], year.figures[code]
    if a is None or b is None or year.report["year"] != before.report["year"] + 1:
        return ""
    if not comparable({code}, before.report[key] or "", year.report[key] or ""):
        return ""
    difference = round(b - a, 6)
    return ("+" if difference > 0 else "−") + number(abs(difference)) if difference else "="


def _disclosure(speaker: Speaker, _applicant: str) -> Iterator[tuple[str, str, str]]:
    for block in sorted(declaration("disclosure")["block"], key=lambda block: block["form"], reverse=True):
        title = f"第二十条第（{block['article']}）项" if speaker.lang == "zh" else block["basis"]
        for item in block["item"]:
            for measure, code in zip(block["measure"], item["codes"], strict=True):
                yield title, f"{speaker.pick(item)} · {speaker.pick(measure)}", code


def _applications(speaker: Speaker, applicant: str) -> Iterator[tuple[str, str, str]]:
    for row in declaration("applications")["row"]:
        group = row.get("group", "")
        title = (
            speaker("report.outcomes") if group == forms.OUTCOMES else group and speaker.label("outcome_group", group)
        )
        yield title, forms.row_label(row, speaker), f"{row['code']}__{applicant}"


def _reviews(speaker: Speaker, _applicant: str) -> Iterator[tuple[str, str, str]]:
    form = declaration("reviews")
    for block in form["block"]:
        for result in form["result"]:
            yield speaker.pick(block), speaker.pick(result), f"{block['code']}_{result['code']}"


def applicant_names(speaker: Speaker) -> dict[str, str]:
    """Return applicant code to its head, all in the order of the form."""
    return dict(zip(applicants(), forms.application_heads(speaker), strict=True))
