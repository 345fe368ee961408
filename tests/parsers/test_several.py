"""Several documents, one report: the most reliable is the source and named; where the others differ is said."""

from __future__ import annotations

import gzip
import random

import pytest

from checks.run import check_report
from parsers.page_parts import Part, read_with_parts
from parsers.read import read
from parsers.report import Context
from parsers.several import Copy, choose
from tests.parsers.hostile.packing import zipped
from tests.parsers.test_variety import wrong_cells
from tests.parsers.variety.figures import figures
from tests.parsers.variety.page import TITLE, plain_page, text_page
from tests.parsers.variety.sheet import sheet
from tests.parsers.word.word_files import data_of, report


def made(seed: int = 1):
    rng = random.Random(seed)
    return sheet(rng, "f2021", figures(rng, "f2021"))


def page(one) -> bytes:
    return plain_page(one).encode()


def findings(reading, check: str):
    return [(one.status, one.cells) for one in check_report(reading.report, strict=True) if one.check == check]


def test_the_report_in_an_archive_is_read_and_its_file_named():
    one = made()
    reading = read(
        zipped({"附件/2023年报.docx": data_of(report(one)), "__MACOSX/._x": b"junk", "说明.txt": "无".encode()})
    )
    assert reading.verdict == "report"
    assert not wrong_cells(reading.report, one)
    assert "附件/2023年报.docx" in [note.detail for note in reading.report.notes if note.kind == "read_from_part"]


def test_a_page_comes_before_a_word_file_and_that_before_copied_text():
    one = made()
    copies = {"b.docx": data_of(report(one)), "a.txt": text_page(one).encode(), "c.html": page(one)}
    reading = read(zipped(copies))
    assert [note.detail for note in reading.report.notes if note.kind == "read_from_part"] == ["c.html"]
    assert set(reading.report.copies) == {"a.txt", "b.docx"}
    assert findings(reading, "S09") == [("pass", ())]


def test_a_copy_that_prints_another_value_is_named_with_the_cell():
    one, other = made(), made()
    other.change("c", -1, 0, text="77")
    code = other.grids["c"][-1][0].code
    reading = read(zipped({"page.html": page(one), "report.docx": data_of(report(other))}))
    assert findings(reading, "S09") == [("fail", (code,))]
    assert not wrong_cells(reading.report, one)


def test_two_reports_in_one_archive_are_not_taken_for_one():
    other = plain_page(made(2)).replace("自然资源局", "教育局").encode()
    reading = read(zipped({"a.html": page(made()), "b.html": other}))
    assert reading.verdict == "unreadable"
    assert "holds 2 reports" in reading.reason


def test_an_archive_inside_archives_and_a_gzip_file_are_opened_to_a_depth():
    data = page(made())
    assert read(gzip.compress(data)).verdict == "report"
    assert read(zipped({"inner.zip": zipped({"a.html": data})})).verdict == "report"
    deep = data
    for _ in range(5):
        deep = zipped({"next.zip": deep})
    assert read(deep).verdict == "unreadable"
    assert "archive" in read(deep).reason


def test_a_page_saved_as_one_file_is_read():
    body = page(made())
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n'
    part = b"--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    assert read(head + part + body + b"\r\n--x--\r\n").verdict == "report"


def test_names_set_in_gbk_are_told():
    data = zipped({"report.html": page(made())})
    name = "年报.html".encode("gb18030").ljust(11, b"_")
    assert len(name) == len(b"report.html")
    reading = read(data.replace(b"report.html", name))
    assert any(note.detail.startswith("年报.html") for note in reading.report.notes)


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04 and no more", gzip.compress(b"x" * 5000)[:40], zipped({})],
    ids=["cut zip", "cut gzip", "empty zip"],
)
def test_a_damaged_or_empty_archive_is_unreadable_in_one_sentence(data):
    reading = read(data)
    assert reading.verdict in ("unreadable", "not_a_report")
    assert reading.reason


def test_a_file_of_another_organ_and_year_than_its_page_is_told():
    title = "某某县财政局2022年政府信息公开工作年度报告"
    bare = f"<h1>{title}</h1><p>详见附件。</p><a href='/1.docx'>附件</a>".encode()
    own = read(bare)
    reading = read_with_parts(bare, Context(), own, [Part("附件", data_of(report(made())))])
    assert reading.report.organ == "某某县自然资源局"
    kinds = {note.kind: note.detail for note in reading.report.notes}
    assert kinds["organ_conflict"] == "某某县财政局 / 某某县自然资源局"
    assert kinds["year_conflict"] == "2022 / 2023"
    assert kinds["read_from_part"] == "附件"


def test_a_part_that_cannot_be_read_says_why_beside_the_page():
    bare = f"<h1>{TITLE}</h1><p>详见附件。</p><a href='/1.docx'>附件</a>".encode()
    reading = read_with_parts(bare, Context(), read(bare), [Part("附件.docx", b"PK\x03\x04 and no more")])
    assert reading.verdict == "unreadable"
    assert reading.reason.endswith("(附件.docx: the zip container is damaged)")


def test_what_one_copy_lacks_is_taken_from_the_other():
    one = made()
    bare = plain_page(one).split("<h1>")[0] + "".join(
        part.split("</table>")[0].join(["<table", "</table>"]) for part in plain_page(one).split("<table")[1:]
    )
    whole = data_of(report(one))
    reading = choose([Copy("", read(bare.replace("自然资源局", "").encode())), Copy("a.docx", read(whole))])
    assert reading.report
    assert reading.report.year == 2023
    assert reading.report.sections
