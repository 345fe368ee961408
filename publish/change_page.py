"""Reads CHANGES.md of a release, so that our page can show it: headings, paragraphs and tables, nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby


@dataclass(slots=True)
class Part:
    """What stands under one heading: paragraphs, and the rows of its table, the head first."""

    heading: str
    paragraphs: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


def parts(text: str) -> list[Part]:
    """Return the page part by part; the first is what stands under its title."""
    out: list[Part] = []
    for is_table, lines in groupby(text.splitlines(), key=lambda line: line.startswith("|")):
        for line in lines:
            if line.startswith("#"):
                out.append(Part(line.lstrip("# ")))
            elif not out or not line.strip():
                continue
            elif not is_table:
                out[-1].paragraphs.append(line.replace("`", ""))
            elif not line.startswith("|---"):
                out[-1].rows.append([cell.strip().strip("`") for cell in line.strip("|").split("|")])
    return out
