"""View: one report laid out for the checks: exact values by code, forms, notes by cell, text by part."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from checks.exact import Exact, exact
from checks.finding import FindingStatus
from parsers.codes import codes
from parsers.report import AnnualReport, Fact
from registry.organs import Organ, organ_from_name

NATIONAL_FORMS = ("f2019", "f2021")
# Reports from this year on follow the national forms; an older one has no tables to check.
FIRST_FORM_YEAR = 2019


@dataclass(frozen=True)
class View:
    """A report as the checks look at it; nothing in it is changed or filled in."""

    report: AnnualReport

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """The printed cells by code."""
        return {fact.code: fact for fact in self.report.facts}

    @cached_property
    def values(self) -> dict[str, Exact]:
        """The printed numbers by code, exact."""
        return {code: exact(value) for code, value in self.report.values().items()}

    @cached_property
    def noted(self) -> dict[str, tuple[str, ...]]:
        """The kinds of the reader's notes by the cell that they touch."""
        out: dict[str, tuple[str, ...]] = {}
        for note in self.report.notes:
            for code in note.cells:
                out[code] = (*out.get(code, ()), note.kind)
        return out

    @cached_property
    def organ(self) -> Organ | None:
        """The organ of the report, by its name alone; None when the report has none."""
        return organ_from_name(self.report.organ, None) if self.report.organ else None

    @cached_property
    def old(self) -> bool:
        """Whether the report is of a time or a form before the national tables of 2019."""
        known = [form for form in self.report.forms.values() if form in NATIONAL_FORMS]
        if known or self.report.facts:
            return False
        early = self.report.year is not None and self.report.year < FIRST_FORM_YEAR
        return early or "s2014" in self.report.forms.values() or bool(self.report.statistics)

    @cached_property
    def _tables(self) -> set[str]:
        return {codes()[code].table for code in self.facts if code in codes()}

    def has(self, table: str) -> bool:
        """Tell whether any cell of table a, b or c was read."""
        return table in self._tables

    def form(self, table: str) -> str:
        """Return the form of a table; of one that is not of a national form, the one whose rows it prints."""
        form = self.report.forms.get(table, "none")
        if form in NATIONAL_FORMS or not self.has(table):
            return form
        printed = {only for code in self.facts if codes()[code].table == table for only in _only_form(code)}
        return printed.pop() if len(printed) == 1 else "f2021"

    def text(self, *parts: int) -> str:
        """Return the text of the given parts, all parts when none is given, a line each."""
        return "\n".join(section.text for section in self.report.sections if not parts or section.part in parts)

    def has_text(self) -> bool:
        """Tell whether any running text was read."""
        return any(section.text.strip() for section in self.report.sections)


def absent(view: View) -> tuple[FindingStatus, str]:
    """Return status and sentence of a check whose table is not there: an old form has none, else it was not read."""
    return ("not_applicable", "other_form") if view.old else ("not_assessable", "no_table")


def _only_form(code: str) -> tuple[str, ...]:
    forms = codes()[code].forms
    return forms if len(forms) == 1 else ()
