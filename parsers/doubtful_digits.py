"""Figures read by OCR that may be something else: the form's own sums choose between what the pixels allow.

A digit that is printed clearly is never changed, whatever the sums say: the source makes slips of its own. What
neither pixels nor sums settle keeps a note, and where two readings are about as likely, no value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from parsers.codes import codes
from parsers.document import Table
from parsers.numbers import read_number
from parsers.report import Fact, Note, Number, Status
from parsers.sums import Sum, sums_of

SURE = 0.995
"""A figure read less surely than this is doubtful unless the sums that it stands in hold: the recogniser thinks well of
itself, and gave 0.994 to a 1 that was printed 0."""
_ALLOWED = 0.01
"""A reading less likely than this is not what the pixels say."""
_EVEN = 0.5
"""A figure whose second reading is so likely beside its first is undecidable without sums."""
_UNIQUE = 10.0
"""Of two ways to make the sums hold, one is chosen when it is so many times likelier."""
_MOST_CHANGES = 3
_MOST_SUSPECTS = 14
_ZERO: frozenset[Status] = frozenset({"blank", "dash", "slash"})


@dataclass(frozen=True, slots=True)
class _Option:
    """One reading of a cell: its text, what it says, the value for sums, and its probability."""

    text: str
    status: Status
    value: Number | None
    sure: float

    @property
    def counted(self) -> Number | None:
        return 0 if self.status in _ZERO else self.value


@dataclass
class _Sheet:
    """The figures of one report while doubts are settled."""

    facts: dict[str, Fact]
    options: dict[str, tuple[_Option, ...]]
    sums: tuple[Sum, ...]
    values: dict[str, Number | None] = field(default_factory=dict)
    chosen: dict[str, _Option] = field(default_factory=dict)

    def touching(self, codes: Sequence[str]) -> list[Sum]:
        wanted = set(codes)
        return [one for one in self.sums if wanted.intersection(one.cells)]

    def failing(self) -> list[Sum]:
        return [one for one in self.sums if one.difference(self.values) not in (None, 0)]


def has_doubts(tables: Sequence[Table]) -> bool:
    """Tell whether any table was read by OCR."""
    return any(table.alternates for table in tables)


def settle(facts: Sequence[Fact], forms: Mapping[str, str], tables: Sequence[Table]) -> tuple[list[Fact], list[Note]]:
    """Return the facts with doubtful figures settled, and notes of what was chosen, is doubtful or undecidable."""
    sheet = _sheet(facts, forms, tables)
    _choose(sheet)
    out: list[Fact] = []
    notes = list(_shared_labels(facts, tables))
    for fact in facts:
        settled, note = _settled(sheet, fact)
        out.append(settled)
        notes += [note] if note else []
        notes += [_sign_in_doubt(settled)] if fact.code in sheet.options and _may_lack_its_sign(settled) else []
    return out, notes


def _may_lack_its_sign(fact: Fact) -> bool:
    """Tell whether a figure may be negative: a minus is a thin stroke that copies lose, and no sum of the form would
    miss it (本年增/减)."""
    return codes()[fact.code].signed and fact.value is not None and fact.value > 0


def _sign_in_doubt(fact: Fact) -> Note:
    return Note("ocr_doubtful", (fact.code,), fact.place, f"{fact.raw} / -{fact.raw}")


def _sheet(facts: Sequence[Fact], forms: Mapping[str, str], tables: Sequence[Table]) -> _Sheet:
    alternates = {
        (table.number, row + 1, column + 1): found
        for table in tables
        for (row, column), found in (table.alternates or {}).items()
    }
    options = {
        fact.code: tuple(_options(fact, found))
        for fact in facts
        if (found := alternates.get((fact.place.table, fact.place.row, fact.place.column)))
    }
    sheet = _Sheet({fact.code: fact for fact in facts}, options, sums_of(forms))
    sheet.values = {fact.code: 0 if fact.status in _ZERO else fact.value for fact in facts}
    return sheet


def _options(fact: Fact, found: Sequence[tuple[str, float]]) -> Iterator[_Option]:
    for text, sure in found:
        number = read_number(text)
        if text == fact.raw:
            yield _Option(text, fact.status, fact.value, sure)
        elif number.status in ("reported", "dash", "slash") and not (number.unit or number.scale):
            yield _Option(text, number.status, number.value, sure)


def _choose(sheet: _Sheet) -> None:
    """Change doubtful figures as long as that makes sums hold that did not, fewest changes first."""
    for _ in range(len(sheet.options)):
        for count in range(1, _MOST_CHANGES + 1):
            change = _best_change(sheet, count)
            if change:
                sheet.chosen |= change
                sheet.values |= {code: option.counted for code, option in change.items()}
                break
        else:
            return


def _best_change(sheet: _Sheet, count: int) -> dict[str, _Option] | None:
    """Return the one change of `count` figures after which every sum that they stand in holds; None without one, or
    with two about as likely."""
    failing = sheet.failing()
    suspects = [code for code in sheet.options if code not in sheet.chosen and _others(sheet, code)]
    suspects = [code for code in suspects if any(code in one.cells for one in failing)]
    suspects = sorted(suspects, key=lambda code: sheet.options[code][0].sure)[:_MOST_SUSPECTS]
    found: list[tuple[float, dict[str, _Option]]] = []
    for group in combinations(suspects, count):
        touched = sheet.touching(group)
        for picked in product(*(_others(sheet, code) for code in group)):
            change = dict(zip(group, picked, strict=True))
            after = sheet.values | {code: option.counted for code, option in change.items()}
            if all(one.difference(after) == 0 for one in touched):
                found.append((_likelihood(sheet, change), change))
    found.sort(key=lambda one: -one[0])
    if not found or (len(found) > 1 and found[0][0] < _UNIQUE * found[1][0]):
        return None
    return found[0][1]


def _others(sheet: _Sheet, code: str) -> list[_Option]:
    """Return what a figure may also say: nothing where it is printed clearly."""
    options = sheet.options[code]
    now = sheet.values.get(code)
    if not options or options[0].sure >= 1 - _ALLOWED:
        return []
    return [one for one in options if one.sure >= _ALLOWED and one.counted is not None and one.counted != now]


def _likelihood(sheet: _Sheet, change: Mapping[str, _Option]) -> float:
    out = 1.0
    for code, option in change.items():
        out *= option.sure / max(sheet.options[code][0].sure, 1e-9)
    return out


def _confirmed(sheet: _Sheet, code: str) -> bool:
    """Tell whether sums confirm a figure: it stands in some that can be told, and all of them hold."""
    told = [difference for one in sheet.touching([code]) if (difference := one.difference(sheet.values)) is not None]
    return bool(told) and not any(told)


def _settled(sheet: _Sheet, fact: Fact) -> tuple[Fact, Note | None]:
    options = sheet.options.get(fact.code, ())
    detail = " / ".join(f"{one.text} ({one.sure:.2f})" for one in options[:3])
    chosen = sheet.chosen.get(fact.code)
    if chosen:
        place = fact.place._replace(confidence=round(chosen.sure, 3))
        new = fact._replace(value=chosen.value, status=chosen.status, raw=chosen.text, place=place)
        return new, Note("ocr_chosen_by_sums", (fact.code,), place, detail)
    if fact.place.confidence is None or fact.place.confidence >= SURE or fact.status == "illegible":
        return fact, None
    if _confirmed(sheet, fact.code):
        return fact, None
    rest = [one.sure for one in options[1:]]
    if options and (options[0].sure < _EVEN or (rest and rest[0] > _EVEN * options[0].sure)):
        return fact._replace(value=None, status="illegible"), Note(
            "illegible_cell", (fact.code,), fact.place, detail or fact.raw
        )
    return fact, Note("ocr_doubtful", (fact.code,), fact.place, detail or f"{fact.raw} ({fact.place.confidence:.2f})")


def _shared_labels(facts: Sequence[Fact], tables: Sequence[Table]) -> Iterator[Note]:
    """Yield a note for each row of figures whose label reaches over other rows too: a ruling line was not seen there,
    and the label may belong to the other row."""
    for table in tables:
        covering = {
            (row, column): cell
            for cell in (table.cells if table.alternates else ())
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        }
        for row in range(table.rows):
            figures = sorted(column for at, column in table.alternates or {} if at == row)
            label = covering.get((row, figures[0] - 1)) if figures else None
            if label and label.rowspan > covering[row, figures[0]].rowspan and not table.turned:
                codes = tuple(f.code for f in facts if (f.place.table, f.place.row) == (table.number, row + 1))
                if codes:
                    yield Note("ocr_doubtful", codes, table.place(row, label.column), label.text.replace("\n", ""))
