"""`python -m bench.fuzz SECONDS [--keep DIR]`: changed files of the small corpus and every hostile file, in a worker.

Told are files that raise, that end the worker, that take long, and those of which the reader opens a door; each is kept
in DIR by its seed. Exit code 1 when there is one.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from parsers.bounded import Limits, results
from tests.corpus.values import content, read_values
from tests.parsers.hostile.guarded import CASES, Outcome, guarded
from tests.parsers.hostile.mutation import mutated

SMALL = Path(__file__).resolve().parents[1] / "tests" / "corpus" / "small"
LIMITS = Limits(seconds=60, megabytes=3072)
LONG = 20.0
# Each starts LibreOffice or OCR: a few of them, so that the others get their share of the time.
SLOW, SLOW_SHARE = ("doc", "rtf", "scan-200", "png"), 0.005


class Task(NamedTuple):
    """A hostile case by its name, or a file of the small corpus changed by a seed."""

    name: str
    seed: int | None = None

    def data(self) -> bytes:
        if self.seed is None:
            return CASES[self.name]()
        return mutated(content(SMALL / self.name), random.Random(self.seed))


def work(task: Task) -> Outcome:
    return guarded(task.data())


def failed(task: Task, reason: str) -> Outcome:
    return Outcome("broke", reason)


def tasks(until: float, first: int, hostile: bool) -> Iterator[Task]:
    """Yield the hostile cases, then changed files until the time is over."""
    if hostile:
        yield from map(Task, CASES)
    kept = list(read_values(SMALL / "values.jsonl"))
    quick = [want.file for want in kept if want.format not in SLOW]
    slow = [want.file for want in kept if want.format in SLOW]
    seed = first
    while time.monotonic() < until:
        yield Task(random.Random(seed).choice(slow if random.Random(~seed).random() < SLOW_SHARE else quick), seed)
        seed += 1


def is_fault(got: Outcome) -> bool:
    return got.verdict in ("raised", "broke") or bool(got.doors) or got.seconds > LONG


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz", description=__doc__)
    parser.add_argument("seconds", type=float, help="how long to change files")
    parser.add_argument("--keep", type=Path, help="a folder for the files that something is wrong with")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--no-hostile", action="store_true", help="changed files alone")
    given = parser.parse_args(words)
    todo, done = [], tasks(time.monotonic() + given.seconds, given.first, not given.no_hostile)
    verdicts: Counter[str] = Counter()

    def noted() -> Iterator[Task]:
        for task in done:
            todo.append(task)
            yield task

    for got in results(work, noted(), failed, 1, LIMITS):
        task = todo.pop(0)
        verdicts[got.verdict] += 1
        if is_fault(got):
            told = ", ".join([got.reason, *got.doors]) or "not slow to fail, but slow"
            print(f"{task.name} {task.seed}: {got.verdict} after {got.seconds:.1f} s: {told}", flush=True)
            if given.keep:
                given.keep.mkdir(parents=True, exist_ok=True)
                (given.keep / f"{task.name.replace('/', '-')}-{task.seed}").write_bytes(task.data())
    print(", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common()))
    return int(verdicts["raised"] + verdicts["broke"] > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
