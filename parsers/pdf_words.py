"""The words of the forms: how well a text says one of their labels or heads, whichever it is."""

from __future__ import annotations

from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from parsers.codes import declaration
from parsers.labels import split_mark


@cache
def _words() -> list[str]:
    """Return every label and head of the forms, bare."""
    out: list[str] = []
    disclosure, applications = declaration("disclosure"), declaration("applications")
    for block in disclosure["block"]:
        named = [*block["measure"], *block["item"]]
        out += [text for entry in named for text in (entry["zh"], *entry.get("aliases", []))]
        out.append(f"第二十条第（{block['article']}）项")
    for row in (*applications["row"], *applications["applicant"], *applications["extra_applicant"]):
        out += [row["zh"], *row.get("aliases", []), row.get("group", "")]
    for entry in (*declaration("reviews")["block"], *declaration("reviews")["result"]):
        out += [entry["zh"], *entry.get("aliases", [])]
    out += ["信息内容", "申请人情况", "法人或其他组织", "本年度办理结果", "行政诉讼"]
    return [word for word in dict.fromkeys(split_mark(text)[1] for text in out) if word]


@lru_cache(maxsize=4096)
def said(text: str) -> float:
    """Return how well a text says a label or a head of the forms, from 0 to 1."""
    words = split_mark(text)[1]
    best = process.extractOne(words, _words(), scorer=fuzz.ratio) if words else None
    return best[1] / 100 if best else 0.0
