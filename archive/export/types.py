"""The declared type of a column in each format (`declared/types.toml`)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from archive.schema import Column

DECLARATION = Path(__file__).parent / "declared" / "types.toml"


@cache
def _types() -> dict[str, dict[str, str]]:
    with DECLARATION.open("rb") as file:
        return tomllib.load(file)


def type_of(column: Column, form: str) -> str:
    """Return the type of `column` in `form` ("parquet" or "frictionless"). Raises KeyError when none is declared."""
    return _types()[form][f"{column.type}/{column.kind}" if column.kind else column.type]
