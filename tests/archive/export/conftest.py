from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from archive.export.command import export_command
from demo.sample import SAMPLE

Export = Callable[..., int]


@pytest.fixture(scope="session")
def sample_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the sample archive."""
    out = tmp_path_factory.mktemp("release") / "out"
    assert export_to(out, "datapackage") == 0
    return out


@pytest.fixture(scope="session")
def sample_parquet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample archive as Parquet."""
    out = tmp_path_factory.mktemp("parquet") / "out"
    assert export_to(out, "parquet") == 0
    return out


def numbers() -> list[int]:
    """The row numbers of the sample's reports in their order."""
    with closing(sqlite3.connect(SAMPLE)) as sample:
        return [row[0] for row in sample.execute("SELECT id FROM reports ORDER BY id")]


def count(table: str) -> int:
    """How many rows a table of the sample has."""
    with closing(sqlite3.connect(SAMPLE)) as sample:
        return int(sample.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def export_to(out: Path, form: str, db: Path = SAMPLE, **more: object) -> int:
    """Export quietly; return the exit code."""
    settings = {"chosen": (), "since": None, "doi": "", "verbosity": -1} | more
    return export_command(form=form, out=out, db=db, **settings)  # type: ignore[arg-type]
