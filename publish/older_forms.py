"""The tables of forms before 2019 with one column a year, under the labels that the reports print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from publish.archive_db import Row
from publish.cells import number
from publish.strings import Speaker


@dataclass(frozen=True, slots=True)
class OlderCell:
    """`text` as the page shows it, a number as printed or a status; `change` on the year before, "" where none can be
    told; `url` leads to the page of the cell, "" for a row without a code."""

    text: str
    is_number: bool
    change: str = ""
    url: str = ""


@dataclass(slots=True)
class OlderLine:
    """One row: label, unit, the head of its column where a table has several; None where a year does not print it."""

    label: str
    unit: str
    column: str
    cells: list[OlderCell | None]


@dataclass(slots=True)
class OlderTable:
    """The reports (report_key, year) that print such rows, in order of years, and the rows."""

    reports: list[tuple[str, int]] = field(default_factory=list)
    lines: list[OlderLine] = field(default_factory=list)


def older_table(rows: Iterable[Row], url: str, speaker: Speaker) -> OlderTable:
    """Return the table of rows of `organ_statistics`, which are of one scope, by year and in printed order.

    Rows are the same where code (or, without one, label), unit and column are; `url` with {key} and {code} leads to a
    cell.
    """
    given = list(rows)
    out = OlderTable(list(dict.fromkeys((row["report_key"], row["year"]) for row in given)))
    places: dict[tuple[str, str, str], dict[str, Row]] = {}
    for row in given:
        same = (row["code"] or row["label"], row["unit"] or "", row["column_label"] or "")
        places.setdefault(same, {}).setdefault(row["report_key"], row)
    for (_, unit, column), by_report in places.items():
        last = next(reversed(by_report.values()))
        cells = [_cell(by_report, out.reports, at, url, speaker) for at in range(len(out.reports))]
        out.lines.append(OlderLine(last["label"], unit, column, cells))
    return out


def _cell(
    by_report: dict[str, Row], reports: list[tuple[str, int]], at: int, url: str, speaker: Speaker
) -> OlderCell | None:
    key, year = reports[at]
    row = by_report.get(key)
    if row is None:
        return None
    leads = url.format(key=key, code=row["code"]) if row["code"] else ""
    if row["value"] is None:
        label = speaker.label("status", row["status"])
        return OlderCell(
            f"{label}：{row['raw']}" if row["status"] == "text" and row["raw"] else label, False, url=leads
        )
    before = by_report.get(reports[at - 1][0]) if at and reports[at - 1][1] == year - 1 else None
    return OlderCell(number(row["value"]), True, _change(before, row), leads)


def _change(before: Row | None, row: Row) -> str:
    if before is None or before["value"] is None:
        return ""
    difference = round(row["value"] - before["value"], 6)
    return ("+" if difference > 0 else "−") + number(abs(difference)) if difference else "="
