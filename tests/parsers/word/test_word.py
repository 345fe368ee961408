"""Word files: the accepted text, merged cells in their place, nothing that Word would not print."""

from __future__ import annotations

import random

import pytest

from parsers.document import Paragraph, Table
from parsers.read import read
from parsers.word import read_docx
from tests.parsers.test_variety import wrong_cells
from tests.parsers.variety.figures import figures
from tests.parsers.variety.sheet import sheet
from tests.parsers.word.word_files import data_of, element, new, report, tracked


def texts(document) -> list[str]:
    return [block.text for block in read_docx(data_of(document)).blocks if isinstance(block, Paragraph)]


def only_table(document) -> Table:
    return next(block for block in read_docx(data_of(document)).blocks if isinstance(block, Table))


@pytest.mark.parametrize("form", ["f2019", "f2021"])
def test_a_report_set_in_word_is_read_cell_by_cell(form):
    rng = random.Random(form)
    made = sheet(rng, form, figures(rng, form))
    reading = read(data_of(report(made)))
    assert reading.verdict == "report"
    assert not wrong_cells(reading.report, made)
    assert set(reading.report.forms.values()) == {form}


def test_tracked_changes_count_as_accepted():
    document = new()
    cell = document.add_table(2, 2).cell(0, 0)
    old, new_run = cell.paragraphs[0].add_run("8"), cell.paragraphs[0].add_run("9")
    tracked(old, "del")
    tracked(new_run, "ins")
    assert only_table(document).cells[0].text == "9"


def test_a_row_deleted_under_revision_is_gone():
    document = new()
    table = document.add_table(3, 3)
    for at, row in enumerate(table.rows):
        for cell in row.cells:
            cell.text = str(at)
    table.rows[1]._tr.get_or_add_trPr().append(element('<w:del w:id="1" w:author="x"></w:del>'))
    assert [cell.text for cell in only_table(document).cells] == ["0"] * 3 + ["2"] * 3


def test_a_deleted_paragraph_mark_joins_two_paragraphs():
    document = new()
    first = document.add_paragraph("本年新收政府信息")
    first._p.get_or_add_pPr().append(element("<w:rPr><w:del w:id='1' w:author='x'/></w:rPr>"))
    document.add_paragraph("公开申请")
    assert texts(document) == ["本年新收政府信息公开申请"]


def test_hidden_and_struck_text_is_not_printed():
    document = new()
    paragraph = document.add_paragraph("收到申请")
    paragraph.add_run("7").font.hidden = True
    paragraph.add_run("8").font.strike = True
    paragraph.add_run("9件")
    assert texts(document) == ["收到申请9件"]


def test_a_raised_sign_is_kept_apart_from_the_figure_beside_it():
    document = new()
    paragraph = document.add_paragraph("567")
    paragraph.add_run("1").font.superscript = True
    document.add_paragraph().add_run("12").font.superscript = True
    assert texts(document) == ["567^1", "12"]


def test_a_field_prints_its_result_and_not_its_code():
    document = new()
    paragraph = document.add_paragraph("合计")
    for kind, text in [("begin", ""), ("", "=SUM(LEFT)"), ("separate", ""), ("", "21"), ("end", "")]:
        run = paragraph.add_run(text)
        if kind:
            run._r.append(element(f'<w:fldChar w:fldCharType="{kind}"></w:fldChar>'))
    assert texts(document) == ["合计21"]


def test_content_controls_and_text_boxes_are_read():
    document = new()
    inside = document.add_paragraph("某县2023年政府信息公开工作年度报告")._p
    control = element("<w:sdt><w:sdtContent></w:sdtContent></w:sdt>")
    inside.getparent().replace(inside, control)
    control[0].append(inside)
    anchor = document.add_paragraph("正文")
    box = element("<w:pict><w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent></w:pict>")
    anchor.add_run()._r.append(box)
    assert texts(document) == ["某县2023年政府信息公开工作年度报告", "正文", "框内文字"]


def test_a_table_of_layout_around_the_report_is_unwrapped():
    document = new()
    outer = document.add_table(1, 1).cell(0, 0)
    inner = outer.add_table(3, 4)
    for at, row in enumerate(inner.rows):
        for cell in row.cells:
            cell.text = str(at)
    table = only_table(document)
    assert (table.rows, table.columns) == (3, 4)


def test_headings_that_word_numbers_keep_their_numbers():
    document = new()
    numbering = document.part.numbering_part.element
    numbering.insert(
        0,
        element(
            "<w:abstractNum w:abstractNumId='77'><w:lvl w:ilvl='0'><w:start w:val='1'/>"
            "<w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl></w:abstractNum>"
        ),
    )
    numbering.append(element("<w:num w:numId='77'><w:abstractNumId w:val='77'/></w:num>"))
    for words in ("总体情况", "主动公开政府信息情况"):
        properties = document.add_paragraph(words)._p.get_or_add_pPr()
        properties.append(element("<w:numPr><w:ilvl w:val='0'/><w:numId w:val='77'/></w:numPr>"))
    assert texts(document) == ["一、总体情况", "二、主动公开政府信息情况"]


def test_rows_set_by_tabs_are_a_table():
    document = new()
    for line in ("信息内容\t本年制发件数\t本年废止件数\t现行有效件数", "规章\t0\t0\t0", "行政规范性文件\t2\t0\t3"):
        document.add_paragraph(line)
    table = only_table(document)
    assert not table.exact
    assert [cell.text for cell in table.cells][-4:] == ["行政规范性文件", "2", "0", "3"]


def test_a_gap_before_a_row_moves_no_cell():
    document = new()
    table = document.add_table(2, 3)
    for cell, text in zip([c for row in table.rows for c in row.cells], "abcxyz", strict=True):
        cell.text = text
    row = table.rows[1]._tr
    row.remove(table.rows[1].cells[0]._tc)
    row.get_or_add_trPr().append(element("<w:gridBefore w:val='1'></w:gridBefore>"))
    assert [(cell.text, cell.column) for cell in only_table(document).cells if cell.row] == [
        ("", 0),
        ("y", 1),
        ("z", 2),
    ]


@pytest.mark.parametrize("cut", [4, 500, 5000, -200])
def test_a_damaged_file_is_unreadable_in_one_sentence(cut):
    data = data_of(new())
    reading = read(data[:cut])
    assert reading.verdict == "unreadable"
    assert reading.reason
