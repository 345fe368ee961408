"""Lines on a page to grids: merged cells, open sides, double and dotted lines, several tables."""

from __future__ import annotations

from parsers.ruling import Line, ruled_grids


def lattice(xs: list[float], ys: list[float]) -> tuple[list[Line], list[Line]]:
    return [Line(y, xs[0], xs[-1]) for y in ys], [Line(x, ys[0], ys[-1]) for x in xs]


def spans(grid) -> list[tuple[int, int, int, int]]:
    return [(cell.row, cell.column, cell.rowspan, cell.colspan) for cell in grid.cells]


def test_a_lattice_is_a_grid_with_boxes():
    (grid,) = ruled_grids(*lattice([0, 50, 90], [0, 20, 40]))
    assert (grid.rows, grid.columns) == (2, 2)
    assert grid.cells[-1].box == (50, 20, 90, 40)


def test_cells_without_a_line_between_them_are_merged():
    level = [Line(0, 0, 90), Line(20, 50, 90), Line(40, 0, 90)]
    upright = [Line(0, 0, 40), Line(50, 0, 40), Line(90, 0, 40)]
    (grid,) = ruled_grids(level, upright)
    assert spans(grid) == [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]


def test_sides_left_open_are_where_the_lines_across_end():
    level, upright = lattice([0, 50, 90], [0, 20, 40])
    (grid,) = ruled_grids(level, upright[1:2])
    assert (grid.rows, grid.columns) == (2, 2)
    assert not any(cell.open for cell in grid.cells)


def test_a_row_that_lacks_its_last_line_has_an_open_cell():
    level, upright = lattice([0, 50, 90], [0, 20, 40, 60])
    (grid,) = ruled_grids(level, [*upright[:2], Line(90, 0, 20), Line(90, 40, 60)])
    assert [(cell.row, cell.column) for cell in grid.cells if cell.open] == [(1, 1)]


def test_double_lines_count_once():
    level, upright = lattice([0, 50, 90], [0, 20, 40])
    twice = [[*lines, *(Line(line.at + 2, line.start, line.stop) for line in lines)] for lines in (level, upright)]
    (grid,) = ruled_grids(*twice)
    assert (grid.rows, grid.columns) == (2, 2)


def test_dots_make_the_line_that_they_run_along_and_none_across():
    level = [Line(y, x, x + 1) for y in (0, 20, 40) for x in range(0, 90, 3)]
    upright = [Line(x, y, y + 1) for x in (0, 45, 90) for y in range(0, 40, 3)]
    dots_across = [Line(x + 0.5, y, y + 1) for y in (0, 20, 40) for x in range(0, 90, 3)]
    (grid,) = ruled_grids(level, upright + dots_across, shortest=5)
    assert (grid.rows, grid.columns) == (2, 2)


def test_dashes_are_joined_and_cells_apart_are_not():
    dashes = [Line(0, x, x + 4) for x in range(0, 90, 8)]
    level, upright = lattice([0, 45, 90], [0, 20])
    (grid,) = ruled_grids([*dashes, level[1]], upright)
    assert (grid.rows, grid.columns) == (1, 2)
    first, second = ruled_grids(
        *(a + b for a, b in zip(lattice([0, 40], [0, 20, 40]), lattice([60, 90], [0, 20, 40]), strict=True))
    )
    assert (first.columns, second.columns) == (1, 1)


def test_a_table_is_not_bent_by_another_on_the_page():
    upper, lower = lattice([0, 50, 90], [0, 20, 40]), lattice([0, 52, 90], [100, 120, 140])
    first, second = ruled_grids(upper[0] + lower[0], upper[1] + lower[1])
    assert first.cells[0].box[2] == 50
    assert second.cells[0].box[2] == 52


def test_lines_that_meet_none_across_rule_nothing():
    assert ruled_grids([Line(0, 0, 90), Line(20, 0, 90)], []) == []


def test_in_a_ragged_table_what_reaches_the_edge_is_not_joined_to_what_ends_before_it():
    """A page that repeats the head of a table above a row with one wide cell more may draw no line between them."""
    level = [Line(0, 0, 60), Line(20, 0, 60), Line(40, 0, 60), Line(60, 0, 90), Line(80, 0, 60)]
    upright = [Line(0, 0, 80), Line(60, 0, 80), Line(90, 40, 60)]
    (grid,) = ruled_grids(level, upright)
    last = [(cell.row, cell.rowspan, cell.open) for cell in grid.cells if cell.column == 1]
    assert (2, 1, False) in last
    assert all(is_open for row, _, is_open in last if row != 2)


def test_one_line_across_closes_a_row_that_the_edge_of_a_page_leaves_open():
    upright = [Line(x, 100, 130) for x in (0, 40, 90)]
    for side in (100, 130):
        (grid,) = ruled_grids([Line(side, 0, 90)], upright)
        assert spans(grid) == [(0, 0, 1, 1), (0, 1, 1, 1)]
        assert grid.box == (0, 100, 90, 130)


def test_one_line_across_makes_no_row_of_lines_that_it_does_not_end():
    bars = [Line(x, 100 - x / 2, 130) for x in (0, 40, 90)]
    assert ruled_grids([Line(130, 0, 90)], bars) == []
    assert ruled_grids([Line(115, 0, 90)], [Line(x, 100, 130) for x in (0, 40, 90)]) == []
    assert ruled_grids([Line(130, 0, 90)], [Line(x, 100, 130) for x in (0, 90)]) == []
