"""Patterns that nobody can make slow: in none may two open repeats share out one run of characters between them.

Where `\\s*` meets `\\s*` over something that may be missing, a failed match tries every way to part a run of blanks: a
hundred thousand of them take hours. A possessive repeat (`\\s*+`) gives nothing back.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]

import pytest

import parsers

GIVING_BACK = (code.MAX_REPEAT, code.MIN_REPEAT)
REPEATS = (*GIVING_BACK, code.POSSESSIVE_REPEAT)
SAMPLE = frozenset(map(chr, range(32, 127))) | frozenset(
    "\n\t\u3000\u200b年月日一第、（）：，．—－·页元件项单位政府信息公开０￥"
)
CLASSES = {
    code.CATEGORY_SPACE: r"\s", code.CATEGORY_NOT_SPACE: r"\S", code.CATEGORY_DIGIT: r"\d", code.CATEGORY_NOT_DIGIT: r"\D",
    code.CATEGORY_WORD: r"\w", code.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip
SHORT_INPUT = {"parsers.loose_rows._STATISTIC": "only lines of some tens of characters are put to it"}


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern of the parsers: those of modules, and those that a function of no parameters makes."""
    root = Path(parsers.__file__).parent
    for file in sorted(root.rglob("*.py")):
        name = ".".join(file.relative_to(root.parent).with_suffix("").parts)
        for key, value in vars(importlib.import_module(name)).items():
            made = getattr(value, "__wrapped__", value)
            if getattr(made, "__annotations__", {}) == {"return": "re.Pattern[str]"}:
                value = value()
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield f"{name}.{key}", value


def characters(items) -> frozenset[str]:
    """Which characters of the sample may stand anywhere in what `items` match."""
    out: set[str] = set()
    for kind, value in items:
        if kind is code.LITERAL:
            out.add(chr(value))
        elif kind is code.NOT_LITERAL:
            out |= SAMPLE - {chr(value)}
        elif kind is code.ANY:
            out |= SAMPLE - {"\n"}
        elif kind is code.IN:
            out |= _of_class(value)
        else:
            out |= frozenset().union(*map(characters, _inner(kind, value)))
    return frozenset(out)


def _of_class(members) -> frozenset[str]:
    found: set[str] = set()
    for kind, value in members:
        if kind is code.LITERAL:
            found.add(chr(value))
        elif kind is code.RANGE:
            found |= {char for char in SAMPLE if value[0] <= ord(char) <= value[1]}
        elif kind is code.CATEGORY:
            found |= {char for char in SAMPLE if re.match(CLASSES[value], char)}
    return SAMPLE - found if members[0][0] is code.NEGATE else frozenset(found)


def _inner(kind, value) -> list:
    if kind is code.SUBPATTERN:
        return [value[3]]
    if kind is code.BRANCH:
        return list(value[1])
    if kind in REPEATS:
        return [value[2]]
    return [value[1]] if kind in (code.ASSERT, code.ASSERT_NOT) else [value] if kind is code.ATOMIC_GROUP else []


def may_be_empty(kind, value) -> bool:
    if kind in REPEATS:
        return value[0] == 0 or all(may_be_empty(*item) for item in value[2])
    inner = _inner(kind, value)
    if kind in (code.SUBPATTERN, code.BRANCH, code.ATOMIC_GROUP):
        return any(all(may_be_empty(*item) for item in branch) for branch in inner)
    return kind in (code.AT, code.ASSERT, code.ASSERT_NOT)


def shared_runs(items) -> Iterator[frozenset[str]]:
    """Yield the characters that two open repeats, with nothing needed between them, may share out."""
    flat = [part for kind, value in items for part in (value[3] if kind is code.SUBPATTERN else [(kind, value)])]
    for at, (kind, value) in enumerate(flat):
        for branch in _inner(kind, value):
            yield from shared_runs(branch)
        if kind not in GIVING_BACK or value[1] is not code.MAXREPEAT:
            continue
        for other, its in flat[at + 1 :]:
            if other in GIVING_BACK and its[1] is code.MAXREPEAT and characters(value[2]) & characters(its[2]):
                yield characters(value[2]) & characters(its[2])
            if not may_be_empty(other, its):
                break


@pytest.mark.parametrize(("name", "pattern"), list(patterns()))
def test_no_two_open_repeats_share_out_one_run(name, pattern):
    if name not in SHORT_INPUT:
        assert not list(shared_runs(_parser.parse(pattern.pattern)))


@pytest.mark.parametrize("slow", [r"单位\s*[:：]?\s*元", r"\d*(?:\s+)?\d*x", r"(?:a+b?)*a*c", r".*年?.*月"])
def test_a_pattern_that_can_be_made_slow_is_found(slow):
    assert list(shared_runs(_parser.parse(slow)))


@pytest.mark.parametrize("fast", [r"单位\s*+[:：]?\s*+元", r"\d+\s+\d+", r"a*b*c"])
def test_a_pattern_that_is_never_slow_passes(fast):
    assert not list(shared_runs(_parser.parse(fast)))
