"""The check sheet (核对单) that `gongkai check` prints for an official: which table, both sides, what explains it."""

from __future__ import annotations

import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from checks import labels
from checks.catalogue import check
from checks.finding import Finding
from checks.reasons import reason_in
from checks.run import shown
from parsers.report import AnnualReport, Reading

FILE = Path(__file__).with_name("sheet.toml")
# Two closing marks may hang over the limit, as they never begin a line: 76 keeps within 80 columns.
WIDTH = 76
NO_LINE_START = "，。；：、）》”’！？,.;:)!?"


@cache
def _words() -> dict[str, Any]:
    with FILE.open("rb") as file:
        return tomllib.load(file)


def exit_code(findings: list[Finding]) -> int:
    """Return 1 when something of severity E or W failed, else 0."""
    return int(any(one.status == "fail" and one.severity in "EW" for one in findings))


def sheet(reading: Reading, findings: list[Finding], lang: str = "zh") -> str:
    """Return the sheet as plain text in `lang` ("zh" or "en"), no line wider than 80 columns of a terminal."""
    side = 0 if lang == "zh" else 1
    if reading.report is None or reading.verdict != "report":
        text = _words()[reading.verdict][side].format(reason=reason_in(reading.reason, lang))
        return "\n".join(wrap(text)) + "\n"
    lines = [_words()["title"][side], "", *_head(reading.report, findings, side)]
    bad = shown(findings)
    for name, severities in (("problems", "EW"), ("notes", "I")):
        listed = [one for one in bad if one.severity in severities]
        if listed:
            lines += ["", *_ruled(_words()[name][side].format(count=len(listed)))]
            lines += [line for number, one in enumerate(listed, start=1) for line in _entry(one, number, side)]
    if not exit_code(findings):
        lines += ["", *wrap(_words()["nothing"][side])]
    lines += [*_open(findings, side), "", *wrap(_words()["closing"][side])]
    return "\n".join(lines) + "\n"


def _ruled(title: str) -> list[str]:
    return [title, "─" * width(title)]


def _head(report: AnnualReport, findings: list[Finding], side: int) -> Iterator[str]:
    words = _words()
    unknown = words["unknown"][side]
    brackets = ("（{}）", " ({})")[side]
    forms = [
        labels.TABLES[table][side] + brackets.format(labels.FORMS.get(form, labels.FORMS["none"])[side])
        for table, form in sorted(report.forms.items())
        if table in labels.TABLES
    ]
    for name, text in (
        ("report", report.title or unknown),
        ("organ", report.organ or unknown),
        ("year", str(report.year or unknown)),
        ("forms", "；".join(forms) if side == 0 else "; ".join(forms)),
        ("cells", _cells(report, side)),
        ("checks", _counts(findings, side)),
    ):
        yield from _field(words[name][side], text, side, "")


def _cells(report: AnnualReport, side: int) -> str:
    words = _words()
    counts = Counter(fact.status for fact in report.facts)
    kept = [words["status"][status][side].format(count=counts[status]) for status in words["status"] if counts[status]]
    more = words["list_separator"][side] + words["list_separator"][side].join(kept) if kept else ""
    return str(words["cells_text"][side]).format(all=len(report.facts), reported=counts["reported"], kept=more)


def _counts(findings: list[Finding], side: int) -> str:
    counts = Counter(one.status for one in findings)
    hints = sum(one.status == "fail" and one.severity == "I" for one in findings)
    return str(_words()["checks_text"][side]).format(
        all=len(findings),
        passed=counts["pass"],
        wrong=counts["fail"] - hints,
        hints=hints,
        open=counts["not_assessable"],
        none=counts["not_applicable"],
    )


def _entry(one: Finding, number: int, side: int) -> Iterator[str]:
    """Yield the lines of one finding; hints are told in a line or two, without the rule."""
    words, which = _words(), check(one.check)
    lang = "zh" if side == 0 else "en"
    mark = f"{number}. [{words['severity'][one.severity][side]}] {one.check} {which.title[side]}"
    yield from wrap(mark, "", "   ")
    yield from wrap(one.message(lang), "   ", "   ")
    if one.severity == "I":
        return
    quoted = one.evidence and one.evidence not in one.message(lang)
    for name, text in (
        ("evidence", one.evidence if quoted else ""),
        ("rule", which.rule[side]),
        ("exceptions", which.exceptions[side]),
        ("reading", words["attribution"].get(one.attribution, ("", ""))[side]),
    ):
        if text:
            yield from _field(words[name][side], text, side, "   ")


def _field(name: str, text: str, side: int, indent: str) -> list[str]:
    return wrap(f"{name}{_words()['separator'][side]}{text}", indent, indent + "  ")


def _open(findings: list[Finding], side: int) -> Iterator[str]:
    """Yield what could not be assessed, checks with the same reason together."""
    lang = "zh" if side == 0 else "en"
    reasons: dict[str, list[str]] = {}
    for one in findings:
        if one.status == "not_assessable":
            reasons.setdefault(one.message(lang), []).append(one.check)
    if not reasons:
        return
    yield ""
    yield from _ruled(_words()["open"][side])
    for reason, ids in reasons.items():
        names = _words()["list_separator"][side].join(dict.fromkeys(ids))
        yield from wrap(f"{names}{_words()['separator'][side]}{reason}", "", "  ")


def width(text: str) -> int:
    """Return the columns that `text` takes on a terminal: two for a wide character, none for a combining one."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrap(text: str, first: str = "", rest: str = "", limit: int = WIDTH) -> list[str]:
    """Break `text` into lines of at most `limit` columns: at blanks, or between wide characters."""
    lines, line = [], first
    for piece in _pieces(text):
        full = width(line) + width(piece.rstrip()) > limit
        if full and line.strip() and not (piece[0] in NO_LINE_START and width(line) <= limit + 2):
            lines.append(line.rstrip())
            line = rest + piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def _pieces(text: str) -> Iterator[str]:
    """Yield the smallest pieces that stay together: words with the blank behind them, single wide characters."""
    word = ""
    for char in text:
        if _columns(char) == 2:
            if word:
                yield word
            word = ""
            yield char
        else:
            word += char
            if char == " ":
                yield word
                word = ""
    if word:
        yield word
