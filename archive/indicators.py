"""The derived rates of `declared/indicators.toml`, as SQL over the columns of report_figures or of a summary table."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DECLARATION = Path(__file__).parent / "declared" / "indicators.toml"


@dataclass(frozen=True, slots=True)
class Indicator:
    """A rate: `numerator` and `denominator` are SQL expressions over codes, null when one of their parts is null."""

    code: str
    zh: str
    en: str
    numerator: str
    denominator: str

    def sql(self) -> tuple[str, str]:
        """Return the expressions of the rate and of its n; a rate over zero or over nothing is null."""
        return (
            f"round(1.0 * ({self.numerator}) / nullif({self.denominator}, 0), 6)",
            self.denominator,
        )


@cache
def indicators() -> tuple[Indicator, ...]:
    """Return every indicator in declared order."""
    with DECLARATION.open("rb") as file:
        declared = tomllib.load(file)
    groups = {name: _group(name, rows, declared["by_form"]) for name, rows in declared["group"].items()}
    return tuple(
        Indicator(row["code"], row["zh"], row["en"], row["of"].format(**groups), row["n"].format(**groups))
        for row in declared["indicator"]
    )


def _group(name: str, rows: list[str], by_form: dict[str, str]) -> str:
    total = " + ".join(f"{row}__total" if row.startswith("res_") else row for row in rows)
    if name in by_form:
        return f"coalesce({by_form[name]}__total, {total})"
    return f"({total})"
