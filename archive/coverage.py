"""`gongkai coverage`: how many reports are expected and found, by year and by region, for a person."""

from __future__ import annotations

import sqlite3
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import click

from captures.read_only import read_only
from registry.regions import NATION

WORDS = Path(__file__).with_name("coverage_words.toml")
_SUMS = "sum(expected), sum(found), sum(late), sum(missing), sum(gone), sum(blocked), sum(unreadable), sum(not_visited)"
_YEARS = f"""
SELECT year, {_SUMS} FROM region_coverage
WHERE region_code = :region AND is_practice = :practice AND (:year IS NULL OR year = :year) GROUP BY year ORDER BY year
"""
_BELOW = f"""
SELECT r.name || ' ' || r.code, {_SUMS} FROM region_coverage c JOIN regions r ON r.code = c.region_code
WHERE r.parent_code = :region AND c.is_practice = :practice AND (:year IS NULL OR c.year = :year)
GROUP BY r.code ORDER BY r.code
"""
Row = Sequence[Any]


def coverage_command(year: int | None, region: str | None, lang: str, db: Path, **_others: object) -> int:
    """Print the table; return 0, 1 when there is no archive to read, 2 for a region that it does not hold."""
    try:
        with closing(sqlite3.connect(read_only(db), uri=True)) as archive:
            if region and not archive.execute("SELECT 1 FROM regions WHERE code = ?", (region,)).fetchone():
                click.echo(f"The archive {db} holds no region {region}: its table regions lists them.", err=True)
                return 2
            click.echo("\n".join(_page(archive, year, region or NATION, words()[lang])))
    except sqlite3.Error as error:
        click.echo(f"{db} cannot be read as an archive ({error}): run gongkai build first.", err=True)
        return 1
    return 0


@cache
def words() -> dict[str, Any]:
    """Return the parsed `coverage_words.toml`."""
    return tomllib.loads(WORDS.read_text("utf-8"))


def _page(archive: sqlite3.Connection, year: int | None, region: str, said: dict[str, str]) -> Iterator[str]:
    any_rows = False
    for practice in (0, 1):
        asked = {"region": region, "practice": practice, "year": year}
        years, below = (archive.execute(sql, asked).fetchall() for sql in (_YEARS, _BELOW))
        if not years:
            continue
        if practice:
            yield from ("", said["practice"]) if any_rows else (said["practice"],)
        any_rows = True
        yield from _table(said["year"], years, said)
        if below:
            yield ""
            yield from _table(said["region"], below, said)
    if not any_rows:
        yield said["nothing"]
        return
    (day,) = archive.execute("SELECT value FROM about WHERE key = 'last_visit'").fetchone()
    yield ""
    yield said["until"].format(day=day[:10])


def _table(first: str, rows: list[Row], said: dict[str, str]) -> Iterator[str]:
    """Yield the lines of one table, its total last; numbers to the right."""
    total = (said["total"], *(sum(column) for column in list(zip(*rows, strict=True))[1:]))
    head = [first, *(said[name] for name in words()["columns"]), said["share"]]
    lines = [head, *([*map(str, row), _share(row)] for row in [*rows, total])]
    widths = [max(_width(line[at]) for line in lines) for at in range(len(head))]
    for line in lines:
        cells = [_padded(cell, widths[at], left=at == 0) for at, cell in enumerate(line)]
        yield "  ".join(cells).rstrip()


def _share(row: Row) -> str:
    _, expected, found, late, _, gone, *_ = row
    return f"{(found + late + gone) / expected:.1%}" if expected else "-"


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int, left: bool) -> str:
    blanks = " " * (width - _width(text))
    return text + blanks if left else blanks + text
