"""Group V: what stands in the cells. Nothing is changed: what is no plain number is named."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from checks.catalogue import check, finding
from checks.exact import total
from checks.finding import Finding, Severity
from checks.identities import identities
from checks.notes import noted_checks
from checks.view import View
from parsers.codes import codes
from parsers.report import Fact

KEPT = {
    "blank": ("空白", "blank"),
    "dash": ("横线", "a dash"),
    "slash": ("斜线", "a slash"),
    "nil": ("“无”", "the word 无"),
}
FEE = "fee_amount_wan"
# Four decimals of 万元 is what local forms ask for; six are exact to the 分 (0.01 yuan); more is no amount of money.
USUAL_DECIMALS, MOST_DECIMALS = 4, 6


def cell_findings(view: View) -> Iterator[Finding]:
    """Yield the findings of V01-V05; V05 comes from the reader's notes alone."""
    noted = noted_checks(view)
    made = {"V01": _counts, "V02": _fee, "V03": _texts, "V04": _kept, "V05": _nothing}
    for id_, make in made.items():
        listed = list(make(view))
        yield from listed
        if listed or id_ in noted:
            continue
        if view.facts:
            yield finding(check(id_), "pass", "pass")
        elif view.old:
            yield finding(check(id_), "not_applicable", "other_form")
        else:
            yield finding(check(id_), "not_assessable", "no_cells")


def _nothing(view: View) -> Iterator[Finding]:
    """V05: only the reader sees how a number was written."""
    return iter(())


def _counts(view: View) -> Iterator[Finding]:
    """V01: counts are whole numbers, negative only where the form has a change; an illegible cell fails."""
    this = check("V01")
    for code, fact in view.facts.items():
        entry = codes()[code]
        if fact.status == "illegible" and "illegible_cell" not in view.noted.get(code, ()):
            yield finding(this, "fail", "illegible", cells=(code,), raw=fact.raw, evidence=fact.raw)
        elif fact.value is None or entry.real:
            continue
        elif isinstance(view.values[code], Decimal):
            yield finding(
                this,
                "fail",
                "fraction",
                cells=(code,),
                raw=fact.raw,
                evidence=fact.raw,
                sides=(view.values[code], None),
            )
        elif fact.value < 0 and not entry.signed and "negative" not in view.noted.get(code, ()):
            yield finding(
                this,
                "fail",
                "negative",
                cells=(code,),
                raw=fact.raw,
                evidence=fact.raw,
                sides=(view.values[code], None),
            )


def _fee(view: View) -> Iterator[Finding]:
    this = check("V02")
    for code in (FEE, "procure_amount19"):
        fact = view.facts.get(code)
        if fact is None or fact.value is None:
            continue
        value = view.values[code]
        if value < 0 and "negative" not in view.noted.get(code, ()):
            yield finding(this, "fail", "negative", cells=(code,), raw=fact.raw, sides=(value, None))
        places = (
            -exponent if isinstance(value, Decimal) and isinstance(exponent := value.as_tuple().exponent, int) else 0
        )
        if code == FEE and places > USUAL_DECIMALS:
            severity: Severity = "I" if places <= MOST_DECIMALS else "W"
            yield finding(this, "fail", "decimals", severity=severity, cells=(code,), raw=fact.raw, count=places)
        unit = fact.unit != codes()[code].unit and not {"unit_in_cell", "unit_local"} & set(view.noted.get(code, ()))
        if code == FEE and unit:
            yield finding(this, "fail", "unit", severity="W", cells=(code,), raw=fact.raw, unit=fact.unit)


def kept_status(fact: Fact) -> str:
    """Return how a cell without a number stands: blank, dash, slash, nil (the word 无), or "" for anything else."""
    if fact.status == "text" and fact.raw.strip() == "无":
        return "nil"
    return fact.status if fact.status in KEPT else ""


def _texts(view: View) -> Iterator[Finding]:
    for fact in view.facts.values():
        if fact.status == "text" and not kept_status(fact) and "text_in_cell" not in view.noted.get(fact.code, ()):
            yield finding(check("V03"), "fail", "fail", cells=(fact.code,), raw=fact.raw, evidence=fact.raw)


def _kept(view: View) -> Iterator[Finding]:
    """V04: one finding for the cells of a row that stand alike."""
    groups: dict[tuple[str, str, str, bool], list[Fact]] = {}
    zero = would_be_zero(view)
    for code, fact in view.facts.items():
        status = kept_status(fact)
        if status:
            entry = codes()[code]
            groups.setdefault((entry.table, entry.row, status, code in zero), []).append(fact)
    for (_, _, status, balances), facts in groups.items():
        cells = tuple(fact.code for fact in facts)
        yield finding(check("V04"), "fail", "zero" if balances else "fail", cells=cells, kept=KEPT[status])


def would_be_zero(view: View) -> set[str]:
    """Return the blank, dashed and slashed cells for which every identity that touches them balances with 0.

    At least one of these identities must hold a printed number: a table of nothing but blanks proves nothing.
    """
    kept = {code for code, fact in view.facts.items() if kept_status(fact)}
    filled = {**dict.fromkeys(kept, 0), **view.values}
    proved: dict[str, bool] = {}
    witnessed: set[str] = set()
    for identity in identities(view):
        left, right = identity.sides(view.form(identity.table))
        cells = (*left, *right)
        open_ = [code for code in cells if code in kept]
        if not open_:
            continue
        known = all(code in filled for code in cells)
        holds = known and total(left, filled) == total(right, filled)
        for code in open_:
            proved[code] = proved.get(code, True) and holds
        if any(code in view.values for code in cells):
            witnessed.update(open_)
    return {code for code, holds in proved.items() if holds and code in witnessed}
