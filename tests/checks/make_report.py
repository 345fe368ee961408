"""A small builder of AnnualReports for the tests of the checks: facts by code, text by part."""

import json
from pathlib import Path

from parsers.codes import applicants, application_rows, codes, review_blocks, review_results
from parsers.document import Place
from parsers.report import AnnualReport, Fact, Section

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
TABLES = {"a": 1, "b": 2, "c": 3}
TITLES = {
    1: "一、总体情况",
    2: "二、主动公开政府信息情况",
    3: "三、收到和处理政府信息公开申请情况",
    4: "四、政府信息公开行政复议、行政诉讼情况",
    5: "五、存在的主要问题及改进情况",
    6: "六、其他需要报告的事项",
}
USUAL = {5: "存在的问题：栏目更新快慢不一。改进措施：明确更新时限，补充答复范例，数据核对后再发布。"}


def place(code):
    """The place of a cell when a form is set exactly: rows and columns in printed order."""
    entry = codes()[code]
    if entry.table == "b":
        return Place(2, application_rows(entry.forms[-1]).index(entry.row) + 4, applicants().index(entry.column) + 4)
    if entry.table == "c":
        at = review_blocks().index(entry.row) * 5 + review_results().index(entry.column)
        return Place(3, 4, at + 1)
    return Place(1, 1 + [code.row for code in codes().values()].index(entry.row), 2)


def fact(code, value, status=None, raw=None):
    status = status or ("blank" if value is None else "reported")
    printed = ("" if value is None else str(value)) if raw is None else raw
    return Fact(code, value, status, printed, codes()[code].unit, place(code))


def report(values, form="f2021", text=None, notes=(), sections=None, **more):
    """A report of the given cells; `text` maps part to its text (by default six parts without numbers)."""
    texts = USUAL | (text or {})
    made = tuple(Section(part, title, texts.get(part, "无。")) for part, title in TITLES.items())
    facts = tuple(fact(code, value) for code, value in values.items())
    named = {"title": "测试市2022年政府信息公开工作年度报告", "organ": "测试市", "year": 2022} | more
    forms = {"forms": dict.fromkeys("abc", form)} | more
    return AnnualReport(
        facts=facts, sections=made if sections is None else sections, notes=tuple(notes), **(named | forms)
    )


def empty(form="f2021"):
    """All cells of a form with 0."""
    return {code: 0 for code, entry in codes().items() if form in entry.forms}


def sample(name):
    """The values and the report of a sample of the shared folder, straight from its expected.json."""
    expected = json.loads((SAMPLES / name / "expected.json").read_text("utf-8"))
    return expected, report(
        expected["facts"], expected["form"], title=expected["title"], organ=expected["organ"], year=expected["year"]
    )
