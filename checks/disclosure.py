"""Group A: the table of part 2 within one report."""

from __future__ import annotations

from collections.abc import Iterator

from checks import labels
from checks.applications import missing
from checks.catalogue import Check, catalogue, check, finding
from checks.finding import Finding
from checks.statements import first
from checks.view import View, absent

ITEMS = {"rule": ("规章", "rules"), "normdoc": ("规范性文件", "normative documents")}
DECISIONS = ("license_decisions", "penalty_decisions", "coercion_decisions")
SMALL = ("subdistrict_office", "township_government", "gov_office")
MILLION = 1_000_000
RULE_CELLS = ("rule_issued", "rule_repealed", "rule_effective", "rule_made19", "rule_opened19", "rule_public_total19")
FEE = "fee_amount_wan"
# Who may make rules (checks.md A04): by type of organ and level of its region.
MAKERS = {
    "government": ("province", "prefecture"),
    "gov_office": ("province", "prefecture"),
    "state_council_dept": ("national",),
    "national_bureau": ("national",),
}


def disclosure_findings(view: View) -> Iterator[Finding]:
    """Yield the findings of A01-A10, for A03, A09 and A10 one for each kind of document."""
    for this in catalogue():
        if this.group != "A":
            continue
        if not view.has("a"):
            status, say = absent(view)
            yield finding(this, status, say, table=labels.TABLES["a"])
        elif view.form("a") not in this.forms:
            yield finding(this, "not_applicable", "other_form")
        elif this.needs:
            yield finding(this, "not_assessable", "no_last_year")
        else:
            yield from _judge(view, this)


def _judge(view: View, this: Check) -> Iterator[Finding]:
    if this.id == "A03":
        yield from (_stock(view, item) for item in ITEMS)
    elif this.id in ("A09", "A10"):
        ends = ("public_total19", "opened19") if this.id == "A09" else ("made19", "opened19")
        yield from (_covers(view, this, item, *ends) for item in ITEMS)
    else:
        yield {"A04": _rules, "A06": _processing_fee, "A07": _decisions}[this.id](view, this)


def _stock(view: View, item: str) -> Finding:
    cells = tuple(f"{item}_{measure}" for measure in ("effective", "issued", "repealed"))
    lacking = missing(view, "A03", *cells)
    if lacking:
        return lacking
    effective, issued, repealed = (view.values[code] for code in cells)
    status = "pass" if effective >= issued - repealed else "fail"
    return finding(
        check("A03"),
        "pass" if status == "pass" else "fail",
        status,
        cells=cells,
        sides=(effective, issued - repealed),
        item=ITEMS[item],
        effective=effective,
        issued=issued,
        repealed=repealed,
    )


def _covers(view: View, this: Check, item: str, whole: str, part: str) -> Finding:
    cells = (f"{item}_{whole}", f"{item}_{part}")
    lacking = missing(view, this.id, *cells)
    if lacking:
        return lacking
    total, inside = (view.values[code] for code in cells)
    sides = total, inside
    if total >= inside:
        return finding(this, "pass", "pass", cells=cells, sides=sides)
    return finding(this, "fail", "fail", cells=cells, sides=sides, item=ITEMS[item], total=total, part=inside)


def _rules(view: View, this: Check) -> Finding:
    filled = tuple(code for code in RULE_CELLS if view.values.get(code))
    if not filled:
        return finding(this, "pass", "pass")
    organ = view.organ
    if organ is None or organ.level == "na" or view.report.scope.value == "region":
        return finding(this, "not_assessable", "no_organ", cells=filled)
    if organ.level in MAKERS.get(organ.organ_type, ()):
        return finding(this, "pass", "pass", cells=filled)
    return finding(this, "fail", "fail", cells=filled, names=_amounts(view, filled))


def _amounts(view: View, cells: tuple[str, ...]) -> labels.Pair:
    names = [(labels.cell(code), view.values[code]) for code in cells]
    return "、".join(f"{name[0]} {value}" for name, value in names), "; ".join(
        f"{name[1]} {value}" for name, value in names
    )


def _processing_fee(view: View, this: Check) -> Finding:
    stated = first(view, "processing_fee")
    if stated is None:
        return finding(this, "not_applicable", "no_statement")
    lacking = missing(view, this.id, FEE)
    if lacking:
        return lacking
    wan = view.values[FEE]
    if stated.number <= wan * 10_000:
        return finding(this, "pass", "pass", cells=(FEE,), evidence=stated.quote)
    return finding(
        this, "fail", "fail", cells=(FEE,), evidence=stated.quote, quote=stated.quote, yuan=stated.number, wan=wan
    )


def _decisions(view: View, this: Check) -> Finding:
    if view.organ is None or view.organ.organ_type == "unknown":
        return finding(this, "not_assessable", "no_organ")
    if view.organ.organ_type not in SMALL:
        return finding(this, "not_applicable", "no_condition")
    large = tuple(code for code in DECISIONS if view.values.get(code, 0) >= MILLION)
    return (
        finding(this, "fail", "fail", cells=large, names=_amounts(view, large))
        if large
        else finding(this, "pass", "pass")
    )
