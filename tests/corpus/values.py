"""What a generated report prints: a line a report in `values.jsonl`, with the files that print it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from parsers.codes import applicants
from tests.corpus.reports import Report

Value = int | float | None


@dataclass(frozen=True)
class Expected:
    """`values` maps every printed code to its value (None: blank, dash, words); `open` holds the codes of which the
    source does not settle whose figure they print: null with a finding is right there, and so is `also`, what stands
    in the place as printed; `absent` are the codes of rows that are not there."""

    file: str
    format: str
    values: dict[str, Value]
    open: list[str]
    absent: list[str]
    also: dict[str, Value]
    title: str
    organ: str
    year: int
    form: str
    quirks: list[str]
    set_as: dict[str, object] = field(default_factory=dict)


def line(report: Report, files: dict[str, str]) -> str:
    """Return the line of a report whose formats stand in `files`."""
    entry = asdict(expected(report, "", ""))
    del entry["file"], entry["format"]
    return json.dumps({"files": files, **entry}, ensure_ascii=False) + "\n"


def expected(report: Report, file: str, format_: str) -> Expected:
    made = report.sheet
    values = {code: value for code, value in made.truth.items() if code not in made.absent}
    return Expected(
        file,
        format_,
        values,
        sorted(made.open - made.absent),
        sorted(made.absent),
        _also(report),
        "".join(report.title),
        report.organ,
        report.year,
        made.form,
        list(made.applied),
        asdict(report.layout),
    )


def _also(report: Report) -> dict[str, Value]:
    """A row that lost a cell, as a page prints it: the figures under the first heads, the last place blank."""
    made = report.sheet
    out: dict[str, Value] = {}
    if "short_row" not in made.applied:
        return out
    for row in made.grids["b"]:
        codes = [cell.code for cell in row if cell.code]
        if len(codes) == len(applicants()) - 1 and set(codes) <= made.open:
            places = [f"{codes[0].split('__')[0]}__{who}" for who in applicants()]
            out |= dict(zip(places, [*(made.truth[code] for code in codes), None], strict=True))
    return out


def read_values(path: Path) -> Iterator[Expected]:
    """Yield what each file below the folder of `path` prints, format by format."""
    lines = [json.loads(text) for text in path.read_text("utf-8").splitlines()]
    for format_ in dict.fromkeys(name for entry in lines for name in entry["files"]):
        for entry in lines:
            if format_ in entry["files"]:
                rest = {name: value for name, value in entry.items() if name != "files"}
                yield Expected(entry["files"][format_], format_, **rest)


def content(file: Path) -> bytes:
    """Return the bytes of a file of the corpus; small ones keep old office files packed."""
    data = file.read_bytes()
    return gzip.decompress(data) if file.suffix == ".gz" else data
