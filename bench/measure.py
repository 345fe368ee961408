"""Both sides of a comparison by turns, and what came of it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Side = Callable[[], float | None]
"""Does its work once and returns the seconds that count, or None when all the time of the call counts."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two rates of the same work. `goal` is the least ratio of ours to theirs that will do; None: told for the record
    alone.
    """

    what: str
    against: str
    unit: str
    ours: float
    theirs: float
    goal: float | None
    goal_words: str = ""

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs

    @property
    def met(self) -> bool | None:
        return None if self.goal is None else self.ratio >= self.goal


def by_turns(sides: Mapping[str, Side], rounds: int) -> dict[str, float]:
    """Run every side once a round (A, B, A, B, …) and return the best seconds of each.

    The best and not the mean: whatever else the machine does only ever adds time.
    """
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            gc.collect()
            began = time.perf_counter()
            told = side()
            seconds[name].append(time.perf_counter() - began if told is None else told)
    return {name: min(all_of_it) for name, all_of_it in seconds.items()}
