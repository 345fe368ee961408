"""Files that are broken, locked or made to do harm: one sentence, never a crash, never a half-read report."""

from __future__ import annotations

import zlib

import pytest

from parsers.pdf import read_pdf
from parsers.pdf_pages import MOST_PAGES
from parsers.read import read
from parsers.scan import NOT_INSTALLED
from tests.parsers.pdf.report import Setter, made, report
from tests.parsers.pdf.writer import Page, assemble, pdf
from tests.parsers.test_variety import wrong_cells


def a_page(words: str = "某某局2023年政府信息公开工作年度报告") -> Page:
    page = Page()
    page.text(100, 700, words, 12)
    return page


def test_a_report_cut_short_anywhere_is_unreadable():
    data = pdf(report(made(1, "f2021"), Setter()))
    for share in (0.1, 0.3, 0.5, 0.7, 0.9, 0.98):
        reading = read(data[: int(len(data) * share)])
        assert (reading.verdict, reading.report) == ("unreadable", None)
        assert reading.reason


def test_a_locked_file_says_so_and_one_with_an_empty_password_is_read():
    assert "年度报告" in read_pdf(pdf([a_page()], password="")).text()
    with pytest.raises(ValueError, match="the PDF is encrypted"):
        read_pdf(pdf([a_page()], password="secret"))


@pytest.mark.parametrize("data", [b"%PDF-1.4", b"%PDF-1.7\n" + bytes(range(256)) * 40,
                                  b"%PDF-1.4\nendobj\nstartxref\n0\n%%EOF", assemble([b"<< /Type /Catalog >>"])])  # fmt: skip
def test_rubbish_behind_the_magic_bytes_is_unreadable(data):
    reading = read(data)
    assert reading.verdict == "unreadable"
    assert reading.reason.startswith("the PDF")


def test_damaged_bytes_never_crash_and_never_go_unsaid():
    sheet = made(2, "f2021")
    data = pdf(report(sheet, Setter()))
    for at in range(0, len(data), len(data) // 60):
        reading = read(data[:at] + b"\x00\xff<<" + data[at + 4 :])
        assert reading.verdict in ("report", "not_a_report", "unreadable")
        if reading.report:
            wrong = wrong_cells(reading.report, sheet)
            said = {note.kind for note in reading.report.notes}
            assert not wrong or said & {
                "missing_table",
                "table_as_picture",
                "missing_row",
                "short_row",
                "damaged_stream",
            }
            invented = [code for code, (value, _) in wrong.items() if value not in (None, "absent")]
            assert not invented or "damaged_stream" in said, at


def _with_stream(stream: bytes, filters: bytes) -> bytes:
    return assemble([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length %d /Filter %s >>\nstream\n%s\nendstream" % (len(stream), filters, stream),
    ])  # fmt: skip


def test_a_stream_that_explodes_is_not_opened():
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(b" " * 2**20) for _ in range(100)) + packer.flush()
    with pytest.raises(ValueError, match="stream of more than"):
        read_pdf(_with_stream(bomb, b"/FlateDecode"))
    with pytest.raises(ValueError, match="packed twice"):
        read_pdf(_with_stream(zlib.compress(bomb), b"[/FlateDecode /FlateDecode]"))


def test_too_many_pages_and_a_page_out_of_measure_are_refused():
    with pytest.raises(ValueError, match="more than"):
        read_pdf(pdf([Page()] * (MOST_PAGES + 1)))
    with pytest.raises(ValueError, match="measure"):
        read_pdf(pdf([Page((90_000.0, 90_000.0))]))


def test_a_page_with_too_many_characters_is_refused():
    page = Page()
    for at in range(60):
        page.text(0, 100 + 5 * at, "公" * 2_000, 2)
    with pytest.raises(ValueError, match="more characters"):
        read_pdf(pdf([page]))


def test_a_drawing_with_a_hundred_thousand_lines_is_no_table():
    page = a_page()
    for at in range(70_000):
        page.commands.append(f"{at % 595} 0 m {at % 595} 9 l S")
    assert not list(read_pdf(pdf([page])).tables())


@pytest.fixture
def without_ocr(monkeypatch):
    def missing(name):
        raise ValueError(NOT_INSTALLED)

    monkeypatch.setattr("parsers.scan._module", missing)


def test_a_file_without_text_is_a_scan_or_empty(without_ocr):
    page = Page()
    page.picture(0, 0, 595, 842)
    with pytest.raises(ValueError, match="scanned, install"):
        read_pdf(pdf([page]))
    with pytest.raises(ValueError, match="no text"):
        read_pdf(pdf([Page()]))


def test_a_scan_in_which_nothing_is_legible_says_so():
    page = Page()
    page.picture(0, 0, 595, 842)
    with pytest.raises(ValueError, match="scanned, and nothing in it is legible|scanned, install"):
        read_pdf(pdf([page]))


def test_a_page_that_is_a_picture_among_pages_of_text_is_told():
    page = Page()
    page.picture(0, 0, 595, 842)
    document = read_pdf(pdf([a_page(), page, a_page("二、主动公开政府信息情况")]))
    assert document.remarks == ("picture_page",)
    assert document.pictures == 1


def test_the_hidden_text_of_a_scan_is_not_taken_for_print():
    page = a_page()
    page.picture(0, 0, 595, 842)
    invisible = Page()
    invisible.picture(0, 0, 595, 842)
    invisible.text(100, 700, "某某局2023年政府信息公开工作年度报告", 12, mode=3)
    for scan in (page, invisible):
        with pytest.raises(ValueError, match="scanned"):
            read_pdf(pdf([scan]))


def test_print_over_a_coloured_ground_is_read():
    page = Page()
    page.picture(0, 0, 595, 842)
    for at in range(5):
        page.text(100, 700 - 20 * at, "某某局认真落实条例", 12)
    assert "落实条例" in read_pdf(pdf([page])).text()


def test_a_font_that_does_not_say_its_characters_makes_a_page_a_picture(without_ocr):
    page = Page()
    page.text(100, 700, "\x01\x02\x03\x04\x05\x06", 12, font="F2")
    with pytest.raises(ValueError, match="characters|scanned"):
        read_pdf(pdf([page]))
