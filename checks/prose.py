"""Group N: the running text against the tables, and against itself. Fails only when no admissible reading matches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from checks.catalogue import Check, catalogue, check, finding
from checks.exact import Exact
from checks.finding import Finding
from checks.sentences import normal, passages
from checks.statements import Statement, candidate_values, lexicon, quote, readers, statements
from checks.view import View, absent

COUNTED = ("N01", "N03", "N04", "N07", "N08")
# A share of something else than a total (占政策文件的…%) is not looked at.
SHARE = re.compile(
    r"(?<![\d.])(\d+)(件|份|宗|条)[，、（]?(?:约)?"
    r"占(?:比|比为|总数的?|总量的?|全部的?|申请总数的?|办结总数的?)?(\d+(?:\.\d+)?)%"
)
COMPARISON = re.compile(r"同比|比上年|较上年|比去年|较去年|增长\d|下降\d")


def prose_findings(view: View) -> Iterator[Finding]:
    """Yield the findings of N01-N10."""
    for this in catalogue():
        if this.group != "N":
            continue
        if not view.has_text():
            yield finding(this, "not_assessable", "no_text")
            continue
        found = list(_found(view, this))
        yield from found or [finding(this, "not_applicable", "no_statement")]


def _found(view: View, this: Check) -> Iterator[Finding]:
    if this.id in COUNTED:
        for reader in readers().values():
            if reader.check == this.id:
                yield from _against_table(view, this, statements(view, reader.id))
    elif this.id == "N06":
        if COMPARISON.search(normal(view.text(1, 3))):
            yield finding(this, "not_assessable", "no_last_year")
    else:
        yield from {"N02": _parts, "N05": _shares, "N09": _applicants, "N10": _levels}[this.id](view)


def _against_table(view: View, this: Check, stated: list[Statement]) -> Iterator[Finding]:
    """Yield one finding for all statements of a kind: passes when one of them matches, as the others may be parts."""
    judged: list[tuple[Statement, tuple[str, ...], list[Exact]]] = []
    for statement in stated:
        cells, values = candidate_values(view, statement)
        if statement.number in values:
            what = readers()[statement.id].what
            yield finding(
                this,
                "pass",
                "prose_agrees",
                cells=cells,
                sides=(statement.number, statement.number),
                evidence=statement.quote,
                what=what,
            )
            return
        if values and not _other_scope(view, this, statement):
            judged.append((statement, cells, values))
    if not judged:
        if stated:
            status, say = absent(view)
            say = say if view.old else "missing_cells"
            yield finding(this, status, say, names=readers()[stated[0].id].what)
        return
    statement, cells, values = judged[0]
    yield finding(
        this,
        "fail",
        "prose_differs",
        cells=cells,
        sides=(statement.number, values[0]),
        evidence=statement.quote,
        what=readers()[statement.id].what,
        quote=statement.quote,
        tables="、".join(str(value) for value in values),
    )


def _other_scope(view: View, this: Check, statement: Statement) -> bool:
    """Tell whether the passage counts another set of requests than the table: then its details prove nothing."""
    if this.id not in ("N03", "N04"):
        return False
    for received in statements(view, "received"):
        _, values = candidate_values(view, received)
        if received.quote.strip("…") in statement.passage and values and received.number not in values:
            return True
    return False


def _parts(view: View) -> Iterator[Finding]:
    """N02: the total is the last count before 其中, the parts are the counts of the same unit behind it."""
    for passage in passages(view.text(1, 2, 3)):
        head, _, tail = passage.partition("其中")
        totals = list(re.finditer(r"(?<![\d.])(\d+)(件|份|宗|起|条)", head))
        if not tail or not totals or "其中" in tail or re.search(r"上年|去年|同比|较", tail):
            continue
        total, unit = int(totals[-1][1]), totals[-1][2]
        parts = [int(part) for part in re.findall(rf"(?<![\d.])(\d+)(?:{unit}|(?=[，。；、]|$))", tail)]
        if len(parts) < 2:
            continue
        outcome = _adds_up(parts, total, tail)
        words = quote(passage, totals[-1].start(), totals[-1].end() + len(tail))
        if outcome == "pass":
            yield finding(check("N02"), "pass", "pass", evidence=words, sides=(total, total))
        elif outcome == "fail" and len(totals) == 1:
            # With several counts before 其中 it cannot be told which of them the parts divide.
            yield finding(check("N02"), "fail", "fail", evidence=words, quote=words, sides=(sum(parts), total))


def _adds_up(parts: list[int], total: int, tail: str) -> str:
    """Return pass, fail, or "" where the list may be incomplete or holds several classifications of the same total."""
    running, groups = 0, 0
    for part in parts:
        running += part
        if running == total:
            running, groups = 0, groups + 1
    if groups and running == 0:
        return "pass"
    if any(len(parts) == len(scheme["members"]) and _all_named(scheme, tail) for scheme in lexicon()["scheme"]):
        return "fail"
    return "pass" if groups else ""


def _all_named(scheme: dict[str, list[str]], text: str) -> bool:
    return all(re.search(member, text) for member in scheme["members"])


def _shares(view: View) -> Iterator[Finding]:
    """N05: N件，占P%; the denominator may be any count of this passage or the one before, or a total of the tables."""
    listed = passages(view.text(1, 2, 3))
    totals = [view.values[code] for code in ("res_total__total", "req_new__total") if code in view.values]
    if "req_carried_in__total" in view.values and "req_new__total" in view.values:
        totals.append(view.values["req_new__total"] + view.values["req_carried_in__total"])
    for at, passage in enumerate(listed):
        for match in SHARE.finditer(passage):
            around = (listed[at - 1] if at else "") + passage
            counts = [int(number) for number in re.findall(rf"(?<![\d.])(\d+){match[2]}", around)]
            part, share = int(match[1]), Decimal(match[3])
            whole = [count for count in counts if count >= part]
            slack = max(Decimal("0.1"), Decimal(1).scaleb(min(0, int(share.as_tuple().exponent))))
            fits = any(base and abs(Decimal(part) * 100 / Decimal(base) - share) <= slack for base in [*whole, *totals])
            words = quote(passage, match.start(), match.end())
            if fits:
                yield finding(check("N05"), "pass", "pass", evidence=words)
            elif re.search(rf"(?:共|总|合计)[^，；\d]{{0,12}}\d+{match[2]}", around):
                yield finding(check("N05"), "fail", "fail", evidence=words, quote=words, part=part, share=match[3])


def _applicants(view: View) -> Iterator[Finding]:
    """N09: natural persons and legal persons or other organisations, each with a count, of the requests of the year."""
    pattern = re.compile(
        r"自然人[^，。；\d]{0,12}(\d+)(?:件|份|宗)[^。；]{0,12}?((?:法人|商业企业|企业)[^，。；\d]{0,14})(\d+)(?:件|份|宗)"
    )
    for passage in passages(view.text(1, 3)):
        match = pattern.search(passage)
        if not match or not re.search("申请", passage) or re.search("上年|去年|同比", passage):
            continue
        sum_ = int(match[1]) + int(match[3])
        counts = [int(number) for number in re.findall(r"(?<![\d.])(\d+)(?:件|份|宗)", passage[: match.start()])]
        table = [view.values[code] for code in ("req_new__total", "res_total__total") if code in view.values]
        if {"req_new__total", "req_carried_in__total"} <= view.values.keys():
            table.append(view.values["req_new__total"] + view.values["req_carried_in__total"])
        words = quote(passage, match.start(), match.end())
        if sum_ in counts or sum_ in table:
            yield finding(check("N09"), "pass", "pass", evidence=words, sides=(sum_, sum_))
        elif "组织" in match[2] and table:
            totals = "、".join(str(total) for total in dict.fromkeys([*counts, *table]))
            yield finding(
                check("N09"),
                "fail",
                "fail",
                evidence=words,
                quote=words,
                sides=(sum_, table[0]),
                totals=totals,
            )


def _levels(view: View) -> Iterator[Finding]:
    """N10: the own level and the lower levels, where the passage states a total before them."""
    pattern = re.compile(
        r"(?:共|总计|合计)[^，；\d]{0,16}(\d+)(件|条)[^；]{0,20}?[省市县区州]本级[^，；\d]{0,14}(\d+)\2"
        r"[^；]{0,8}?(?:各?县区|区县|各县|各区|县[（(]?[市区]|乡镇|街道)[^，；\d]{0,14}(\d+)\2(?![^。；]{0,12}\d+\2)"
    )
    for passage in passages(view.text(1, 2, 3)):
        match = pattern.search(passage)
        if match:
            total, sum_ = int(match[1]), int(match[3]) + int(match[4])
            words = quote(passage, match.start(), match.end())
            status = "pass" if total == sum_ else "fail"
            yield finding(
                check("N10"),
                "pass" if total == sum_ else "fail",
                status,
                evidence=words,
                quote=words,
                left=sum_,
                right=total,
            )
