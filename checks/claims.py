"""N06: what the text says of the change since last year, and whether the reports of both years bear it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from checks.catalogue import check, finding
from checks.exact import Exact, exact
from checks.finding import Finding
from checks.statements import Statement, candidate_values, readers, statements
from checks.view import View
from parsers.document import Place
from parsers.report import AnnualReport, Fact, Number

COUNTED = ("N01", "N03", "N07", "N08")
# Right behind a number that the text states; what is only about so much (约, 近, 基本) is no claim to hold it to.
_LAST = r"(?:上一?年度?|去年|前一年)(?:同期)?"
_CHANGE = re.compile(
    rf"^[，（]?(?:同比|(?:较|比|与){_LAST}(?:相比)?)[，]?(?:大幅|略有|有所)?"
    r"(?:(?P<up>增长|增加|上升|增多|多)|(?P<down>下降|减少|降低|下滑|少))了?"
    r"(?P<n>\d+(?:\.\d+)?)(?P<unit>%(?!点)|件|份|宗|起|例|倍)(?!以上|左右|多)"
)
_SAME = re.compile(rf"^[，（]?(?:同比|(?:较|比|与){_LAST}(?:相比)?)[，]?(?:持平|相同|无变化)")
Unit = Literal["percent", "count"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A stated change: `number` is what the text states for this year, `change` is in percent or in cases, signed, and
    true within `slack`; `statement` is a kind of `statements.toml`, `clause` and `quote` are the words."""

    statement: str
    number: float
    clause: str
    unit: Unit
    change: float
    slack: float
    quote: str


def claims(report: AnnualReport) -> list[Claim]:
    """Return every change since last year that the text states behind a number it states, in reading order."""
    view = View(report)
    found = (
        _claim(statement)
        for reader in readers().values()
        if reader.check in COUNTED
        for statement in statements(view, reader.id)
    )
    return list(dict.fromkeys(claim for claim in found if claim))


def _claim(statement: Statement) -> Claim | None:
    match = _CHANGE.match(statement.behind)
    if match is None:
        if not _SAME.match(statement.behind):
            return None
        change, unit, slack = Decimal(0), "", Decimal(0)
    else:
        change, unit = Decimal(match["n"]), match["unit"]
        slack = Decimal(1).scaleb(min(0, int(change.as_tuple().exponent)))
        change = -change if match["down"] else change
    kind: Unit = "percent" if unit in ("%", "倍") else "count"
    if unit == "倍":
        change, slack = change * 100, slack * 100
    slack = max(Decimal("0.1"), slack) if kind == "percent" else Decimal(0)
    words = float(statement.number), statement.words, kind, float(change), float(slack), statement.quote
    return Claim(statement.id, *words)


def figures(year: int, forms: dict[str, str], values: dict[str, Number]) -> View:
    """Return a report's figures alone, laid out for `judge`; `forms` maps table letter to form."""
    facts = tuple(Fact(code, value, "reported", "", "", Place(0, 0, 0)) for code, value in values.items())
    return View(AnnualReport("", None, year, forms=forms, facts=facts))


def judge(stated: Iterable[Claim], this: View, last: View) -> Iterator[Finding]:
    """Yield a finding for each claim: fails only when no reading of the number fits both years' figures."""
    for claim in stated:
        statement = Statement(claim.statement, exact(claim.number), claim.quote, "", claim.clause)
        cells, now = candidate_values(this, statement)
        _, before = candidate_values(last, statement)
        now = [statement.number, *now]
        if claim.unit == "percent":
            before = [value for value in before if value]
        what = readers()[claim.statement].what
        if not before:
            yield finding(check("N06"), "not_assessable", "missing_beside", evidence=claim.quote, names=what)
        elif any(_fits(claim, one, other) for one in now for other in before):
            yield finding(check("N06"), "pass", "pass", evidence=claim.quote)
        else:
            yield finding(
                check("N06"),
                "fail",
                "fail",
                cells=cells,
                sides=(statement.number, before[0]),
                evidence=claim.quote,
                quote=claim.quote,
                what=what,
                now=statement.number,
                before=before[0],
            )


def _fits(claim: Claim, now: Exact, before: Exact) -> bool:
    difference = Decimal(now) - Decimal(before)
    if claim.unit == "count":
        return difference == Decimal(str(claim.change))
    return abs(difference * 100 / Decimal(before) - Decimal(str(claim.change))) <= Decimal(str(claim.slack))
