"""Accuracy by format over generated reports, and the same files through other programs; writes `docs/accuracy.md`."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bench import accuracy_page
from bench.lookup import look_up
from bench.measure import Comparison
from bench.rivals import RIVALS, Rival
from crawler.media_type import HTML
from parsers.bounded import Limits, results
from parsers.read import read
from tests.corpus.reports import report
from tests.corpus.score import Score, score
from tests.corpus.values import Expected, content, read_values
from tests.corpus.write import Writer
from tests.samples import Sample, samples

SEED = 20261124
# Reports a format. LibreOffice starts anew for every old office file, OCR takes some ten seconds a report.
COUNTS = {
    "html": 300, "docx": 300, "docx-libreoffice": 300, "doc": 300, "rtf": 300, "xlsx": 300, "xls": 300,
    "pdf-libreoffice": 300, "pdf-chromium": 300, "pdf-weasyprint": 300, "scan-150": 30, "scan-200": 30, "scan-300": 30,
    "png": 30,
}  # fmt: skip
# GONGKAI_BENCH_SHARE=0.1 takes a tenth of them, for a look.
# Files a format that the others get too: some take seconds for each.
SHARED = 40
PICTURES = ("scan-150", "scan-200", "scan-300", "png")
LIMITS = Limits(seconds=300, megabytes=0)


def _percent(cells: Counter[str]) -> float:
    return 100 * cells["right"] / cells.total() if cells else 0.0


@dataclass
class Line:
    """What came of one format: files, kinds of cells, files not read, names misread, and the faults to look at."""

    format: str
    reports: int = 0
    cells: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)
    misnamed: int = 0
    silent: list[str] = field(default_factory=list)
    quiet: int = 0
    ruled: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.cells.values())

    @property
    def right(self) -> float:
        return _percent(self.cells)

    @property
    def right_ruled(self) -> float:
        """The same over the reports whose tables have all their ruling lines, as nearly every real one has."""
        return _percent(self.ruled)

    def add(self, got: Score, name: str, ruled: bool = True) -> None:
        self.reports += 1
        self.cells += got.cells
        self.ruled += got.cells if ruled else Counter()
        self.misnamed += not got.named_right
        self.quiet += bool(got.faults) and not got.findings
        if got.reason:
            self.unread[got.reason] += 1
        self.silent += [f"{name} {code}: read {read_}, printed {want}" for code, (_, read_, want) in got.silent.items()]


def _work(folder: Path, want: Expected) -> Score:
    return score(read(content(folder / want.file)), want)


def _failed(want: Expected, reason: str) -> Score:
    return Score(Counter(unread=len(want.values)), reason=reason)


def _format(folder: Path, format_: str, count: int) -> tuple[Line, list[tuple[Expected, Score]]]:
    out = folder / format_
    Writer(out, [report(number, SEED) for number in range(count)]).write([format_])
    wanted = list(read_values(out / "values.jsonl"))
    line, pairs = Line(format_), []
    # OCR uses every core by itself.
    workers = 1 if format_ in PICTURES else os.cpu_count() or 1
    for want, got in zip(wanted, results(partial(_work, out), wanted, _failed, workers, LIMITS), strict=True):
        line.add(got, want.file, want.set_as["border"] == "all")
        pairs.append((want, got))
    return line, pairs


def _share(rival: Rival, folder: Path, wanted: Sequence[Expected]) -> float:
    """Return the percentage of cells that a lookup of labels finds right in the tables of another program."""
    right = total = 0
    for want in wanted:
        total += len(want.values)
        try:
            got = look_up(rival.tables(folder / want.format / want.file, want.format), want.form)
        except Exception as error:  # noqa: BLE001 - what stops another program is its result
            print(f"{rival.name} {want.file}: {type(error).__name__} {error}", flush=True)
            continue
        right += sum(_is_right(code, got, want) for code in want.values)
    return 100 * right / total


def _is_right(code: str, got: dict, want: Expected) -> bool:
    if code not in got:
        return False
    return got[code] in (want.values[code], want.also.get(code, want.values[code])) or (
        got[code] is None and code in want.open
    )


def _samples() -> Line | None:
    """Return what came of the real samples, where they are present."""
    line = Line("real samples")
    for sample in samples(".html", ".txt", ".docx"):
        if any(value is not None for value in sample.expected.get("facts", {}).values()):
            line.add(score(read(sample.data), _of_sample(sample)), sample.name)
    return line if line.reports else None


def _of_sample(sample: Sample) -> Expected:
    """A null in the sample's values may stand for what nobody can tell: any reading of it is right there."""
    facts = {code: value for code, value in sample.expected["facts"].items() if value is not None}
    got = read(sample.data).report
    also = {code: value for code, value in (got.values() if got else {}).items() if code not in facts}
    also = {code: value for code, value in also.items() if code in sample.expected["facts"]}
    names = sample.expected["organ"], sample.expected["year"]
    return Expected(sample.name, HTML, facts, [], [], also, sample.expected["title"], *names, "", [])


def compare() -> Iterator[Comparison]:
    """Yield a comparison for each format and program that reads it; write the page."""
    lines, shares = [], {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        share = float(os.environ.get("GONGKAI_BENCH_SHARE", "1"))
        for format_, count in COUNTS.items():
            line, pairs = _format(folder, format_, max(1, round(count * share)))
            lines.append(line)
            print(f"{format_}: {line.right:.3f} % {dict(line.cells)}", flush=True)
            few = pairs[:SHARED]
            ours = _percent(sum((got.cells for _, got in few), Counter()))
            for rival in RIVALS:
                if format_ in rival.formats and rival.is_here():
                    theirs = _share(rival, folder, [want for want, _ in few])
                    shares[format_, rival.name] = (len(few), ours, theirs)
                    what = f"accuracy: {format_} ({len(few)} reports)"
                    yield Comparison(what, rival.name, "% of cells", ours, max(theirs, 0.01), 1.0, "better")
    accuracy_page.write(lines, _samples(), shares, [rival.name for rival in RIVALS if not rival.is_here()])
