"""The arithmetic of the tables: every declared identity, exact, with both sides written out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from checks import labels
from checks.catalogue import Check, Pair, catalogue, finding
from checks.exact import Exact, total
from checks.finding import Attribution, Finding
from checks.repairs import attribution, repair_sentence
from checks.view import View, absent
from parsers.codes import codes

Outcome = Literal["pass", "fail", "missing"]
# Longer sums name only the terms that are not 0.
LONGEST_SUM = 6


def identities(view: View) -> list[Check]:
    """Return the identities that apply to the tables that the report prints."""
    return [
        check for check in catalogue() if check.left and view.has(check.table) and view.form(check.table) in check.forms
    ]


def outcome(check: Check, form: str, values: dict[str, Exact]) -> Outcome:
    """Return whether an identity of `form` holds for `values`; `missing` where a term has none."""
    left, right = check.sides(form)
    if any(code not in values for code in (*left, *right)):
        return "missing"
    return "pass" if sum(values[code] for code in left) == sum(values[code] for code in right) else "fail"


def identity_findings(view: View) -> Iterator[Finding]:
    """Yield one finding for every identity of the catalogue."""
    applying = {one.id for one in identities(view)}
    for check in catalogue():
        if not check.left:
            continue
        if check.id in applying:
            yield _judge(view, check)
        elif view.has(check.table):
            yield finding(check, "not_applicable", "other_form")
        else:
            status, say = absent(view)
            yield finding(check, status, say, table=labels.TABLES[check.table])


def _judge(view: View, check: Check) -> Finding:
    form = view.form(check.table)
    left, right = check.sides(form)
    result = outcome(check, form, view.values)
    cells = (*left, *right)
    if result == "missing":
        return _missing(view, check, left, right)
    sums = total(left, view.values), total(right, view.values)
    if result == "pass":
        return finding(check, "pass", "pass", cells=cells, sides=sums)
    blame: Attribution = attribution(view, check)
    return finding(
        check,
        "fail",
        "unequal",
        cells=cells,
        sides=sums,
        attribution=blame,
        more=repair_sentence(view, check),
        where=place(check),
        lhs=written(check, left, view.values),
        rhs=written(check, right, view.values),
    )


def _missing(view: View, check: Check, left: tuple[str, ...], right: tuple[str, ...]) -> Finding:
    cells = (*left, *right)
    lacking = tuple(code for code in cells if code not in view.values)
    filled = {code: view.values.get(code, 0) for code in cells}
    stated_blank = all(code in view.facts for code in lacking)
    holds = total(left, filled) == total(right, filled)
    say = "blank_would_do" if stated_blank and holds else "missing_cells"
    names = [term(check, code) for code in lacking]
    words = "、".join(f"“{name[0]}”" for name in names), ", ".join(name[1] for name in names)
    names = [term(check, code) for code in lacking]
    words = "、".join(f"“{name[0]}”" for name in names), ", ".join(name[1] for name in names)
    return finding(check, "not_assessable", say, cells=cells, names=words, where=place(check))


def place(check: Check) -> Pair:
    """Return where an identity stands: table and the column, row or block."""
    table = labels.TABLES[check.table]
    name = {"applicant": labels.applicant, "row": labels.row_mark_and_name, "block": labels.block}[check.each](
        check.key
    )
    kind = {"applicant": ("列", "column"), "row": ("行", "row"), "block": ("部分", "block")}[check.each]
    return f"{table[0]}“{name[0]}”{kind[0]}", f"{table[1]}, {kind[1]} {name[1]}"


def written(check: Check, side: tuple[str, ...], values: dict[str, Exact]) -> Pair:
    """Return one side written out with the names of its terms, e.g. `一 3 + 二 0 = 3`."""
    shown = side if len(side) <= LONGEST_SUM else tuple(code for code in side if values[code] != 0)
    rest = len(side) - len(shown)
    out = []
    for language in (0, 1):
        words = [f"{term(check, code)[language]} {values[code]}".replace("） ", "）") for code in shown]
        if rest:
            words.append((f"其余 {rest} 项 0", f"the other {rest} rows 0")[language])
        sum_ = f" = {total(side, values)}" if len(side) > 1 else ""
        out.append(" + ".join(words) + sum_)
    return out[0], out[1]


def term(check: Check, code: str) -> Pair:
    """Return the short name of a term: the row's numbering in a column, the column's name in a row."""
    entry = codes()[code]
    if check.each == "applicant":
        mark = labels.row_mark(entry.row)
        return mark, mark
    return labels.applicant(entry.column) if check.each == "row" else labels.result(entry.column)
