from __future__ import annotations

from collections.abc import Callable
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


def export_to(out: Path, form: str, db: Path = SAMPLE, **more: object) -> int:
    """Export quietly; return the exit code."""
    settings = {"chosen": (), "since": None, "doi": "", "verbosity": -1} | more
    return export_command(form=form, out=out, db=db, **settings)  # type: ignore[arg-type]
