"""A cell that prints a figure, read as one: what the signs of a figure alone make of the probabilities.

The recogniser knows 18,000 characters, of which a figure has fifteen; what it gives to their doubles (O, l, 一) belongs
to them. Two cuts of one cell are read, and the digits that stand apart are counted: where these disagree, the figure is
doubtful, and every reading that the pixels allow is kept beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np

from parsers.ocr.pixels import Area, Mask
from parsers.ocr.recogniser import BLANK, Probabilities, Read, characters

Readings = tuple[tuple[str, float], ...]
"""What a cell may print, with probabilities that add up to 1 at most, likeliest first."""

SIGNS = "0123456789.,-/+%"
_DOUBLES = {
    "0": "OoＯ〇○０◯ΟОοо",
    "1": "lI|i!１ｌ丨∣︱]Ｉ｜",
    "2": "Zz２Ｚ",
    "3": "３З",
    "4": "４",
    "5": "Ss５Ｓ",
    "6": "b６б",
    "7": "７",
    "8": "B８",
    "9": "gq９",
    ".": "．·",
    ",": "，、",
    "-": "—–－―─一_ー﹣‐~",
    "/": "／",
}
_UNSURE = {
    "08": "日曰θΘØø",
    "0.": "。",
    "06": "C",
    "0": "口cQD",
    "6": "G",
    "71": "T",
    "72": "?",
    "4": "A",
}
"""What a digit may look like that is none: its probability is shared out, so that the figure stays doubtful."""
_SHARES = (0.7, 0.2)
_LONGEST = 16
_BEAM = 12
_LEAST = 0.002
"""A reading less likely than this is not kept."""
_MISCOUNTED = 0.5
_MOST_READINGS = 6


@cache
def _weights() -> tuple[np.ndarray, np.ndarray]:
    """Return the columns of all characters that count for a sign, and by how much (columns by signs)."""
    at = {character: number for number, character in enumerate(characters()) if character}
    share: dict[tuple[int, int], float] = {}
    for number, sign in enumerate(SIGNS):
        share |= {(at[one], number): 1.0 for one in sign + _DOUBLES.get(sign, "") if one in at}
    for signs, doubles in _UNSURE.items():
        for sign, part in zip(signs, _SHARES, strict=False):
            share |= {(at[one], SIGNS.index(sign)): part for one in doubles if one in at}
    columns = sorted({column for column, _ in share})
    weights = np.zeros((len(columns), len(SIGNS)))
    for (column, number), part in share.items():
        weights[columns.index(column), number] = part
    return np.array(columns), weights


def looks_like_a_figure(text: str) -> bool:
    """Tell whether a line holds nothing but signs of a figure and their doubles."""
    squeezed = text.replace(" ", "")
    return 0 < len(squeezed) <= _LONGEST and all(_sign(character) for character in squeezed)


@cache
def _sign(character: str) -> bool:
    return any(character in group for group in (SIGNS, *_DOUBLES.values(), *_UNSURE.values()))


def readings(reads: Sequence[Read]) -> Readings:
    """Return what one line may print as a figure, from several readings of it; each counts alike."""
    total: dict[str, float] = {}
    for read in reads:
        for text, probability in _beam(_folded(read.steps)).items():
            total[text] = total.get(text, 0.0) + probability / len(reads)
    likely = sorted(((text, p) for text, p in total.items() if p >= _LEAST and text), key=lambda one: (-one[1], one[0]))
    return tuple((text, round(min(float(p), 1.0), 4)) for text, p in likely[:_MOST_READINGS])


def _folded(steps: Probabilities) -> np.ndarray:
    """Return steps by (nothing, signs): the probability of every sign with that of its doubles."""
    columns, weights = _weights()
    # What stands far apart was cut apart before: a space within a figure is only how it is set.
    nothing = steps[:, [BLANK]] + steps[:, [len(characters()) - 1]]
    return np.hstack([nothing, steps[:, columns] @ weights]).astype(np.float64)


def _beam(steps: np.ndarray) -> dict[str, float]:
    """Return the likeliest texts: the sums over all ways to spread a text over the steps (CTC prefix search)."""
    beam: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}
    for row in steps:
        if row[0] > 0.9999:
            beam = {text: (sum(pair) * row[0], 0.0) for text, pair in beam.items()}
            continue
        following: dict[str, list[float]] = {}
        signs = [at for at in range(1, len(row)) if row[at] > 1e-4]
        for text, (ended, open_) in beam.items():
            here = following.setdefault(text, [0.0, 0.0])
            here[0] += (ended + open_) * row[0]
            for at in signs:
                sign = SIGNS[at - 1]
                again = text[-1:] == sign
                if again:
                    here[1] += open_ * row[at]
                grown = following.setdefault(text + sign, [0.0, 0.0])
                grown[1] += (ended if again else ended + open_) * row[at]
        kept = sorted(following.items(), key=lambda one: -sum(one[1]))[:_BEAM]
        beam = {text: (pair[0], pair[1]) for text, pair in kept}
    return {text: sum(pair) for text, pair in beam.items()}


def digits_apart(ink: Mask, line: Area) -> int | None:
    """Count the digits of a line where each stands apart; None where some touch or are broken."""
    window = ink[line.top : line.bottom, line.left : line.right]
    count, _, stats, _ = cv2.connectedComponentsWithStats(window, connectivity=8)
    boxes = [tuple(int(v) for v in stats[at, :4]) for at in range(1, count)]
    high = max((box[3] for box in boxes), default=0)
    tall = sorted(box for box in boxes if box[3] >= 0.75 * high)
    low = [box for box in boxes if 0.35 * high <= box[3] < 0.75 * high]
    if not tall or low or any(box[2] > 0.95 * box[3] for box in tall):
        return None
    if any(left[0] + left[2] > right[0] + 1 for left, right in zip(tall, tall[1:], strict=False)):
        return None
    return len(tall)


def weighed(found: Readings, apart: int | None) -> Readings:
    """Lower the readings that have not as many digits as stand apart on the page."""
    if apart is None or not found or all(sum(map(str.isdigit, text)) == 0 for text, _ in found):
        return found
    out = [(text, p if sum(map(str.isdigit, text)) == apart else p * _MISCOUNTED) for text, p in found]
    return tuple(sorted(out, key=lambda one: (-one[1], one[0])))
