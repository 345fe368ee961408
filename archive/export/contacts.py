"""Takes telephone numbers and e-mail addresses out of the sentences of reports, for exports (domain.md §8.9)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

DECLARATION = Path(__file__).parent / "declared" / "contacts.toml"
_SIGN = re.compile("[0-9@＠]")


@cache
def _contacts() -> tuple[tuple[re.Pattern[str], str], ...]:
    with DECLARATION.open("rb") as file:
        return tuple((re.compile(row["pattern"]), row["mark"]) for row in tomllib.load(file)["contact"])


def without_contacts(text: str) -> str:
    """Return `text` with a mark in place of each telephone number and e-mail address; figures stay."""
    if not _SIGN.search(text):
        return text
    for pattern, mark in _contacts():
        text = pattern.sub(mark, text)
    return text
