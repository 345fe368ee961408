"""The derived rates of `declared/indicators.toml`, as SQL over the columns of report_figures, and with their bounds.

Bounds are Wilson's at 95 %: with k of n and z = 1.96, (k + z²/2 ± z·√(k(n − k)/n + z²/4)) / (n + z²). SQLite need not
have a square root: Newton's method in a recursive query finds it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

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
    known = groups()
    return tuple(
        Indicator(row["code"], row["zh"], row["en"], row["of"].format(**known), row["n"].format(**known))
        for row in _declared()["indicator"]
    )


@cache
def groups() -> dict[str, str]:
    """Return the name of each group of figures to the SQL expression of its sum, null when one of its parts is null."""
    by_form = _declared()["by_form"]
    return {name: _group(name, rows, by_form) for name, rows in _declared()["group"].items()}


@cache
def _declared() -> dict[str, Any]:
    with DECLARATION.open("rb") as file:
        return tomllib.load(file)


def _group(name: str, rows: list[str], by_form: dict[str, str]) -> str:
    total = " + ".join(f"{row}__total" if row.startswith("res_") else row for row in rows)
    if name in by_form:
        return f"coalesce({by_form[name]}__total, {total})"
    return f"({total})"


Z = 1.959963984540054
"""The 97.5 % point of the normal distribution."""
_ROOT = """(WITH RECURSIVE t(v, i) AS (SELECT x / 2 + 0.5, 0 UNION ALL
    SELECT (v + x / v) / 2, i + 1 FROM t WHERE i < 60 AND v * v - x > 1e-13 * x) SELECT min(v) FROM t)"""


def view_sql(by_region: bool) -> str:
    """Return the statement of the long view: a row for each report (or region, year and scope, over its reports that
    have the rate) and rate, with n, low and high; null where the rate is null or no share of n."""
    keys = "region_code, year, scope, is_practice" if by_region else "report_id"
    if by_region:
        source = (
            f"SELECT {keys}, indicator, round(sum(round(value * n)) / sum(n), 6) AS value, sum(n) AS n, "
            "count(*) AS reports, sum(round(value * n)) AS k FROM v_indicators i JOIN reports r ON r.id = i.report_id "
            f"WHERE value IS NOT NULL AND region_code IS NOT NULL AND year IS NOT NULL GROUP BY {keys}, indicator"
        )
    else:
        source = f"SELECT {keys}, indicator, value, n, round(value * n) AS k FROM ({_long()})"
    return bounded(source, f"{keys}, indicator, value, n" + (", reports" if by_region else ""))


def bounded(source: str, shown: str) -> str:
    """Return a statement that gives the columns `shown` of `source` and the bounds `low` and `high` of its `k` of `n`;
    null where k is no part of n."""
    square = f"CASE WHEN n > 0 AND k BETWEEN 0 AND n THEN 1.0 * k * (n - k) / n + {Z * Z / 4} END"
    bounds = ", ".join(
        f"{within}, round((k + {Z * Z / 2} {sign} {Z} * s) / (n + {Z * Z}), 6)) AS {name}"
        for within, sign, name in (("max(0.0", "-", "low"), ("min(1.0", "+", "high"))
    )
    return (
        f"SELECT {shown}, {bounds} FROM (SELECT *, CASE WHEN x IS NOT NULL THEN {_ROOT} END AS s\n"
        f"FROM (SELECT *, {square} AS x FROM ({source})))"
    )


def _long() -> str:
    """Return the long form of `indicators` with the rate of passed checks.

    The rates come first, so that a query for one of them, or for the reports of one region, reads only these."""
    made = "checks_passed + failed_errors + failed_warnings + failed_hints"
    rates = [(one.code, one.code, f"{one.code}_n") for one in indicators()]
    rates.append(("consistency_rate", f"round(1.0 * checks_passed / nullif({made}, 0), 6)", made))
    names = ", ".join(f"({at}, '{name}')" for at, (name, _, _) in enumerate(rates))
    value, n = ("".join(f" WHEN {at} THEN {rate[which]}" for at, rate in enumerate(rates)) for which in (1, 2))
    return (
        f"SELECT report_id, c.column2 AS indicator, CASE c.column1{value} END AS value, CASE c.column1{n} END AS n\n"
        f"FROM (VALUES {names}) c CROSS JOIN reports r JOIN indicators i ON i.report_id = r.id"
    )
