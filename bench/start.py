"""Time from the call to the end of the commands that only list: they must not load what they do not need."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Comparison, by_turns

ROUNDS = 5
GOAL_SECONDS = 1.5
COMMANDS = {
    "gongkai portals list": [sys.executable, "gongkai.py", "portals", "list"],
    "scrapy list": [sys.executable, "-m", "scrapy", "list"],
}


def compare() -> Iterator[Comparison]:
    """Yield a comparison for each command."""
    root = Path(__file__).resolve().parents[1]
    lines: dict[str, int] = {}

    def run(name: str, command: list[str]) -> None:
        done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=True)
        lines[name] = len(done.stdout.splitlines())

    sides = {name: (lambda name=name, command=command: run(name, command)) for name, command in COMMANDS.items()}
    best = by_turns(sides, ROUNDS)
    for name, seconds in best.items():
        what = f"start: {name}, {lines[name]} lines in {seconds:.2f} s"
        goal = f"under {GOAL_SECONDS:g} s"
        yield Comparison(what, f"{GOAL_SECONDS:g} s", "starts/s", 1 / seconds, 1 / GOAL_SECONDS, 1.0, goal)
