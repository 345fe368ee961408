"""Who is to blame for an identity that fails: cheap repairs of the row that was read, and no claim beyond the evidence.

A fail may be the source's or the reader's. Before the source is named, each row that the identity touches is tried with
the slips that a reader makes: shifted by a column, a cell lost, two digits of one number read as two cells, two cells
swapped. A repair counts when every identity that touches the row holds after it and none other breaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from checks import labels
from checks.catalogue import Check, Pair, catalogue
from checks.exact import Exact
from checks.finding import Attribution
from checks.view import View
from parsers.codes import applicants, codes, review_blocks, review_results

# Notes that say that the place of a value in its row is not certain.
DOUBTFUL = {
    "short_row", "ambiguous_row", "unmatched_row", "unmatched_value", "missing_column", "extra_column", "missing_row",
    "illegible_cell", "encoding_doubtful", "ocr_doubtful", "ocr_chosen_by_sums",
}  # fmt: skip
KINDS: dict[str, Pair] = {
    "left": ("整行左移一列", "shifted left by a column"),
    "lost": (
        "第 {at} 格处漏读一格、其后各格右移",
        "with a lost cell put back at place {at}",
    ),
    "joined": ("第 {at} 格与下一格合为一个数", "with cell {at} and the next joined into one number"),
    "swapped": ("第 {at} 格与下一格互换", "with cell {at} and the next swapped"),
}
Row = tuple[str, ...]
Repair = tuple[Row, str, int]


def _row_of(code: str) -> Row:
    """Return the codes of the printed row that a cell stands in; Table C is one row."""
    entry = codes()[code]
    if entry.table == "b":
        return tuple(f"{entry.row}__{applicant}" for applicant in applicants())
    return tuple(f"{block}_{result}" for block in review_blocks() for result in review_results())


def candidates(numbers: list[Exact | None]) -> Iterator[tuple[str, int, list[Exact | None]]]:
    """Yield the row as it would be after each cheap repair: kind, position from 1, numbers.

    None stands for a number that the slip has swallowed. A row that ends in 0 or in nothing may have lost a cell.
    """
    if not numbers[-1]:
        for at in range(len(numbers) - 1):
            yield "lost", at + 1, [*numbers[:at], None, *numbers[at:-1]]
    if not numbers[0]:
        yield "left", 1, [*numbers[1:], None]
    for at in range(len(numbers) - 1):
        one, two = numbers[at], numbers[at + 1]
        if one is None or two is None:
            continue
        if 0 < one < 10 and 0 <= two < 10:
            yield "joined", at + 1, [*numbers[:at], one * 10 + two, *numbers[at + 2 :], None]
        if one != two:
            yield "swapped", at + 1, [*numbers[:at], two, one, *numbers[at + 2 :]]


def solved(table: str, numbers: list[Exact | None]) -> list[Exact] | None:
    """Return the row with a swallowed number put back, None when it cannot be.

    In a row of Table B the total gives it back; in Table C it can only have been 0. The columns then have to agree.
    """
    known = [number for number in numbers if number is not None]
    if len(known) == len(numbers):
        return known
    if len(known) < len(numbers) - 1:
        return None
    at = numbers.index(None)
    lost: Exact = 0
    if table == "b":
        lost = sum(known) if at == len(numbers) - 1 else known[-1] - sum(known[:-1])
    return [*known[:at], lost, *known[at:]] if lost >= 0 else None


@lru_cache(maxsize=64)
def _touching(table: str, form: str) -> dict[str, tuple[Check, ...]]:
    out: dict[str, tuple[Check, ...]] = {}
    for check in catalogue():
        if check.left and check.table == table and form in check.forms:
            for code in (*check.sides(form)[0], *check.sides(form)[1]):
                out[code] = (*out.get(code, ()), check)
    return out


def _balances(check: Check, form: str, values: dict[str, Exact]) -> bool | None:
    left, right = check.sides(form)
    if any(code not in values for code in (*left, *right)):
        return None
    return sum(values[code] for code in left) == sum(values[code] for code in right)


def find_repair(view: View, check: Check) -> Repair | None:
    """Return the first cheap repair of one row after which every identity that touches the row holds, or None."""
    form = view.form(check.table)
    left, right = check.sides(form)
    for row in dict.fromkeys(_row_of(code) for code in (*left, *right)):
        printed: list[Exact | None] = [view.values.get(code) for code in row]
        if None in printed[1:-1]:
            continue
        touched = {id(one): one for code in row for one in _touching(check.table, form).get(code, ())}.values()
        for kind, at, tried in candidates(printed):
            numbers = solved(check.table, tried)
            if numbers is None:
                continue
            after = {**view.values, **dict(zip(row, numbers, strict=True))}
            if all(_balances(one, form, after) is not False for one in touched) and _balances(check, form, after):
                return row, kind, at
    return None


def repair_sentence(view: View, check: Check) -> Pair:
    """Return the sentence that names the repair that would balance, "" when there is none."""
    repair = find_repair(view, check)
    if repair is None:
        return "", ""
    row, kind, at = repair
    entry = codes()[row[0]]
    name = labels.row_mark_and_name(entry.row) if check.table == "b" else labels.TABLES["c"]
    zh, en = (text.format(at=at) for text in KINDS[kind])
    return (
        f"若“{name[0]}”行{zh}，则涉及该行的等式均成立，请先核对是否为录入或读取错位。",
        f" With row “{name[1]}” {en}, every equation that touches it holds: check for a slip in entry or reading.",
    )


def attribution(view: View, check: Check) -> Attribution:
    """Return who the evidence blames for a failed identity.

    `extraction` when the reader noted doubt on a row of the identity and a cheap repair balances; `source` when no cell
    of the identity is noted, all were read at exact places, and no cheap repair balances; else `undetermined`.
    """
    left, right = check.sides(view.form(check.table))
    cells = (*left, *right)
    rows = {code for cell in cells for code in _row_of(cell)}
    doubted = any(kind in DOUBTFUL for code in rows for kind in view.noted.get(code, ()))
    noted = any(code in view.noted for code in rows) or any(
        note.kind in DOUBTFUL and not note.cells for note in view.report.notes
    )
    repair = find_repair(view, check)
    if repair is not None:
        return "extraction" if doubted else "undetermined"
    return "source" if not noted and exactly_placed(view, check, cells) else "undetermined"


def exactly_placed(view: View, check: Check, cells: tuple[str, ...]) -> bool:
    """Tell whether the places agree with the identity: one table, and one column for a column, one row for a row; and
    that none was read by OCR, which may misread a digit without doubting it."""
    places = [view.facts[code].place for code in cells if code in view.facts]
    if len(places) < len(cells) or len({place.table for place in places}) > 1:
        return False
    if any(place.confidence is not None for place in places):
        return False
    if check.each == "applicant":
        return len({place.column for place in places}) == 1
    columns = [place.column for place in places]
    return len({place.row for place in places}) == 1 and columns == sorted(set(columns))
