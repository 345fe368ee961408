"""Until when a report must be published: rows of `reference/deadlines.csv`, the most particular one deciding."""

from __future__ import annotations

import csv
from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "reference" / "deadlines.csv"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One rule; `month_day` is None where the law sets no day."""

    jurisdiction: str
    from_year: int
    to_year: int | None
    scope: str
    organ_type: str
    level: str
    month_day: str | None
    source_zh: str
    source_en: str

    def fits(self, year: int, scope: str, organ_type: str | None, jurisdictions: Set[str], level: str | None) -> bool:
        """Tell whether the rule covers a report."""
        return (
            self.jurisdiction in jurisdictions
            and self.from_year <= year <= (self.to_year or 9999)
            and self.scope in ("*", scope)
            and self.organ_type in ("*", organ_type)
            and self.level in ("*", level)
        )


@cache
def deadlines() -> tuple[Deadline, ...]:
    """Return every rule; later rows of equal particularity go before earlier ones."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Deadline(
                row["jurisdiction"],
                int(row["from_year"]),
                int(row["to_year"]) if row["to_year"] else None,
                row["scope"],
                row["organ_type"],
                row["level"],
                row["month_day"] or None,
                row["source_zh"],
                row["source_en"],
            )
            for row in csv.DictReader(file)
        )


def deadline(
    year: int, scope: str, organ_type: str | None, jurisdictions: set[str], level: str | None = None
) -> str | None:
    """Return the last day (ISO) for a report on `year`, or None; `jurisdictions` are the codes of its regions, `level`
    that of its organ."""
    return _deadline(year, scope, organ_type, frozenset(jurisdictions), level)


@lru_cache(maxsize=1 << 14)
def _deadline(
    year: int, scope: str, organ_type: str | None, jurisdictions: frozenset[str], level: str | None
) -> str | None:
    fitting = [rule for rule in deadlines() if rule.fits(year, scope, organ_type, jurisdictions, level)]
    if not fitting:
        return None
    rule = max(fitting, key=_particularity)
    return f"{year + 1}-{rule.month_day}" if rule.month_day else None


def _particularity(rule: Deadline) -> tuple[bool, bool, bool]:
    return rule.jurisdiction != "000000", rule.scope != "*", rule.organ_type != "*"


def days_late(published_on: str | None, last_day: str | None) -> int | None:
    """Return the days from the deadline to publication, negative when early; None when either is not a date."""
    if not published_on or not last_day:
        return None
    try:
        return (date.fromisoformat(published_on[:10]) - date.fromisoformat(last_day)).days
    except ValueError:
        return None
