"""The ruling lines of a scanned page: thin, long, level or upright; broken, dotted and faint ones too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from parsers.ocr.pixels import Grey, Mask, contrast, grain, ink_of
from parsers.ruling import Line

_FAINT, _DARK, _GRAINS = 0.06, 0.14, 4.0
"""How much darker than paper a line is at least, as a share of the contrast: the rougher the paper, the darker."""
# All lengths in points.
_LEAST_ACROSS = 18.0
_LEAST_DOWN = 10.0
_SPECK = 0.5
"""Gaps of a pixel or so that noise leaves in a line."""
_DOTS = 3.0
"""Gaps between the dots of a dotted line."""
_THICKEST = 4.0
_LEANS = 0.006
"""How far a line may fall over its length: a page is levelled as a whole, and a photograph has no right angles."""
_WHOLE, _SURE, _STEADY = 0.85, 0.9, 0.97
"""How much of a line has ink at least: of one that others hold, of one that nothing holds, of one beyond doubt."""
_LEAST_ENDS = 3
"""So many long lines end side by side where a table goes on, on another page."""
_GAP_ACROSS = 10.0
_GAP_DOWN = 6.0
"""Gaps that a bad copy leaves in a line; narrower than any cell."""
_SNAP = 4.0
_REACH, _SHORT_OF = 2.5, 1.2
"""How far a line may stand out over one that holds it, for lines are thick, and how far it may stop short of it."""
_STROKE = 24.0
"""No character is higher, not even in a title."""
_SHORT_DOWN, _SHORT_ACROSS = 45.0, 60.0
"""A line so short may be a stroke of a character, unless lines of the other direction hold both its ends."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """Lines across and down in pixels of the page, and the mask of their ink."""

    across: list[Line]
    down: list[Line]
    mask: Mask


def find_ruling(grey: Grey, scale: float) -> Ruling:
    """Return the ruling lines of an upright page; `scale` is pixels a point."""
    share = min(max(_FAINT, _GRAINS * grain(grey) / contrast(grey)), _DARK)
    ink = ink_of(grey, scale, share=share, smooth=False)
    across, mask = _lines(ink, scale, _LEAST_ACROSS)
    # Seen on its side, a line down is a line across.
    down, turned = _lines(np.ascontiguousarray(ink.T), scale, _LEAST_DOWN)
    across = _joined(across, _GAP_ACROSS * scale, scale)
    down = _joined(down, _GAP_DOWN * scale, scale)
    long = _SHORT_DOWN * scale, _SHORT_ACROSS * scale
    down = _kept(down, across, turned, long[0], scale)
    across = _kept(across, down, mask, long[1], scale)
    down = _trimmed(down, across, scale)
    across, down = _snapped(across, down, scale), _snapped(down, across, scale)
    seen = _own(mask, _bands(across, mask.shape, scale))
    upright = np.ascontiguousarray(_own(turned, _bands(down, turned.shape, scale)).T)
    return Ruling(across, down, np.asarray(cv2.bitwise_or(seen, upright), dtype=np.uint8))


def _own(mask: Mask, bands: Mask) -> Mask:
    """Return the ink of lines: what lies in their strips, and the rest of a line that leans out of its strip."""
    joined = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    count, labels = cv2.connectedComponents(joined, connectivity=8)
    sizes = np.bincount(labels[mask > 0], minlength=count)
    inside = np.bincount(labels[(mask > 0) & (bands > 0)], minlength=count)
    whole = inside > 0.5 * sizes
    return np.where((mask > 0) & ((bands > 0) | whole[labels]), 255, 0).astype(np.uint8)


def _bands(lines: list[Line], shape: tuple[int, ...], scale: float) -> Mask:
    """Return the strips that lines across run in: strokes of characters that were taken for lines are not in them."""
    out = np.zeros(shape, np.uint8)
    for at, start, stop in lines:
        half = _THICKEST / 2 * scale + _LEANS / 2 * (stop - start)
        out[max(round(at - half), 0) : round(at + half) + 1, max(round(start) - 1, 0) : round(stop) + 2] = 255
    return out


def _lines(ink: Mask, scale: float, least: float) -> tuple[list[Line], Mask]:
    """Return the lines across, solid and dotted, and the mask of their ink."""
    solid = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, max(round(_SPECK * scale), 2)), np.uint8))
    dotted = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, max(round(_DOTS * scale), 2)), np.uint8))
    out: list[Line] = []
    mask = np.zeros_like(ink)
    for closed, alone in ((solid, False), (dotted, True)):
        runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, max(round(least * scale), 5)), np.uint8))
        out += _traced(ink, np.asarray(runs, dtype=np.uint8), mask, scale, alone)
    return out, mask


def _traced(ink: Mask, runs: Mask, mask: Mask, scale: float, alone: bool) -> Iterator[Line]:
    """Yield the thin ones among runs of ink and add them to the mask; `alone`: only those with paper on both sides."""
    # A line that leans by a pixel breaks into steps; they are one.
    thick = cv2.dilate(runs, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(thick, connectivity=8)
    for label in range(1, count):
        left, top, width, height, _ = (int(value) for value in stats[label])
        if height - 2 > _THICKEST * scale + _LEANS * width:
            continue
        window = (slice(top, top + height), slice(left, left + width))
        own = (labels[window] == label) & (runs[window] > 0)
        if alone and (mask[window] > 0)[own].mean() > 0.5:
            continue
        if not alone or _stands_alone(ink, (left, top, width, height), scale):
            rows = np.nonzero(own)[0]
            mask[window][own] = 255
            yield Line(top + float(rows.mean()) + 0.5, float(left + 1), float(left + width - 1))


def _stands_alone(ink: Mask, box: tuple[int, int, int, int], scale: float) -> bool:
    """Tell a dotted line from a slice through a row of characters: it has paper on both sides."""
    left, top, width, height = box
    reach, skip = max(round(2 * scale), 2), max(round(0.6 * scale), 1)
    above = ink[max(top - skip - reach, 0) : max(top - skip, 0), left : left + width]
    below = ink[top + height + skip : top + height + skip + reach, left : left + width]
    return max([float((side > 0).any(axis=0).mean()) for side in (above, below) if side.size], default=0.0) < 0.15


def _joined(lines: list[Line], gap: float, scale: float) -> list[Line]:
    """Join lines of one height whose ends a gap parts."""
    out: list[Line] = []
    open_: list[Line] = []
    for line in sorted(lines, key=lambda line: (line.start, line.at)):
        near = [other for other in open_ if abs(other.at - line.at) <= 1.2 * scale and line.start <= other.stop + gap]
        open_ = [other for other in open_ if other.stop + gap >= line.start]
        if near:
            best = min(near, key=lambda other: abs(other.at - line.at))
            open_.remove(best)
            out.remove(best)
            long, other = best.stop - best.start, line.stop - line.start
            at = (best.at * long + line.at * other) / max(long + other, 1)
            line = Line(at, best.start, max(best.stop, line.stop))
        open_.append(line)
        out.append(line)
    return out


def _kept(lines: list[Line], others: list[Line], mask: Mask, long: float, scale: float) -> list[Line]:
    """Return the lines that are no strokes of characters: those that are long and whole, and those held at both ends,
    by a line of the other direction or, where a page break leaves a table open, by ends of such lines beside theirs."""
    whole = [_share(line, mask, scale) for line in lines]
    both = list(zip(lines, whole, strict=True))
    sure = [line.stop - line.start > long and share > _SURE for line, share in both]
    steady = [line for line, share in both if line.stop - line.start > _STROKE * scale and share > _STEADY]
    ends = sorted(end for line in steady for end in (line.start, line.stop))
    open_ = [end for end in ends if sum(abs(end - other) <= scale for other in ends) >= _LEAST_ENDS]
    return [
        line
        for line, one, share in zip(lines, sure, whole, strict=True)
        if one or (share > _WHOLE and _held(line, others, open_, scale))
    ]


def _share(line: Line, mask: Mask, scale: float) -> float:
    """Return how much of a line across has ink: strokes of characters that stand in line have gaps between them."""
    half = max(round(0.8 * scale + _LEANS * (line.stop - line.start)), 1)
    strip = mask[max(round(line.at) - half, 0) : round(line.at) + half + 1, round(line.start) : round(line.stop)]
    return float((strip > 0).any(axis=0).mean()) if strip.size else 0.0


def _held(line: Line, others: list[Line], open_: list[float], scale: float) -> bool:
    """Tell whether lines of the other direction stand at both ends of a line."""
    over, under = _REACH * scale, _SHORT_OF * scale
    crossing = [one.at for one in others if one.start - over <= line.at <= one.stop + over] + open_
    begins = any(-under <= at - line.start <= over for at in crossing)
    return begins and any(-over <= at - line.stop <= under for at in crossing)


def _trimmed(lines: list[Line], others: list[Line], scale: float) -> list[Line]:
    """Cut off what stands out over the last line of the other direction, unless others end there too: a stroke of a
    character right above or below a table may stand in line with a ruling line."""
    out = []
    ends = [end for line in lines for end in (line.start, line.stop)]
    reach = _REACH * scale
    for line in lines:
        crossing = [one.at for one in others if one.start - reach <= line.at <= one.stop + reach]
        met = [at for at in crossing if line.start - reach <= at <= line.stop + reach]
        new = []
        for end, last in ((line.start, min(met, default=line.start)), (line.stop, max(met, default=line.stop))):
            shared = sum(abs(end - other) <= scale for other in ends) >= _LEAST_ENDS
            new.append(end if shared or abs(end - last) <= reach else last)
        if new[0] < new[1]:
            out.append(Line(line.at, new[0], new[1]))
    return out


def _snapped(lines: list[Line], others: list[Line], scale: float) -> list[Line]:
    """Let lines that end just before or behind a line of the other direction end on it."""
    out = []
    for at, start, stop in lines:
        meeting = [one.at for one in others if one.start - _SNAP * scale <= at <= one.stop + _SNAP * scale]
        ends = []
        for end in (start, stop):
            nearest = min(meeting, key=lambda other: abs(other - end), default=end)
            ends.append(nearest if abs(nearest - end) <= _SNAP * scale else end)
        out.append(Line(at, ends[0], ends[1]))
    return out
