"""Table C, 行政复议、行政诉讼情况: three blocks of five results, set across, block by block or downwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from parsers.codes import codes, declaration, review_blocks, review_results
from parsers.document import Cell
from parsers.facts import Findings, add_fact, add_illegible
from parsers.labels import bare, similarity, split_mark
from parsers.rows import Agreement, Placed, Row, is_value, place
from parsers.short_rows import stands_elsewhere
from parsers.sums import review_sums
from parsers.units import without_unit

_LONGEST = 20
_LITIGATION = "行政诉讼"


@lru_cache(maxsize=65_536)
def block_of(text: str) -> str | None:
    """Return the code of the block of Table C that a cell names, or None."""
    words = split_mark(without_unit(text))[1]
    for block in declaration("reviews")["block"]:
        names = [bare(name) for name in (block["zh"], *block.get("aliases", []))]
        if words in names or (len(words) > 4 and similarity(words, names[0]) >= 0.75):
            return str(block["code"])
        if len(words) <= _LONGEST and any(part in words for part in block.get("parts", [])):
            return str(block["code"])
    return None


@lru_cache(maxsize=65_536)
def result_of(text: str) -> str | None:
    """Return the code of the result that a cell names, or None."""
    words = split_mark(without_unit(text))[1]
    for result in declaration("reviews")["result"]:
        if words in [bare(name) for name in (result["zh"], *result["aliases"])]:
            return str(result["code"])
    for result in declaration("reviews")["result"]:
        if len(words) >= 4 and similarity(words, bare(result["zh"])) >= 0.75:
            return str(result["code"])
    return None


def _is_sign(row: Row) -> bool:
    return any(_says(cell.text) for cell in row.words)


@lru_cache(maxsize=65_536)
def _says(text: str) -> bool:
    """Tell whether a word belongs to the heads of Table C and to nothing else; 总计 stands in other tables too."""
    return result_of(text) not in (None, "total") or block_of(text) is not None or bare(text) == _LITIGATION


def find(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the rows of each Table C: its heads and the rows of values under them."""
    current: list[Row] = []
    for row in rows:
        if _is_sign(row):
            if current and current[-1].values and _restarts(row, current):
                yield from _complete(current)
                current = []
            current.append(row)
        elif current and row.cells and (row.values or row.is_page_furniture or _only_results(row)):
            current.append(row)
        elif current:
            yield from _complete(current)
            current = []
    yield from _complete(current)


def _only_results(row: Row) -> bool:
    """Tell whether a row has no other words than results: 总计 on a line of its own, or nothing at all."""
    return all(result_of(cell.text) for cell in row.filled)


def _restarts(row: Row, current: Sequence[Row]) -> bool:
    """Tell whether a head row begins another table: the first block, or a row of results, comes again after all."""
    if row.values:
        return False
    named = {block_of(cell.text) for before in current for cell in before.filled} - {None}
    if any(block_of(cell.text) == "rev" for cell in row.filled):
        return "rev" in named
    return len(named) == len(review_blocks()) and len({result_of(cell.text) for cell in row.filled} - {None}) >= 3


def _complete(rows: list[Row]) -> Iterator[list[Row]]:
    results = {result_of(cell.text) for row in rows for cell in row.words} - {None}
    if len(results) >= 3:
        yield rows


@dataclass
class _Heads:
    """The head rows in force: results and blocks in reading order. Heads that follow values begin anew."""

    rows: list[Row] = field(default_factory=list)
    open: bool = True

    def take(self, row: Row) -> None:
        if not self.open and any(_says(cell.text) for cell in row.filled):
            self.rows = []
        self.rows.append(row)
        self.open = True

    def are_over(self, row: Row) -> bool:
        """Tell whether all heads stand in the table of a row, so that their columns are its columns."""
        return all(head.table.number == row.table.number for head in self.rows)

    @property
    def cells(self) -> list[Cell]:
        return [cell for row in self.rows for cell in row.filled]

    @property
    def results(self) -> list[tuple[int, str]]:
        return [(cell.column, result) for cell in self.cells if (result := result_of(cell.text))]

    @property
    def blocks(self) -> list[str]:
        return list(dict.fromkeys(block for cell in self.cells if (block := block_of(cell.text))))


def read(rows: Sequence[Row]) -> Findings:
    """Read the rows of one Table C."""
    out = Findings(form="f2021")
    heads = _Heads()
    block: str | None = None
    for row in rows:
        out.use(row)
        tail = _tail(row)
        words = [cell for cell in (*row.covers, *row.cells) if cell.text and cell not in tail]
        named = next((b for cell in reversed(words) if (b := block_of(cell.text))), None)
        block = named or block
        result = next((r for cell in reversed(words) if (r := result_of(cell.text))), None)
        if not row.values and not _blank_values(row, heads):
            heads.take(row)
            continue
        heads.open = False
        if result and block and len(tail) <= 3:
            _assign(out, row, tail, [f"{block}_{result}"], None)
        elif named and block and len(heads.results) == len(review_results()):
            order = [f"{block}_{name}" for _, name in heads.results]
            _assign(
                out, row, tail, order, tuple(column for column, _ in heads.results) if heads.are_over(row) else None
            )
        else:
            _assign(out, row, tail, *_across(heads, row.table.exact and heads.are_over(row)))
    _note_missing(out)
    return out


def _tail(row: Row) -> list[Cell]:
    """Return the value cells: all behind the words that lead the row, whatever they print."""
    if not row.values:
        return [cell for cell in row.cells if not cell.text]
    first = next(at for at, cell in enumerate(row.cells) if cell.text and is_value(cell.text))
    lead = max((at for at in range(first) if row.cells[at].text), default=-1)
    return [cell for cell in row.cells[lead + 1 :] if not result_of(cell.text)]


def _blank_values(row: Row, heads: _Heads) -> bool:
    """A row without any printed character under complete heads is a row of blanks."""
    return not row.filled and len(row.cells) >= max(len(heads.results), 5) and len(heads.results) >= 5


def _across(heads: _Heads, exact: bool) -> tuple[list[str | None], tuple[int, ...] | None]:
    """Return the codes of one row of values from left to right (None: a column of no figure of the form), with their
    columns where the heads fix them."""
    columns = _by_column(heads) if exact else []
    if columns:
        return [code for _, code in columns], tuple(column for column, _ in columns)
    blocks: list[str] = heads.blocks or list(review_blocks())
    size = len(review_results())
    groups = _groups(heads, size)
    if len(groups) == len(review_blocks()) and blocks == list(review_blocks())[: len(blocks)]:
        # 行政诉讼 without its two heads: the form's own order stands.
        blocks = list(review_blocks())
    if groups and all(sorted(group) == sorted(review_results()) for group in groups):
        if len(groups) == len(blocks):
            return [f"{block}_{name}" for block, group in zip(blocks, groups, strict=True) for name in group], None
        if len(groups) == 1 and blocks == list(review_blocks()):
            return [f"{block}_{name}" for block in blocks for name in groups[0]], None
        if blocks == ["rev"] and any(bare(cell.text) == _LITIGATION for cell in heads.cells):
            return [*[f"rev_{name}" for name in groups[0]], *[None] * (size * (len(groups) - 1))], None
    if {name for _, name in heads.results} >= set(review_results()) and len(blocks) == len(review_blocks()):
        return [f"{block}_{name}" for block in blocks for name in review_results()], None
    return [], None


def _groups(heads: _Heads, size: int) -> list[list[str]]:
    """Return the results by fives in reading order; nothing where five of them are neither in the form's order nor all
    of one row: a head that a page break cut stands out of order."""
    out: list[list[str]] = []
    named = [(at, result) for at, row in enumerate(heads.rows) for c in row.filled if (result := result_of(c.text))]
    for start in range(0, len(named), size):
        names = [name for _, name in named[start : start + size]]
        if names != list(review_results()) and len({at for at, _ in named[start : start + size]}) > 1:
            return []
        out.append(names)
    return out


def _by_column(heads: _Heads) -> list[tuple[int, str | None]]:
    """Return the lowest head of each column as a code; nothing unless the heads name each figure of a block once."""
    named = [cell for cell in heads.cells if block_of(cell.text)]
    lowest: dict[int, Cell] = {}
    for cell in heads.cells:
        lowest |= dict.fromkeys(range(cell.column, cell.column + cell.colspan), cell)
    out: list[tuple[int, str | None]] = []
    for column, cell in sorted(lowest.items()):
        result = result_of(cell.text)
        over = [n for n in named if n.row < cell.row and n.column <= column < n.column + n.colspan]
        if result and not over and len(heads.blocks) != 1:
            return []
        block = block_of(over[-1].text) if over else heads.blocks[0] if heads.blocks else None
        if result and column == cell.column:
            out.append((column, f"{block}_{result}"))
        elif not result and out:
            out.append((column, None))
    found = [code for _, code in out if code]
    sizes = {block: sum(code.startswith(block) for code in found) for block in heads.blocks}
    whole = set(sizes.values()) == {len(review_results())} and len(set(found)) == len(found)
    return out if whole else []


def _assign(
    out: Findings, row: Row, tail: Sequence[Cell], order: Sequence[str | None], columns: tuple[int, ...] | None
) -> None:
    printed = {fact.code for fact in out.facts}
    named = [code for code in order if code]
    if not named or printed.intersection(named):
        out.note("unmatched_row", *named, row=row, detail=row.text)
        return
    placed = place(row, tail, len(order), Agreement(columns))
    if stands_elsewhere(placed, order, review_sums()):
        placed = Placed((None,) * len(order), "ambiguous")
    if placed.doubt:
        kind = {"short": "short_row", "long": "extra_column", "extra": "extra_column", "merged": "illegible_cell"}
        out.note(kind.get(placed.doubt, "ambiguous_row"), *named, row=row, detail=" | ".join(c.text for c in tail))
    for name, cell in zip(order, placed.cells, strict=True):
        if name is None:
            if cell is not None and cell.text and not placed.doubt:
                out.note("extra_column", row=row, detail=cell.text)
        elif placed.doubt in ("ambiguous", "extra") or (placed.doubt == "merged" and cell is not None and cell.text):
            add_illegible(out, codes()[name], row, cell)
        elif cell is not None:
            add_fact(out, codes()[name], row.table, cell)


def _note_missing(out: Findings) -> None:
    printed = {fact.code for fact in out.facts}
    for block in review_blocks():
        missing = [f"{block}_{name}" for name in review_results() if f"{block}_{name}" not in printed]
        if missing and not any(set(missing) <= set(note.cells) for note in out.notes):
            out.note("missing_row", *missing)
