"""The counting scope of a report, with how it was told and the words it was told from (`domain.md` §1.6)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from parsers.codes import declaration
from parsers.report import Scope, Section

_READ = 6000
_OFFICE = re.compile("政府办公?[厅室]?$")
_MADE_OF = re.compile("汇总|综合|编制|统计|数据|年报|年度报告")


@cache
def _rules(kind: str) -> list[tuple[str, float, re.Pattern[str]]]:
    return [
        (rule["scope"], rule["confidence"], re.compile("|".join(f"(?:{pattern})" for pattern in rule["patterns"])))
        for rule in declaration("scope")[kind]
    ]


def _all(kind: str, text: str) -> list[Scope]:
    """Return what each rule of a kind finds, in declared order."""
    found = ((scope, confidence, pattern.search(text)) for scope, confidence, pattern in _rules(kind))
    return [Scope(scope, kind, confidence, match[0][:80]) for scope, confidence, match in found if match]


def _first(kind: str, text: str) -> Scope | None:
    return next(iter(_all(kind, text)), None)


def find_scope(organ: str | None, sections: Sequence[Section]) -> Scope:
    """Tell own, level, region, system or unknown: a sentence of the preamble, then the organ in the title, then who
    speaks (我局, 全市). A township or a bureau is `own` whatever its first sentence says of others' figures; so is the
    general office, unless the sentence says of what the report is made. Speakers that contradict each other tell
    nothing."""
    text = "".join(["".join(section.text.split()) for section in sections if section.part <= 1])[:_READ]
    title = _first("title", organ) if organ else None
    sentence = _first("sentence", text)
    of_others = title and title.value == "own" and sentence and sentence.value in ("region", "level")
    made_of = sentence and _OFFICE.search(organ or "") and _MADE_OF.search(sentence.evidence)
    if sentence and (made_of or not of_others):
        return sentence
    if title and title.value != "unknown":
        return title
    speakers = _all("first_person", text)
    if len({speaker.value for speaker in speakers}) == 1 and not (title and title.value == "unknown"):
        return speakers[0]
    return Scope("unknown", title.method if title else "none", 0.0, title.evidence if title else "")
