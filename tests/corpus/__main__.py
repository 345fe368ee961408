"""`python -m tests.corpus OUT`: write generated reports in every format, with their values in `values.jsonl`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.corpus.reports import report
from tests.corpus.write import FORMATS, SMALL_FORMATS, Writer


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("out", type=Path, help="the folder to write into; must not be there yet, or be empty")
    parser.add_argument("--reports", type=int, default=20, help="how many reports (each in every format)")
    parser.add_argument("--first", type=int, default=0, help="the number of the first report")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other reports")
    parser.add_argument("--formats", default=",".join(FORMATS), help="some of: " + ", ".join(FORMATS))
    parser.add_argument("--small", action="store_true", help="reports on one sheet, files of some ten kilobytes")
    given = parser.parse_args(words)
    formats = given.formats.split(",")
    if given.small and given.formats == parser.get_default("formats"):
        formats = list(SMALL_FORMATS)
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        parser.error(f"there is no format {unknown[0]}: choose from {', '.join(FORMATS)}")
    if given.out.exists() and any(given.out.iterdir()):
        parser.error(f"{given.out} is not empty")
    given.out.mkdir(parents=True, exist_ok=True)
    numbers = range(given.first, given.first + given.reports)
    Writer(given.out, [report(number, given.seed, given.small) for number in numbers], given.small).write(formats)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
