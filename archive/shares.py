"""What `rate_totals` sums: the indicators, and the shares of `declared/shares.toml`, as SQL over `report_figures`.

Here a rate is the quotient of two sums over the same reports: those in which both of its sides, and whatever else the
share needs, are known. Numerator and denominator stay apart, so that anyone can add up groups and divide.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from archive.indicators import groups, indicators
from parsers.codes import codes, declaration

DECLARATION = Path(__file__).parent / "declared" / "shares.toml"
SUMS_HOLD = (
    "NOT EXISTS (SELECT 1 FROM findings x WHERE x.report_id = f.report_id AND x.is_current = 1"
    " AND x.check_id BETWEEN 'B15' AND 'B39' AND x.status <> 'not_assessable')"
)
"""No row of Table B fails its sum over the applicants, explained or not; what could not be assessed lacks a cell."""


@dataclass(frozen=True, slots=True)
class Share:
    """A rate that is summed: `numerator`, `denominator` and `known` (a condition) are SQL over `report_figures f`."""

    code: str
    zh: str
    en: str
    numerator: str
    denominator: str
    known: str


@cache
def shares() -> tuple[Share, ...]:
    """Return the indicators and then the declared shares, in their order."""
    with DECLARATION.open("rb") as file:
        rows = tomllib.load(file)["share"]
    rated = (
        Share(one.code, one.zh.split("：")[0], one.en.split(":")[0], one.numerator, one.denominator, "1")
        for one in indicators()
    )
    return (*rated, *(share for row in rows for share in _spread(row)))


def _spread(row: dict[str, Any]) -> Iterator[Share]:
    for own in _EACH[row["each"]]() if "each" in row else [{}]:
        words = groups() | own
        needed = [f"{part.format(**words)} IS NOT NULL" for part in row.get("needs", ())]
        held = [SUMS_HOLD] if row.get("sums_hold") else []
        code, zh, en, of, n = (row[name].format(**words) for name in ("code", "zh", "en", "of", "n"))
        yield Share(code, zh, en, of, n, " AND ".join([*needed, *held]) or "1")


def _results() -> Iterator[dict[str, str]]:
    """Yield code and labels of each row of Table B that is one outcome of requests, not a sum of others."""
    for row in declaration("applications")["row"]:
        if row["code"].startswith("res_") and row["code"] not in ("res_total", "res_other"):
            zh = codes()[f"{row['code']}__total"].zh.removesuffix("：总计")
            yield {"x": row["code"].removeprefix("res_"), "zh": zh, "en": row["en"]}


def _applicants() -> Iterator[dict[str, str]]:
    for one in declaration("applications")["applicant"]:
        if one["code"] != "total":
            yield {"x": one["code"], "zh": one["zh"], "en": one["en"]}


_EACH = {"result": _results, "applicant": _applicants}
