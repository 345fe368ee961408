"""Every word that the site says, in both languages, from `strings.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from registry.organs import organ_types

FILE = Path(__file__).with_name("strings.toml")
LANGUAGES = ("zh", "en")


@cache
def strings() -> dict[str, dict[str, str]]:
    """Return key to language to text; the keys of a table [a] are written a.b."""
    with FILE.open("rb") as file:
        groups = tomllib.load(file)
    words = {f"{group}.{key}": pair for group, entries in groups.items() for key, pair in entries.items()}
    return words | {f"organ_type.{code}": {"zh": zh, "en": en} for code, (zh, en) in organ_types().items()}


class Speaker:
    """Says strings in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, key: str, **values: object) -> str:
        """Return the text of `key` with {names} filled in. Raises KeyError for a key that is not declared."""
        text = strings()[key][self.lang]
        return text.format(**values) if values else text

    def label(self, group: str, code: str | None) -> str:
        """Return the label of a coded value, or the code itself when it has none, or a dash for nothing."""
        if code is None or code == "":
            return "—"
        pair = strings().get(f"{group}.{code}")
        return pair[self.lang] if pair else str(code)

    def pick(self, row: Mapping[str, str], name: str = "") -> str:
        """Return `name_zh` or `name_en` of a row (`zh` or `en` when `name` is empty)."""
        return row[f"{name}_{self.lang}" if name else self.lang]
