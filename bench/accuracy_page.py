"""The page `docs/accuracy.md`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bench.machine import describe

if TYPE_CHECKING:
    from bench.accuracy import Line

PAGE = Path(__file__).resolve().parents[1] / "docs" / "accuracy.md"
INTRODUCTION = """\
# Accuracy

Written by `python -m bench accuracy` (part of `make bench`): generated reports in every format (`make corpus`,
`tests/corpus`), made by LibreOffice, Chromium and WeasyPrint, with both national forms, the quirks of real reports,
four fonts, tables over pages at any row, tables without ruling lines, merged, split and missing cells. Every value is
known. Most are harder than an average report; the figures are a floor, not a forecast.
"""
KINDS = """\
- **right**: the value as printed, or null where nothing is printed. Where the source itself does not settle whose a
  figure is (a row with six figures for seven columns), null with a finding is right.
- **null, told / not told**: a value was printed and null was read, with or without a finding that names the cell.
- **wrong, told / not told**: another value was read, with or without a finding that names the cell.
- **not read**: cells of files that ended as `unreadable` or `not_a_report`, with a reason.
- **ruled alone**: the share right in reports whose tables have all their ruling lines, as nearly every real one has; an
  eighth of the generated ones has horizontal lines alone or none.
- **in quiet reports**: reports with any fault and no finding at all: the promise is that there are none.
"""
OTHERS = """\
## The same files through other programs

The first reports of each format. No other program knows the forms: each gives tables, out of which `bench/lookup.py`
looks up the cells as somebody would who writes a script around it, with every help that is fair: labels need only be
nearly alike, repeated cells of a span count once, rows are sought in the order of the form, numbers are read by our own
rules, Table C may stand in one row or in three. A cell counts when its value is right; findings are not asked of them.
"""
DOCLING = """\
docling: Word, HTML and spreadsheets were read by its own backends (`docling-slim[format-office]`). Its PDF pipeline was
not run: it needs torch (with CUDA libraries several gigabytes) and layout and table models from a hub, and this
benchmark uses no network.
"""
HEADS = ("format", "reports", "cells", "right", "null, told", "null, not told", "wrong, told", "wrong, not told",
         "not read", "in quiet reports", "right in %", "ruled alone in %")  # fmt: skip
COLUMNS = ("right", "null_named", "null_silent", "wrong_named", "wrong_silent", "unread")
Shares = Mapping[tuple[str, str], tuple[int, float, float]]


def write(lines: Sequence[Line], real: Line | None, shares: Shares, absent: Sequence[str]) -> None:
    """Write the page."""
    PAGE.write_text(markdown(lines, real, shares, absent), "utf-8")


def markdown(lines: Sequence[Line], real: Line | None, shares: Shares, absent: Sequence[str]) -> str:
    every = [*lines, *([real] if real else [])]
    machine = "\n".join(f"- {name}: {value}" for name, value in describe())
    parts = [
        INTRODUCTION,
        f"Measured on {date.today().isoformat()}:\n\n{machine}\n",
        _table(HEADS, map(_row, every)),
        KINDS,
    ]
    reasons = [f"- {line.format}: {count} × {reason}" for line in every for reason, count in line.unread.most_common(5)]
    parts += ["Not read:\n\n" + "\n".join(reasons) + "\n"] if reasons else []
    silent = [f"- {text}" for line in every for text in line.silent[:10]]
    parts += ["Not told (ten a format at most):\n\n" + "\n".join(silent) + "\n"] if silent else []
    rows = [
        (format_, name, str(count), f"{ours:.2f}", f"{theirs:.2f}")
        for (format_, name), (count, ours, theirs) in shares.items()
    ]
    parts += [OTHERS, _table(("format", "against", "reports", "ours in %", "theirs in %"), rows)]
    parts += [DOCLING] if any(name == "docling" for _, name in shares) else []
    parts += [f"Not installed, so not measured: {', '.join(absent)}.\n"] if absent else []
    return "\n".join(parts)


def _row(line: Line) -> tuple[str, ...]:
    counts = (f"{line.cells[kind]:,}" for kind in COLUMNS)
    return (
        line.format,
        str(line.reports),
        f"{line.total:,}",
        *counts,
        str(line.quiet),
        f"{line.right:.3f}",
        f"{line.right_ruled:.3f}",
    )


def _table(heads, rows) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines) + "\n"
