"""Ruling lines too faint to be seen pixel by pixel: along the side of a cell they still darken the paper evenly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from parsers.ocr.pixels import Grey, contrast, grain
from parsers.ruling import Line, RuledGrid

# All lengths in points.
_APART = 1.6
"""A line is darker than the paper so far to either side of it."""
_LEAST_ROW, _LEAST_COLUMN = 7.0, 12.0
"""No row is lower and no column narrower."""
_LEAST_ACROSS, _LEAST_DOWN = 100.0, 45.0
_END = 1.5
"""A line reaches both borders of its cell; text keeps this distance at least."""
_BORDER = 1.0
_PARTS = 6
_EVEN = 0.4
"""Every part of a line is so dark beside the usual one; one part may be hidden by a character."""
_DARKER, _GRAINS = 0.035, 1.0
_WIDE = 60.0
"""Only in a cell so wide may a character hide a part of a line."""


def faint_lines(grey: Grey, grids: Sequence[RuledGrid], scale: float) -> tuple[list[Line], list[Line]]:
    """Return the lines across and down that part cells of the grids further; `scale` is pixels a point."""
    least = max(_DARKER * contrast(grey), _GRAINS * grain(grey))
    on_side = np.ascontiguousarray(grey.T)
    across: list[Line] = []
    down: list[Line] = []
    for grid in grids:
        level: list[Line] = []
        upright: list[Line] = []
        for left, top, right, bottom in (cell.box for cell in grid.cells):
            rows = _levels(grey, (left, top, right, bottom), _LEAST_ROW * scale, scale, least)
            level += [Line(at, left, right) for at in rows]
            columns = _levels(on_side, (top, left, bottom, right), _LEAST_COLUMN * scale, scale, least)
            upright += [] if rows else [Line(at, top, bottom) for at in columns]
        across += _long(level, _LEAST_ACROSS * scale, scale)
        down += _long(upright, _LEAST_DOWN * scale, scale)
    return across, down


def _long(lines: list[Line], least: float, scale: float) -> list[Line]:
    """Return the lines that make up `least` with those at their height: feet of characters that fill a cell do not."""
    return [
        line
        for line in lines
        if sum(other.stop - other.start for other in lines if abs(other.at - line.at) <= scale) >= least
    ]


def _levels(grey: Grey, box: tuple[float, float, float, float], room: float, scale: float, least: float) -> list[float]:
    """Return at which heights a line runs across a box from side to side, at least `room` from others and the ends."""
    border, apart, end = round(_BORDER * scale), max(round(_APART * scale), 3), max(round(_END * scale), 3)
    left, right = round(box[0]) + border, round(box[2]) - border
    top, bottom = round(box[1]), round(box[3])
    if bottom - top < 2 * room or right - left < 2 * end + 2 * _PARTS:
        return []
    window = grey[top:bottom, left:right].astype(np.float32)
    edges = [0, end, *np.linspace(end, window.shape[1] - end, _PARTS + 1).astype(int)[1:], window.shape[1]]
    parts = np.stack([window[:, a:b].mean(axis=1) for a, b in zip(edges, edges[1:], strict=False)], axis=1)
    lowest = np.minimum(np.minimum(parts[:-2], parts[1:-1]), parts[2:])
    depth = np.full(parts.shape, -255.0, dtype=np.float32)
    depth[apart:-apart] = (
        np.minimum(parts[: -2 * apart], parts[2 * apart :]) - np.vstack([parts[:1], lowest, parts[-1:]])[apart:-apart]
    )
    usual = np.median(depth, axis=1)
    seen = depth >= np.maximum(least, _EVEN * usual)[:, None]
    hidden = 1 if right - left > _WIDE * scale else 0
    found = (seen.sum(axis=1) >= seen.shape[1] - hidden) & seen[:, 0] & seen[:, -1]
    return _peaks(np.where(found, usual, 0.0), room, float(top))


def _peaks(strength: np.ndarray, room: float, top: float) -> list[float]:
    """Return where a line is strongest, the strongest first choice, none nearer than `room` to another or the ends."""
    out: list[float] = []
    for at in np.argsort(-strength, kind="stable"):
        if strength[at] <= 0:
            break
        if room <= at <= len(strength) - room and all(abs(at - (other - top)) >= room for other in out):
            out.append(top + float(at) + 0.5)
    return sorted(out)
