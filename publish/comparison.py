"""The rows of a comparison: one for each organ or region, scope and year, with a cell for each indicator."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from archive.bridging import bridged, comparisons, covered
from archive.indicators import indicators
from parsers.codes import codes
from publish.archive_db import Row
from publish.asked import Asked
from publish.cells import Notes, cell, notes_of, number
from publish.least_n import LEAST_N
from publish.page import Page


@dataclass(slots=True)
class Compared:
    """One cell: a figure or a rate with its n and Wilson's bounds.

    `status` says why there is no value: the status of the printed cell, `other_form` where the report's form has no
    such figure, `not_summed` where only single reports have it; `added` is the sum of the rows that another form prints
    for it, by the table of comparability, `part_missing` where one of them has no number. `breaks`: the form is another
    than in the line before, and one of the two has no such figure. `failed` are the checks that fail on the figure or
    on a part of the rate; `forms` are the forms of the tables that print it, separated by blanks.
    """

    indicator: str
    value: int | float | None = None
    n: int | None = None
    low: float | None = None
    high: float | None = None
    text: str = ""
    status: str = "absent"
    breaks: bool = False
    failed: list[str] = field(default_factory=list)
    is_rate: bool = False
    forms: str = ""

    @property
    def few(self) -> bool:
        """Whether this is a rate for observation only."""
        return self.is_rate and self.value is not None and (self.n or 0) < LEAST_N


@dataclass(slots=True)
class Line:
    """`kind` is organ or region; `reports` how many a region's line sums, `failing` how many of them fail a check;
    `form` is that of the report's part 3."""

    kind: str
    subject: Row
    year: int
    scope: str
    is_practice: int
    report_key: str = ""
    reports: int = 1
    failing: int = 0
    form: str = ""
    cells: list[Compared] = field(default_factory=list)


async def lines(page: Page, asked: Asked) -> list[Line]:
    """Return every line, subjects in the order asked, then by scope and year."""
    found = [*await _organ_lines(page, asked), *await _region_lines(page, asked)]
    order = {row["id"]: at for at, row in enumerate((*asked.organs, *asked.regions))}
    found.sort(key=lambda line: (line.kind, order[line.subject["id"]], line.is_practice, line.scope, line.year))
    return found


async def _organ_lines(page: Page, asked: Asked) -> list[Line]:
    subjects = {row["id"]: row for row in asked.organs}
    reports = await page.rows("compare_reports", ids=json.dumps(list(subjects)), years=json.dumps(asked.years))
    ids = json.dumps([row["id"] for row in reports])
    rates = {
        (row["report_id"], row["indicator"]): row
        for row in await page.rows("compare_report_rates", ids=ids, indicators=json.dumps(asked.rates))
    }
    figures = {row["report_id"]: row for row in await page.rows("compare_report_figures", ids=ids)}
    notes: dict[int, list[Row]] = {}
    for note in await page.rows("compare_report_notes", ids=ids, codes=json.dumps(asked.figures)):
        notes.setdefault(note["report_id"], []).append(note)
    failed: dict[tuple[int, str], list[str]] = {}
    for finding in await page.rows("compare_report_findings", ids=ids):
        for code in finding["cells"].split():
            failed.setdefault((finding["report_id"], code), []).append(finding["check_id"])
    out: list[Line] = []
    for report in reports:
        line = Line("organ", subjects[report["subject"]], report["year"], report["scope"], report["is_practice"])
        line.report_key, line.form = report["report_key"], report["form_b"] or "none"
        told = notes_of(notes.get(report["id"], []))
        for name in asked.indicators:
            if name in codes():
                line.cells.append(_figure(page, name, report, figures[report["id"]], told))
            else:
                line.cells.append(_rate(name, rates.get((report["id"], name))))
            touched = (failed.get((report["id"], code), []) for code in parts(name))
            line.cells[-1].failed = sorted({check for checks in touched for check in checks})
            line.cells[-1].forms = _forms(name, [report])
        _mark_break(line, out[-1] if out else None)
        out.append(line)
    return out


@cache
def parts(name: str) -> tuple[str, ...]:
    """Return the codes that an indicator is made of."""
    for one in indicators():
        if one.code == name:
            return tuple(code for code in re.findall(r"\w+", f"{one.numerator} {one.denominator}") if code in codes())
    return (name,) if name in codes() else ()


def gaps(asked: Asked, found: list[Line]) -> list[tuple[Row, list[int]]]:
    """Return the subjects that have no line in some of the years asked for, with those years."""
    there = {(line.kind, line.subject["id"], line.year) for line in found}
    out = []
    for kind, subjects in (("organ", asked.organs), ("region", asked.regions)):
        for subject in subjects:
            years = [year for year in asked.years if (kind, subject["id"], year) not in there]
            if years:
                out.append((subject, years))
    return out


def _figure(page: Page, code: str, report: Row, figures: Row, notes: Notes) -> Compared:
    value = figures[code]
    form = report[f"form_{codes()[code].table}"] or "none"
    shown = cell(code, value, notes, page.t)
    status = shown.status
    if value is not None or status != "absent" or form in codes()[code].forms:
        return Compared(code, value, text=shown.text, status=status)
    terms = [figures[term] for term in bridged().get(code, ())]
    if len(terms) < 2:
        return Compared(code, status="other_form")
    if None in terms:
        return Compared(code, status="part_missing")
    return Compared(code, sum(terms), text=number(sum(terms)), status="added")


def _rate(name: str, row: Row | None) -> Compared:
    if row is None:
        return Compared(name, is_rate=True)
    status = "absent" if row["value"] is None else "reported"
    return Compared(name, row["value"], row["n"], row["low"], row["high"], status=status, is_rate=True)


def _mark_break(line: Line, before: Line | None) -> None:
    """Mark figures that the line's form and that of the line before, of the same subject and scope, do not share."""
    if before is None or (before.subject, before.scope) != (line.subject, line.scope) or before.form == line.form:
        return
    for one, last in zip(line.cells, before.cells, strict=True):
        one.breaks = not one.is_rate and "other_form" in (one.status, last.status)


async def _region_lines(page: Page, asked: Asked) -> list[Line]:
    subjects = {row["id"]: row for row in asked.regions}
    rates: dict[tuple[Any, ...], Row] = {}
    for code in subjects if asked.rates else ():
        for row in await page.rows("compare_region_rates", code=code):
            rates[code, row["year"], row["scope"], row["is_practice"], row["indicator"]] = row
    chosen = {"ids": json.dumps(list(subjects)), "years": json.dumps(asked.years)}
    forms: dict[tuple[Any, ...], list[Row]] = {}
    for group in await page.rows("compare_region_forms", **chosen):
        forms.setdefault((group["subject"], group["year"], group["scope"], group["is_practice"]), []).append(group)
    years = await page.rows("compare_region_years", **chosen)
    out = []
    for row in years:
        line = Line("region", subjects[row["subject"]], row["year"], row["scope"], row["is_practice"])
        line.reports = row["reports"]
        groups = forms.get((row["subject"], row["year"], row["scope"], row["is_practice"]), [])
        line.failing = sum(group["failing"] for group in groups)
        key = (row["subject"], row["year"], row["scope"], row["is_practice"])
        line.cells = [
            region_sum(name, row, groups) if name in codes() else _rate(name, rates.get((*key, name)))
            for name in asked.indicators
        ]
        for one in line.cells:
            one.forms = _forms(one.indicator, groups)
        out.append(line)
    return out


def _forms(name: str, rows: Iterable[Row]) -> str:
    """Return the forms of the tables that an indicator is read from, in rows with form_a, form_b and form_c."""
    tables = {codes()[code].table for code in parts(name)} or {"b"}
    found = {row[f"form_{table}"] or "none" for row in rows for table in tables}
    return " ".join(sorted(found - {"none"}))


def region_sum(code: str, row: Row, groups: list[Row]) -> Compared:
    """Return a region's sum, with an `n` where some of its reports are of a form without it: that of the others."""
    if code not in row:
        return Compared(code, status="not_summed")
    entry = codes()[code]
    printing = sum(group["reports"] for group in groups if group[f"form_{entry.table}"] in entry.forms)
    if row[code] is None:
        return Compared(code, status="absent" if printing else "other_form")
    part = printing < sum(group["reports"] for group in groups)
    return Compared(code, row[code], n=min(printing, row["reports"]) if part else None, status="reported")


async def not_additive(page: Page, asked: Asked, found: list[Line]) -> bool:
    """Tell whether the lines must not be added up: scopes mix, or one subject lies within a region that is another."""
    if len({line.scope for line in found}) > 1:
        return True
    chosen = {row["id"] for row in asked.regions}
    starts = [row["region_code"] for row in (*asked.organs, *asked.regions) if row["region_code"]]
    if chosen & {row["region_code"] for row in asked.organs}:
        return True
    return any(row["code"] in chosen for row in await page.rows("compare_above", codes=json.dumps(starts)))


def crossings(names: list[str]) -> Iterator[dict[str, str]]:
    """Yield the rows of the table of comparability, between the forms of 2019 and 2021, that are not plainly the same
    and speak of these figures: code_a, code_b, relation, note_zh, note_en."""
    for row in comparisons():
        if row.form_a != "f2019" or row.relation == "exact":
            continue
        spoken = {*covered(row), *row.code_b.split(" + ")}
        parts = [part.removesuffix("__*") for part in row.code_b.split(" + ") if part.endswith("__*")]
        if any(name in spoken or name.rpartition("__")[0] in parts for name in names):
            yield {
                "code_a": row.code_a,
                "code_b": row.code_b,
                "relation": row.relation,
                "note_zh": row.note_zh,
                "note_en": row.note_en,
            }
