"""What became of organs and regions: rows of `organ_succession` and `region_changes`, from the registry's reforms."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from archive.chosen import chosen, narrowed
from archive.ddl import insert_sql
from registry.departments import Merger, departments, mergers
from registry.organs import organ_id
from registry.succession import RegionChange, codes_of, region_changes

Row = tuple[Any, ...]


def fill_succession(db: sqlite3.Connection, organs: Collection[str] | None = None) -> None:
    """Fill `organ_succession` for `organs` (None: for all) from `organs` and `organ_names`.

    rename: one organ under two names, both printed; merge: it went into another, which may not be in the archive;
    recode: its region bears another code since.
    """
    chosen(db, organs)
    db.execute(f"DELETE FROM organ_succession WHERE {narrowed('from_organ', organs)}")
    known = {row[0] for row in db.execute("SELECT id FROM organs")}
    asked = f"SELECT id, name, region_code, department FROM organs WHERE {narrowed('id', organs)}"
    rows: list[Row] = []
    for organ, name, region, department in db.execute(asked).fetchall():
        rows += [*_merged(organ, name, region, department, known), *_recoded(organ, region)]
    rows += _renamed(db, organs)
    db.executemany(insert_sql("organ_succession"), sorted(set(rows), key=str))


def fill_region_changes(db: sqlite3.Connection) -> None:
    """Fill `region_changes`: what became of the regions that the archive holds, or came to be one of them."""
    db.execute("DELETE FROM region_changes")
    here = {row[0] for row in db.execute("SELECT code FROM regions")}
    changes = [change for change in region_changes() if {change.from_code, change.to_code} & here]
    values = ((c.from_code, c.to_code, c.kind, c.year, c.source) for c in changes)
    db.executemany(insert_sql("region_changes"), values)


@cache
def _by_old() -> dict[str, Merger]:
    return {name: merger for merger in mergers() for name in merger.old}


def merger_of(department: str | None) -> Merger | None:
    """Return the reform that ended a department, or None."""
    return _by_old().get(department or "")


def heirs(region_code: str, merger: Merger | None) -> list[str]:
    """Return the ids that the organs after a merger would have in a region, the commonest first; none without one."""
    return [organ_id(region_code, name) for name in merger.new] if merger else []


def _merged(organ: str, name: str, region: str, department: str | None, known: set[str]) -> Iterator[Row]:
    merger = merger_of(department)
    if merger:
        ids = heirs(region, merger)
        at = next((at for at, heir in enumerate(ids) if heir in known), None)
        after = (None, " / ".join(merger.new)) if at is None else (ids[at], merger.new[at])
        yield organ, name, *after, "merge", merger.last, merger.source


@cache
def _recodes() -> dict[str, list[RegionChange]]:
    out: dict[str, list[RegionChange]] = {}
    for change in region_changes():
        if change.kind == "recode":
            for code in codes_of(change.from_code):
                out.setdefault(code, []).append(change)
    return out


def _recoded(organ: str, region: str) -> Iterator[Row]:
    for change in _recodes().get(region, ()):
        yield organ, change.from_code, organ, change.to_code, "recode", change.year, change.source


def _renamed(db: sqlite3.Connection, organs: Collection[str] | None) -> Iterator[Row]:
    """Yield a row for each former name that reports print, beside the department's own name."""
    asked = (
        "SELECT n.organ_id, n.name, o.department FROM organ_names n JOIN organs o ON o.id = n.organ_id "
        f"WHERE o.department IS NOT NULL AND {narrowed('n.organ_id', organs)}"
    )
    former = {name: told for name, told in departments().items() if told.method == "former_name"}
    for organ, name, department in db.execute(asked):
        written = max((each for each in former if name.endswith(each)), key=len, default="")
        if written and former[written].name == department:
            yield organ, name, organ, department, "rename", former[written].until, "registry/departments.toml"
