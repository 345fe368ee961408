"""What a person has decided: reviewed CSV files in `decisions/` of the data folder, which outlive every rebuild.

Each kind of decision is one file with a head line (`organs.csv`, `scopes.csv`, `findings.csv`); its room says which
columns it has. A file that is not there holds no decisions.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

FOLDER = "decisions"


class DecisionError(ValueError):
    """A decision cannot be read; the message names file, line and fault."""


def decisions(data: Path, kind: str, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """Return the rows of `decisions/KIND.csv` in the data folder, cells without blanks around them.

    Every row has all columns, optional ones "" where left out. Raises DecisionError for a head line that lacks a
    required column or has an unknown one, a row of another length, or an empty required cell.
    """
    path = data / FOLDER / f"{kind}.csv"
    if not path.exists():
        return []
    return list(_rows(path, required, optional))


def _rows(path: Path, required: tuple[str, ...], optional: tuple[str, ...]) -> Iterator[dict[str, str]]:
    where = f"{FOLDER}/{path.name}"
    try:
        lines = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    except (UnicodeDecodeError, csv.Error) as error:
        raise DecisionError(f"{where} is no CSV file in UTF-8 ({error}): save it again as such.") from error
    head = [cell.strip() for cell in lines[0]] if lines else []
    missing, unknown = set(required) - set(head), set(head) - {*required, *optional}
    if missing or unknown or len(set(head)) < len(head):
        raise DecisionError(
            f"{where}, line 1: the columns must be {', '.join(required)}"
            + (f" and may be {', '.join(optional)}" if optional else "")
            + "."
        )
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(head):
            raise DecisionError(f"{where}, line {number}: {len(cells)} cells where the head line has {len(head)}.")
        row = dict.fromkeys(optional, "") | {name: cell.strip() for name, cell in zip(head, cells, strict=True)}
        empty = [name for name in required if not row[name]]
        if empty:
            raise DecisionError(f"{where}, line {number}: {', '.join(empty)} must not be empty.")
        yield row
