"""The three official tables typed from the annexes, as rows of cells that a test may bend, and pages around them.

Every figure is different enough from its neighbours that a shifted cell shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from parsers.report import AnnualReport

ORGAN, YEAR = "某某县水务局", 2023
TITLE = f"{ORGAN}{YEAR}年政府信息公开工作年度报告"


@dataclass(frozen=True)
class C:
    """A cell: text and spans."""

    text: str
    high: int = 1
    wide: int = 1


Cell = C | str
Row = list[Cell]
Rows = list[Row]

APPLICANTS = ("natural", "org_business", "org_research", "org_welfare", "org_legal", "org_other", "total")
HEADS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
DENIED = (
    ("state_secret", "1.属于国家秘密"),
    ("law_prohibited", "2.其他法律行政法规禁止公开"),
    ("security_stability", "3.危及“三安全一稳定”"),
    ("third_party", "4.保护第三方合法权益"),
    ("internal", "5.属于三类内部事务信息"),
    ("deliberative", "6.属于四类过程性信息"),
    ("case_file", "7.属于行政执法案卷"),
    ("query_matter", "8.属于行政查询事项"),
)
UNABLE = (
    ("not_held", "1.本机关不掌握相关政府信息"),
    ("needs_creation", "2.没有现成信息需要另行制作"),
    ("unclear", "3.补正后申请内容仍不明确"),
)
DECLINED = (
    ("petition", "1.信访举报投诉类申请"),
    ("duplicate", "2.重复申请"),
    ("publication", "3.要求提供公开出版物"),
    ("excessive", "4.无正当理由大量反复申请"),
    ("reconfirm", "5.要求行政机关确认或重新出具已获取信息"),
)
OTHER = (
    ("not_corrected", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    ("fee_unpaid", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    ("misc", "3.其他"),
)
GROUPS = (("denied", "（三）不予公开", DENIED), ("unable", "（四）无法提供", UNABLE), ("declined", "（五）不予处理", DECLINED))  # fmt: skip
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
REVIEW_BLOCKS = ("rev", "lit_direct", "lit_after")
REVIEW_CODES = tuple(
    f"{block}_{name}" for block in REVIEW_BLOCKS for name in ("upheld", "corrected", "other", "pending", "total")
)


def b_rows(form: str = "f2021") -> list[tuple[str, str, str]]:
    """Return (code, group, label) of each value row of Table B."""
    out = [
        ("req_new", "", "一、本年新收政府信息公开申请数量"),
        ("req_carried_in", "", "二、上年结转政府信息公开申请数量"),
    ]
    out += [
        ("res_granted", "三", "（一）予以公开"),
        ("res_partial", "三", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    ]
    groups = [*GROUPS, ("other", "（六）其他处理", OTHER)] if form == "f2021" else [*GROUPS]
    out += [(f"res_{name}_{leaf}", title, label) for name, title, leaves in groups for leaf, label in leaves]
    if form == "f2019":
        out.append(("res_other", "三", "（六）其他处理"))
    return [*out, ("res_total", "三", "（七）总计"), ("req_carried_out", "", "四、结转下年度继续办理")]


def figures(form: str = "f2021") -> dict[str, int | float]:
    """Return a figure for every cell, consistent by the form's own sums."""
    out: dict[str, int | float] = {}
    if form == "f2021":
        out |= {"rule_issued": 1, "rule_repealed": 3, "rule_effective": 5}
        out |= {"normdoc_issued": 12, "normdoc_repealed": 7, "normdoc_effective": 94}
        out |= {"license_decisions": 1386, "penalty_decisions": 245, "coercion_decisions": 18, "fee_amount_wan": 36.25}
    else:
        out |= {"rule_made19": 1, "rule_opened19": 2, "rule_public_total19": 6}
        out |= {"normdoc_made19": 13, "normdoc_opened19": 11, "normdoc_public_total19": 90}
        out |= {"license_items19": 41, "license_items_change19": -3, "license_decisions": 1386}
        out |= {"service_items19": 17, "service_items_change19": 4, "service_decisions19": 620}
        out |= {"penalty_items19": 88, "penalty_items_change19": 9, "penalty_decisions": 245}
        out |= {"coercion_items19": 23, "coercion_items_change19": -8, "coercion_decisions": 19}
        out |= {"fee_items19": 7, "fee_items_change19": -1, "procure_items19": 31, "procure_amount19": 7512.5}
    leaves = [code for code, _, _ in b_rows(form) if code.startswith("res_") and code != "res_total"]
    for at, who in enumerate(APPLICANTS[:-1]):
        column = {code: (row * 5 + at * 3) % 11 + at for row, code in enumerate(leaves)}
        out |= {f"{code}__{who}": value for code, value in column.items()}
        out |= {f"res_total__{who}": sum(column.values()), f"req_carried_in__{who}": at + 2}
        out[f"req_carried_out__{who}"] = 2 * at + 1
        out[f"req_new__{who}"] = sum(column.values()) + 2 * at + 1 - at - 2
    for code, _, _ in b_rows(form):
        out[f"{code}__total"] = sum(out[f"{code}__{who}"] for who in APPLICANTS[:-1])
    for at, block in enumerate(REVIEW_BLOCKS):
        parts = [4 + at, 1 + 2 * at, 9 - at, 3 * at]
        names = ("upheld", "corrected", "other", "pending")
        out |= {f"{block}_{name}": value for name, value in zip(names, parts, strict=True)}
        out[f"{block}_total"] = sum(parts)
    return out


def show(value: object) -> str:
    return "" if value is None else str(value)


A21 = (
    ("一", ("本年制发件数", "本年废止件数", "现行有效件数"), (("规章", "rule"), ("行政规范性文件", "normdoc"))),
    ("五", ("本年处理决定数量",), (("行政许可", "license"),)),
    ("六", ("本年处理决定数量",), (("行政处罚", "penalty"), ("行政强制", "coercion"))),
    ("八", ("本年收费金额（单位：万元）",), (("行政事业性收费", "fee"),)),
)
_CODES21 = {
    "rule": ("rule_issued", "rule_repealed", "rule_effective"),
    "normdoc": ("normdoc_issued", "normdoc_repealed", "normdoc_effective"),
    "license": ("license_decisions",),
    "penalty": ("penalty_decisions",),
    "coercion": ("coercion_decisions",),
    "fee": ("fee_amount_wan",),
}
ITEMS19 = ("上一年项目数量", "本年增/减", "处理决定数量")
A19 = (
    ("一", ("本年新制作数量", "本年新公开数量", "对外公开总数量"), (("规章", "rule"), ("规范性文件", "normdoc"))),
    ("五", ITEMS19, (("行政许可", "license"), ("其他对外管理服务事项", "service"))),
    ("六", ITEMS19, (("行政处罚", "penalty"), ("行政强制", "coercion"))),
    ("八", ITEMS19[:2], (("行政事业性收费", "fee"),)),
    ("九", ("采购项目数量", "采购总金额"), (("政府集中采购", "procure"),)),
)
_CODES19 = {
    "rule": ("rule_made19", "rule_opened19", "rule_public_total19"),
    "normdoc": ("normdoc_made19", "normdoc_opened19", "normdoc_public_total19"),
    "license": ("license_items19", "license_items_change19", "license_decisions"),
    "service": ("service_items19", "service_items_change19", "service_decisions19"),
    "penalty": ("penalty_items19", "penalty_items_change19", "penalty_decisions"),
    "coercion": ("coercion_items19", "coercion_items_change19", "coercion_decisions"),
    "fee": ("fee_items19", "fee_items_change19"),
    "procure": ("procure_items19", "procure_amount19"),
}


def a_blocks(values: dict, form: str = "f2021") -> list[Rows]:
    """Return the blocks of Table A: article, measures and items, the last cell of a short row spanning the rest."""
    blocks, codes = (A21, _CODES21) if form == "f2021" else (A19, _CODES19)
    out: list[Rows] = []
    for article, measures, items in blocks:
        rows: Rows = [[C(f"第二十条第（{article}）项", wide=4)], ["信息内容", *_spread(measures)]]
        rows += [[label, *_spread([show(values.get(code)) for code in codes[key]])] for label, key in items]
        out.append(rows)
    return out


def _spread(texts) -> Row:
    return [*texts[:-1], C(texts[-1], wide=4 - len(texts))]


def table_a(values: dict, form: str = "f2021") -> Rows:
    return [row for block in a_blocks(values, form) for row in block]


def b_heads() -> Rows:
    return [
        [C(NOTE, 3, 3), C("申请人情况", wide=7)],
        [C("自然人", 2), C("法人或其他组织", wide=5), C("总计", 2)],
        list(HEADS[1:6]),
    ]


def b_values(values: dict, code: str) -> Row:
    return [show(values.get(f"{code}__{who}")) for who in APPLICANTS]


def table_b(values: dict, form: str = "f2021", heads: Rows | None = None, cells=b_values) -> Rows:
    """Return Table B; `cells` gives the value cells of a row, for tables with other columns."""
    rows = b_rows(form)
    out = b_heads() if heads is None else list(heads)
    results, seen = sum(code.startswith("res_") for code, _, _ in rows), set()
    for code, group, label in rows:
        lead: Row = [C("三、本年度办理结果", results)] if code == "res_granted" else []
        if group.startswith("（") and group not in seen:
            lead.append(C(group, sum(g == group for _, g, _ in rows)))
            seen.add(group)
        wide = 3 if not group else 2 if group == "三" else 1
        out.append([*lead, C(label, wide=wide), *cells(values, code)])
    return out


def table_c(values: dict) -> Rows:
    return [
        [C("行政复议", wide=5), C("行政诉讼", wide=10)],
        [*[C(name, 2) for name in RESULTS], C("未经复议直接起诉", wide=5), C("复议后起诉", wide=5)],
        list(RESULTS * 2),
        [show(values.get(code)) for code in REVIEW_CODES],
    ]


def html(rows: Rows, head: int = 0, attributes: str = " border=1") -> str:
    """Set rows as an HTML table; the first `head` rows as th in a thead."""
    out = []
    for at, row in enumerate(rows):
        tag = "th" if at < head else "td"
        cells = []
        for cell in row:
            cell = cell if isinstance(cell, C) else C(cell)
            spans = (f" rowspan={cell.high}" if cell.high > 1 else "") + (
                f" colspan={cell.wide}" if cell.wide > 1 else ""
            )
            cells.append(f"<{tag}{spans}>{escape(cell.text)}</{tag}>")
        out.append(f"<tr>{''.join(cells)}</tr>")
    inner = f"<thead>{''.join(out[:head])}</thead><tbody>{''.join(out[head:])}</tbody>" if head else "".join(out)
    return f"<table{attributes}>{inner}</table>"


PARTS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def body(a: str, b: str, c: str, year: int = YEAR) -> str:
    """Return the six parts around three tables."""
    texts = (
        f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。我局认真做好公开工作。",
        a,
        b,
        c,
        "公开意识有待提高。",
        "无。",
    )
    return "".join(
        f"<p>{head}</p>{text if text.startswith('<') else f'<p>{text}</p>'}"
        for head, text in zip(PARTS, texts, strict=True)
    )


def page(inner: str, title: str = TITLE) -> bytes:
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div id=zoom>{inner}</div></body></html>".encode()


def report_page(values: dict, form: str = "f2021", a: str = "", b: str = "", c: str = "", title: str = TITLE) -> bytes:
    """Return a page with the official tables, any of them replaced."""
    a, b = a or html(table_a(values, form)), b or html(table_b(values, form))
    return page(body(a, b, c or html(table_c(values))), title)


def misread(report: AnnualReport | None, truth: dict, open_codes: set[str] = frozenset()) -> dict[str, tuple]:  # type: ignore[assignment]
    """Return code → (read, right) for cells read wrongly, lost or invented. A code in `open_codes` may be null or
    missing if a note names it."""
    assert report, "no report was read"
    got = {fact.code: fact.value for fact in report.facts}
    noted = {code for note in report.notes for code in note.cells}
    return {
        code: (got.get(code, "lost"), truth.get(code, "no such cell"))
        for code in sorted(got.keys() | truth.keys())
        if got.get(code, "lost") != truth.get(code, "no such cell")
        and not (code in open_codes and code in noted and got.get(code) is None)
    }
