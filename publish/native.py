"""Mends the HTML of Datasette's own pages, as `native.toml` says, so that they can be read by ear and by keyboard."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from markupsafe import Markup

FILE = Path(__file__).with_name("native.toml")


@cache
def mends() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return what is looked for and what is put in its place, in order."""
    with FILE.open("rb") as file:
        lines = tomllib.load(file)["mend"]
    return tuple((re.compile(line["find"], re.DOTALL), line["put"]) for line in lines)


def mended(html: str) -> Markup:
    """Return the content of a page of Datasette with headings in order and every field named."""
    # A Markup would escape what is put into it.
    text = str(html)
    for pattern, put in mends():
        text = pattern.sub(put, text)
    return Markup(text)
