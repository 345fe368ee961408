"""The tables of the crawler: rules kept as TOML beside the code that reads them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The content of `crawler/<name>.toml`."""
    return tomllib.loads(files("crawler").joinpath(f"{name}.toml").read_text("utf-8"))


@cache
def pattern(name: str, rule: str) -> re.Pattern[str]:
    """The rule of `crawler/<name>.toml` as a pattern, in any case of letters."""
    return re.compile(table(name)[rule], re.IGNORECASE)
