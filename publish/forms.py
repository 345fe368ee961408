"""The three tables of a report in the shape of the official form, from the declared forms and the stored cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from parsers.codes import applicants, declaration
from publish.cells import Cell
from publish.strings import Speaker

NATIONAL = ("f2019", "f2021")
OUTCOMES = "本年度办理结果"
"""The merged label to the left of all outcomes: shown as a head over them, for want of width."""
CellOf = Callable[[str], Cell]


@dataclass(slots=True)
class Label:
    """A printed label with the rows or columns it covers."""

    text: str
    span: int = 1


@dataclass(slots=True)
class Line:
    """One row of a table: the merged label that begins here (if any), the row's own label, its cells.

    `wide` rows have no merged label beside them; a row without cells is a head over those that follow.
    """

    group: Label | None
    label: str
    cells: list[Cell]
    wide: bool = False


@dataclass(slots=True)
class Block:
    """One part of Table A or C with its own head."""

    title: str
    heads: list[str]
    lines: list[Line] = field(default_factory=list)


def disclosure(form: str, cell_of: CellOf, speaker: Speaker) -> list[Block]:
    """Return the blocks of Table A in `form`."""
    out = []
    for block in declaration("disclosure")["block"]:
        if block["form"] != form:
            continue
        article = f"第二十条第（{block['article']}）项" if speaker.lang == "zh" else block["basis"]
        lines = [Line(None, speaker.pick(item), [cell_of(code) for code in item["codes"]]) for item in block["item"]]
        out.append(Block(article, [speaker.pick(measure) for measure in block["measure"]], lines))
    return out


def application_heads(speaker: Speaker) -> list[str]:
    """Return the heads of the seven applicant columns."""
    return [speaker.pick(applicant) for applicant in declaration("applications")["applicant"]]


def applications(form: str, cell_of: CellOf, speaker: Speaker) -> list[Line]:
    """Return the rows of Table B in `form`."""
    rows = [row for row in declaration("applications")["row"] if form in row["forms"]]
    out = []
    for group, members in groupby(rows, key=lambda row: row.get("group", "")):
        lines = list(members)
        if group == OUTCOMES:
            out.append(Line(None, speaker("report.outcomes"), [], wide=True))
            group = ""
        for position, row in enumerate(lines):
            head = Label(speaker.label("outcome_group", group), len(lines)) if group and position == 0 else None
            cells = [cell_of(f"{row['code']}__{applicant}") for applicant in applicants()]
            out.append(Line(head, row_label(row, speaker), cells, wide=not group))
    return out


def row_label(row: dict[str, Any], speaker: Speaker) -> str:
    """Return the label of a declared row of Table B with its mark."""
    mark = row["mark"]
    if speaker.lang == "zh":
        return f"{mark}{'、' if mark in '一二三四' else '.' if mark.isdigit() else ''}{row['zh']}"
    return row["en"].split(": ", 1)[-1].capitalize()


def reviews(cell_of: CellOf, speaker: Speaker) -> list[Block]:
    """Return the three blocks of Table C."""
    form = declaration("reviews")
    heads = [speaker.pick(result) for result in form["result"]]
    return [
        Block(
            speaker.pick(block),
            heads,
            [Line(None, "", [cell_of(f"{block['code']}_{result['code']}") for result in form["result"]])],
        )
        for block in form["block"]
    ]
