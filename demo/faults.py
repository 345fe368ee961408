"""What is wrong on purpose in some practice pages: each fault changes what is printed, never what is true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from demo.official_form import Grid

Printed = dict[str, str]
Tables = dict[str, Grid]


def wrong_total(printed: Printed) -> None:
    """The total of handled requests is one too many: two identities fail."""
    printed["res_total__natural"] = str(int(printed["res_total__natural"]) + 1)


def wrong_column(printed: Printed) -> None:
    """A request is entered under another applicant in one row."""
    printed["req_new__org_business"] = str(int(printed["req_new__org_business"]) + 2)


def broken_chain(printed: Printed) -> None:
    """The stock of normative documents does not follow from last year's."""
    printed["normdoc_effective"] = str(int(printed["normdoc_effective"]) + 40)


def yuan_for_wan(printed: Printed) -> None:
    """The fee is printed in 元, with the unit in the cell."""
    printed["fee_amount_wan"] = f"{round(float(printed['fee_amount_wan']) * 10_000)}元"


def blank_zeros(printed: Printed) -> None:
    """Zeros of the second table are left blank."""
    for code in printed:
        if "__" in code and printed[code] == "0":
            printed[code] = ""


def slashes(printed: Printed) -> None:
    """A slash stands for nil in the row of rules."""
    for code in ("rule_issued", "rule_repealed", "rule_effective"):
        printed[code] = "/"


def shifted_row(printed: Printed) -> None:
    """The figures of one row stand one column too far left."""
    who = ["natural", "org_business", "org_research", "org_welfare", "org_legal", "org_other", "total"]
    values = [printed[f"res_unable_not_held__{name}"] for name in who]
    for name, value in zip(who, [*values[1:], values[0]], strict=True):
        printed[f"res_unable_not_held__{name}"] = value


def short_row(tables: Tables) -> None:
    """One cell is missing from the last row of the second table."""
    row = tables["b"][-1]
    tables["b"][-1] = [replace(cell) for cell in row if not cell.code.endswith("__natural")]


IN_FIGURES: dict[str, Callable[[Printed], None]] = {
    fault.__name__: fault
    for fault in (wrong_total, wrong_column, broken_chain, yuan_for_wan, blank_zeros, slashes, shifted_row)
}
IN_TABLES: dict[str, Callable[[Tables], None]] = {fault.__name__: fault for fault in (short_row,)}
# The page's first part tells other numbers than its table: see demo/pages.py.
IN_PROSE = ("prose_differs",)
