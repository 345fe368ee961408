"""What a report says of itself, in group Q: wording, part 5, and the date it bears."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.catalogue import check, finding
from checks.finding import Finding
from checks.sentences import normal, sentences
from checks.statements import quote
from checks.view import View

# Others are meant where a sentence has one of these as its subject (checks.md Q03).
OTHERS = re.compile(
    r"(?:一些|部分|少数|多数|大多数|个别|有的|有些)(?:地区|地方|省份|城市|县区|部门和单位|部门|行政机关)"
)
ITS_OWN = re.compile(r"[我本全](?:[省市县区州镇乡局委厅]|街道|单位|部门|机关|系统)|其他|兄弟|先进|上级|下属|所属|各")
SHORTEST = 30
CONSOLIDATED = ("region", "level", "system")


def wording_findings(view: View) -> Iterator[Finding]:
    """Yield the findings of Q03, Q04 and Q06."""
    yield _third_person(view)
    yield _problems(view)
    yield _date(view)


def _third_person(view: View) -> Finding:
    """Q03: fails only in a report of one organ, and not where the sentence speaks of the organ's own field."""
    this = check("Q03")
    if not view.has_text():
        return finding(this, "not_assessable", "no_text")
    if view.report.scope.value in CONSOLIDATED:
        return finding(this, "not_applicable", "no_condition")
    for sentence in sentences(view.text(1, 5)):
        match = OTHERS.search(sentence)
        if not match or ITS_OWN.search(sentence):
            continue
        if view.report.scope.value != "own":
            return finding(this, "not_assessable", "scope_unknown")
        words = quote(sentence, match.start(), match.end())
        return finding(this, "fail", "fail", evidence=words, quote=words)
    return finding(this, "pass", "pass")


def _problems(view: View) -> Finding:
    """Q04: the length of part 5 without blanks; where the part was not found, S01 says so and nothing is judged."""
    this = check("Q04")
    if view.old:
        return finding(this, "not_applicable", "other_form")
    if not any(section.part == 5 for section in view.report.sections):
        return finding(this, "not_assessable", "no_text")
    text = re.sub(r"\s", "", normal(view.text(5)))
    if len(text) >= SHORTEST:
        return finding(this, "pass", "pass")
    return finding(this, "fail", "fail", evidence=text, quote=text, count=len(text))


def _date(view: View) -> Finding:
    """Q06: the date of publication against the end of the stated period, else of the year."""
    this, report = check("Q06"), view.report
    if not report.published_on or report.year is None:
        return finding(this, "not_assessable", "no_date")
    end = report.period[1] if report.period else f"{report.year}-12-31"
    if report.published_on[:10] > end:
        return finding(this, "pass", "pass")
    return finding(this, "fail", "fail", evidence=report.published_on, published=report.published_on, end=end)
