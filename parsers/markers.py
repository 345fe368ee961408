"""Signs of an annual report in running text: the official part headings and the labels of its tables."""

from __future__ import annotations

from functools import cache

from parsers.codes import declaration


@cache
def _signs() -> tuple[str, ...]:
    signs = ["总体情况", "主动公开政府信息", "收到和处理政府信息公开申请", "行政复议", "改进情况", "其他需要报告"]
    signs += ["信息内容", "指标名称", "统计指标"]
    signs += [applicant["zh"] for applicant in declaration("applications")["applicant"][1:5]]
    signs += [result["zh"] for result in declaration("reviews")["result"][:4]]
    signs += [row["zh"] for row in declaration("applications")["row"] if len(row["zh"]) > 5 and "、" not in row["zh"]]
    return tuple(dict.fromkeys(signs))


def markers(text: str) -> frozenset[str]:
    """Return which signs of an annual report stand in a text; blanks inside words hide them, as they hide little."""
    return frozenset([sign for sign in _signs() if sign in text])


def first_markers(text: str) -> dict[str, int]:
    """Return the signs of an annual report that stand in a text, with where each stands first."""
    return {sign: at for sign in _signs() if (at := text.find(sign)) >= 0}
