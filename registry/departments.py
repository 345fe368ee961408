"""The lexicon of standard departments: every way to write one, with former names and reforms (`departments.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

FILE = Path(__file__).with_name("departments.toml")
NATIONAL = "国家"
Method = Literal["exact", "alias", "former_name", "ambiguous"]


@dataclass(frozen=True, slots=True)
class Department:
    """What a name within a region stands for: the `name` that identities are made of, how it was told, and for an
    ambiguous short form what it may stand for (`name` is then the short form itself). `until` is the last year of a
    former name."""

    name: str
    method: Method
    until: int | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Merger:
    """Departments that went into others in a reform; `last` is the last reporting year of the old ones."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    last: int
    source: str


class LexiconError(ValueError):
    """The lexicon gives one name to two departments; the message names them."""


@cache
def _declared() -> dict[str, Any]:
    with FILE.open("rb") as file:
        return tomllib.load(file)


def _kinds(kinds: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each written kind with the kind of the department's own name: 委 is 委员会, 厅 stays 厅."""
    for kind in kinds:
        yield kind, kinds[0]
        if kind == "委员会":
            yield "委", kinds[0]
        if kind == "办公室":
            yield "办", kinds[0]
        if kind == "局":
            yield "厅", "厅"


def _rows(entry: dict[str, Any]) -> Iterator[tuple[str, Department]]:
    stem, first = entry["stem"], entry["kinds"][0]
    own = entry.get("canonical", stem + first)
    yield own, Department(own, "exact")
    for each in (stem, *entry.get("also", ())):
        for written, kind in _kinds(entry["kinds"]):
            name = own if kind == first else stem + kind
            yield each + written, Department(name, "exact" if each + written == name else "alias")
    for short in entry.get("names", ()):
        yield short, Department(own, "exact" if short == own else "alias")
    for former in entry.get("former", ()):
        for each in (former["stem"], *former.get("also", ())):
            for written, kind in _kinds(former["kinds"]):
                yield each + written, Department(stem + kind if kind == "厅" else own, "former_name", former["until"])


@cache
def departments() -> dict[str, Department]:
    """Return every written name to what it stands for. Raises LexiconError when a name has two meanings."""
    out: dict[str, Department] = {}
    for entry in _declared()["department"]:
        for name, department in _rows(entry):
            known = out.setdefault(name, department)
            if known.name != department.name:
                raise LexiconError(f"{FILE.name}: {name} is both {known.name} and {department.name}.")
    for entry in _declared()["ambiguous"]:
        for name in entry["names"]:
            if name in out:
                raise LexiconError(f"{FILE.name}: {name} is ambiguous and {out[name].name}.")
            out[name] = Department(name, "ambiguous", candidates=tuple(entry["candidates"]))
    return out


def department_of(name: str) -> Department | None:
    """Return what a name within a region stands for, or None; 国家发展改革委 keeps its 国家."""
    found = departments().get(name)
    if found is None and name.startswith(NATIONAL) and (local := departments().get(name.removeprefix(NATIONAL))):
        method = "exact" if name == NATIONAL + local.name else local.method
        found = replace(local, name=NATIONAL + local.name, method=method) if local.method != "ambiguous" else None
    return found


@cache
def mergers() -> tuple[Merger, ...]:
    """Return the mergers of all reforms, provincial 厅 beside each 局."""
    out = []
    for row in _declared()["merge"]:
        for change in (lambda name: name, _provincial):
            old, new = (tuple(map(change, row[key])) for key in ("from", "to"))
            out.append(Merger(old, new, row["last"], row["source"]))
    return tuple(out)


def _provincial(name: str) -> str:
    return name[:-1] + "厅" if name.endswith("局") else name


@cache
def keeps_its_character(text: str) -> bool:
    """Tell whether the first character belongs to the name: 市场监督管理局 is no 市 + 场监督管理局."""
    return text.startswith(tuple(_declared()["leading"]["kept"]))
