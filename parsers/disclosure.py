"""Table A, 主动公开政府信息情况: item rows under the measures that their block's head prints.

Which form a block belongs to is told by its measures, block by block; items that both forms print under other
measures are never mapped by place (`dictionary.md` §6.4, §6.7).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any

from parsers.codes import codes, declaration
from parsers.document import Cell
from parsers.facts import Findings, add_fact, add_illegible
from parsers.labels import bare, similarity, split_mark
from parsers.rows import Agreement, Placed, Row, place
from parsers.units import stated_unit, without_unit

_ARTICLE = re.compile(r"第?二十条第([一二三四五六七八九十])项")
_YEAR = re.compile(r"(?:19|20)\d\d年?(?:度)?")
_LEAST = 0.7


@dataclass
class _Head:
    """The head now in force: article, the cells that head value columns (`known` those of them that say a measure of
    the forms, not last year's or another); `open` until an item is read under it."""

    article: str = ""
    open: bool = True
    measures: list[Cell] = field(default_factory=list)
    table: int = 0

    @property
    def known(self) -> list[Cell]:
        return [cell for cell in self.measures if is_measure(cell.text)]

    def beside(self, row: Row, label: int) -> _Head:
        """The head without the cells over the labels of the rows, whatever these say."""
        if self.table != row.table.number or not row.table.exact:
            return self
        measures = [cell for cell in self.measures if cell.column > row.cells[label].column or is_measure(cell.text)]
        return replace(self, measures=measures)


@cache
def _items() -> dict[str, str]:
    """Return every wording of an item (bare) with the item's standard name (that of the 2021 form)."""
    out: dict[str, str] = {}
    for block in declaration("disclosure")["block"]:
        for item in block["item"]:
            wordings = [bare(text) for text in (item["zh"], *item.get("aliases", []))]
            standard = next((out[word] for word in wordings if word in out), wordings[0])
            for word in wordings:
                out.setdefault(word, standard)
    return out


@cache
def _measures() -> dict[str, list[tuple[int, int]]]:
    """Return every wording of a measure (bare) with the (block, measure) indices it may be."""
    out: dict[str, list[tuple[int, int]]] = {}
    for block_at, block in enumerate(declaration("disclosure")["block"]):
        for measure_at, measure in enumerate(block["measure"]):
            for text in (measure["zh"], *measure.get("aliases", [])):
                out.setdefault(_measure_words(text), []).append((block_at, measure_at))
    return out


def _measure_words(text: str) -> str:
    return bare(_YEAR.sub("", without_unit(text)))


@lru_cache(maxsize=65_536)
def item_of(text: str) -> str | None:
    """Return the standard name of the Table A item that a label says, or None."""
    words = split_mark(without_unit(text))[1]
    if words in _items():
        return _items()[words]
    if len(words) < 4:
        return None
    best = max(_items(), key=lambda wording: similarity(words, wording))
    return _items()[best] if similarity(words, best) >= 0.8 else None


@lru_cache(maxsize=65_536)
def _measure_scores(text: str) -> dict[tuple[int, int], float]:
    words = _measure_words(text)
    out: dict[tuple[int, int], float] = {}
    if words not in _measures() and words.startswith(tuple(declaration("disclosure")["other_years"])):
        return out
    for wording, places in _measures().items():
        score = similarity(words, wording)
        if score >= _LEAST:
            for at in places:
                out[at] = max(score, out.get(at, 0.0))
    return out


def is_measure(text: str) -> bool:
    """Tell whether a cell heads a value column of Table A."""
    return bool(_measure_scores(text))


def known_label(text: str) -> bool:
    """Tell whether a cell's words name an item of Table A."""
    return item_of(text) is not None


def is_sign(row: Row) -> bool:
    """Tell whether a row is head or item of Table A."""
    return any(_is_sign(cell.text) for cell in row.words[:6])


@lru_cache(maxsize=65_536)
def _is_sign(text: str) -> bool:
    return bool(_ARTICLE.search(bare(text)) or item_of(text) or _measure_scores(text))


def find(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the rows of each Table A: from its first sign to its last; a second one begins where an item returns."""
    current: list[Row] = []
    seen: set[str] = set()
    pending: list[Row] = []
    for row in rows:
        label = row.label_at(known_label)
        item = item_of(row.cells[label].text) if label >= 0 else None
        if item in seen and item is not None:
            head = _trailing_heads(current)
            yield current[: len(current) - len(head)]
            current, seen, pending = head, set(), []
        if is_sign(row):
            current += [*pending, row]
            pending = []
            seen |= {item} if item else set()
        elif current and len(pending) < 4:
            pending.append(row)
        else:
            if len(seen) >= 2:
                yield current + _broken_off(pending)
            current, seen, pending = [], set(), []
    if len(seen) >= 2:
        yield current + _broken_off(pending)


def _broken_off(pending: Sequence[Row]) -> list[Row]:
    """A value that a split cell left on a line of its own may be the last row of all."""
    return [row for row in pending[:1] if row.values == len(row.filled) == 1]


def _trailing_heads(rows: Sequence[Row]) -> list[Row]:
    out: list[Row] = []
    for row in reversed(rows):
        if row.label_at(known_label) >= 0 and any(item_of(cell.text) for cell in row.filled):
            break
        out.insert(0, row)
    return out


def read(rows: Sequence[Row]) -> Findings:
    """Read the rows of one Table A."""
    out = Findings()
    head = _Head()
    forms: Counter[str] = Counter()
    for row in rows:
        out.use(row)
    lines = list(_lines(rows))
    established = _established(lines)
    for row, label, tail in lines:
        if label < 0:
            if tail is None:
                _take_head(head, row)
            elif row.values:
                out.note("unmatched_row", row=row, detail=row.text)
            continue
        item = item_of(row.cells[label].text)
        head.open = False
        assert item is not None and tail is not None
        block = _block_of(item, head, tail, established)
        if block is None:
            out.note(
                "unmatched_row",
                *_codes_of(item, established),
                row=row,
                detail=row.text,
            )
            continue
        forms[block["form"]] += 1
        _item_facts(out, row, tail, block, item, head.beside(row, label))
    out.form = max(forms, key=lambda form: forms[form]) if forms else "none"
    if len(forms) > 1:
        out.note("form_mixed", detail=", ".join(sorted(forms)))
    _note_missing(out)
    return out


def _lines(rows: Sequence[Row]) -> Iterator[tuple[Row, int, tuple[Cell, ...] | None]]:
    """Yield (row, label index, value cells): -1 and None for a head; a label and a value set on two rows are joined."""
    rows = [row for row in rows if not row.is_page_furniture]
    skip = False
    for at, row in enumerate(rows):
        if skip:
            skip = False
            continue
        label = row.label_at(known_label)
        if label < 0 or not known_label(row.cells[label].text):
            heads = not row.values or any(_measure_scores(cell.text) for cell in row.filled)
            yield row, -1, None if heads else row.cells
            continue
        tail = row.cells[label + 1 :]
        following = rows[at + 1] if at + 1 < len(rows) else None
        if not any(cell.text for cell in tail) and following and following.values == len(following.filled) > 0:
            tail, skip = following.cells, True
        yield row, label, tail


def _take_head(head: _Head, row: Row) -> None:
    article = next((m for cell in row.filled if (m := _ARTICLE.search(bare(cell.text)))), None)
    if article:
        head.article, head.measures, head.table = article[1], [], row.table.number
    others = declaration("disclosure")["label_heads"]
    if any(is_measure(cell.text) for cell in row.filled):
        measures = [c for c in row.filled if bare(c.text) not in others and not _ARTICLE.search(bare(c.text))]
        # Heads set on several rows add up; a head after items, or one that names the first column, begins anew.
        anew = not head.open or any(bare(cell.text) == "信息内容" for cell in row.filled)
        head.measures, head.table = [*([] if anew else head.measures), *measures], row.table.number
    head.open = True


def _established(lines: Sequence[tuple[Row, int, tuple[Cell, ...] | None]]) -> str:
    """Return the form that the heads of the table show: it alone may lend its measures to items without a head."""
    votes: Counter[str] = Counter()
    for row, label, tail in lines:
        if label < 0 and tail is None:
            places = [places for cell in row.filled if (places := _measures().get(_measure_words(cell.text)))]
            for found in places:
                forms = {declaration("disclosure")["block"][block]["form"] for block, _ in found}
                votes.update(forms if len(forms) == 1 else ())
    return votes.most_common(1)[0][0] if votes else ""


def _codes_of(item: str, form: str) -> list[str]:
    """Return the codes that an item has in a form."""
    return [
        code
        for block in declaration("disclosure")["block"]
        for entry in block["item"]
        if block["form"] == form and item_of(entry["zh"]) == item
        for code in entry["codes"]
    ]


def _block_of(item: str, head: _Head, tail: Sequence[Cell], established: str) -> dict[str, Any] | None:
    """Return the declared block that prints this item under the measures in force, or None when it cannot be told."""
    candidates: list[tuple[float, dict[str, Any]]] = []
    for at, block in enumerate(declaration("disclosure")["block"]):
        if not any(item_of(entry["zh"]) == item for entry in block["item"]):
            continue
        fit = sum(max((s for (b, _), s in _measure_scores(c.text).items() if b == at), default=0) for c in head.known)
        missing = len(block["measure"]) - len(head.known)
        candidates.append((fit - abs(missing) * 0.5, block))
    if not head.known:
        filled = [cell for cell in tail if cell.text] if established else list(tail)
        own = [block for _, block in candidates if established in ("", block["form"])]
        fitting = [block for block in own if len(block["measure"]) in (len(filled), len(tail))]
        return fitting[0] if len(fitting) == 1 else None
    candidates.sort(key=lambda pair: pair[0], reverse=True)
    if not candidates or candidates[0][0] <= 0:
        return None
    return candidates[0][1]


def _item_facts(out: Findings, row: Row, tail: Sequence[Cell], block: dict[str, Any], item: str, head: _Head) -> None:
    entry = next(entry for entry in block["item"] if item_of(entry["zh"]) == item)
    figures = [codes()[code] for code in entry["codes"]]
    order = _order(block, head)
    columns = tuple(cell.column for cell in head.measures) if head.table == row.table.number else None
    placed = place(row, tail, len(order), Agreement(columns if columns and len(columns) == len(order) else None))
    if not row.table.exact and _is_jumbled(head, order):
        placed = Placed((None,) * len(order), "ambiguous")
    if placed.doubt:
        kind = {"short": "short_row", "long": "extra_column", "ambiguous": "ambiguous_row", "extra": "extra_column"}
        detail = " | ".join(cell.text for cell in tail)
        out.note(kind.get(placed.doubt, "illegible_cell"), *entry["codes"], row=row, detail=detail)
    unit = next((unit for cell in row.words if (unit := stated_unit(cell.text))), "")
    _place_facts(out, row, tail, placed, [(None if at is None else figures[at], head or unit) for at, head in order])


def _place_facts(out: Findings, row: Row, tail: Sequence[Cell], placed: Placed, order: Sequence[Any]) -> None:
    for (code, unit), cell in zip(order, placed.cells, strict=True):
        if code is None:
            if cell is not None and cell.text and not placed.doubt:
                out.note("extra_column", row=row, detail=cell.text)
        elif placed.doubt in ("ambiguous", "extra", "merged") or cell is None:
            if tail and (cell is None or cell.text) and placed.doubt != "short":
                add_illegible(out, code, row, cell)
            elif cell is not None:
                add_fact(out, code, row.table, cell, unit)
        else:
            add_fact(out, code, row.table, cell, unit)


def _order(block: dict[str, Any], head: _Head) -> list[tuple[int | None, str]]:
    """Return (measure index, unit that the head prints) for each value column from left to right; None for a column
    under another head, such as last year's."""
    at = declaration("disclosure")["block"].index(block)
    order: list[tuple[int | None, str]] = []
    for cell in head.measures:
        scores = {m: s for (b, m), s in _measure_scores(cell.text).items() if b == at}
        free = {m: s for m, s in scores.items() if m not in [taken for taken, _ in order]}
        if free:
            order.append((max(free, key=free.__getitem__), stated_unit(cell.text)))
        elif not scores:
            order.append((None, ""))
    if sum(measure is not None for measure, _ in order) == len(block["measure"]):
        return order
    return [(index, "") for index in range(len(block["measure"]))]


def _is_jumbled(head: _Head, order: Sequence[tuple[int | None, str]]) -> bool:
    """Tell whether heads that stand on several lines of text come in another order than the form's: a head of two lines
    among heads of one is cut apart so, and its place between them lost."""
    named = [measure for measure, _ in order if measure is not None]
    return len({cell.row for cell in head.measures}) > 1 and named != sorted(named)


def _note_missing(out: Findings) -> None:
    if out.form == "none":
        return
    printed = {fact.code for fact in out.facts} | {code for note in out.notes for code in note.cells}
    for block in declaration("disclosure")["block"]:
        if block["form"] == out.form:
            for entry in block["item"]:
                if not printed.intersection(entry["codes"]):
                    out.note("missing_row", *entry["codes"])
