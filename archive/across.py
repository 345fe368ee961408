"""The outcomes of cross-checks on the reports in temp.assessed, one source after the other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from archive import peers
from archive.likenesses import Texts
from checks.catalogue import NO_TEXT, Check, Pair, check, finding
from checks.claims import Claim, figures, judge
from checks.comparisons import Comparison, comparisons, context, status_of
from checks.exact import Exact, exact
from checks.finding import Attribution, Finding
from checks.likeness import ALIKE
from parsers.codes import codes

ASIDE = ("more", "source", "beside")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check gave for one report: `say` is the sentence; `finding` is None for what passed or lacks context."""

    report: int
    check: Check
    say: str
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Alike:
    """The reports of which one check says the same, that it passed or that the archive lacks something: nearly all
    outcomes are such, and to make an object of each would take longer than to find them."""

    check: Check
    say: str
    reports: list[int]


def outcomes(db: sqlite3.Connection, texts: Texts) -> Iterator[Outcome | Alike]:
    """Yield every outcome of every cross-check on the reports in temp.assessed."""
    yield from _compared(db)
    yield from _magnitudes(db)
    yield from _claims(db)
    yield from _texts_alike(db, texts)


def _compared(db: sqlite3.Connection) -> Iterator[Outcome | Alike]:
    """Yield the outcomes of every comparison in SQL."""
    plain = {"pass", *context()}
    for comparison in comparisons():
        alike: dict[str, list[int]] = {}
        for report, say, left, right in db.execute(comparison.outcomes).fetchall():
            if say in plain:
                alike.setdefault(say, []).append(report)
            elif say != "n":
                made = _finding(db, comparison, report, say, left, right)
                yield Outcome(report, comparison.check, say, made)
        yield from (Alike(comparison.check, say, reports) for say, reports in alike.items())


def _exact(value: Any) -> Exact | None:
    return exact(value) if isinstance(value, int | float) else None


def _finding(db: sqlite3.Connection, this: Comparison, report: int, say: str, left: Any, right: Any) -> Finding:
    cursor = db.execute(this.details, (report,))
    names = [column[0] for column in cursor.description]
    words: dict[str, Any] = dict(zip(names, cursor.fetchone(), strict=True))
    more, source, beside = (words.pop(name) for name in ASIDE)
    status = status_of(say)
    blame: Attribution = "undetermined"
    if status == "fail":
        doubtful = _doubtful(db, report, this.cells) or _doubtful(db, beside, this.other)
        blame = "extraction" if doubtful else "source" if source else "undetermined"
    added: Pair = this.check.say[more] if more else NO_TEXT
    sides = (_exact(left), _exact(right))
    shown = {side: "" if value is None else value for side, value in zip(("left", "right"), sides, strict=True)}
    words |= {"each": this.name} | shown
    named = tuple(dict.fromkeys((*this.cells, *this.other)))
    return finding(
        this.check, status, say, cells=this.cells, named=named, sides=sides, attribution=blame, more=added, **words
    )


def _doubtful(db: sqlite3.Connection, report: int | None, cells: tuple[str, ...]) -> bool:
    """Tell whether the reader or a check of the report itself doubts that one of its cells was read right."""
    doubted = db.execute(
        "SELECT cells FROM findings WHERE report_id = ? AND is_current = 1 AND id > 0"
        " AND (attribution = 'extraction' OR (check_id = 'X04' AND status = 'fail'))"
        " UNION ALL SELECT code FROM cell_notes WHERE report_id = ? AND is_current = 1 AND status = 'illegible'",
        (report, report),
    )
    return any(set(cells) & set(row[0].split()) for row in doubted)


@cache
def _magnitudes_sql() -> str:
    listed = ", ".join(f"f.{code}" for code in peers.measured())
    return (
        "SELECT s.id, r.year, coalesce(r.organ_type, ''), coalesce(r.level, ''), r.scope, r.is_practice, "
        f"{listed} FROM temp.assessed s CROSS JOIN reports r ON r.id = s.id JOIN report_figures f ON f.report_id = s.id"
        " WHERE r.year IS NOT NULL"
    )


def _magnitudes(db: sqlite3.Connection) -> Iterator[Outcome]:
    """Yield one outcome of V06 for each report that prints any measured figure, and one finding a figure too large."""
    this = check("V06")
    years: dict[int, peers.Measures] = {}
    for report, year, kind, level, scope, practice, *values in db.execute(_magnitudes_sql()).fetchall():
        if year not in years:
            years[year] = peers.stored(db, year)
        group = (kind, level, scope, practice)
        judged = [
            (code, value, years[year][group, code][1])
            for code, value in zip(peers.measured(), values, strict=True)
            if value is not None and (group, code) in years[year]
        ]
        large = [entry for entry in judged if entry[1] > peers.limit(entry[2])]
        for code, value, most in large:
            sides = (exact(value), exact(most))
            blame: Attribution = "extraction" if _doubtful(db, report, (code,)) else "undetermined"
            made = finding(this, "fail", "fail", cells=(code,), sides=sides, attribution=blame)
            yield Outcome(report, this, "fail", made)
        if not large and any(value is not None for value in values):
            yield Outcome(report, this, "pass" if judged else "few_peers")


def _claims(db: sqlite3.Connection) -> Iterator[Outcome]:
    """Yield the outcomes of N06 for the reports whose text states a change since last year."""
    this = check("N06")
    stated: dict[tuple[int, int | None, int], list[Claim]] = {}
    for report, last, comparable, *claim in db.execute(
        "SELECT s.id, s.last_id, s.comparable, c.statement, c.number, c.clause, c.unit, c.change, c.slack, c.quote"
        " FROM temp.assessed s CROSS JOIN year_claims c ON c.report_id = s.id ORDER BY s.id, c.ordinal"
    ).fetchall():
        stated.setdefault((report, last, comparable), []).append(Claim(*claim))
    for (report, last, comparable), claims in stated.items():
        if last is None or not comparable:
            yield Outcome(report, this, "no_last_year" if last is None else "scope_unknown")
            continue
        for made in judge(claims, _figures(db, report), _figures(db, last)):
            passed = made.status == "pass"
            yield Outcome(report, this, "pass" if passed else made.status, None if passed else made)


def _figures(db: sqlite3.Connection, report: int) -> Any:
    year, *forms = db.execute("SELECT year, form_a, form_b, form_c FROM reports WHERE id = ?", (report,)).fetchone()
    row = db.execute("SELECT * FROM report_figures WHERE report_id = ?", (report,)).fetchone()
    values = {code: value for code, value in zip(codes(), row[1:], strict=True) if value is not None}
    return figures(year, {table: form or "none" for table, form in zip("abc", forms, strict=True)}, values)


def _texts_alike(db: sqlite3.Connection, texts: Texts) -> Iterator[Outcome]:
    """Yield the outcomes of Q01 and Q02 for the reports that have any text."""
    for report, year, last, practice in db.execute(
        "SELECT s.id, r.year, s.last_id, r.is_practice FROM temp.assessed s CROSS JOIN reports r ON r.id = s.id"
        " WHERE r.year IS NOT NULL AND EXISTS (SELECT 1 FROM sections t WHERE t.report_id = s.id AND t.is_current = 1)"
    ).fetchall():
        yield _own_text(texts, report, year, last)
        yield from _other_texts(db, texts, report, year, practice)


def _own_text(texts: Texts, report: int, year: int, last: int | None) -> Outcome:
    this = check("Q01")
    likeness = texts.likeness(report, last) if last is not None else None
    if likeness is None:
        return Outcome(report, this, "no_last_year" if last is None else "short_text")
    if likeness < ALIKE:
        return Outcome(report, this, "pass")
    made = finding(this, "fail", "fail", sides=(exact(round(likeness, 2)), exact(ALIKE)), last=year - 1)
    return Outcome(report, this, "fail", made)


def _other_texts(db: sqlite3.Connection, texts: Texts, report: int, year: int, practice: int) -> Iterator[Outcome]:
    this, found = check("Q02"), texts.year(year, practice)
    if found.at(report) is None:
        yield Outcome(report, this, "short_text")
        return
    alike = list(texts.copies(report, found))
    for other, likeness, own in alike:
        key, name = db.execute(
            "SELECT report_key, coalesce(organ_name, title) FROM reports WHERE id = ?", (other,)
        ).fetchone()
        made = finding(
            this,
            "fail",
            "fail",
            severity="I" if own else "W",
            sides=(exact(round(likeness, 2)), exact(ALIKE)),
            evidence=key,
            other=name,
        )
        yield Outcome(report, this, "fail", made)
    if not alike:
        yield Outcome(report, this, "pass")
