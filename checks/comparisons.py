"""Cross-checks as SQL: the comparisons of `across/*.toml`, each one statement over the archive's tables."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from checks import labels
from checks.catalogue import Check, Pair, check
from checks.finding import FindingStatus
from checks.statements import lexicon
from parsers.codes import applicants, codes, review_blocks

FOLDER = Path(__file__).with_name("across")
FILES = ("years", "regions", "publication")
FEWEST_FIGURES = 3
"""A table of fewer figures that are not zero may well repeat another by chance (Y09, H05)."""
ITEMS: dict[str, Pair] = {"rule": ("规章", "rules"), "normdoc": ("规范性文件", "normative documents")}
STOCKS = ("license", "service", "penalty", "coercion", "fee")
FLOWS = ("req_new", "res_total")
KEYS: dict[str, dict[str, Pair]] = {
    "": {"": ("", "")},
    "applicant": {key: labels.applicant(key) for key in applicants()},
    "item": ITEMS,
    "block": {key: labels.block(key) for key in review_blocks()},
    "stock": dict.fromkeys(STOCKS, ("", "")),
    "flow": dict.fromkeys(FLOWS, ("", "")),
    "table": labels.TABLES,
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One check, or its part for one applicant, item, block or table, called `name`.

    `cells` are the codes it touches in the report itself, `other` those of the report beside; `table` is the one
    that both must print, "" where none must.
    `outcomes` selects (report, sentence, left, right) of temp.assessed, "n" where it does not apply; `details`, for one
    report (a parameter), the words of its sentence, a sentence to add (`more`), whether both sides were read as printed
    (`source`) and the report it was held against (`beside`).
    """

    check: Check
    name: Pair
    cells: tuple[str, ...]
    other: tuple[str, ...]
    table: str
    outcomes: str
    details: str


def status_of(say: str) -> FindingStatus:
    """Return pass, fail or not_assessable for the sentence of an outcome."""
    return "pass" if say == "pass" else "fail" if say.startswith("fail") else "not_assessable"


@cache
def context() -> frozenset[str]:
    """Return the reasons that lie in what the archive does not have."""
    return frozenset(_toml("frames")["context"])


@cache
def comparisons() -> tuple[Comparison, ...]:
    """Return every comparison in declared order."""
    return tuple(made for file in FILES for row in _toml(file)["comparison"] for made in _spread(row))


def _toml(name: str) -> dict[str, Any]:
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _spread(row: dict[str, Any]) -> Iterator[Comparison]:
    start = int(row["check"][1:])
    for at, (key, name) in enumerate(KEYS[row.get("each", "")].items()):
        numbered = row.get("each") == "applicant"
        this = check(f"{row['check'][0]}{start + at:02}" if numbered else row["check"])
        yield _comparison(this, row, key, name)


def _comparison(this: Check, row: dict[str, Any], key: str, name: Pair) -> Comparison:
    frames = _toml("frames")
    frame = frames["frame"][row["frame"]]
    fill = _filler(row, key)
    left, right = fill(row.get("left", "NULL")), fill(row.get("right", "NULL"))
    cells = tuple(fill(cell) for cell in row.get("cells", ()))
    other = tuple(fill(cell) for cell in row.get("other", row.get("cells", ())))
    cases = [(row.get("unless", "0"), "n"), *frames["lacking"][row["lacking"]], *row.get("cases", ())]
    inputs = row.get("inputs", [text for text in (row.get("left"), row.get("right")) if text])
    cases += [(f"{text} IS NULL", "missing_beside") for text in inputs]
    cases += [(row["holds"], "pass"), *row.get("excused", ())]
    when = "\n".join(f"  WHEN {fill(condition)} THEN '{say}'" for condition, say in cases)
    say = f"CASE\n{when}\n  ELSE '{row.get('fails', 'fail')}' END"
    words = {**frame["words"], **row.get("words", {})}
    words |= {
        "more": row.get("more", "NULL"),
        "source": row.get("source", "0"),
        "beside": row.get("beside", frame["beside"]),
    }
    listed = ", ".join(f"{fill(sql)} AS {word}" for word, sql in words.items())
    return Comparison(
        this,
        name,
        cells,
        other,
        _table(row, key),
        f"SELECT s.id, {say} AS say, {left}, {right}\n{frame['from']}\nWHERE {frame['where']}",
        f"SELECT {listed}\n{frame['from']}\nWHERE s.id = ?",
    )


def _table(row: dict[str, Any], key: str) -> str:
    return str(row.get("t", "")).replace("{key}", key)


def _filler(row: dict[str, Any], key: str) -> Any:
    table = _table(row, key)
    shared = {"key": key, "t": table, "left": "({left})", "right": "({right})"}
    if table:
        shared |= {"same": _same(table), "few": _few(table)}
    denied = lexicon()["sums"]["denied"]
    shared |= {f"denied_{one}": "(" + " + ".join(f"{one}.{r}__total" for r in denied) + ")" for one in "fl"}
    sides = {side: row.get(side, "NULL").format(**shared) for side in ("left", "right")}

    def fill(text: str) -> str:
        words = shared | {side: f"({sides[side]})" for side in sides}
        return text.format(**words)

    return fill


def _columns(table: str) -> list[str]:
    return [code.code for code in codes().values() if code.table == table]


def _same(table: str) -> str:
    """Return the condition that all figures of `table` are those of the report beside; an empty cell counts as 0."""
    equal = (f"coalesce(f.{code}, 0) = coalesce(l.{code}, 0)" for code in _columns(table))
    return "(" + " AND ".join(equal) + ")"


def _few(table: str) -> str:
    """Return the condition that `table` says too little to be a copy: one request, or fewer than three figures."""
    count = " + ".join(f"(coalesce(f.{code}, 0) <> 0)" for code in _columns(table))
    one = "coalesce(f.req_new__total, 0) + coalesce(f.req_carried_in__total, 0) <= 1 OR " if table == "b" else ""
    return f"({one}{count} < {FEWEST_FIGURES})"
