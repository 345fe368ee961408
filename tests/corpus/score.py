"""How a file was read against what it prints: every cell right, null, or wrong, with or without a finding on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from checks.run import check_report, shown
from parsers.codes import codes
from parsers.report import AnnualReport, Reading
from tests.corpus.values import Expected, Value

KINDS = ("right", "null_named", "null_silent", "wrong_named", "wrong_silent")
TABLE_NOTES = ("missing_table", "table_as_picture")


@dataclass
class Score:
    """`cells` counts the kinds; `faults` maps a code that is not right to (kind, read, printed); `findings` tells
    whether the report carries any finding at all; `reason` is set where no report came of the file."""

    cells: Counter[str] = field(default_factory=Counter)
    faults: dict[str, tuple[str, object, Value]] = field(default_factory=dict)
    findings: bool = False
    reason: str = ""
    named_right: bool = True

    @property
    def silent(self) -> dict[str, tuple[str, object, Value]]:
        """The faults that no finding names: the worst there can be."""
        return {code: fault for code, fault in self.faults.items() if fault[0].endswith("silent")}


def score(reading: Reading, want: Expected) -> Score:
    out = Score(reason=reading.reason)
    report = reading.report
    if report is None:
        out.cells["unread"] = len(want.values)
        return out
    named = _named(report)
    out.findings = bool(shown(check_report(report)))
    out.named_right = (report.organ, report.year) == (want.organ, want.year)
    got = {fact.code: fact.value for fact in report.facts}
    for code in {**dict.fromkeys(got), **want.values}:
        kind = _kind(code, got, want, code in named)
        if code in want.values or kind != "right":
            out.cells[kind] += 1
        if kind != "right":
            out.faults[code] = kind, got.get(code, "absent"), want.values.get(code)
    return out


def _kind(code: str, got: dict[str, Value], want: Expected, named: bool) -> str:
    value = got.get(code)
    if code in want.also and value == want.also[code]:
        return "right"
    if code in want.open and value is None and named:
        return "right"
    if value == want.values.get(code):
        return "right" if code not in want.open or value is not None or named else "null_silent"
    return ("null" if value is None else "wrong") + ("_named" if named else "_silent")


def _named(report: AnnualReport) -> set[str]:
    """Return the codes that a finding names: one by one, or by the table that was not read."""
    out = {code for one in shown(check_report(report)) for code in one.cells}
    gone = {note.detail for note in report.notes if note.kind in TABLE_NOTES}
    return out | {code for code, entry in codes().items() if entry.table in gone}
