"""`python -m bench.ocr [REPORTS [DPI ...]]`: scans of generated reports, how many cells are right, seconds a page.

Reports are printed by Chromium, WeasyPrint and LibreOffice in several hands, rasterised, turned by up to 1.5 degrees,
made noisy and saved as JPEG of quality 50 to 80. A cell that is wrong without a finding that names it or says that its
table is missing is silent: there may be none.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from checks.run import check_report
from parsers.codes import codes
from parsers.ocr.image_file import PageImage, pages_of
from parsers.read import read_document
from parsers.report import AnnualReport, Context
from parsers.scan import read_pages
from tests.parsers.scan import paper
from tests.parsers.test_variety import bent
from tests.parsers.variety.sheet import Sheet

PRINTERS = (paper.printed_by_chromium, paper.printed_by_weasyprint, paper.printed_by_chromium, paper.printed_by_office)
REPORTS, RESOLUTIONS = 60, (150, 200, 300)
GOAL_DPI, GOAL = 200, 0.99


@dataclass
class Score:
    """What came of the reports of one resolution; `unread` counts those not taken for reports."""

    cells: int = 0
    wrong: int = 0
    silent: int = 0
    doubted: int = 0
    unread: int = 0
    pages: int = 0
    seconds: float = 0.0

    def add(self, made: Sheet, report: AnnualReport | None) -> list[str]:
        """Count the cells of one report and return a line for each that is wrong."""
        self.cells += len(made.truth)
        if report is None:
            self.unread += 1
            self.wrong += len(made.truth)
            return ["not taken for a report"]
        got = {fact.code: fact for fact in report.facts}
        failed = [one for one in check_report(report) if one.status == "fail"]
        told = {code for one in failed for code in one.cells}
        missing = {note.detail for note in report.notes if note.kind == "missing_table"}
        self.doubted += sum(note.kind in ("ocr_doubtful", "ocr_chosen_by_sums") for note in report.notes)
        out = []
        for code, value in made.truth.items():
            fact = got.get(code)
            if fact is not None and fact.value == value:
                continue
            beside = code in told or (fact is None and codes()[code].table in missing)
            self.wrong += 1
            self.silent += not beside
            read = "absent" if fact is None else f"{fact.raw!r} ({fact.place.confidence})"
            out.append(f"{code}: {read} for {value}{'' if beside else ', SILENT'}")
        return out

    def line(self, dpi: int) -> str:
        right = 1 - self.wrong / max(self.cells, 1)
        return (
            f"{dpi} dpi: {right:.3%} of {self.cells} cells right, {self.wrong} wrong, {self.silent} of them silent, "
            f"{self.doubted} notes of doubt, {self.unread} reports unread, "
            f"{self.seconds / max(self.pages, 1):.2f} s a page ({self.pages} pages)"
        )


def scans(pdf: bytes, seed: int, dpi: int) -> list[PageImage]:
    """Return the pages of a PDF as a poor scanner sees them."""
    rng = random.Random(seed)
    images = (paper.scanned(image, rng, paper.Scanner(dpi)) for image in paper.rasterised(pdf, dpi))
    return [page._replace(page=at) for at, data in enumerate(images, start=1) for page in pages_of(data)]


def printed(seed: int, folder: Path) -> tuple[Sheet, bytes]:
    """Return a report and the PDF that one of the printers makes of it."""
    made = bent(seed, [])
    return made, PRINTERS[seed % len(PRINTERS)](paper.styled(made, random.Random(seed)), folder)


def measure(reports: int, resolutions: Sequence[int]) -> dict[int, Score]:
    """Print and read the reports at every resolution, telling each wrong cell."""
    scores = {dpi: Score() for dpi in resolutions}
    for seed in range(1000, 1000 + reports):
        with tempfile.TemporaryDirectory() as folder:
            made, pdf = printed(seed, Path(folder))
        for dpi, score in scores.items():
            pages = scans(pdf, seed, dpi)
            began = time.perf_counter()
            document = read_pages(pages, "application/pdf")
            score.seconds += time.perf_counter() - began
            score.pages += len(pages)
            for wrong in score.add(made, read_document(document, Context()).report):
                print(f"{seed} at {dpi} dpi: {wrong}", flush=True)
    return scores


def main(arguments: list[str]) -> int:
    """Run and print a line for each resolution; 1 when a goal is missed."""
    numbers = [int(argument) for argument in arguments]
    scores = measure(numbers[0] if numbers else REPORTS, numbers[1:] or RESOLUTIONS)
    for dpi, score in scores.items():
        print(score.line(dpi))
    goal = scores.get(GOAL_DPI)
    missed = goal is not None and goal.wrong > (1 - GOAL) * goal.cells
    return int(missed or any(score.silent for score in scores.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
