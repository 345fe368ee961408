"""The catalogue: every check once, from `catalogue.toml`, with identities spread over columns, rows and blocks."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, cast

from checks import labels
from checks.exact import Exact, plain
from checks.finding import Attribution, Finding, FindingStatus, Severity
from parsers.codes import applicants, application_rows, review_blocks

FILE = Path(__file__).with_name("catalogue.toml")
Pair = tuple[str, str]
GROUPS: dict[str, Pair] = {
    "S": ("文件与结构", "Document and structure"),
    "V": ("单元格", "Cells"),
    "B": ("第三部分表（申请）", "Table of part 3 (requests)"),
    "C": ("第四部分表（复议诉讼）", "Table of part 4 (reviews and suits)"),
    "A": ("第二部分表（主动公开）", "Table of part 2 (disclosure)"),
    "Y": ("跨年度", "Across years"),
    "H": ("上下级", "Up and down"),
    "N": ("正文与表", "Text against tables"),
    "Q": ("相似、异常与发布", "Similarity, outliers, publication"),
    "X": ("读取", "Reading"),
}
NO_TEXT: Pair = ("", "")


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `left` and `right` are the codes of an identity's sides, empty for other checks.

    `left_2019` stands for `left` where f2019 has other terms (`sides`); `key` is the column, row or block.
    `needs` is "" when one report is enough, else `years`, `peers` or `archive`; `forms` the forms it applies to.
    """

    id: str
    group: str
    severity: Severity
    title: Pair
    rule: Pair
    exceptions: Pair = NO_TEXT
    needs: str = ""
    table: str = ""
    forms: tuple[str, ...] = ("f2019", "f2021")
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    left_2019: tuple[str, ...] = ()
    each: str = ""
    key: str = ""
    say: dict[str, Pair] = field(default_factory=dict, compare=False)

    @property
    def formula(self) -> str:
        """Return the identity in codes, "" for a check that is none; the row or column that all share stands once."""
        rows, columns = _halves(self.left + self.right)
        for shared, other in ((columns, rows), (rows, columns)):
            if self.left and len(set(shared)) == 1 and len(set(other)) > 1:
                left, right = other[: len(self.left)], other[len(self.left) :]
                return f"{shared[0]}: {' + '.join(left)} = {' + '.join(right)}"
        return f"{' + '.join(self.left)} = {' + '.join(self.right)}" if self.left else ""

    def sides(self, form: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the codes of both sides in `form`; two empty sides for a check that is no identity."""
        return (self.left_2019 if form == "f2019" and self.left_2019 else self.left), self.right


def _halves(names: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return rows and columns of cell codes such as `req_new__natural`; codes without a column share none."""
    pairs = [name.partition("__")[::2] for name in names]
    if not all(column for _, column in pairs):
        return [], []
    return [row for row, _ in pairs], [column for _, column in pairs]


@cache
def declaration() -> dict[str, Any]:
    """Return the parsed `catalogue.toml`."""
    with FILE.open("rb") as file:
        return tomllib.load(file)


def outcome_rows(form: str) -> list[str]:
    """Return the leaf outcome rows of Table B in `form`: 21 of f2021, 19 of f2019 (18 and 其他处理)."""
    rows = application_rows(form)
    return rows[rows.index("res_granted") : rows.index("res_total")]


@cache
def catalogue() -> tuple[Check, ...]:
    """Return every check in order of group and number."""
    return tuple(
        check
        for id_, body in declaration().items()
        if id_ != "say"
        for check in (_spread(id_, body) or [_one(id_, body)])
    )


@cache
def _by_id() -> dict[str, Check]:
    return {entry.id: entry for entry in catalogue()}


def check(id_: str) -> Check:
    """Return the check with `id_`; KeyError when there is none."""
    return _by_id()[id_]


def _one(id_: str, body: dict[str, Any], **more: Any) -> Check:
    pairs: dict[str, Any] = {
        name: cast(Pair, tuple(body[name])) for name in ("title", "rule", "exceptions") if name in body
    }
    say = {name: cast(Pair, tuple(pair)) for name, pair in {**declaration()["say"], **body.get("say", {})}.items()}
    pairs |= {name: body[name] for name in ("needs", "table") if name in body}
    pairs |= {"forms": tuple(body["forms"])} if "forms" in body else {}
    fields: dict[str, Any] = {**pairs, **more}
    return Check(id_, id_[0], cast(Severity, body["severity"]), say=say, **fields)


def _spread(id_: str, body: dict[str, Any]) -> list[Check]:
    """Return one check for each applicant, row or block that the declaration names with `each`."""
    if "each" not in body:
        return []
    return list({"applicant": _by_applicant, "row": _by_row, "block": _by_block}[body["each"]](id_, body))


def _by_applicant(id_: str, body: dict[str, Any]) -> Iterator[Check]:
    for number, applicant in enumerate(applicants(), start=int(id_[1:])):
        name = labels.applicant(applicant)
        left, right = _terms(body.get("left", []), applicant), _terms(body.get("right", []), applicant)
        more: dict[str, Any] = {}
        if left == (f"leaves__{applicant}",):
            left, more["left_2019"] = (
                tuple(f"{row}__{applicant}" for row in outcome_rows(form)) for form in ("f2021", "f2019")
            )
        yield _each(f"{id_[0]}{number:02}", body, applicant, name, left=left, right=right, **more)


def _by_row(id_: str, body: dict[str, Any]) -> Iterator[Check]:
    """Number the 25 rows of f2021; the row that only f2019 prints has its own id: an id never stands for two rows."""
    numbered = {row: f"B{number:02}" for number, row in enumerate(application_rows("f2021"), start=int(id_[1:]))}
    for row in application_rows("f2019"):
        numbered.setdefault(row, "B35-2019")
    for row, number in sorted(numbered.items(), key=lambda item: item[1]):
        forms = tuple(form for form in ("f2019", "f2021") if row in application_rows(form))
        left, right = _terms(body["left"], row), _terms(body["right"], row)
        yield _each(number, body, row, labels.row_mark_and_name(row), left=left, right=right, forms=forms)


def _by_block(id_: str, body: dict[str, Any]) -> Iterator[Check]:
    for number, block in enumerate(review_blocks(), start=int(id_[1:])):
        left, right = _terms(body["left"], block), _terms(body["right"], block)
        yield _each(f"{id_[0]}{number:02}", body, block, labels.block(block), left=left, right=right)


def _terms(patterns: list[str], key: str) -> tuple[str, ...]:
    return tuple(pattern.replace("*", key) for pattern in patterns)


def _each(id_: str, body: dict[str, Any], key: str, name: Pair, **more: Any) -> Check:
    title = tuple(text.format(each=part) for text, part in zip(body["title"], name, strict=True))
    severity = body.get("severity_of", {}).get(key, body["severity"])
    return _one(id_, {**body, "title": title, "severity": severity}, each=body["each"], key=key, **more)


def finding(
    which: Check,
    status: FindingStatus,
    say: str,
    *,
    severity: Severity | None = None,
    cells: tuple[str, ...] = (),
    named: tuple[str, ...] = (),
    names: Pair | None = None,
    sides: tuple[Exact | None, Exact | None] = (None, None),
    evidence: str = "",
    attribution: Attribution = "undetermined",
    more: Pair = NO_TEXT,
    **words: object,
) -> Finding:
    """Return the finding of check `which` with its sentence `say` filled in from `words`.

    A word may be a pair (Chinese, English); `more` is added at the end of both sentences. `{cell}` and `{cells}` in a
    sentence are the names of `named`, by default of `cells`, or `names` as they stand.
    """
    if "{cell" in which.say[say][0]:
        words["cell"] = words["cells"] = names or labels.cells(named or cells)
    texts = []
    for language, template in enumerate(which.say[say]):
        filled = {name: word[language] if isinstance(word, tuple) else word for name, word in words.items()}
        text = template.format_map({"left": sides[0], "right": sides[1]} | filled) + more[language]
        texts.append(text[:1].upper() + text[1:])
    left, right = plain(sides[0]), plain(sides[1])
    grade = severity or which.severity
    return Finding(which.id, grade, status, texts[0], texts[1], cells, left, right, evidence, attribution)
