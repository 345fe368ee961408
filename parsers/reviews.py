"""Table C, 行政复议、行政诉讼情况: three blocks of five results, set across, block by block or downwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from parsers.codes import codes, declaration, review_blocks, review_results
from parsers.document import Cell
from parsers.facts import Findings, add_fact, add_illegible
from parsers.labels import bare, similarity, split_mark
from parsers.rows import Agreement, Row, is_value, place

_WIDTH = 15


@lru_cache(maxsize=65_536)
def block_of(text: str) -> str | None:
    """Return the code of the block of Table C that a cell names, or None."""
    words = split_mark(text)[1]
    for block in declaration("reviews")["block"]:
        if words == bare(block["zh"]) or (len(words) > 4 and similarity(words, bare(block["zh"])) >= 0.75):
            return str(block["code"])
    return None


@lru_cache(maxsize=65_536)
def result_of(text: str) -> str | None:
    """Return the code of the result that a cell names, or None."""
    words = split_mark(text)[1]
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
    return result_of(text) not in (None, "total") or block_of(text) is not None or bare(text) == "行政诉讼"


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
    """Tell whether a head row begins another table: the first block is named again after values."""
    named = {block_of(cell.text) for before in current for cell in before.filled}
    return any(block_of(cell.text) == "rev" for cell in row.filled) and "rev" in named


def _complete(rows: list[Row]) -> Iterator[list[Row]]:
    results = {result_of(cell.text) for row in rows for cell in row.words} - {None}
    if len(results) >= 3:
        yield rows


@dataclass(frozen=True, slots=True)
class _Heads:
    """Result heads in reading order with their columns, and blocks in reading order."""

    results: tuple[tuple[int, str], ...]
    blocks: tuple[str, ...]
    by_column: tuple[tuple[int, str], ...]


def read(rows: Sequence[Row]) -> Findings:
    """Read the rows of one Table C."""
    out = Findings(form="f2021")
    heads = _read_heads([row for row in rows if not row.values])
    block: str | None = None
    for row in rows:
        out.use(row)
        words = [cell for cell in (*row.covers, *row.cells) if cell.text and not is_value(cell.text)]
        block = next((b for cell in reversed(words) if (b := block_of(cell.text))), block)
        result = next((r for cell in reversed(words) if (r := result_of(cell.text))), None)
        tail = [cell for cell in row.cells if not cell.text or is_value(cell.text)]
        if not row.values and not _blank_values(row, heads):
            continue
        if result and block and len(tail) <= 3:
            _assign(out, row, tail, [f"{block}_{result}"], None)
        elif (
            block
            and any(block_of(cell.text) == block for cell in words)
            and len(heads.results) == len(review_results())
        ):
            order = [f"{block}_{name}" for _, name in heads.results]
            _assign(out, row, tail, order, tuple(column for column, _ in heads.results))
        else:
            _assign(out, row, tail, *_across(heads))
    _note_missing(out)
    return out


def _blank_values(row: Row, heads: _Heads) -> bool:
    """A row without any printed character under complete heads is a row of blanks."""
    return not row.filled and len(row.cells) >= max(len(heads.results), 5) and len(heads.results) >= 5


def _read_heads(rows: Sequence[Row]) -> _Heads:
    results = tuple((cell.column, r) for row in rows for cell in row.filled if (r := result_of(cell.text)))
    blocks = tuple(dict.fromkeys(b for row in rows for cell in row.filled if (b := block_of(cell.text))))
    named = [cell for row in rows for cell in row.filled if block_of(cell.text)]
    by_column = []
    for row in rows:
        for cell in row.filled:
            result = result_of(cell.text)
            over = [n for n in named if n.column <= cell.column < n.column + n.colspan and n.row < cell.row]
            if result and over:
                by_column.append((cell.column, f"{block_of(over[-1].text)}_{result}"))
    return _Heads(results, blocks, tuple(sorted(by_column)))


def _across(heads: _Heads) -> tuple[list[str], tuple[int, ...] | None]:
    """Return the codes of one row of values from left to right, with their columns where the heads fix them."""
    names = [code for _, code in heads.by_column]
    if len(set(names)) == len(names) == _WIDTH and len({column for column, _ in heads.by_column}) == _WIDTH:
        return names, tuple(column for column, _ in heads.by_column)
    blocks = heads.blocks or tuple(review_blocks())
    size = len(review_results())
    groups = [[name for _, name in heads.results[at : at + size]] for at in range(0, len(heads.results), size)]
    if len(groups) == len(blocks) and all(sorted(group) == sorted(review_results()) for group in groups):
        return [f"{block}_{name}" for block, group in zip(blocks, groups, strict=True) for name in group], None
    if {name for _, name in heads.results} >= set(review_results()) and len(blocks) == len(review_blocks()):
        return [f"{block}_{name}" for block in blocks for name in review_results()], None
    return [], None


def _assign(
    out: Findings, row: Row, tail: Sequence[Cell], order: Sequence[str], columns: tuple[int, ...] | None
) -> None:
    printed = {fact.code for fact in out.facts}
    if not order or printed.intersection(order):
        out.note("unmatched_row", row=row, detail=" | ".join(cell.text for cell in row.filled))
        return
    placed = place(row, tail, len(order), Agreement(columns))
    if placed.doubt:
        kind = {"short": "short_row", "extra": "extra_column", "merged": "illegible_cell"}
        out.note(kind.get(placed.doubt, "ambiguous_row"), *order, row=row, detail=" | ".join(c.text for c in tail))
    for code, cell in zip(order, placed.cells, strict=True):
        if placed.doubt in ("ambiguous", "extra") or (placed.doubt == "merged" and cell is not None and cell.text):
            add_illegible(out, codes()[code], row, cell)
        elif cell is not None:
            add_fact(out, codes()[code], row, cell)


def _note_missing(out: Findings) -> None:
    printed = {fact.code for fact in out.facts}
    for block in review_blocks():
        missing = [f"{block}_{name}" for name in review_results() if f"{block}_{name}" not in printed]
        if missing and not any(set(missing) <= set(note.cells) for note in out.notes):
            out.note("missing_row", *missing)
