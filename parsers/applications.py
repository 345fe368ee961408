"""Table B, 收到和处理政府信息公开申请情况: printed rows aligned with the declared rows, cells with the applicants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from parsers.align import Declared, Match, Printed, Wordings, align
from parsers.application_heads import Heads, read_heads
from parsers.codes import applicants, codes, declaration
from parsers.document import Cell
from parsers.facts import Findings, add_fact, add_illegible
from parsers.labels import bare, split_mark
from parsers.rows import NO_AGREEMENT, Placed, Row, agreements, place
from parsers.short_rows import contradicted

GROUPS = ("不予公开", "无法提供", "不予处理", "其他处理", "本年度办理结果")
# Too short or too common to show by themselves that a row belongs to this table.
_WEAK = frozenset({"res_total", "res_other", "res_other_misc"})
_STRONG = 0.8
_SUBTOTAL = re.compile("(?:小计|合计)$")
# The very words of a row, whatever its numbering.
_SURE = 0.9


@cache
def wordings(form: str) -> Wordings:
    """Return the declared rows of Table B for f2019, f2021 or "any" with all their wordings."""
    declared = [
        Declared(row["code"], row["mark"], tuple(bare(text) for text in (row["zh"], *row.get("aliases", []))))
        for row in declaration("applications")["row"]
        if form == "any" or form in row["forms"]
    ]
    return Wordings(declared, GROUPS)


@lru_cache(maxsize=65_536)
def known_label(text: str) -> bool:
    """Tell whether a cell's words name a row or a group of Table B."""
    return max(wordings("any").scores(text)) > 0 or is_group(text)


def is_group(text: str) -> bool:
    """Tell whether a cell's words name a group of rows, or the sum of one: 无法提供小计."""
    return _SUBTOTAL.sub("", split_mark(text)[1]) in GROUPS


@lru_cache(maxsize=65_536)
def strong_row(text: str) -> int | None:
    """Return the declared position of a label that belongs to Table B beyond doubt, else None."""
    scores = wordings("any").scores(text)
    best = max(range(len(scores)), key=scores.__getitem__)
    if scores[best] < _STRONG or wordings("any").declared[best].code in _WEAK:
        return None
    return best


def find(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the rows of each Table B in the document: from its first sure row to its last, heads and tail included.

    A new table begins where the first rows appear again after later ones.
    """
    sure = [(at, position) for at, row in enumerate(rows) if (position := _position(row)) is not None]
    start = 0
    for index in range(1, len(sure) + 1):
        restart = index < len(sure) and sure[index][1] <= 1 and sure[index - 1][1] > 3
        if index == len(sure) or restart:
            group = sure[start:index]
            if len(group) >= 2:
                stop = sure[index][0] if index < len(sure) else len(rows)
                yield _widened(rows, group[0][0], group[-1][0], stop)
            start = index


def _position(row: Row) -> int | None:
    label = row.label_at(known_label)
    return strong_row(row.cells[label].text) if label >= 0 else None


def _widened(rows: Sequence[Row], first: int, last: int, stop: int) -> list[Row]:
    begin = first
    while begin and rows[begin - 1].table is rows[first].table and first - begin < 6:
        begin -= 1
    end = last + 1
    while end < stop and end - last < 4 and rows[end].table is rows[last].table:
        label = rows[end].label_at(known_label)
        if label < 0 or not known_label(rows[end].cells[label].text):
            break
        end += 1
    return list(rows[begin:end])


@dataclass(frozen=True, slots=True)
class _Line:
    row: Row
    label: int
    tail: tuple[Cell, ...]


def read(rows: Sequence[Row]) -> Findings:
    """Read the rows of one Table B. The form is the one whose rows the labels say better."""
    out = Findings()
    heads = read_heads(rows)
    lines = [_line(row, heads) for row in rows if not row.is_page_furniture and not heads.is_head(row)]
    printed = [
        Printed(line.row.cells[line.label].text if line.label >= 0 else "", any(c.text for c in line.tail))
        for line in lines
    ]
    forms = {"f2021": _aligned(printed, "f2021")}
    if len(forms["f2021"]) < len(wordings("f2021").declared):
        forms["f2019"] = _aligned(printed, "f2019")
    out.form = max(forms, key=lambda form: (_own(form, forms[form], printed), _fit(form, forms[form])))
    for row in rows:
        out.use(row)
    _read_matches(out, lines, forms[out.form], heads)
    _note_rows(out, lines, forms[out.form])
    _note_form(out, forms, printed)
    return out


def _aligned(printed: Sequence[Printed], form: str) -> list[Match]:
    """Align the rows in order; a row out of order is still told by a label that can be no other row's."""
    matches = align(printed, wordings(form))
    free = set(range(len(wordings(form).declared))) - {match.declared for match in matches}
    taken = {at for match in matches for at in range(match.first, match.last + 1)}
    for at, row in enumerate(printed):
        if not free or at in taken or not (row.has_values and row.label):
            continue
        scores = wordings(form).scores(row.label)
        said = [declared for declared in free if scores[declared] >= _SURE]
        if len(said) == 1 and wordings(form).declared[said[0]].code not in _WEAK:
            matches.append(Match(at, at, said[0], scores[said[0]]))
            free.remove(said[0])
    return matches


@cache
def _rows_of(form: str) -> frozenset[str]:
    return frozenset(row.code for row in wordings(form).declared)


def _own(form: str, matches: Sequence[Match], printed: Sequence[Printed]) -> float:
    """How well a table says a row that only this form has: 3.其他 is the last of a group in the one form, and no
    （六）其他处理 of the other, whatever rows a page break has lost."""
    return max(_own_rows(form, matches, printed).values(), default=0.0)


def _own_rows(form: str, matches: Sequence[Match], printed: Sequence[Printed]) -> dict[str, float]:
    """Return the rows with figures that only this form has, and how well they are said; a name of a group has none."""
    shared = _rows_of("f2019") & _rows_of("f2021")
    declared = wordings(form).declared
    valued = [match for match in matches if any(row.has_values for row in printed[match.first : match.last + 1])]
    return {code: match.score for match in valued if (code := declared[match.declared].code) not in shared}


def _fit(form: str, matches: Sequence[Match]) -> float:
    """How well a form explains a table: the rows it says, less the rows it would have to miss."""
    return sum(match.score for match in matches) - (len(wordings(form).declared) - len(matches)) / 2


def _line(row: Row, heads: Heads) -> _Line:
    label = row.label_at(known_label)
    return _Line(row, label, heads.values_of(row, label))


def _read_matches(out: Findings, lines: Sequence[_Line], matches: Sequence[Match], heads: Heads) -> None:
    declared = wordings(out.form).declared
    chosen = [(declared[match.declared].code, _valued(lines, match), match) for match in matches]
    heads = heads.settled([(line.row, line.tail) for _, line, _ in chosen])
    width = heads.width([(line.row, line.tail) for _, line, _ in chosen])
    agreed = agreements([(line.row, line.tail) for _, line, _ in chosen], width, heads.columns)
    order = heads.order(width)
    placed: list[tuple[str, _Line, Placed]] = []
    for code, line, match in chosen:
        if match.last > match.first:
            both = lines[match.first : match.last + 1]
            pieces = [part.row.cells[part.label].text for part in both if part.label >= 0]
            cells_of_row = [f"{code}__{name}" for name in applicants()]
            out.note("split_label", *cells_of_row, row=line.row, detail="".join(pieces))
        placed.append((code, line, place(line.row, line.tail, width, agreed.get(line.row.table.number, NO_AGREEMENT))))
    if None not in order:
        placed = contradicted(placed, [name or "" for name in order])
    for code, line, cells in placed:
        _row_facts(out, code, line, cells, order)
    missing = [name for name in applicants() if name not in order]
    if missing:
        out.note("missing_column", *(f"{code}__{name}" for code, _, _ in chosen for name in missing))


def _valued(lines: Sequence[_Line], match: Match) -> _Line:
    both = lines[match.first : match.last + 1]
    return next((line for line in both if any(cell.text for cell in line.tail)), both[0])


def _row_facts(out: Findings, row_code: str, line: _Line, placed: Placed, order: Sequence[str | None]) -> None:
    figures = [codes()[f"{row_code}__{name}"] if name else None for name in order]
    touched = [code.code for code in figures if code]
    kind = {
        "short": "short_row",
        "long": "extra_column",
        "ambiguous": "ambiguous_row",
        "extra": "extra_column",
        "merged": "illegible_cell",
    }
    if placed.doubt:
        detail = " | ".join(cell.text for cell in line.tail)
        out.note(kind[placed.doubt], *touched, row=line.row, detail=detail)
    if None in order and not touched:
        codes_here = [f"{row_code}__{name}" for name in applicants()]
        out.note("extra_column", *codes_here, row=line.row, detail=" | ".join(cell.text for cell in line.tail))
        figures = [codes()[code] for code in codes_here]
        placed = Placed(())
    if not any(placed.cells):
        for code in figures:
            if code and line.tail:
                add_illegible(out, code, line.row, None)
        return
    for code, cell in zip(figures, placed.cells, strict=True):
        if code is None or cell is None:
            continue
        if placed.doubt == "merged" and cell.text and placed.cells.count(cell) + (cell.row != line.row.at) > 1:
            add_illegible(out, code, line.row, cell)
        else:
            add_fact(out, code, line.row.table, cell)


def _note_rows(out: Findings, lines: Sequence[_Line], matches: Sequence[Match]) -> None:
    declared = wordings(out.form).declared
    taken = {at for match in matches for at in range(match.first, match.last + 1)}
    for at, line in enumerate(lines):
        if at in taken or not line.row.filled:
            continue
        label = line.row.cells[line.label].text if line.label >= 0 else ""
        values = [cell.text for cell in line.tail if cell.text]
        if values and is_group(label):
            out.note("subtotal_row", row=line.row, detail=f"{label}: {' | '.join(values)}")
        elif values and line.row.values:
            out.note(
                "unmatched_row", *_said(label), row=line.row, detail=" | ".join(cell.text for cell in line.row.filled)
            )
    printed = {match.declared for match in matches}
    for position, row in enumerate(declared):
        if position not in printed:
            out.note("missing_row", *(f"{row.code}__{name}" for name in applicants()))
    _note_split_groups(out, lines)


def _note_form(out: Findings, forms: Mapping[str, Sequence[Match]], printed: Sequence[Printed]) -> None:
    """Note the rows that one form alone has where the printed rows do not settle the form: some of one form and some of
    the other, or, where rows are missing, none of either."""
    own = {
        form: {code for code, score in _own_rows(form, matches, printed).items() if score >= 1}
        for form, matches in forms.items()
    }
    of_both = {form: _rows_of(form) - _rows_of(other) for form, other in (("f2019", "f2021"), ("f2021", "f2019"))}
    settled = bool(own[out.form]) and not any(rows for form, rows in own.items() if form != out.form)
    if settled or own["f2021"] == of_both["f2021"]:
        return
    for code in sorted(of_both["f2019"] | of_both["f2021"]):
        out.note("missing_row", *(f"{code}__{name}" for name in applicants()))


def _said(label: str) -> list[str]:
    """Return the codes of the row that a label says, in whatever form, or none."""
    position = strong_row(label) if label else None
    row = wordings("any").declared[position].code if position is not None else None
    return [f"{row}__{name}" for name in applicants()] if row else []


def _note_split_groups(out: Findings, lines: Sequence[_Line]) -> None:
    for first, second in zip(lines, lines[1:], strict=False):
        upper = [split_mark(cell.text)[1] for cell in first.row.cells[: max(first.label, 0)] if cell.text]
        lower = [bare(cell.text) for cell in second.row.cells[: max(second.label, 0)] if cell.text]
        if any(one + two in GROUPS for one in upper for two in lower):
            out.note("split_label", row=second.row, detail="".join((upper[-1], lower[-1])))
