"""Ways in which a good table gets damaged on its way to a page; each tells what the damaged page prints where."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape

from tests.parsers.official import C, Rows, b_rows, figures, table_a, table_b, table_c

GONE = object()


@dataclass(frozen=True)
class V:
    """A cell; `code` names the figure that it prints, "" for labels and heads."""

    text: str
    high: int = 1
    wide: int = 1
    code: str = ""


Grid = list[list[V]]


@dataclass
class Tables:
    """The three tables of `form`; `truth` maps a code to the value that stands beside its label and under its head."""

    grids: dict[str, Grid]
    truth: dict[str, object]
    form: str
    done: str = ""


def tables(form: str) -> Tables:
    values = figures(form)
    codes = {code: code for code in values}
    texts = {"a": (table_a(values, form), table_a(codes, form)), "b": (table_b(values, form), table_b(codes, form))}
    texts["c"] = (table_c(values), table_c(codes))
    return Tables({letter: _grid(shown, named, codes) for letter, (shown, named) in texts.items()}, dict(values), form)


def _grid(shown: Rows, named: Rows, codes: dict[str, str]) -> Grid:
    out: Grid = []
    for row, names in zip(shown, named, strict=True):
        cells = []
        for cell, name in zip(row, names, strict=True):
            cell, name = (one if isinstance(one, C) else C(one) for one in (cell, name))
            cells.append(V(cell.text, cell.high, cell.wide, codes.get(name.text, "")))
        out.append(cells)
    return out


def as_html(grid: Grid) -> str:
    rows = []
    for row in grid:
        cells = [
            f"<td{f' rowspan={c.high}' if c.high != 1 else ''}{f' colspan={c.wide}' if c.wide != 1 else ''}>{escape(c.text)}</td>"
            for c in row
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


Mutation = Callable[[Tables, random.Random], None]


def _value(made: Tables, rng: random.Random, letters: str = "abc") -> tuple[Grid, int, int]:
    grid = made.grids[rng.choice(letters)]
    places = [(r, c) for r, row in enumerate(grid) for c, cell in enumerate(row) if cell.code]
    return grid, *rng.choice(places)


def _label(made: Tables, rng: random.Random) -> tuple[Grid, int, int]:
    grid = made.grids[rng.choice("ab")]
    rows = [r for r, row in enumerate(grid) if any(cell.code for cell in row)]
    row = rng.choice(rows)
    return grid, row, next(at for at, cell in enumerate(grid[row]) if cell.code) - 1


def delete_cell(made: Tables, rng: random.Random) -> None:
    grid, row, at = _value(made, rng)
    made.truth[grid[row][at].code] = GONE
    del grid[row][at]


def duplicate_cell(made: Tables, rng: random.Random) -> None:
    grid, row, at = _value(made, rng)
    grid[row].insert(at, grid[row][at])


def move_cell(made: Tables, rng: random.Random) -> None:
    """The page prints the figure in its new place, and those behind it one place further left."""
    grid, row, at = _value(made, rng)
    codes = [cell.code for cell in grid[row] if cell.code]
    grid[row].append(grid[row].pop(at))
    was = dict(made.truth)
    made.truth |= {code: was[cell.code] for code, cell in zip(codes, [c for c in grid[row] if c.code], strict=True)}


def swap_cells(made: Tables, rng: random.Random) -> None:
    """Two figures of a row exchanged: what the page prints is then what is read."""
    grid, row, at = _value(made, rng)
    other = rng.choice([c for c, cell in enumerate(grid[row]) if cell.code])
    one, two = grid[row][at], grid[row][other]
    grid[row][at], grid[row][other] = replace(one, text=two.text), replace(two, text=one.text)
    made.truth[one.code], made.truth[two.code] = made.truth[two.code], made.truth[one.code]


def merge_cells(made: Tables, rng: random.Random) -> None:
    grid, row, at = _value(made, rng, "bc")
    if at + 1 < len(grid[row]) and grid[row][at + 1].code:
        for cell in grid[row][at : at + 2]:
            made.truth[cell.code] = GONE
        text = rng.choice([grid[row][at].text, grid[row][at].text + grid[row][at + 1].text, ""])
        grid[row][at : at + 2] = [replace(grid[row][at], text=text, wide=2)]


def merge_down(made: Tables, rng: random.Random) -> None:
    grid, row, at = _value(made, rng, "b")
    below = row + 1
    if below < len(grid) and grid[row][at].code:
        who = grid[row][at].code.split("__")[1]
        found = [c for c, cell in enumerate(grid[below]) if cell.code.endswith(f"__{who}")]
        for c in found:
            made.truth[grid[below][c].code] = made.truth[grid[row][at].code] = GONE
            del grid[below][c]
            grid[row][at] = replace(grid[row][at], high=2)


def blank_cell(made: Tables, rng: random.Random) -> None:
    grid, row, at = _value(made, rng)
    made.truth[grid[row][at].code] = None
    grid[row][at] = replace(grid[row][at], text="")


def odd_text(made: Tables, rng: random.Random) -> None:
    grid, row, at = _value(made, rng)
    text = rng.choice(["1 2", "O", "约30", "12\n7", "3.1.2", "见附件", "0 0", "－", "无", "1,23", "00"])
    made.truth[grid[row][at].code] = None
    grid[row][at] = replace(grid[row][at], text=text)


def swap_rows(made: Tables, rng: random.Random) -> None:
    grid = made.grids[rng.choice("ab")]
    rows = [r for r, row in enumerate(grid) if len(row) and row[0].high == 1 and any(cell.code for cell in row)]
    first = rng.choice(rows)
    second = rng.choice([r for r in rows if abs(r - first) <= 3])
    grid[first], grid[second] = grid[second], grid[first]


def delete_row(made: Tables, rng: random.Random) -> None:
    grid, row, _ = _label(made, rng)
    if grid[row][0].high == 1:
        made.truth |= {cell.code: GONE for cell in grid[row] if cell.code}
        del grid[row]


def duplicate_row(made: Tables, rng: random.Random) -> None:
    grid, row, at = _label(made, rng)
    grid.insert(row + 1, list(grid[row][at:]))


def damage_label(made: Tables, rng: random.Random) -> None:
    grid, row, at = _label(made, rng)
    text = list(grid[row][at].text)
    for _ in range(rng.randrange(1, 4)):
        if len(text) > 2:
            place = rng.randrange(len(text))
            text[place : place + 1] = rng.choice(["", "口", text[place] * 2])
    grid[row][at] = replace(grid[row][at], text="".join(text))


def blank_label(made: Tables, rng: random.Random) -> None:
    grid, row, at = _label(made, rng)
    grid[row][at] = replace(grid[row][at], text="")


def swap_labels(made: Tables, rng: random.Random) -> None:
    """Two labels exchanged: each names the figures beside it, where the form's order still lets them be told."""
    grid = made.grids["b"]
    codes = [code for code, _, _ in b_rows() if code.startswith("res_denied")]
    rows = {
        code: [cells for cells in grid if sum(c.code.startswith(f"{code}__") for c in cells) == 7] for code in codes
    }
    whole = [code for code in codes if rows[code]]
    if len(whole) < 2:
        return
    first, second = rng.sample(whole, 2)
    upper, lower = rows[first][0], rows[second][0]
    one, two = (next(at for at, cell in enumerate(row) if cell.code) - 1 for row in (upper, lower))
    upper[one], lower[two] = replace(upper[one], text=lower[two].text), replace(lower[two], text=upper[one].text)
    for cell in [c for c in upper if c.code]:
        other = cell.code.replace(first, second)
        made.truth[cell.code], made.truth[other] = made.truth[other], made.truth[cell.code]


def wrong_span(made: Tables, rng: random.Random) -> None:
    grid = made.grids[rng.choice("abc")]
    places = [(r, c) for r, row in enumerate(grid) for c, cell in enumerate(row) if cell.high > 1 or cell.wide > 1]
    row, at = rng.choice(places)
    cell = grid[row][at]
    if cell.high > 1:
        grid[row][at] = replace(cell, high=max(1, cell.high + rng.choice([-1, 1])))
    else:
        grid[row][at] = replace(cell, wide=max(1, cell.wide + rng.choice([-1, 1])))


def empty_row(made: Tables, rng: random.Random) -> None:
    grid = made.grids[rng.choice("abc")]
    grid.insert(rng.randrange(len(grid)), [V("") for _ in range(rng.randrange(1, 11))])


def spare_cells(made: Tables, rng: random.Random) -> None:
    grid, row, _ = _label(made, rng)
    grid[row].insert(rng.choice([0, len(grid[row])]), V(""))


def drop_head(made: Tables, rng: random.Random) -> None:
    grid = made.grids[rng.choice("abc")]
    heads = [r for r, row in enumerate(grid) if not any(cell.code for cell in row)]
    del grid[rng.choice(heads)]


def swap_heads(made: Tables, rng: random.Random) -> None:
    """Two applicants exchanged in the head: the columns are then those of the head."""
    grid = made.grids["b"]
    row = next(r for r, cells in enumerate(grid) if any(c.text == "科研机构" for c in cells))
    first, second = rng.sample(range(len(grid[row])), 2)
    names = ["org_business", "org_research", "org_welfare", "org_legal", "org_other"]
    grid[row][first], grid[row][second] = grid[row][second], grid[row][first]
    for code, _, _ in b_rows(made.form):
        one, two = f"{code}__{names[first]}", f"{code}__{names[second]}"
        if one in made.truth:
            made.truth[one], made.truth[two] = made.truth[two], made.truth[one]


def cut_table(made: Tables, rng: random.Random) -> None:
    grid = made.grids["b"]
    cut = rng.randrange(4, len(grid))
    made.truth |= {cell.code: GONE for row in grid[cut:] for cell in row if cell.code}
    del grid[cut:]


ALL: list[Mutation] = [delete_cell, duplicate_cell, move_cell, swap_cells, merge_cells, merge_down, blank_cell, odd_text, swap_rows,
                       delete_row, duplicate_row, damage_label, blank_label, swap_labels, wrong_span, empty_row, spare_cells,
                       drop_head, swap_heads, cut_table]  # fmt: skip


def choose(rng: random.Random, count: int) -> list[Mutation]:
    """Choose mutations that may meet: heads are exchanged last, and never where a row of heads is lost."""
    chosen = rng.sample(ALL, count)
    if drop_head in chosen and swap_heads in chosen:
        chosen.remove(swap_heads)
    return sorted(chosen, key=lambda mutation: mutation is swap_heads)


def mutated(form: str, chosen: list[Mutation], rng: random.Random) -> Tables:
    made = tables(form)
    for mutation in chosen:
        mutation(made, rng)
    made.done = " ".join(mutation.__name__ for mutation in chosen)
    return made
