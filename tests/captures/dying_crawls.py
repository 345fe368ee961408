"""Crawl a portal many times, each time dying at another step, and each time once more: `LISTING FOLDER HOW-MANY`.

A process of its own, in which no reactor runs yet, so that every crawl can be a fork. Prints the step of each kill.
"""

from __future__ import annotations

import sys
from pathlib import Path

from captures.crawl_run import run_crawl
from crawler.spiders import trs
from registry.portals import Portal
from tests.captures.dying import fork, killed_at, steps


def main(listing: str, folder: Path, how_many: int) -> None:
    assert trs  # every module that a crawl needs is imported before the first fork

    def crawl(data: Path) -> None:
        summary = run_crawl([Portal("p", "p", "410972", listing, "trs")], data, verbosity=-1)
        assert summary.exit_code == 0, summary.table()

    count = len(steps(lambda: crawl(folder / "whole"), folder / "steps"))
    for step in range(0, count, max(1, count // how_many)):
        data = folder / f"killed-{step}"
        if killed_at(step, lambda data=data: crawl(data)) == -9:
            assert fork(lambda data=data: crawl(data)) == 0
            print(step, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
