"""Lines, lean and ink on pages drawn for the purpose."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from parsers.ocr.cut import lines_of, signs_of, swept
from parsers.ocr.faint_lines import faint_lines
from parsers.ocr.pixels import Area
from parsers.ocr.ruled_lines import find_ruling
from parsers.ocr.straighten import Upright, lean_of, levelled
from parsers.ruling import ruled_grids

SCALE = 200 / 72
ROWS, COLUMNS = (200, 260, 320, 380, 440), (150, 500, 800, 1100)


def paper(noise: float = 0.0) -> np.ndarray:
    page = np.full((700, 1300), 240, np.uint8)
    grain = np.random.default_rng(1).normal(0, noise, page.shape)
    return np.clip(page + grain, 0, 255).astype(np.uint8)


def ruled(noise: float = 0.0, dash: int = 0, grey: int = 40) -> np.ndarray:
    page = paper(noise)
    for at in ROWS:
        page[at : at + 2, COLUMNS[0] : COLUMNS[-1] + 2] = grey
    for at in COLUMNS:
        page[ROWS[0] : ROWS[-1] + 2, at : at + 2] = grey
    if dash:
        page[:, ::dash] = page[:, 2::dash] = 240
        page[::dash] = page[2::dash] = 240
    return page


def shape(page: np.ndarray) -> list[tuple[int, int]]:
    ruling = find_ruling(page, SCALE)
    return [(grid.rows, grid.columns) for grid in ruled_grids(ruling.across, ruling.down, 2 * SCALE)]


@pytest.mark.parametrize(("noise", "dash"), [(0, 0), (8, 0), (0, 6)])
def test_clean_noisy_and_dotted_lines_make_the_grid(noise, dash):
    assert shape(ruled(noise, dash)) == [(4, 3)]


def test_broken_lines_make_the_grid():
    page = ruled(4)
    random = np.random.default_rng(2)
    for _ in range(300):
        y, x = random.integers(150, 480), random.integers(120, 1120)
        page[y : y + 6, x : x + 6] = 240
    assert shape(page) == [(4, 3)]


def test_pale_lines_make_the_grid():
    assert shape(ruled(grey=205)) == [(4, 3)]


@pytest.mark.parametrize(("noise", "pale"), [(0, 228), (4, 226)])
def test_a_line_too_faint_to_be_seen_still_parts_the_cells(noise, pale):
    page = ruled(noise)
    rough = np.random.default_rng(3).normal(0, noise, page.shape)
    for at in ROWS[1:-1]:
        page[at : at + 2, COLUMNS[0] + 2 : COLUMNS[-1]] = 240
        line = page[at : at + 2, COLUMNS[0] : COLUMNS[-1]]
        line[:] = np.clip(pale + rough[at : at + 2, COLUMNS[0] : COLUMNS[-1]], 0, 255)
    ruling = find_ruling(page, SCALE)
    grids = ruled_grids(ruling.across, ruling.down, 2 * SCALE)
    across, down = faint_lines(page, grids, SCALE)
    (grid,) = ruled_grids([*ruling.across, *across], [*ruling.down, *down], 2 * SCALE)
    assert (grid.rows, grid.columns) == (4, 3)


def test_text_in_a_cell_is_no_faint_line():
    page = ruled(3)
    for y in (240, 300, 360, 420):
        for x in (170, 520, 820):
            cv2.putText(page, "HE-T=BEHE-", (x, y), cv2.FONT_HERSHEY_SIMPLEX, 1.3, 20, 3)
    ruling = find_ruling(page, SCALE)
    grids = ruled_grids(ruling.across, ruling.down, 2 * SCALE)
    assert faint_lines(page, grids, SCALE) == ([], [])


def test_strokes_of_characters_make_none():
    page = paper(3)
    for x in range(160, 1000, 60):
        cv2.putText(page, "H", (x, 400), cv2.FONT_HERSHEY_SIMPLEX, 1.6, 20, 3)
    assert shape(page) == []


def test_a_merged_cell_is_one_cell():
    page = ruled()
    page[ROWS[1] : ROWS[1] + 2, COLUMNS[0] + 2 : COLUMNS[1]] = 240
    ruling = find_ruling(page, SCALE)
    (grid,) = ruled_grids(ruling.across, ruling.down, 2 * SCALE)
    assert {(cell.row, cell.column, cell.rowspan) for cell in grid.cells if cell.rowspan > 1} == {(0, 0, 2)}


@pytest.mark.parametrize("lean", [-3.0, -0.4, 0.0, 1.5])
def test_a_page_that_leans_is_levelled(lean):
    tilted = levelled(ruled(3), -lean)
    ink = (tilted < 140).astype(np.uint8) * 255
    assert lean_of(ink) == pytest.approx(lean, abs=0.1)
    assert shape(levelled(tilted, lean_of(ink))) == [(4, 3)]


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_box_is_found_again_on_the_page_as_it_came(turns):
    page = np.full((300, 200), 255, np.uint8)
    page[40:60, 100:150] = 0
    turned = np.rot90(page, turns)
    y, x = np.nonzero(turned == 0)
    upright = Upright(turned, turns, 0.0, *page.shape)
    box = upright.original((float(x.min()), float(y.min()), float(x.max() + 1), float(y.max() + 1)))
    assert box == (100, 40, 150, 60)


def test_a_lone_digit_a_dash_and_a_broken_line_are_told_apart():
    page = paper(3)
    cell = Area(300, 200, 420, 260)
    page[218:242, 358:361] = 20
    assert len(lines_of(swept(signs_of(page, SCALE), cell, 26, SCALE), cell, 26)) == 1, "a 1 is ink"
    page[218:242, 358:361] = 240
    page[229:231, 350:362] = 20
    assert len(lines_of(swept(signs_of(page, SCALE), cell, 26, SCALE), cell, 26)) == 1, "a dash is ink"
    page[229:231, 350:362] = 240
    page[257:259, 340:380] = 20
    page[220:222, 330:332] = 20
    assert lines_of(swept(signs_of(page, SCALE), cell, 26, SCALE), cell, 26) == [], "a border and a speck are not"


def test_figures_far_apart_are_two_pieces():
    page = paper()
    cell = Area(300, 200, 420, 260)
    page[218:242, 320:332] = page[218:242, 380:392] = 20
    assert [len(line) for line in lines_of(swept(signs_of(page, SCALE), cell, 26, SCALE), cell, 26)] == [2]
