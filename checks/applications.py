"""Group B beyond the identities: plausibility of Table B, and Table B against the text."""

from __future__ import annotations

from collections.abc import Iterator

from checks import labels
from checks.catalogue import check, finding, outcome_rows
from checks.exact import Exact, total
from checks.finding import Finding, FindingStatus
from checks.statements import first
from checks.view import View, absent
from parsers.codes import applicants, application_rows, codes

NEW, CARRIED_OUT, TOTAL = "req_new__total", "req_carried_out__total", "res_total__total"
MISC, UNPAID, SECRET = "res_other_misc__total", "res_other_fee_unpaid__total", "res_denied_state_secret__total"
OTHER_ROWS = {"f2019": "res_other_misc__total", "f2021": "res_other__total"}
# What the label of a printed subtotal row names, and the rows it sums.
SUBTOTALS = {"不予公开": "res_denied_", "无法提供": "res_unable_", "不予处理": "res_declined_", "其他处理": "res_other"}
# Shares are only looked at from this many requests on (checks.md B43, B45).
ENOUGH = 20
# Equal rows of a few requests happen by chance; from this many in the row on they are worth a look.
MANY_ALIKE = 10
FEE_YEAR = 2021


def application_findings(view: View) -> Iterator[Finding]:
    """Yield the findings of B40-B48."""
    if not view.has("b"):
        status, say = absent(view)
        for number in range(40, 49):
            yield finding(check(f"B{number}"), status, say, table=labels.TABLES["b"])
        return
    yield from _subtotals(view)
    yield from _bounds(view)
    yield _zeros(view)
    yield _share(view, "B43", CARRIED_OUT, NEW, 0.25)
    yield _fee(view)
    yield _share(view, "B45", MISC, TOTAL, 0.2)
    yield _secret(view)
    yield from _alike(view)
    yield _other_rows(view)


def missing(view: View, id_: str, *cells: str) -> Finding | None:
    """Return the not-assessable finding for cells without a number; None when each has one."""
    lacking = tuple(code for code in cells if code not in view.values)
    return finding(check(id_), "not_assessable", "missing_cells", cells=cells, named=lacking) if lacking else None


def _subtotals(view: View) -> Iterator[Finding]:
    """B40: a printed subtotal row, which the reader passes on as `label: number | number | …`, against its leaves."""
    notes = [note for note in view.report.notes if note.kind == "subtotal_row"]
    if not notes:
        unread = any(note.kind == "unmatched_row" for note in view.report.notes)
        status: FindingStatus = "not_assessable" if unread else "not_applicable"
        yield finding(check("B40"), status, "unread" if unread else "other_form")
    for note in notes:
        label, _, tail = note.detail.partition(": ")
        numbers = [cell.strip() for cell in tail.split("|")]
        rows = next((tuple(_leaves(view, start)) for name, start in SUBTOTALS.items() if name in label), ())
        if not rows or len(numbers) != len(applicants()) or not all(number.isdecimal() for number in numbers):
            yield finding(check("B40"), "not_assessable", "unread", evidence=note.detail)
            continue
        for column, printed in zip(applicants(), numbers, strict=True):
            yield _subtotal(view, label, tuple(f"{row}__{column}" for row in rows), int(printed), column)


def _leaves(view: View, start: str) -> list[str]:
    return [row for row in outcome_rows(view.form("b")) if row.startswith(start)]


def _subtotal(view: View, label: str, cells: tuple[str, ...], printed: int, column: str) -> Finding:
    lacking = missing(view, "B40", *cells)
    if lacking:
        return lacking
    sides = printed, total(cells, view.values)
    say = "pass" if sides[0] == sides[1] else "differs"
    status: FindingStatus = "pass" if say == "pass" else "fail"
    return finding(check("B40"), status, say, cells=cells, sides=sides, row=label, column=labels.applicant(column))


def _bounds(view: View) -> Iterator[Finding]:
    """B41: no outcome above the total handled, no carry-out above what came in, column by column."""
    found = False
    for column in applicants():
        cells = {row: view.values.get(f"{row}__{column}") for row in application_rows(view.form("b"))}
        where = f"“{labels.applicant(column)[0]}”列", f"column {labels.applicant(column)[1]}"
        handled, carried = cells["res_total"], cells["req_carried_out"]
        came_in = [cells["req_new"], cells["req_carried_in"]]
        for row in outcome_rows(view.form("b")):
            value = cells[row]
            if value is not None and handled is not None and value > handled:
                found = True
                name = labels.row_mark_and_name(row)
                pair = (f"{row}__{column}", f"res_total__{column}")
                yield _bound("leaf", where, pair, value, handled, name)
        known = [value for value in came_in if value is not None]
        if carried is not None and len(known) == 2 and carried > sum(known):
            found = True
            touched = (f"req_carried_out__{column}", f"req_new__{column}", f"req_carried_in__{column}")
            yield _bound("carried", where, touched, carried, known[0] + known[1], ("", ""))
    if not found:
        yield finding(check("B41"), "pass", "pass")


def _bound(
    say: str, where: labels.Pair, cells: tuple[str, ...], value: Exact, total: Exact, name: labels.Pair
) -> Finding:
    return finding(
        check("B41"),
        "fail",
        say,
        cells=cells,
        names=name,
        sides=(value, total),
        where=where,
        value=value,
        total=total,
    )


def _zeros(view: View) -> Finding:
    """B42: fails only on a statement about all requests of the year."""
    lacking = missing(view, "B42", NEW)
    stated = first(view, "received")
    if lacking or stated is None:
        return lacking or finding(check("B42"), *_unsaid(view))
    numbers = [value for code, value in view.values.items() if codes()[code].table == "b"]
    if stated.number > 0 and not any(numbers):
        return finding(check("B42"), "fail", "zeros", cells=(NEW,), evidence=stated.quote, quote=stated.quote)
    if stated.number == 0 and view.values[NEW] > 0:
        value = view.values[NEW]
        return finding(
            check("B42"), "fail", "none", cells=(NEW,), evidence=stated.quote, quote=stated.quote, value=value
        )
    return finding(check("B42"), "pass", "pass", cells=(NEW,))


def _unsaid(view: View) -> tuple[FindingStatus, str]:
    return ("not_applicable", "no_statement") if view.has_text() else ("not_assessable", "no_text")


def _share(view: View, id_: str, part: str, whole: str, most: float) -> Finding:
    if part not in view.facts and id_ == "B45" and view.form("b") == "f2019":
        return finding(check(id_), "not_applicable", "other_form")
    lacking = missing(view, id_, part, whole)
    if lacking:
        return lacking
    value, base = view.values[part], view.values[whole]
    if base < ENOUGH:
        return finding(check(id_), "not_applicable", "no_condition", cells=(part, whole))
    if float(value) <= float(base) * most:
        return finding(check(id_), "pass", "pass", cells=(part, whole))
    share = f"{float(value) / float(base) * 100:.1f}"
    return finding(
        check(id_),
        "fail",
        "fail",
        cells=(part, whole),
        sides=(value, base),
        value=value,
        base=base,
        share=share,
    )


def _fee(view: View) -> Finding:
    if view.form("b") == "f2019":
        return finding(check("B44"), "not_applicable", "other_form")
    lacking = missing(view, "B44", UNPAID)
    if lacking:
        return lacking
    value, year = view.values[UNPAID], view.report.year
    if value == 0:
        return finding(check("B44"), "not_applicable", "no_condition", cells=(UNPAID,))
    if year is not None and year < FEE_YEAR:
        return finding(check("B44"), "fail", "year", cells=(UNPAID,), sides=(value, None), value=value, year=year)
    if not view.text(6):
        return finding(check("B44"), "not_assessable", "no_text", cells=(UNPAID,))
    if "费" in view.text(6):
        return finding(check("B44"), "pass", "pass", cells=(UNPAID,))
    return finding(check("B44"), "fail", "silent", cells=(UNPAID,), sides=(value, None), value=value)


def _secret(view: View) -> Finding:
    lacking = missing(view, "B46", SECRET)
    if lacking:
        return lacking
    value = view.values[SECRET]
    if value == 0:
        return finding(check("B46"), "pass", "pass", cells=(SECRET,))
    if view.organ is None or view.organ.level == "na":
        return finding(check("B46"), "not_assessable", "no_organ", cells=(SECRET,))
    if view.organ.level not in ("county", "township"):
        return finding(check("B46"), "not_applicable", "no_condition", cells=(SECRET,))
    return finding(check("B46"), "fail", "fail", cells=(SECRET,), sides=(value, None), value=value)


def _alike(view: View) -> Iterator[Finding]:
    """B47: adjacent rows of outcomes with several numbers, equal or shifted by a column."""
    rows = outcome_rows(view.form("b"))
    found = False
    for above, below in zip(rows, rows[1:], strict=False):
        one, two = ([view.values.get(f"{row}__{column}") for column in applicants()] for row in (above, below))
        if None in one or None in two or sum(value != 0 for value in one[:-1]) < 2:
            continue
        same = one == two and (one[-1] or 0) >= MANY_ALIKE
        shifted = (
            one != two
            and (one[1:] == two[:-1] or two[1:] == one[:-1])
            and sum(value or 0 for value in one) >= MANY_ALIKE
        )
        if same or shifted:
            found = True
            cells = tuple(f"{below}__{column}" for column in applicants())
            name = labels.row_mark_and_name(below)
            yield finding(check("B47"), "fail", "same" if same else "shifted", cells=cells, row=name)
    if not found:
        yield finding(check("B47"), "pass", "pass")


def _other_rows(view: View) -> Finding:
    form = view.form("b")
    if OTHER_ROWS.get(form) in view.facts:
        return finding(check("B48"), "fail", "fail", cells=(OTHER_ROWS[form],), form=form[1:])
    return finding(check("B48"), "pass", "pass")
