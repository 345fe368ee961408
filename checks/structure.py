"""Group S: the document, its parts and its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks import labels
from checks.catalogue import check, finding
from checks.finding import Finding
from checks.notes import noted_checks
from checks.sentences import sentences
from checks.view import NATIONAL_FORMS, View, absent
from parsers.codes import applicants, application_rows, codes
from registry.titles import names_an_organ

PARTS = "一二三四五六"
# A year as the subject of finished work: 2021年，我局… A plan or a comparison is none.
WORK_YEAR = re.compile(
    r"(?:^|[，。；：）])(20\d\d)年(?:度|全年)?[，,]?(?:我[局委区县市镇乡厅办院街]|全[市县区局镇乡省]|本[机单部])"
)
# Who the text says has written the report; a general office may compile it for another.
AUTHOR = re.compile(
    r"本(?:年度)?(?:报告|年报)由([\u4e00-\u9fff]{4,30}?)(?:根据|按照|依据|负责|组织|编制)"
    r"|现将([\u4e00-\u9fff]{4,30}?)20\d\d年(?:度)?政府信息公开"
)
COMPILERS = re.compile("政府$|办公[室厅]$|中心$")
NOT_WORK = re.compile(r"将|计划|下一步|相比|同比|比上年|较|以来|至|上年|去年|截[至止]|根据|印发|通知|要点|意见|〔")


def structure_findings(view: View) -> Iterator[Finding]:
    """Yield the findings of S01-S11 that the reader's notes do not already make."""
    noted = noted_checks(view)
    makers = {
        "S01": _parts,
        "S02": _quiet,
        "S03": _year,
        "S04": _period,
        "S05": _tables,
        "S06": _forms,
        "S07": _cells,
        "S08": _quiet,
        "S09": _copies,
        "S10": _organ,
        "S11": _working_year,
    }
    for id_, make in makers.items():
        if id_ not in noted:
            yield from make(view, id_)


def _quiet(view: View, id_: str) -> Iterator[Finding]:
    """A check that only the reader's notes can fail."""
    yield finding(check(id_), "pass", "pass")


def _copies(view: View, id_: str) -> Iterator[Finding]:
    """Copies that differ are in the reader's notes; without another copy there is nothing to compare."""
    if view.report.copies:
        yield finding(check(id_), "pass", "pass", evidence=", ".join(view.report.copies))
    else:
        yield finding(check(id_), "not_assessable", "no_peers")


def _parts(view: View, id_: str) -> Iterator[Finding]:
    found = [section.part for section in view.report.sections if 1 <= section.part <= len(PARTS)]
    if view.old or not found:
        status, say = absent(view)
        yield finding(check(id_), status, "no_text" if say == "no_table" else say)
        return
    missing = "、".join(PARTS[part - 1] for part in range(1, len(PARTS) + 1) if part not in found)
    order = [part for at, part in enumerate(found) if part not in found[:at]]
    if missing:
        yield finding(check(id_), "fail", "missing", parts=missing)
    if order != sorted(order):
        yield finding(check(id_), "fail", "order", parts="、".join(PARTS[part - 1] for part in order))
    if not missing and order == sorted(order):
        yield finding(check(id_), "pass", "pass")


def _year(view: View, id_: str) -> Iterator[Finding]:
    report = view.report
    if report.year is None:
        yield finding(check(id_), "fail", "no_year")
        return
    years = [int(year) for year in re.findall(r"(?<!\d)(20\d\d)(?=\s*年)", report.title)]
    if years and report.year not in years:
        stated = "、".join(str(year) for year in dict.fromkeys(years))
        yield finding(check(id_), "fail", "title", evidence=report.title, years=stated, year=report.year)
    elif report.period and not report.period[1].startswith(str(report.year)):
        yield finding(check(id_), "fail", "period", end=report.period[1], year=report.year)
    else:
        yield finding(check(id_), "pass", "pass")


def _period(view: View, id_: str) -> Iterator[Finding]:
    period, year = view.report.period, view.report.year
    if period is None or year is None:
        yield finding(check(id_), "not_assessable", "none")
    elif period != (f"{year}-01-01", f"{year}-12-31"):
        whole = (period[0][5:], period[1][5:]) == ("01-01", "12-31") and period[0][:4] == period[1][:4]
        yield finding(check(id_), "fail", "other_year" if whole else "fail", start=period[0], end=period[1], year=year)
    else:
        yield finding(check(id_), "pass", "pass")


def _tables(view: View, id_: str) -> Iterator[Finding]:
    if view.old:
        yield finding(check(id_), "not_applicable", "other_form")
        return
    missing = [
        table for table in labels.TABLES if not view.has(table) and view.report.forms.get(table, "none") == "none"
    ]
    for table in missing:
        yield finding(check(id_), "fail", "fail", table=labels.TABLES[table])
    if not missing:
        yield finding(check(id_), "pass", "pass")


def _forms(view: View, id_: str) -> Iterator[Finding]:
    """S06: which form each table has. Table C is the same in both, so it never makes a mixture."""
    if view.old:
        yield finding(check(id_), "not_applicable", "other_form")
        return
    forms = {table: view.report.forms.get(table, "none") for table in labels.TABLES if view.has(table)}
    unknown = [table for table, form in forms.items() if form not in (*NATIONAL_FORMS, "local")]
    for table in unknown:
        yield finding(check(id_), "fail", "fail", table=labels.TABLES[table])
    told = {table: form for table, form in forms.items() if table in "ab" and form in NATIONAL_FORMS}
    if len(set(told.values())) > 1:
        words = tuple(
            stop.join(f"{labels.TABLES[table][side]}{gap}{labels.FORMS[form][side]}" for table, form in told.items())
            for side, (stop, gap) in enumerate((("；", "为"), ("; ", ": ")))
        )
        yield finding(check(id_), "fail", "mixed", severity="W", forms=words)
    elif not unknown:
        yield finding(check(id_), "pass" if forms else "not_assessable", "pass" if forms else "no_text")


def _cells(view: View, id_: str) -> Iterator[Finding]:
    if not view.has("b"):
        status, say = absent(view)
        yield finding(check(id_), status, say, table=labels.TABLES["b"])
        return
    expected = [f"{row}__{column}" for row in application_rows(view.form("b")) for column in applicants()]
    missing = tuple(code for code in expected if code not in view.facts)
    found = sum(codes()[code].table == "b" for code in view.facts)
    if missing:
        yield finding(check(id_), "fail", "fail", cells=missing, expected=len(expected), found=found)
    else:
        yield finding(check(id_), "pass", "pass")


def _organ(view: View, id_: str) -> Iterator[Finding]:
    """S10: fails only where the text says of another organ that the report is its own."""
    organ = view.report.organ or ""
    if organ and organ in view.text():
        yield finding(check(id_), "pass", "pass")
        return
    said = next((match for sentence in sentences(view.text(0, 1)) for match in AUTHOR.finditer(sentence)), None)
    other = said[1] or said[2] if said else ""
    if not organ or not names_an_organ(other) or other in organ or organ in other or COMPILERS.search(other):
        yield finding(check(id_), "not_assessable", "unseen")
    else:
        yield finding(check(id_), "fail", "other", other=other, organ=organ)


def _working_year(view: View, id_: str) -> Iterator[Finding]:
    """S11: fails only where another year, and never the reporting year, is the subject of finished work."""
    year = view.report.year
    if year is None or not view.has_text():
        yield finding(check(id_), "not_assessable", "no_text")
        return
    stated: dict[int, str] = {}
    for sentence in sentences(view.text(1, 2, 3, 4)):
        match = WORK_YEAR.search(sentence)
        if match and not NOT_WORK.search(sentence):
            stated.setdefault(int(match[1]), sentence)
    others = [other for other in stated if other != year]
    if others and year not in stated:
        quote = stated[others[0]][:60]
        yield finding(check(id_), "fail", "fail", evidence=quote, year=year, other=others[0], quote=quote)
    else:
        yield finding(check(id_), "pass", "pass")
