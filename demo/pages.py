"""The body of a report page: the official parts and tables with given figures, in prose of the project's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from demo.faults import IN_FIGURES, IN_TABLES
from demo.official_form import grids, to_html
from parsers.sections import part_titles

_NUMERALS = "一二三四五六"


@cache
def prose() -> dict[str, Any]:
    """Return the parsed `prose.toml`."""
    return tomllib.loads(Path(__file__).with_name("prose.toml").read_text("utf-8"))


def printed(value: float) -> str:
    """Return a figure as an office prints it: whole numbers without a point."""
    return repr(value) if isinstance(value, float) and not value.is_integer() else str(int(value))


def practice_body(
    organ: str, year: int, form: str, figures: Mapping[str, int | float], scope: str = "", fault: str = ""
) -> str:
    """Return the HTML of a practice report, with `fault` (see `faults.py`) if one is named."""
    texts = {code: printed(value) for code, value in figures.items()}
    told = {name: figures[f"{name}__total"] for name in ("req_new", "req_carried_in", "res_total", "req_carried_out")}
    if fault == "prose_differs":
        told["req_new"] = int(told["req_new"]) - 3
    if fault in IN_FIGURES:
        IN_FIGURES[fault](texts)
    tables = grids(texts, form)
    if fault in IN_TABLES:
        IN_TABLES[fault](tables)
    words = {"organ": organ, "year": year, "scope": scope, "fee": prose()["fee"]["none"], **told}
    notice = prose()["notice_practice"]
    return _body(words, {letter: to_html(grid) for letter, grid in tables.items()}, notice, extra="")


def figures_body(organ: str, year: int, form: str, texts: Mapping[str, str], sentence: str) -> str:
    """Return the HTML of a page that sets a real report's figures in the official form."""
    words = {"organ": organ, "year": year, "scope": "", "fee": "无。"}
    tables = {letter: to_html(grid) for letter, grid in grids(texts, form).items()}
    return _body(words, tables, prose()["notice_figures"], extra=sentence.format(year=year))


def _body(words: Mapping[str, Any], tables: Mapping[str, str], notice: str, extra: str) -> str:
    lines = [f'<p class="notice">{escape(notice)}</p>', f"<p>{prose()['preface'].format(**words)}</p>"]
    for part, title in part_titles().items():
        lines.append(f"<p><strong>{_NUMERALS[part - 1]}、{title}</strong></p>")
        sentences = prose()["parts"][str(part)]
        # A sentence with figures is told only where the page's own figures are known to it.
        lines += [f"<p>　　{s.format(**words)}</p>" for s in sentences if "{req_new}" not in s or "req_new" in words]
        lines += [f"<p>　　{escape(extra)}</p>"] if extra and part == 1 else []
        lines += [tables["abc"[part - 2]]] if part in (2, 3, 4) else []
    return f'<div class="TRS_Editor">{"".join(lines)}</div>'


def statistics_body(organ: str, year: int, rows: list[tuple[str, str, str, str]]) -> str:
    """Return the HTML of a report before 2019: a statistics table of label, unit, this year and up to date."""
    cells = [("指标名称", "计量单位", f"{year}年度", "历年累计"), *rows]
    table = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in cells)
    preface = prose()["preface"].format(organ=organ, year=year, scope="")
    return (
        f'<div class="TRS_Editor"><p class="notice">{prose()["notice_figures"]}</p><p>{preface}</p>'
        f"<p>一、概述</p><p>　　{prose()['parts']['1'][0].format(organ=organ, year=year)}</p>"
        f'<p>二、政府信息公开情况统计表</p><table border="1">{table}</table></div>'
    )
