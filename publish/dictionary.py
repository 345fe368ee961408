"""The data dictionary, from the declarations: figures, rates, coded values, tables and columns, in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from archive.indicators import indicators
from archive.schema import Column, tables, views
from parsers.codes import codes, declaration
from publish.strings import strings

FILE = Path(__file__).with_name("dictionary.toml")


@dataclass(frozen=True, slots=True)
class Term:
    """What one name means. `anchor` is its place on the page, `more` what else is said of it in the order of the
    table's heads, `members` the codes of its cells when it is a row of Table B."""

    code: str
    anchor: str
    zh: str
    en: str
    more: tuple[str, ...] = ()
    members: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """All that a search may meet."""
        return " ".join((self.code, self.zh, self.en, *self.more, *self.members)).lower()


@dataclass(frozen=True, slots=True)
class Part:
    """One table of the page: its terms under a title. `note` is what stands below the title, `kind` of the part."""

    name: str
    kind: str
    zh: str
    en: str
    terms: tuple[Term, ...]
    note: str = ""


@cache
def parts() -> tuple[Part, ...]:
    """Return the whole dictionary in order."""
    return (*_figures(), _rates(), _statistics(), *_values(), *_tables())


def found(query: str) -> list[Part]:
    """Return the parts with the terms that hold every word of `query`; a part whose own name does is whole."""
    words = query.lower().split()
    if not words:
        return list(parts())
    kept = (_kept(part, lambda text: all(word in text for word in words)) for part in parts())
    return [part for part in kept if part is not None]


def _kept(part: Part, holds: Callable[[str], bool]) -> Part | None:
    if holds(f"{part.name} {part.zh} {part.en}".lower()):
        return part
    terms = tuple(term for term in part.terms if holds(term.words))
    return replace(part, terms=terms) if terms else None


def _figures() -> Iterator[Part]:
    for letter in "abc":
        said = strings()[f"report.table_{letter}"]
        terms = _application_rows() if letter == "b" else _plain_codes(letter)
        yield Part(letter, "figures", said["zh"], said["en"], tuple(terms))
    heads = declaration("applications")["applicant"]
    terms = (Term(one["code"], f"applicant-{one['code']}", one["zh"], one["en"]) for one in heads)
    said = strings()["dictionary.applicants"]
    yield Part("applicants", "applicants", said["zh"], said["en"], tuple(terms))


def _plain_codes(letter: str) -> Iterator[Term]:
    for code in codes().values():
        if code.table == letter:
            more = (code.unit, code.basis, ", ".join(code.forms))
            yield Term(code.code, f"code-{code.code}", code.zh, code.en, more)


def _application_rows() -> Iterator[Term]:
    form = declaration("applications")
    for row in form["row"]:
        members = tuple(f"{row['code']}__{applicant['code']}" for applicant in form["applicant"])
        zh = f"{row.get('group', '')}{row['mark']}{row['zh']}"
        more = (form["unit"], row.get("basis", ""), ", ".join(row["forms"]))
        yield Term(row["code"], f"code-{row['code']}", zh, row["en"], more, members)


def _rates() -> Part:
    said = strings()["dictionary.rates"]
    terms = tuple(
        Term(one.code, f"code-{one.code}", one.zh, one.en, (one.numerator, one.denominator)) for one in indicators()
    )
    return Part("rates", "rates", said["zh"], said["en"], terms)


def _statistics() -> Part:
    """The labels of the form before 2019 are given as they are printed; none of them has a confirmed translation."""
    said = strings()["dictionary.s2014"]
    labels: dict[str, list[str]] = declaration("statistics2014")["labels"]
    terms = (Term(code, f"code-{code}", "；".join(printed), "") for code, printed in labels.items())
    return Part("s2014", "statistics", said["zh"], said["en"], tuple(terms))


def _values() -> Iterator[Part]:
    with FILE.open("rb") as file:
        declared: list[dict[str, Any]] = tomllib.load(file)["values"]
    for one in declared:
        yield Part(one["name"], "values", one["zh"], one["en"], tuple(_coded(one)), ", ".join(one["columns"]))


def _coded(one: dict[str, Any]) -> Iterator[Term]:
    prefix = f"{one['words']}."
    for key, said in strings().items():
        if key.startswith(prefix):
            code = key.removeprefix(prefix)
            means = strings().get(f"{one.get('means')}.{code}", {"zh": "", "en": ""})
            zh, en = (f"{said[lang]} {means[lang]}".strip() for lang in ("zh", "en"))
            yield Term(code, f"{one['name']}-{code}", zh, en)


def _tables() -> Iterator[Part]:
    for table in tables().values():
        yield Part(table.name, "table", table.zh, table.en, tuple(_columns(table.name, table.columns)))
    whole = tables()["reports"].columns
    for view in views().values():
        as_reports = view.columns[: len(whole)] == whole
        terms = () if as_reports else tuple(_columns(view.name, view.columns))
        yield Part(view.name, "view", view.zh, view.en, terms, "reports + report_figures" if as_reports else "")


def _columns(table: str, columns: Iterable[Column]) -> Iterator[Term]:
    """Yield the columns that the declaration writes out; those that bear the code of a figure stand with the codes."""
    figures = {one.code for one in indicators()} | {f"{one.code}_n" for one in indicators()} | codes().keys()
    for column in columns:
        if column.name not in figures:
            more = (column.type, column.ref)
            yield Term(column.name, f"column-{table}-{column.name}", column.zh, column.en, more)
