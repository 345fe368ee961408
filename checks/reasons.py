"""Why a file was not read or is no report, in the reader's language; the parsers say it in English alone."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("reasons.toml")


@cache
def _sentences() -> tuple[tuple[re.Pattern[str], str], ...]:
    with FILE.open("rb") as file:
        declared = tomllib.load(file)
    return tuple(
        (re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(said)), re.DOTALL), chinese)
        for said, chinese in declared.items()
    )


def reason_in(reason: str, lang: str) -> str:
    """Return a reason of `parsers.read` in `lang` ("zh" or "en"); one that has no Chinese is returned as it is."""
    for said, chinese in _sentences() if lang == "zh" else ():
        if match := said.fullmatch(reason):
            return chinese.format(**match.groupdict())
    return reason
