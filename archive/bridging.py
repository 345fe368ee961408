"""Figures that mean the same in the forms of 2019 and 2021, by `reference/comparability.csv` (dictionary.md §6.7).

Only what is exact crosses: the same cell in both forms (`exact`), and a row of one form that is the sum of rows of the
other (`sum`). What is `approx` or `none` is in no bridging view.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from parsers.codes import codes

FILE = Path(__file__).parent / "reference" / "comparability.csv"
FORMS = ("f2019", "f2021")
"""The national forms between which figures are bridged."""
RELATIONS = ("exact", "approx", "sum", "none")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a figure of one form is to one of the next. `*` stands for every end of a code; terms of a sum are joined by
    ` + `."""

    code_a: str
    form_a: str
    code_b: str
    form_b: str
    relation: str
    note_zh: str
    note_en: str


@cache
def comparisons() -> tuple[Comparison, ...]:
    """Return every row of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(Comparison(**row) for row in csv.DictReader(file))


@cache
def bridged() -> dict[str, tuple[str, ...]]:
    """Return the code of f2019 to its terms in f2021, for every figure that is exact across the two, in their order."""
    out: dict[str, tuple[str, ...]] = {}
    for row in comparisons():
        if (row.form_a, row.form_b) == FORMS and row.relation in ("exact", "sum"):
            out |= {code: _terms(code, row) for code in covered(row)}
    return {code: out[code] for code in codes() if code in out}


def covered(row: Comparison) -> list[str]:
    """Return the codes of the earlier form that a row speaks of."""
    pattern = re.compile(re.escape(row.code_a).replace(r"\*", r"\w+"))
    return [code for code, entry in codes().items() if row.form_a in entry.forms and pattern.fullmatch(code)]


def _terms(code: str, row: Comparison) -> tuple[str, ...]:
    end = code[len(row.code_a.removesuffix("*")) :] if row.code_a.endswith("*") else ""
    return tuple(term.replace("*", end) for term in row.code_b.split(" + "))


def comparable(wanted: Iterable[str], form_a: str, form_b: str) -> bool:
    """Tell whether figures, taken together, count the same in two forms: within a national form always, across the two
    only where each is bridged; the terms of a sum cross when all of them are wanted."""
    if form_a == form_b:
        return form_a in FORMS
    if {form_a, form_b} != set(FORMS):
        return False
    codes_wanted = set(wanted)
    crossing = set(bridged())
    crossing |= {term for terms in bridged().values() if codes_wanted.issuperset(terms) for term in terms}
    return codes_wanted <= crossing


IDENTITY = (
    "report_key", "organ_id", "region_code", "province_code", "year", "scope", "level", "is_practice",
    "form_a", "form_b", "form_c",
)  # fmt: skip
"""The columns of `reports` that stand before the bridged figures."""


def bridging_sql() -> str:
    """Return the view over reports whose table of part 3 is of either form, with the bridged figures under the codes of
    f2019; a sum is null where one of its terms is."""
    figures = ", ".join(_figure(code, terms) for code, terms in bridged().items())
    known = ", ".join(f"r.{name}" for name in IDENTITY)
    return (
        f"SELECT r.id AS report_id, {known}, {figures}\n"
        "FROM reports r JOIN report_figures f ON f.report_id = r.id\n"
        "WHERE r.form_b IN ('f2019', 'f2021')"
    )


def _figure(code: str, terms: tuple[str, ...]) -> str:
    if terms == (code,):
        return f"f.{code}"
    # A mixed report may print the row of one form in a table of the other: the printed row goes before the sum.
    return f"coalesce(f.{code}, {' + '.join(f'f.{term}' for term in terms)}) AS {code}"
