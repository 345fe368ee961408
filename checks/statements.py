"""Numbers that the running text states about the tables: what is stated, where, and which cells it may stand for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from checks.exact import Exact
from checks.sentences import sentences
from checks.view import View

FILE = Path(__file__).with_name("statements.toml")
# How many sentences before a statement tell what it is about.
LOOK_BACK = 6
QUOTE_LENGTH = 60
SELF_EVIDENT_PARTS = (3, 4)


@dataclass(frozen=True, slots=True)
class Statement:
    """A number that the text states: `passage` is the sentences before it and its own, `words` its clause, `behind`
    what follows the number in its sentence."""

    id: str
    number: Exact
    quote: str
    passage: str
    words: str
    behind: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """The compiled declaration of one kind of statement."""

    id: str
    check: str
    what: tuple[str, str]
    parts: tuple[int, ...]
    patterns: tuple[re.Pattern[str], ...]
    zero: tuple[re.Pattern[str], ...]
    require: re.Pattern[str]
    clause: re.Pattern[str]
    exclude: re.Pattern[str]
    passage_exclude: re.Pattern[str]
    any_time: bool
    own_sentence: bool
    candidates: tuple[str, ...]
    also: tuple[str, tuple[str, ...]]


@cache
def lexicon() -> dict[str, Any]:
    """Return the parsed `statements.toml`."""
    with FILE.open("rb") as file:
        return tomllib.load(file)


@cache
def readers() -> dict[str, Reader]:
    """Return the kinds of statements by id."""
    return {entry["id"]: _reader(entry) for entry in lexicon()["statement"]}


def _reader(entry: dict[str, Any]) -> Reader:
    def compiled(name: str) -> tuple[re.Pattern[str], ...]:
        words = (
            text.replace("<N>", lexicon()["number"]).replace("<U>", lexicon()["unit"]) for text in entry.get(name, ())
        )
        return tuple(re.compile(text) for text in words)

    also = entry.get("also", {"pattern": "(?!)", "candidates": []})
    return Reader(
        entry["id"],
        entry["check"],
        (entry["what"][0], entry["what"][1]),
        tuple(entry["parts"]),
        compiled("patterns"),
        compiled("zero"),
        re.compile(entry.get("require", "")),
        re.compile(entry.get("clause", "")),
        re.compile(entry["exclude"]),
        re.compile(entry.get("passage_exclude", "(?!)")),
        entry.get("any_time", False),
        entry.get("own_sentence", False),
        tuple(entry["candidates"]),
        (also["pattern"], tuple(also["candidates"])),
    )


def statements(view: View, id_: str) -> list[Statement]:
    """Return the statements of kind `id_` in the text of the report, in reading order."""
    reader = readers()[id_]
    return [found for part in reader.parts for found in _in_part(view, reader, part)]


def first(view: View, id_: str) -> Statement | None:
    """Return the first statement of kind `id_`, None when the text makes none."""
    found = statements(view, id_)
    return found[0] if found else None


def _in_part(view: View, reader: Reader, part: int) -> Iterator[Statement]:
    listed = sentences(view.text(part))
    for at, sentence in enumerate(listed):
        found = [match for pattern in (*reader.patterns, *reader.zero) for match in pattern.finditer(sentence)]
        if not found:
            continue
        passage = "。".join(listed[max(0, at - LOOK_BACK) : at + 1])
        about = sentence if reader.own_sentence else passage
        if reader.passage_exclude.search(passage):
            continue
        if part not in SELF_EVIDENT_PARTS and not reader.require.search(about):
            continue
        for match in found:
            if _admissible(view, reader, sentence, match):
                yield _statement(reader, match, sentence, passage)


def _statement(reader: Reader, match: re.Match[str], sentence: str, passage: str) -> Statement:
    groups = match.groupdict()
    number: Exact = 0
    if groups.get("n"):
        number = Decimal(groups["n"]) if "." in groups["n"] else int(groups["n"])
        number *= 10_000 if groups.get("wan") else 1
    return Statement(
        reader.id,
        number,
        quote(sentence, match.start(), match.end()),
        passage,
        clause_of(sentence, match),
        sentence[match.end() :],
    )


def quote(sentence: str, start: int, end: int) -> str:
    """Return `sentence`, or of a long one the surroundings of the match."""
    if len(sentence) <= QUOTE_LENGTH:
        return sentence
    spare = max(0, QUOTE_LENGTH - (end - start)) // 2
    first_, last = max(0, start - spare), min(len(sentence), end + spare)
    return ("…" if first_ else "") + sentence[first_:last] + ("…" if last < len(sentence) else "")


def clause_of(sentence: str, match: re.Match[str]) -> str:
    """Return the clause, from comma to comma, that the match stands in."""
    start = sentence.rfind("，", 0, match.start()) + 1
    end = sentence.find("，", match.end())
    return sentence[start : end if end >= 0 else len(sentence)]


def _admissible(view: View, reader: Reader, sentence: str, match: re.Match[str]) -> bool:
    """Tell whether a match speaks of this organ's whole reporting year, and of the matter it seems to speak of."""
    clause = clause_of(sentence, match)
    words = lexicon()
    if reader.exclude.search(clause) or re.search(words["other_matter"], clause):
        return False
    if view.report.scope.value == "own" and re.search(words["whole_region"], clause):
        return False
    if not reader.clause.search(clause):
        return False
    if not reader.any_time and not _of_the_year(view, sentence, match, clause):
        return False
    if reader.check in ("N01", "N03") and (_only_a_part(view, clause) or _first_of_several(clause, match)):
        return False
    return reader.check != "N01" or _all_applicants(clause)


def _first_of_several(clause: str, match: re.Match[str]) -> bool:
    """Tell whether the clause goes on with a second count (网上申请3件、纸质申请36件): then the first is a part."""
    behind = clause[clause.find(match[0]) + len(match[0]) :]
    return bool(re.match(r"[^，\d（]{0,4}[、和及][^，\d]{0,12}\d+(?:件|份|条)", behind))


def _only_a_part(view: View, clause: str) -> bool:
    """Tell whether the clause counts the requests of some organs or of one channel only, or those of another organ."""
    words = lexicon()
    name = view.report.organ or ""
    for part, whole in (("part_of_organs", "all_organs"), ("channel", "all_channels")):
        named = re.search(words[part], clause)
        if named and named[0] not in name and not re.search(words[whole], clause):
            return True
    subject = re.search(words["subject"], clause)
    if "其中" in clause or subject is None:
        return "其中" in clause
    return subject[1][-2:-1] not in ("我", "本", "全") and subject[1][-3:] not in name


def _of_the_year(view: View, sentence: str, match: re.Match[str], clause: str) -> bool:
    if re.search(lexicon()["other_time"], clause) and "上年结转" not in clause:
        return False
    years = re.findall(r"(20\d\d)年", sentence[: match.end()])
    return not years or view.report.year is None or int(years[-1]) == view.report.year


def _all_applicants(clause: str) -> bool:
    """Tell whether the clause names both kinds of applicants or none: one of them alone is a part."""
    return bool(re.search("自然人|公民|个人", clause)) == bool(re.search("法人|组织|企业|单位提", clause))


def candidate_values(view: View, statement: Statement) -> tuple[tuple[str, ...], list[Exact]]:
    """Return the cells of the nearest candidate and the distinct values of all that the statement may stand for.

    A candidate whose cells have no value gives none.
    """
    reader = readers()[statement.id]
    expressions = list(reader.candidates)
    if re.search(reader.also[0], statement.words):
        expressions += reader.also[1]
    cells: tuple[str, ...] = ()
    values: dict[Exact, None] = {}
    for expression in expressions:
        terms = _terms(view, expression)
        if all(code in view.values for _, code in terms):
            cells = cells or tuple(dict.fromkeys(code for _, code in terms))
            values[sum(sign * view.values[code] for sign, code in terms)] = None
    return cells, list(values)


def _terms(view: View, expression: str) -> list[tuple[int, str]]:
    """Return the signed cells of a candidate such as `req_new - other`, of Table B those of the total column."""
    sign, out = 1, []
    for word in expression.split():
        if word in "+-":
            sign = 1 if word == "+" else -1
            continue
        out += [(sign, code) for code in _codes(view, word)]
    return out


def _codes(view: View, word: str) -> list[str]:
    if word == "other":
        rows = ["res_other"] if view.form("b") == "f2019" else lexicon()["sums"]["other_2021"]
    else:
        rows = lexicon()["sums"].get(word, [word])
    return [f"{row}__total" if row.startswith(("res_", "req_")) else row for row in rows]
