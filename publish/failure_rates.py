"""How often a check fails among the reports on which it could be made.

A check of one table applies to the reports whose table is of a form that the check is for, and to those of the years of
the national forms whose table was not read (which are then not assessable); one that needs some table to all but the
reports from before the national forms; one up and down the regions to the consolidated reports; any other check to
every report. Assessable are those less the ones that are on record as not assessable. That a check does not apply for
another reason (the text makes no such statement, there is but one copy) is not on record: such reports count as
assessable, so that the rate is a lower bound; it is exact for identities, which nothing but the form keeps from
applying.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from checks.catalogue import Check, catalogue
from checks.comparisons import comparisons
from checks.run import check_report
from checks.view import FIRST_FORM_YEAR, NATIONAL_FORMS
from parsers.report import AnnualReport
from publish.archive_db import Row
from publish.least_n import LEAST_N

LEVELS = ("national", "province", "prefecture", "county", "township", "na")
_TABLES = {"A": "a", "B": "b", "C": "c"}
_CELLS, _UP_AND_DOWN = "V", "H"


@dataclass(slots=True)
class Rate:
    """Counts of reports: to which a check applies, not assessable, failed, explained by a person, and of the failed
    those in the source and those possibly from reading."""

    applies: int = 0
    not_assessable: int = 0
    failed: int = 0
    explained: int = 0
    source: int = 0
    extraction: int = 0

    @property
    def assessable(self) -> int:
        """Reports on which the check could be made, as far as is on record."""
        return max(0, self.applies - self.not_assessable)

    @property
    def undetermined(self) -> int:
        """Failures of which it is not known what caused them."""
        return self.failed - self.source - self.extraction

    @property
    def value(self) -> float | None:
        """The share that fails; None below LEAST_N, or where more fail than are known to be assessable."""
        known = self.assessable >= max(LEAST_N, self.failed + self.explained)
        return self.failed / self.assessable if known else None

    def add(self, other: Rate) -> None:
        """Add the counts of another."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


Group = tuple[int, str, int]
"""Year (0: not told), level, 1 for practice data."""


def applies(check: Check | None, forms: Row) -> bool:
    """Tell whether a check applies to the reports of a row of `form_totals`; one that is not in the catalogue does."""
    if check is None:
        return True
    tables = _TABLES.get(check.group, "abc" if check.id in _of_some_table() else "")
    printed = [forms[f"form_{table}"] for table in tables]
    early = 0 < forms["year"] < FIRST_FORM_YEAR
    return not printed or any(form in check.forms or (form not in NATIONAL_FORMS and not early) for form in printed)


@cache
def _of_some_table() -> frozenset[str]:
    """Return the checks that cannot be made on a report that has none of the national tables."""
    early = check_report(AnnualReport("", None, FIRST_FORM_YEAR - 1))
    alone = {one.check for one in early if one.status == "not_applicable"}
    beside = {one.check.id for one in comparisons() if one.table}
    return frozenset(alone | beside | {one.id for one in catalogue() if one.group == _CELLS})


def is_exact(check_id: str) -> bool:
    """Tell whether the rate of a check is exact rather than a lower bound."""
    return any(one.id == check_id and one.left for one in catalogue())


def rates(check_id: str, totals: Iterable[Row], forms: Iterable[Row], consolidated: Iterable[Row]) -> dict[Group, Rate]:
    """Return the counts of one check from its rows of `check_totals`, all of `form_totals`, and the numbers of
    `consolidated` reports by the same groups."""
    check = next((one for one in catalogue() if one.id == check_id), None)
    out: dict[Group, Rate] = defaultdict(Rate)
    up_and_down = check is not None and check.group == _UP_AND_DOWN
    for row in consolidated if up_and_down else (row for row in forms if applies(check, row)):
        out[_group(row)].applies += row["reports"]
    for row in totals:
        counts = (row[name] for name in ("not_assessable", "failed", "explained", "source", "extraction"))
        out[_group(row)].add(Rate(0, *counts))
    return {group: rate for group, rate in out.items() if rate.applies}


def _group(row: Row) -> Group:
    return row["year"], row["level"], row["is_practice"]


def shown(by_group: Mapping[Group, Rate]) -> Rate:
    """Return the sum over real reports, or over practice data where there is nothing else."""
    real = [rate for (_, _, practice), rate in by_group.items() if not practice]
    return together(real or by_group.values())


def together(some: Iterable[Rate]) -> Rate:
    """Return the sum of counts."""
    out = Rate()
    for one in some:
        out.add(one)
    return out
