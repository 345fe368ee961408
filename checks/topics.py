"""What a report speaks of in its part on problems and improvement: topics of `topics.toml`, told from words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from parsers.report import Section

FILE = Path(__file__).with_name("topics.toml")
PART = 5
"""The part on problems and improvement, of the forms of 2019 and 2021 (60号, 30号)."""
ANY = "any"
"""Stands for the part itself: a report that has it and names no topic is not one that lacks it."""
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with its name in both languages and the words of which one is enough."""

    code: str
    zh: str
    en: str
    words: tuple[str, ...]


@cache
def declared() -> tuple[Topic, ...]:
    """Return the topics in declared order."""
    with FILE.open("rb") as file:
        rows = tomllib.load(file)["topic"]
    return tuple(Topic(row["code"], row["zh"], row["en"], tuple(row["words"])) for row in rows)


def topics(sections: Iterable[Section]) -> list[str]:
    """Return ANY and the codes of the topics of a report's part on problems; nothing where it has no such part.

    Older reports have free parts: one with 问题 in its heading counts.
    """
    text = _BLANK.sub("", "\n".join(one.text for one in sections if one.part == PART or "问题" in one.heading))
    if not text:
        return []
    return [ANY, *(one.code for one in declared() if any(word in text for word in one.words))]
