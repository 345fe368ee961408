"""The questions (`queries.toml`) for people: in groups, each with its parameters as fields that can be filled in."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette.app import Datasette

from publish.archive_db import DATABASE, kept_rows
from publish.metadata import queries
from publish.strings import strings

PARAMETERS = Path(__file__).with_name("parameters.toml")
GROUPS = Path(__file__).with_name("question_groups.toml")


_OF_LATEST = ("{year}", "{of_year}")
"""A statement with one of these takes an empty year for the latest (queries.toml)."""
Choices = tuple[tuple[str, str, str], ...]
"""Value, zh, en."""


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter: its label in both languages, its value, and what may be chosen.

    `is_open`: another value than the choices may be typed.
    """

    name: str
    label: Mapping[str, Any]
    value: str
    choices: Choices = ()
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """One canned query with its fields; `told` is its entry in queries.toml."""

    told: Mapping[str, Any]
    fields: tuple[Field, ...]

    @property
    def path(self) -> str:
        """The path of its page."""
        return f"/{DATABASE}/{self.told['name']}"

    @property
    def is_of_one_kind(self) -> bool:
        """Whether it is put either to real or to practice reports."""
        return "{kind}" in self.told["sql"]

    @property
    def address(self) -> str:
        """The path with which it has an answer."""
        given = {field.name: field.value for field in self.fields if field.value}
        return self.path + (f"?{urlencode(given)}" if given else "")


@cache
def parameters() -> dict[str, dict[str, Any]]:
    """Return name to what parameters.toml says of it."""
    with PARAMETERS.open("rb") as file:
        return tomllib.load(file)


@cache
def groups() -> list[dict[str, Any]]:
    """Return the groups in order: zh, en, and the queries of each; what no group names is in the last."""
    with GROUPS.open("rb") as file:
        named = tomllib.load(file)["group"]
    known = {query["name"]: query for query in queries()}
    out = [{**group, "queries": [known.pop(name) for name in group["names"] if name in known]} for group in named]
    rest = {**strings()["questions.more"], "names": [], "queries": list(known.values())}
    return [group for group in (*out, rest) if group["queries"]]


async def question(datasette: Datasette, query: Mapping[str, Any], given: Mapping[str, str] | None = None) -> Question:
    """Return a question with the values that are `given`, else those of `filled_in`."""
    defaults = await filled_in(datasette, query)
    values = {name: (given or {}).get(name, default) for name, default in defaults.items()}
    return Question(query, tuple([await _field(datasette, query, name, value) for name, value in values.items()]))


async def filled_in(datasette: Datasette, query: Mapping[str, Any]) -> dict[str, str]:
    """Return parameter to the value that it has when none is given: its default, or, for one that the question needs,
    the first that may be chosen in this archive."""
    out = {name: str(value) for name, value in query.get("default", {}).items()}
    for name in query.get("needs", ()):
        choices = await _choices(datasette, name)
        out[name] = out[name] or (choices[0][0] if choices else "")
    return out


async def _field(datasette: Datasette, query: Mapping[str, Any], name: str, value: str) -> Field:
    told = parameters().get(name, {"zh": name, "en": name})
    choices = await _choices(datasette, name)
    # What the default stands for, and what stands in the address, may always be chosen.
    meant = dict(told.get("others", {}))
    if "latest" in told and any(short in query["sql"] for short in _OF_LATEST):
        meant[""] = told["latest"]
    others = {text: meant.get(text) for text in (str(query["default"][name]), value)}
    known = {one for one, *_ in choices}
    more = tuple((text, *_named(pair, text)) for text, pair in others.items() if text not in known)
    is_open = not choices or told.get("open", False)
    return Field(name, told, value, choices if is_open else (*more, *choices), is_open)


def _named(pair: Mapping[str, str] | None, text: str) -> tuple[str, str]:
    return (pair["zh"], pair["en"]) if pair else (text or "—", text or "—")


async def _choices(datasette: Datasette, name: str) -> Choices:
    told = parameters().get(name, {})
    if "labels" in told:
        group = f"{told['labels']}."
        return tuple(
            (key.removeprefix(group), pair["zh"], pair["en"])
            for key, pair in strings().items()
            if key.startswith(group)
        )
    if "statement" in told:
        rows = await kept_rows(datasette, told["statement"])
        return tuple((str(row["value"]), str(row["zh"]), str(row["en"])) for row in rows)
    return ()
