"""A sequence of printed rows against the sequence of declared rows: in order, by label and numbering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.labels import bare, similarity, split_mark

LEAST_SIMILARITY = 0.62
LEAST_WITH_MARK = 0.45
_MARK_WEIGHT = 0.1


@dataclass(frozen=True, slots=True)
class Declared:
    """One row of a form: its code, its numbering, and every wording it is known by (bare)."""

    code: str
    mark: str
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed row as the alignment sees it: its deepest label and whether it prints values."""

    label: str
    has_values: bool


@dataclass(frozen=True, slots=True)
class Match:
    """Printed rows `first` to `last` (one, or two whose label was split) are the declared row `declared`."""

    first: int
    last: int
    declared: int
    score: float


class Wordings:
    """How well a label says a declared row. A label that is exactly some known wording can be no other row."""

    def __init__(self, declared: Sequence[Declared], foreign: Sequence[str] = ()) -> None:
        self.declared = declared
        self.known = {wording for row in declared for wording in row.wordings} | {bare(text) for text in foreign}
        self._scores: dict[str, tuple[float, ...]] = {}

    def scores(self, label: str) -> tuple[float, ...]:
        """Return a score for each declared row: 0 for no match, about 1 for the same words."""
        if label not in self._scores:
            self._scores[label] = self._score(label)
        return self._scores[label]

    def _score(self, label: str) -> tuple[float, ...]:
        mark, words = split_mark(label)
        exact = words in self.known
        if exact and not any(words in row.wordings for row in self.declared):
            return (0.0,) * len(self.declared)
        return tuple(self._one(row, mark, words, exact) for row in self.declared)

    @staticmethod
    def _one(row: Declared, mark: str, words: str, exact: bool) -> float:
        best = (1.0 if words in row.wordings else 0.0) if exact else max(similarity(words, w) for w in row.wordings)
        same = bool(mark) and mark == row.mark
        if best < (LEAST_WITH_MARK if same else LEAST_SIMILARITY):
            return 0.0
        return best + (_MARK_WEIGHT if same else -_MARK_WEIGHT if mark else 0.0)


def align(printed: Sequence[Printed], wordings: Wordings) -> list[Match]:
    """Return the best matches in order: each declared row at most once, each printed row at most once.

    Dynamic programming over (printed, declared); a declared row may also take two neighbouring printed rows when only
    one of them prints values and their labels together say it better than either alone.
    """
    rows, columns = len(printed), len(wordings.declared)
    singles = [wordings.scores(row.label) if row.label else (0.0,) * columns for row in printed]
    sure = [max(scores, default=0.0) >= 1.0 for scores in singles]
    pairs = [_pair(printed, at, wordings, singles, sure) for at in range(rows - 1)]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    step: list[list[int]] = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(1, rows + 1):
        single, pair = singles[i - 1], pairs[i - 2] if i > 1 else None
        above, here = best[i - 1], best[i]
        for j in range(1, columns + 1):
            value, move = above[j], 1
            if here[j - 1] > value:
                value, move = here[j - 1], 2
            if single[j - 1] and above[j - 1] + single[j - 1] > value:
                value, move = above[j - 1] + single[j - 1], 3
            if pair and pair[j - 1] and best[i - 2][j - 1] + pair[j - 1] > value:
                value, move = best[i - 2][j - 1] + pair[j - 1], 4
            here[j], step[i][j] = value, move
    return _trace(step, singles, pairs, rows, columns)


def _pair(
    printed: Sequence[Printed],
    at: int,
    wordings: Wordings,
    singles: Sequence[tuple[float, ...]],
    sure: Sequence[bool],
) -> tuple[float, ...] | None:
    first, second = printed[at], printed[at + 1]
    if first.label and not second.label and second.has_values and not first.has_values:
        return wordings.scores(first.label)
    if not (first.label and second.label) or (first.has_values and second.has_values):
        return None
    if sure[at] or sure[at + 1] or split_mark(second.label)[0]:
        return None
    joined = wordings.scores(first.label + second.label)
    return tuple(
        score if score > max(one, two) + 0.05 else 0.0
        for score, one, two in zip(joined, singles[at], singles[at + 1], strict=True)
    )


def _trace(
    step: list[list[int]],
    singles: Sequence[tuple[float, ...]],
    pairs: Sequence[tuple[float, ...] | None],
    rows: int,
    columns: int,
) -> list[Match]:
    out: list[Match] = []
    i, j = rows, columns
    while i and j:
        move = step[i][j]
        if move == 1:
            i -= 1
        elif move == 2:
            j -= 1
        elif move == 3:
            out.append(Match(i - 1, i - 1, j - 1, singles[i - 1][j - 1]))
            i, j = i - 1, j - 1
        else:
            pair = pairs[i - 2]
            assert pair is not None
            out.append(Match(i - 2, i - 1, j - 1, pair[j - 1]))
            i, j = i - 2, j - 1
    return out[::-1]
