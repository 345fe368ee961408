"""Which content-management system made a page: the signals and their weights are rows of `families.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from crawler.pages import Page
from crawler.tables import table
from registry.portals import families


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The family that fits best, its name for people, its score and what gave it away."""

    family: str
    name: str
    score: int
    evidence: tuple[str, ...]


def recognise(page: Page) -> Fingerprint | None:
    """The family of a page, or None when no family's signals weigh enough."""
    found = []
    shown = f"{page.url}\n{page.text}"
    for row in table("families")["family"]:
        hits = [(match[0][:60], weight) for pattern, weight in _signals(row["id"]) if (match := pattern.search(shown))]
        score = sum(weight for _, weight in hits)
        evidence = tuple(words for words, _ in hits)
        found.append(Fingerprint(row["id"], families()[row["id"]][1], score, evidence))
    best = max(found, key=lambda fingerprint: fingerprint.score)
    return best if best.score >= table("families")["threshold"] else None


def asks_for_list(page: Page, is_column: bool = False) -> bool:
    """Tell whether a page leaves its list to a script of one of the families: that of annual reports, or any list if
    the page is known to be the column."""
    names = ("handed", "handed_any") if is_column else ("handed",)
    patterns = [row[name] for row in table("families")["family"] for name in names if name in row]
    return any(re.search(pattern, f"{page.url}\n{page.text}") for pattern in patterns)


@cache
def _signals(family: str) -> list[tuple[re.Pattern[str], int]]:
    row = next(row for row in table("families")["family"] if row["id"] == family)
    return [(re.compile(signal["pattern"]), signal["weight"]) for signal in row["signals"]]
