"""Bytes are read as the characters that they hold, whatever their labels say."""

from __future__ import annotations

import re

import opencc
import pytest

from crawler.charset import decode
from crawler.media_type import HTML, TEXT, UNKNOWN, media_type
from parsers.read import read
from tests.parsers.official import ORGAN, YEAR, figures, misread, report_page

V = figures()
PAGE = report_page(V).decode()


def labelled(label: str) -> str:
    return PAGE.replace("<head>", f"<head><meta charset={label}>")


BODIES = {
    "gbk": PAGE.encode("gbk"),
    "gb18030": PAGE.encode("gb18030"),
    "utf-8 with a mark": PAGE.encode("utf-8-sig"),
    "utf-16 with a mark": PAGE.encode("utf-16"),
    "utf-16 without one": PAGE.encode("utf-16-le"),
    "utf-16 the other way": PAGE.encode("utf-16-be"),
    "gb18030 labelled utf-8": labelled("utf-8").encode("gb18030"),
    "utf-8 labelled gb2312": labelled("gb2312").encode(),
    "gb18030 labelled latin": labelled("iso-8859-1").encode("gb18030"),
    "a foot in another encoding": PAGE.encode("gb18030") + "<p>版权所有：某某县人民政府</p>".encode(),
    "some bytes of nothing": PAGE.encode().replace("有待提高".encode(), b"\xff\xfe" + "有待".encode()),
    "an XML declaration": b"<?xml version='1.0' encoding='utf-8'?><!DOCTYPE html>" + PAGE.encode(),
    "traditional": opencc.OpenCC("s2t").convert(PAGE).encode(),
    "traditional with other words, in Big5": opencc.OpenCC("s2twp").convert(PAGE).encode("big5", "replace"),
    "with the sounds of its characters": re.sub("报告", "报(bào)告(gào)", re.sub("工作", "工(gong)作", PAGE)).encode(),
}


@pytest.mark.parametrize("name", BODIES)
def test_every_encoding_gives_the_same_report(name):
    report = read(BODIES[name]).report
    assert not misread(report, V)
    assert (report.organ, report.year) == (ORGAN, YEAR)


def test_unmarked_utf16_is_told_from_binary_data():
    assert decode("<html><p>报告</p></html>".encode("utf-16-le")).encoding == "utf-16-le"
    assert media_type("<html><p>报告</p></html>".encode("utf-16-be")) == HTML
    assert media_type(b"\x00\x01\x02<\x00\x00\x07" * 40) == UNKNOWN
    assert media_type("某局报告".encode("utf-16")) == TEXT


@pytest.mark.parametrize("name", ["some bytes of nothing", "a foot in another encoding"])
def test_a_page_with_bytes_of_no_encoding_says_so(name):
    report = read(BODIES[name]).report
    assert report
    assert "encoding_doubtful" in {note.kind for note in report.notes}


def test_a_page_in_one_encoding_raises_no_doubt():
    report = read(BODIES["gb18030 labelled utf-8"]).report
    assert report
    assert "encoding_doubtful" not in {note.kind for note in report.notes}
