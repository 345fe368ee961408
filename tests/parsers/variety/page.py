"""A Sheet as bytes: a page of a portal around it, in one of the ways portals set it."""

from __future__ import annotations

import random
import re
from html import escape

from demo.official_form import Grid, to_html, to_text
from tests.parsers.variety.sheet import Sheet

HEADS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
ORGAN, YEAR = "某某县自然资源局", 2023
TITLE = f"{ORGAN}{YEAR}年政府信息公开工作年度报告"


def plain_page(sheet: Sheet) -> str:
    return f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{_body(sheet, to_html)}</body></html>"


def _tables(sheet: Sheet, letter: str, setter) -> str:
    grid = sheet.grids[letter]
    if letter == "b" and "cut_b" in sheet.applied:
        cut = len(grid) * 2 // 3
        return setter(grid[:cut]) + "<p>- 5 -</p>" + setter(grid[cut:])
    return setter(grid)


def _body(sheet: Sheet, setter) -> str:
    lead = f"<p>统计期限自{YEAR}年1月1日起至{YEAR}年12月31日止。</p>"
    parts = [lead, f"<p>{HEADS[0]}</p><p>我局认真落实条例。一是抓公开。二是抓平台。</p>"]
    for head, letter in zip(HEADS[1:4], "abc", strict=True):
        parts.append(f"<p>{head}</p><p>（一）说明文字。</p>{_tables(sheet, letter, setter)}")
    parts += [f"<p>{head}</p><p>无。</p>" for head in HEADS[4:]]
    return "".join(parts)


def _word_cell(text: str, rng: random.Random) -> str:
    if not text:
        return "<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>"
    cut = rng.randrange(len(text) + 1)
    first, second = escape(text[:cut]), escape(text[cut:])
    lines = f"<span style='font-family:仿宋_GB2312'>{first}</span><span lang=EN-US>{second}<span></span></span>"
    return f"<p class=MsoNormal style='text-align:center'>{lines}</p>".replace("\n", "<br>")


def word_html(rng: random.Random):
    def setter(grid: Grid) -> str:
        table = to_html(grid, " class=MsoNormalTable border=1")
        return re.sub(
            r"(<td[^>]*>)(.*?)(</td>)", lambda m: m[1] + _word_cell(_unescape(m[2]), rng) + m[3], table, flags=re.S
        )

    return setter


def _unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


def word_page(sheet: Sheet) -> str:
    leak = "&lt;!--[if !supportLists]--&gt;（三）&lt;!--[endif]--&gt;"
    body = _body(sheet, word_html(sheet.rng)).replace("（一）说明", f"{leak}说明")
    return f"<html><body><div class=TRS_Editor><p align=center>{ORGAN}</p><p>{YEAR}年政府信息公开工作年度报告</p>{body}</div></body></html>"


def layout_page(sheet: Sheet) -> str:
    """The whole page in layout tables, navigation left, other years at the foot."""
    links = "".join(
        f"<tr><td><a href='/{y}.html'>{ORGAN}{y}年政府信息公开工作年度报告</a></td></tr>" for y in range(2015, 2023)
    )
    return (
        "<html><head><meta charset=gb2312></head><body><table width=1000><tr><td width=200><table><tr><td>首页</td></tr><tr><td>"
        f"政府信息公开年报</td></tr></table></td><td><table><tr><td><h1>{TITLE}</h1></td></tr><tr><td>发布时间：2024-01-18 来源：{ORGAN}"
        f"</td></tr><tr><td>{_body(sheet, to_html)}</td></tr></table><table>{links}</table></td></tr></table></body></html>"
    )


def twin_page(sheet: Sheet) -> str:
    """A hidden twin with other figures, as left behind for another screen."""
    twin = re.sub(r">\d+<", ">99<", _body(sheet, to_html))
    style = sheet.rng.choice(["<style>.wap{display:none}</style>", ""])
    hide = "class=wap" if style else sheet.rng.choice(["style='display: none'", "hidden"])
    return f"<html><head>{style}</head><body><h1>{TITLE}</h1><div {hide}>{twin}</div><div id=zoom>{_body(sheet, to_html)}</div></body></html>"


def text_page(sheet: Sheet) -> str:
    """The page as copied: tabs between cells, spare tabs at the ends of lines."""
    body = re.sub(r"</?p>", "\n", _body(sheet, lambda grid: "\n" + to_text(_flat(grid)) + "\n"))
    lines = [line + "\t" * sheet.rng.randrange(3) if "\t" in line else line for line in body.split("\n")]
    return f"{TITLE}\n\n" + "\n".join(lines)


def lines_page(sheet: Sheet) -> str:
    """The page as a copy that sets every cell on a line of its own: blank cells leave no trace."""

    def setter(grid: Grid) -> str:
        return "\n" + "\n".join(cell.text for row in _flat(grid) for cell in row if cell.text) + "\n"

    return f"{TITLE}\n\n" + re.sub(r"</?p>", "\n", _body(sheet, setter))


def spaced_page(sheet: Sheet) -> str:
    """The page as a copy with blanks between cells."""

    def setter(grid: Grid) -> str:
        return "\n" + "\n".join(" ".join(cell.text for cell in row if cell.text) for row in _flat(grid)) + "\n"

    return f"{TITLE}\n\n" + re.sub(r"</?p>", "\n", _body(sheet, setter))


def _flat(grid: Grid) -> Grid:
    return [[type(c)(c.text.replace("\n", ""), c.rowspan, c.colspan, c.code) for c in row] for row in grid]


PAGES = [plain_page, word_page, layout_page, twin_page]
ENCODINGS = ["utf-8", "utf-8", "gb18030", "utf-8-sig", "utf-16"]


def encoded(page: str, rng: random.Random) -> bytes:
    return page.encode(rng.choice(ENCODINGS))
