"""What a person decided is read from CSV files in the data folder; a fault names file, line and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.decisions import DecisionError, decisions


def write(data: Path, text: str) -> None:
    (data / "decisions").mkdir(exist_ok=True)
    (data / "decisions" / "scopes.csv").write_text(text, "utf-8")


def test_rows_come_without_blanks_and_with_every_column(tmp_path: Path) -> None:
    write(tmp_path, "\ufeffsha256, scope\nab , own\n\n")
    assert decisions(tmp_path, "scopes", ("sha256", "scope"), ("note",)) == [
        {"sha256": "ab", "scope": "own", "note": ""}
    ]


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    assert decisions(tmp_path, "scopes", ("sha256",)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sha256\nab\n", "line 1: the columns must be sha256, scope"),
        ("sha256,scope,colour\nab,own,red\n", "line 1"),
        ("sha256,scope\nab\n", "line 2: 1 cells where the head line has 2"),
        ("sha256,scope\nab,\n", "line 2: scope must not be empty"),
        ("", "line 1"),
    ],
)
def test_a_fault_names_the_line(tmp_path: Path, text: str, said: str) -> None:
    write(tmp_path, text)
    with pytest.raises(DecisionError, match=said):
        decisions(tmp_path, "scopes", ("sha256", "scope"))
