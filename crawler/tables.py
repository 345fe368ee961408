"""The tables of the crawler: rules kept as TOML beside the code that reads them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The content of `crawler/<name>.toml`."""
    return tomllib.loads(files("crawler").joinpath(f"{name}.toml").read_text("utf-8"))
