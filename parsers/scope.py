"""The counting scope of a report, with how it was told and the words it was told from (`domain.md` §1.6)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from parsers.codes import declaration
from parsers.report import Scope, Section

_READ = 6000


@cache
def _rules(kind: str) -> list[tuple[str, float, re.Pattern[str]]]:
    return [
        (rule["scope"], rule["confidence"], re.compile("|".join(f"(?:{pattern})" for pattern in rule["patterns"])))
        for rule in declaration("scope")[kind]
    ]


def _first(kind: str, text: str) -> Scope | None:
    for scope, confidence, pattern in _rules(kind):
        match = pattern.search(text)
        if match:
            return Scope(scope, kind, confidence, match[0][:80])
    return None


def find_scope(organ: str | None, sections: Sequence[Section]) -> Scope:
    """Tell own, level, region, system or unknown: a sentence of the preamble, then the organ in the title, then the
    first person (我局). A township or a bureau is `own` whatever its first sentence says of others' figures."""
    text = "".join(["".join(section.text.split()) for section in sections if section.part <= 1])[:_READ]
    title = _first("title", organ) if organ else None
    sentence = _first("sentence", text)
    if sentence and not (title and title.value == "own" and sentence.value in ("region", "level")):
        return sentence
    if title and title.value != "unknown":
        return title
    person = _first("first_person", text)
    if person and not (title and title.value == "unknown"):
        return person
    return Scope("unknown", title.method if title else "none", 0.0, title.evidence if title else "")
