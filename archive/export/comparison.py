"""What changed since the last release, exactly and by `report_key`: reports added and removed, cells changed.

The last release is put into a temporary database on the disk, so that memory grows with neither.
"""

from __future__ import annotations

import csv
import gzip
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from archive.export.checksums import sha256_of
from archive.export.csv_files import PACKED
from archive.export.csv_text import line
from archive.export.errors import ExportError, WrongCallError
from archive.export.relations import wide
from archive.export.snapshot import Snapshot
from parsers.codes import codes

HEAD = ("change", "report_key", "year", "column", "before", "after")
KEY, ID, YEAR = "report_key", "id", "year"
ROW_NUMBERS = {ID, "in_region_report_id"}
"""Columns that may differ between builds of one content."""
MOST_CELL = 1 << 30


@dataclass
class Comparison:
    """Counts of what changed. `cells` counts changed cells by year and place: table a, b or c, or `report` for a field
    of the report; `reports` counts by year and change: added, removed or changed. `rows` are those of the last release,
    by relation."""

    version: str = ""
    rows: dict[str, int] = field(default_factory=dict)
    reports: Counter[tuple[str, str]] = field(default_factory=Counter)
    cells: Counter[tuple[str, str]] = field(default_factory=Counter)
    new_columns: list[str] = field(default_factory=list)
    gone_columns: list[str] = field(default_factory=list)


def compare(snapshot: Snapshot, last: Path, file: TextIO) -> Comparison:
    """Compare the archive with the release in the folder `last`; write a line for each change into `file`.

    Raises WrongCallError when `last` is no release, ExportError when its files are not what they were.
    """
    out = _described(last)
    file.write(line(HEAD))
    with closing(sqlite3.connect("")) as db:
        was = _load(db, last)
        now = wide().names
        out.new_columns = [name for name in now if name not in was]
        out.gone_columns = [name for name in was if name not in now]
        common = [name for name in now if name in was and name not in ROW_NUMBERS]
        for row in snapshot.rows(wide()):
            file.writelines(_of_report(db, dict(zip(now, map(_text, row), strict=True)), was, common, out))
        for key, year in db.execute("SELECT key, year FROM report WHERE NOT seen ORDER BY key"):
            out.reports[year, "removed"] += 1
            file.write(line(("removed", key, year, None, None, None)))
    return out


def _described(last: Path) -> Comparison:
    try:
        package = json.loads((last / "datapackage.json").read_text("utf-8"))
        resources = {resource["name"]: resource for resource in package["resources"]}
        for name in ("reports", "report_figures"):
            if resources[name]["hash"] != f"sha256:{sha256_of(last / PACKED.format(name=name))}":
                raise ExportError(f"{last / PACKED.format(name=name)} was changed since it was released: restore it.")
        return Comparison(package["version"], {name: resource["rows"] for name, resource in resources.items()})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WrongCallError(
            f"{last} is no whole release: give --since a folder that gongkai export --format datapackage made."
        ) from error


def _load(db: sqlite3.Connection, last: Path) -> list[str]:
    """Put reports and figures of a release into `db`; return the names of their columns, in the order of the cells."""
    db.execute("CREATE TABLE figure (id TEXT PRIMARY KEY, cells TEXT) WITHOUT ROWID")
    db.execute("CREATE TABLE report (key TEXT PRIMARY KEY, id TEXT, year TEXT, cells TEXT, seen INTEGER DEFAULT 0)")
    figures, reports = _records(last, "report_figures"), _records(last, "reports")
    figure_names, report_names = next(figures), next(reports)
    db.executemany("INSERT INTO figure VALUES (?, ?)", ((row[0], json.dumps(row[1:])) for row in figures))
    key, number, year = (report_names.index(name) for name in (KEY, ID, YEAR))
    rows = ((row[key], row[number], row[year], json.dumps(row)) for row in reports)
    db.executemany("INSERT INTO report (key, id, year, cells) VALUES (?, ?, ?, ?)", rows)
    return report_names + figure_names[1:]


def _records(last: Path, name: str) -> Iterator[list[str]]:
    csv.field_size_limit(MOST_CELL)
    with gzip.open(last / PACKED.format(name=name), "rt", encoding="utf-8", newline="") as file:
        yield from csv.reader(file)


def _of_report(
    db: sqlite3.Connection, now: dict[str, str], names: list[str], common: list[str], out: Comparison
) -> Iterator[str]:
    """Yield the lines for one report of the archive, and count them."""
    key, year = now[KEY], now[YEAR]
    found = db.execute(
        "SELECT r.cells, f.cells FROM report r LEFT JOIN figure f ON f.id = r.id WHERE r.key = ?", (key,)
    ).fetchone()
    if found is None:
        out.reports[year, "added"] += 1
        yield line(("added", key, year, None, None, None))
        return
    db.execute("UPDATE report SET seen = 1 WHERE key = ?", (key,))
    cells = json.loads(found[0]) + json.loads(found[1] or "[]")
    was = dict(zip(names, cells, strict=False))
    changed = [name for name in common if was.get(name, "") != now[name]]
    out.reports[year, "changed"] += bool(changed)
    for name in changed:
        code = codes().get(name)
        out.cells[year, code.table if code else "report"] += 1
        yield line(("changed", key, year, name, was.get(name, ""), now[name]))


def _text(value: Any) -> str:
    """Return a value as a reader of the CSV file gets it."""
    return "" if value is None else value if isinstance(value, str) else repr(value)
