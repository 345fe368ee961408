"""Words one below the other in an unruled table, parted into the labels and heads of the forms that they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parsers.application_heads import is_applicant
from parsers.disclosure import is_measure
from parsers.document import Box
from parsers.labels import bare
from parsers.pdf_pieces import KNOWN, Piece, overlap
from parsers.pdf_words import said
from parsers.reviews import block_of, result_of

_PITCH = 4.0
"""In type sizes: lines of one label are no further apart."""
_SHARED = 0.3
"""Of the narrower: pieces that overlap so far stand in one column."""
_LONGEST = 16
_STRIP = 0.3
"""In type sizes, from the middle of a line: where its characters have their middles."""


@dataclass(frozen=True, eq=False)
class Words:
    """One label or head, from its first line to its last."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def left(self) -> float:
        """Its left end."""
        return min(piece.left for piece in self.pieces)

    @property
    def right(self) -> float:
        """Its right end."""
        return max(piece.right for piece in self.pieces)

    @property
    def first(self) -> float:
        """The baseline of its first line."""
        return min(piece.base for piece in self.pieces)

    @property
    def last(self) -> float:
        """The baseline of its last line."""
        return max(piece.base for piece in self.pieces)

    @property
    def level(self) -> float:
        """The middle between its first and its last baseline."""
        return (self.first + self.last) / 2


def is_known(text: str) -> bool:
    """Tell whether words are a label or a head of the forms."""
    return (
        said(text) >= KNOWN
        or is_applicant(text)
        or is_measure(text)
        or result_of(text) is not None
        or block_of(text) is not None
    )


def known_words(pieces: Iterable[Piece]) -> list[Words] | None:
    """Return the labels and heads that pieces make, which stand anywhere on the page; None where some say none."""
    known, unknown = sorted_words(pieces)
    return None if unknown else known


def sorted_words(pieces: Iterable[Piece]) -> tuple[list[Words], list[Words]]:
    """Return the labels and heads that pieces make, and what says none."""
    known: list[Words] = []
    unknown: list[Words] = []
    for stack in _stacks(pieces):
        parted = _parted(stack)
        known += parted or []
        unknown += [] if parted else [Words(tuple(stack))]
    return known, unknown


def _stacks(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Return pieces that stand one below the other, each below the nearest that it can go on from."""
    out: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: (one.base, one.left)):
        above = [stack for stack in out if _is_below(stack[-1], piece)]
        if above:
            max(above, key=lambda stack: (stack[-1].base, overlap(stack[-1], piece))).append(piece)
        else:
            out.append([piece])
    return out


def _is_below(upper: Piece, piece: Piece) -> bool:
    narrower = min(upper.right - upper.left, piece.right - piece.left)
    distance = piece.base - upper.base
    return (
        0.3 * piece.size < distance <= _PITCH * max(upper.size, piece.size)
        and overlap(upper, piece) >= _SHARED * narrower
    )


def _parted(stack: Sequence[Piece]) -> list[Words] | None:
    """Return the fewest labels and heads that a stack says from top to bottom."""
    best: list[tuple[float, list[Words]] | None] = [(0.0, [])]
    for end in range(1, len(stack) + 1):
        found: list[tuple[float, list[Words]]] = []
        for start in range(max(end - _LONGEST, 0), end):
            before = best[start]
            words = Words(tuple(stack[start:end]))
            if before is not None and bare(words.text) and is_known(words.text):
                found.append((before[0] + 1.01 - said(words.text), [*before[1], words]))
        best.append(min(found, key=lambda one: one[0]) if found else None)
    last = best[-1]
    return last[1] if last else None


def box_of(pieces: Sequence[Piece]) -> Box:
    """Return a box that holds the middles of the characters of pieces, and none of the lines beside them."""
    return around([_strip(piece) for piece in pieces])


def _strip(piece: Piece) -> Box:
    middle, half = (piece.top + piece.bottom) / 2, _STRIP * piece.size
    return piece.left, middle - half, piece.right, middle + half


def around(boxes: Sequence[Box]) -> Box:
    """Return the box around boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
