"""What a browser shows is read, and nothing else: hidden twins, broken markup, endless pages."""

from __future__ import annotations

import re

import pytest

from parsers.read import read
from parsers.stylesheets import applies, hides
from tests.parsers.official import PARTS, TITLE, body, figures, html, misread, table_a, table_b, table_c

V = figures()
REPORT = body(html(table_a(V)), html(table_b(V)), html(table_c(V)))
OTHER = {code: value + 100 for code, value in V.items()}
TWIN = body(html(table_a(OTHER)), html(table_b(OTHER)), html(table_c(OTHER)))


def shown(inner: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body><h1>{TITLE}</h1>{inner}</body></html>".encode()


def style(css: str) -> str:
    return f"<style>{css}</style>"


WAP = f"<div class=m><div class='wap box' data-v=m>{TWIN}</div></div><div class=pc>{REPORT}</div>"
HIDDEN = {
    "class": (WAP, style(".wap{display:none}")),
    "two classes": (WAP, style("div.wap.box { display : none !important; }")),
    "descendant": (WAP, style(".m .wap{display:none}")),
    "child": (WAP, style(".m > div{display:none}")),
    "attribute": (WAP, style("[data-v=m]{display:none}")),
    "element": (f"<aside>{TWIN}</aside>{REPORT}", style("aside{display:none}")),
    "narrow screens see the other": (
        WAP,
        style(".wap{display:none}@media (max-width:700px){.wap{display:block}.pc{display:none}}"),
    ),
    "wide screens hide it": (
        WAP,
        style("@media screen and (min-width:768px){.wap{display:none}}@media (max-width:767px){.pc{display:none}}"),
    ),
    "print shows it": (WAP, style(".wap{display:none}@media print{.wap{display:block}}")),
    "a later rule shows the report": (
        WAP,
        style(".m .wap{display:none} .pc{display:none} body .pc{display:block}"),
    ),
    "off the screen": (f"<div style='position:absolute;left:-9999px'>{TWIN}</div>{REPORT}", ""),
    "off the screen by class": (WAP, style(".wap{position:absolute;left:-9999px}")),
    "clipped": (WAP, style(".wap{position:absolute;width:1px;clip:rect(0,0,0,0)}")),
    "without height": (f"<div style='height:0;overflow:hidden'>{TWIN}</div>{REPORT}", ""),
    "transparent": (f"<div style='opacity:0'>{TWIN}</div>{REPORT}", ""),
    "indented away": (f"<div style='text-indent:-9999px'>{TWIN}</div>{REPORT}", ""),
    "template": (f"<template>{TWIN}</template>{REPORT}", ""),
    "script": (f"<script type='text/html'>{TWIN}</script>{REPORT}", ""),
    "comment": (f"<!-- {TWIN} -->{REPORT}", ""),
    "dialog": (f"<dialog>{TWIN}</dialog>{REPORT}", ""),
    "hidden cells": (re.sub(r"<td>(\d+)</td>", r"<td><span style='display:none'>9</span>\1</td>", REPORT), ""),
    "hidden columns": (re.sub(r"<td>(\d+)</td>", r"<td style='display:none'>9</td><td>\1</td>", REPORT), ""),
    "a collapsed row": (
        REPORT.replace("</table>", f"<tr style='visibility:collapse'>{'<td>7</td>' * 15}</tr></table>"),
        "",
    ),
    "letters of no size": (re.sub(r"<td>(\d+)</td>", r"<td><span style='font-size:0'>9</span>\1</td>", REPORT), ""),
    "struck figures": (re.sub(r"<td>(\d+)</td>", r"<td><strike>9</strike>\1</td>", REPORT), ""),
    "figures lined through": (
        re.sub(r"<td>(\d+)</td>", r"<td><span style='text-decoration:line-through'>9</span>\1</td>", REPORT),
        "",
    ),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_what_no_one_sees_is_not_read(name):
    report = read(shown(*HIDDEN[name])).report
    assert not misread(report, V)
    assert "duplicate_table" not in {note.kind for note in report.notes}


@pytest.mark.parametrize(
    ("inner", "head"),
    [
        (f"<div style='display:none'>{REPORT}</div>", ""),
        (f"<div class=x>{REPORT}</div>", style(".x{display:none}")),
    ],
)
def test_a_report_that_only_a_script_shows_is_read_and_said_to_be_hidden(inner, head):
    report = read(shown(inner, head)).report
    assert not misread(report, V)
    assert "hidden_text_used" in {note.kind for note in report.notes}


def test_rules_that_do_not_hold_hide_nothing():
    rules = "<style media=print>.x{display:none}</style><style>.x:before{display:none}.x:hover{display:none}</style>"
    report = read(shown(f"<div class=x>{REPORT}</div>", rules)).report
    assert not misread(report, V)
    assert not report.notes


@pytest.mark.parametrize(
    "inner", [f"<div class=a>{TWIN}</div><div class=b>{REPORT}</div>", f"<div aria-hidden=true>{TWIN}</div>{REPORT}"]
)
def test_twins_of_which_nobody_can_tell_the_shown_one_are_told_cell_by_cell(inner):
    report = read(shown(inner)).report
    assert set(V) <= {code for note in report.notes if note.kind == "duplicate_table" for code in note.cells}


def test_the_same_report_twice_is_one_report():
    report = read(shown(f"<div>{REPORT}</div><div>{REPORT}</div>")).report
    assert not misread(report, V)
    assert "duplicate_table" not in {note.kind for note in report.notes}


@pytest.mark.parametrize(
    "css", ["display: none", "visibility:hidden", "visibility : collapse", "mso-hide:all", "opacity:0"]
)
def test_declarations_that_hide(css):
    assert hides(css)


@pytest.mark.parametrize(
    "css", ["display:block", "opacity:0.5", "overflow:hidden", "height:0.5em", "text-indent:-21pt"]
)
def test_declarations_that_do_not(css):
    assert not hides(css)


@pytest.mark.parametrize(
    ("query", "holds"),
    [("", True), ("screen", True), ("print", False), ("(max-width: 600px)", False), ("print, (min-width:20em)", True)],
)
def test_media_queries_are_those_of_a_wide_screen(query, holds):
    assert applies(query) is holds


FIGURE = r"<td>(\d+)</td>"
BROKEN = {
    "no end of tables": REPORT.replace("</table>", ""),
    "no end of cells and rows": REPORT.replace("</td>", "").replace("</tr>", ""),
    "a row without its start": REPORT.replace("<tr><td>规章", "<td>规章"),
    "paragraphs around tables": REPORT.replace("<table", "<p><table").replace("</table>", "</table></p>"),
    "captions": re.sub(r"(<table[^>]*>)", r"\1<caption>单位：件</caption>", REPORT),
    "figures over spans": re.sub(
        r"<td>(\d)(\d+)</td>", r"<td><p><span>\1</span><span lang=EN-US>\2</span></p></td>", REPORT
    ),
    "figures over lines of source": re.sub(FIGURE, r"<td>\n   \1\n  </td>", REPORT),
    "comments in figures": re.sub(r"<td>(\d)(\d+)</td>", r"<td>\1<!-- x -->\2</td>", REPORT),
    "signs without width": re.sub(r"<td>(\d)(\d)", r"<td>\1&#8203;\2", REPORT),
    "figures in boxes": re.sub(FIGURE, r"<td><input value='\1' readonly></td>", REPORT),
    "a table in every cell": re.sub(FIGURE, r"<td><table><tr><td>\1</td></tr></table></td>", REPORT),
    "a footnote sign": REPORT.replace("<td>规章</td><td>1<", "<td>规章</td><td>1<sup>①</sup><"),
    "layout tables five deep": "<table><tr><td>" * 5 + REPORT + "</td></tr></table>" * 5,
    "a form around": f"<form>{REPORT}</form>",
    "a label cell too wide": REPORT.replace("colspan=2>（一）予以公开", "colspan=3>（一）予以公开"),
    "spans of nonsense": REPORT.replace("colspan=3", "colspan='3%'").replace("rowspan=22", "rowspan=65534"),
    "conditional markup": f"<![if !IE]>{REPORT}<![endif]><!--[if IE]>{TWIN}<![endif]-->",
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_markup_is_read_as_browsers_do(name):
    assert not misread(read(shown(BROKEN[name])).report, V)


@pytest.mark.parametrize("separator", ["\t", " ", "  ", "|"])
def test_preformatted_tables(separator):
    def text(rows):
        return "\n".join(separator.join(getattr(cell, "text", cell) for cell in row) for row in rows)

    tables = [f"<pre>{text(rows)}</pre>" for rows in (table_a(V), table_b(V), table_c(V))]
    parts = "".join(f"<p>{head}</p>{table}" for head, table in zip(PARTS[1:4], tables, strict=True))
    assert not misread(read(shown(f"<p>{PARTS[0]}</p>{parts}<p>{PARTS[4]}</p>")).report, V)


ENDLESS = {
    "layout tables three hundred deep": "<table><tr><td>" * 300 + REPORT,
    "a table of 150 000 cells": REPORT + "<table>" + ("<tr>" + "<td>x</td>" * 50 + "</tr>") * 3000 + "</table>",
    "twenty thousand rules": style(".a .b{color:red}" * 20_000 + ".x{display:none}") + REPORT,
    "rules never closed": style("@media{" * 20_000 + ".x{display:none}") + REPORT,
    "one line of dates": f"<p>{'2023年1月1日' * 20_000}</p>{REPORT}",
    "one endless number": f"<p>{'1' * 200_000}</p>{REPORT}",
    "five thousand links": "".join(f"<p><a href={at}>某某{at}号通知</a></p>" for at in range(5000)) + REPORT,
}


@pytest.mark.parametrize("name", ENDLESS)
def test_endless_pages_are_read_to_their_end(name):
    assert not misread(read(shown(ENDLESS[name])).report, V)


def test_a_page_nested_beyond_reading_is_said_to_be():
    reading = read(shown("<div>" * 3000 + REPORT))
    assert (reading.verdict, reading.reason) == ("unreadable", "the document is nested too deeply")
