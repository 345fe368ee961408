"""The benchmark of building runs to its end: what it empties and fills again is what a build derives."""

import pytest

from archive.schema import tables
from bench import build


def test_every_comparison_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "ORGANS", 2)
    monkeypatch.setattr(build, "ROUNDS", 1)
    lines = list(build.compare())
    assert [line.what.split(" (")[0] for line in lines] == [
        "build: loading reports",
        "build: derived tables",
        "build: whole, captures already read",
    ]
    assert all(line.ours > 0 and line.theirs > 0 for line in lines)


def test_the_tables_it_names_are_tables() -> None:
    assert {*build.LOADED, *build.DERIVED} <= set(tables())
