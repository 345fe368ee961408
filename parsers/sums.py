"""The sums that the forms assert of themselves, as a reader needs them: which cells add up to which."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from parsers.codes import applicants, application_rows, review_blocks, review_results


class Sum(NamedTuple):
    """Two sides that are equal: the cells of each add up to the same."""

    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of both sides."""
        return self.left + self.right

    def difference(self, values: Mapping[str, int | float | None]) -> float | None:
        """Return left less right; None where a cell has no value."""
        out = 0.0
        for sign, side in ((1, self.left), (-1, self.right)):
            for code in side:
                value = values.get(code)
                if value is None:
                    return None
                out += sign * value
        return out


@cache
def application_sums(form: str) -> tuple[Sum, ...]:
    """Return the sums of Table B in `form`: two for each column, one for each row."""
    rows = application_rows(form)
    leaves = rows[rows.index("res_granted") : rows.index("res_total")]
    out = []
    for name in applicants():
        total = f"res_total__{name}"
        out.append(Sum((f"req_new__{name}", f"req_carried_in__{name}"), (total, f"req_carried_out__{name}")))
        out.append(Sum(tuple(f"{row}__{name}" for row in leaves), (total,)))
    parts = applicants()[:-1]
    out += [Sum(tuple(f"{row}__{name}" for name in parts), (f"{row}__total",)) for row in rows]
    return tuple(out)


@cache
def review_sums() -> tuple[Sum, ...]:
    """Return the sums of Table C: one for each block."""
    parts, total = review_results()[:-1], review_results()[-1]
    return tuple(Sum(tuple(f"{block}_{name}" for name in parts), (f"{block}_{total}",)) for block in review_blocks())


def sums_of(forms: Mapping[str, str]) -> tuple[Sum, ...]:
    """Return the sums of the tables that a report prints; `forms` maps table letter to form."""
    out: tuple[Sum, ...] = ()
    if forms.get("b") in ("f2019", "f2021"):
        out += application_sums(forms["b"])
    if forms.get("c", "none") != "none":
        out += review_sums()
    return out
