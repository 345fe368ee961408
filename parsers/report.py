"""AnnualReport: the facts that one report prints, each with its place, and what was noticed while reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Literal, NamedTuple

from parsers.document import Place

Status = Literal["reported", "blank", "dash", "slash", "text", "illegible"]
Verdict = Literal["report", "not_a_report", "unreadable"]
Number = int | float


class Fact(NamedTuple):
    """One cell of a declared form. `value` is None unless `status` is "reported"; `raw` is the cell as printed."""

    code: str
    value: Number | None
    status: Status
    raw: str
    unit: str
    place: Place


# See `new_cell`: a report has hundreds of them.
new_fact = partial(tuple.__new__, Fact)
"""Makes a Fact of the tuple of its six fields."""


@dataclass(frozen=True, slots=True)
class Statistic:
    """One row of a form older than 2019, kept as printed: label, unit and a value for each column head.

    `code` is the s2014 code (`dictionary.md` §6.6) where the label is known, else None.
    """

    label: str
    unit: str
    column: str
    value: Number | None
    status: Status
    raw: str
    place: Place
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: 1 to 6 for the official parts, 0 for what stands before the first heading."""

    part: int
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something noticed while reading, which a check turns into a finding.

    `kind` is one of the kinds that `checks/catalogue.toml` maps to a check; `cells` the codes touched.
    """

    kind: str
    cells: tuple[str, ...] = ()
    place: Place | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """The counting scope (`own|level|region|system|unknown`) with how it was told and the words it was told from."""

    value: str = "unknown"
    method: str = "none"
    confidence: float = 0.0
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """One annual report as printed. `forms` maps table letter (a, b, c) to f2019, f2021, s2014, local or none; `copies`
    names the other documents that were compared with the one it was read from."""

    title: str
    organ: str | None
    year: int | None
    kind: str = "annual"
    scope: Scope = Scope()
    published_on: str | None = None
    period: tuple[str, str] | None = None
    forms: dict[str, str] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    sections: tuple[Section, ...] = ()
    notes: tuple[Note, ...] = ()
    practice: bool = False
    copies: tuple[str, ...] = ()

    def values(self) -> dict[str, Number]:
        """Return code to value for the cells that print a number."""
        return {fact.code: fact.value for fact in self.facts if fact.value is not None}

    def statuses(self) -> dict[str, Status]:
        """Return code to status for every printed cell."""
        return {fact.code: fact.status for fact in self.facts}


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a file from where it was found: link text, date on the listing, publisher, address."""

    title: str | None = None
    published_on: str | None = None
    publisher: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome of reading one file: a report, or why there is none (`reason` is one sentence).

    The blank form is no report, and yet has its cells in `report`."""

    verdict: Verdict
    media_type: str
    title: str = ""
    reason: str = ""
    report: AnnualReport | None = None

    @property
    def to_check(self) -> AnnualReport | None:
        """The report, where it is one: the checks are not held against the blank form."""
        return self.report if self.verdict == "report" else None
