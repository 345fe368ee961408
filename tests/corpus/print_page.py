"""A report as a page meant for printing: what Chromium, WeasyPrint and LibreOffice set on paper."""

from __future__ import annotations

from html import escape

from demo.official_form import FormCell, Grid
from parsers.codes import declaration
from tests.corpus.headings import headings
from tests.corpus.layout import Layout
from tests.corpus.prose import BETWEEN
from tests.corpus.reports import Report

BORDERS = {
    "all": "td{border:0.75pt solid #000}",
    "rows": "tr{border-top:0.75pt solid #000;border-bottom:0.75pt solid #000}",
    "none": "td{border:none}",
}


def print_page(report: Report, running: bool = True) -> str:
    """Return the whole page; `running`: with a head and numbers along the pages, as CSS."""
    title = "".join(report.title)
    shown = "<br>".join(escape(line) for line in report.title)
    body = f"<h1>{shown}</h1>{''.join(_parts(report))}"
    return (
        f"<html><head><meta charset=utf-8><title>{title}</title>"
        f"<style>{_style(report, running)}</style></head><body>{body}</body></html>"
    )


def _parts(report: Report) -> list[str]:
    rng = report.rng
    out = []
    for part, heading in enumerate(headings(rng), 1):
        broken = report.layout.pages == "own" and part in (2, 3, 4)
        out.append(f"<h2{' class=own' if broken else ''}>{heading}</h2>")
        out += [f"<p>{escape(text)}</p>" for text in report.texts[part]]
        if part in (2, 3, 4):
            out += _tables(report, "abc"[part - 2])
            out += [f"<p>{BETWEEN}</p>"] if rng.random() < 0.2 else []
    return out


def _tables(report: Report, letter: str) -> list[str]:
    grid = report.sheet.grids[letter]
    if letter == "b" and "two_tables" in report.sheet.applied:
        cut = len(grid) * 2 // 3
        return [_table(grid[:cut], report.layout), "<p>（续表）</p>", _table(grid[cut:], report.layout)]
    return [_table(grid, report.layout, heads=_heads(grid) if letter == "b" else 0)]


def _heads(grid: Grid) -> int:
    return next(at for at, row in enumerate(grid) if any(cell.code for cell in row))


def _table(grid: Grid, layout: Layout, heads: int = 0) -> str:
    rows = [f"<tr>{''.join(_cell(cell, layout) for cell in row)}</tr>" for row in grid]
    if heads and layout.repeat_heads:
        return f"<table><thead>{''.join(rows[:heads])}</thead><tbody>{''.join(rows[heads:])}</tbody></table>"
    return f"<table>{''.join(rows)}</table>"


def narrow_labels() -> tuple[str, ...]:
    """Return how the cells begin that offices set one or two characters wide: result, groups of reasons."""
    groups = {row.get("group", "") for row in declaration("applications")["row"]}
    return ("三、本年度", "三三、本年度", *sorted(group[:5] for group in groups if group.startswith("（")))


def is_narrow(cell: FormCell) -> bool:
    """Tell whether a cell is one of the labels set one or two characters wide."""
    return cell.rowspan > 1 and not cell.code and cell.text.startswith(narrow_labels())


def _cell(cell: FormCell, layout: Layout) -> str:
    spans = f" rowspan={cell.rowspan}" if cell.rowspan > 1 else ""
    spans += f" colspan={cell.colspan}" if cell.colspan > 1 else ""
    kind = " class=v" if cell.code else f" class={layout.label}" if is_narrow(cell) else ""
    return f"<td{spans}{kind}>{escape(cell.text).replace(chr(10), '<br>')}</td>"


def _style(report: Report, running: bool) -> str:
    one = report.layout
    paper = "A4 landscape" if one.landscape else "A4 portrait"
    boxes = ""
    if running and one.running_head:
        boxes += f"@top-center{{content:'{''.join(report.title)}';font:9pt '{one.font}'}}"
    if running and one.number:
        before, after = one.number.split("{}")
        boxes += f"@bottom-center{{content:'{before}' counter(page) '{after}';font:9pt '{one.font}'}}"
    return (
        f"@page{{size:{paper};margin:{one.margin}mm;{boxes}}}"
        f"body{{font-family:'{one.font}';font-size:{one.size}pt;line-height:1.6;margin:0}}"
        f"h1{{text-align:center;font-size:{one.size * 1.4}pt}}h2{{font-size:{one.size}pt}}"
        f"{'' if one.bold else 'h1,h2{font-weight:normal}'}.own{{break-before:page}}"
        f"p{{text-indent:2em;margin:0 0 4pt}}table{{border-collapse:collapse;width:100%;line-height:1.3}}"
        f"td{{font-size:{one.table_size}pt;padding:{one.padding}pt;text-align:{'center' if one.centred else 'left'}}}"
        f"{BORDERS[one.border]}.v{{text-align:center}}.narrow{{width:{one.table_size * 2.2}pt;word-break:break-all}}"
        f".vertical{{writing-mode:vertical-rl;width:{one.table_size * 1.6}pt}}"
    )
