"""What an official is told of a file that is no report, in Chinese."""

from __future__ import annotations

import re
import tomllib

import pytest

from checks.reasons import FILE, reason_in
from checks.sheet import sheet
from parsers.read import read

BAD = {
    "empty": b"",
    "login page": "<html><body><form>用户名<input><button>登录</button></form></body></html>".encode(),
    "broken PDF": b"%PDF-1.4\nrubbish",
    "broken zip": b"PK\x03\x04" + bytes(200),
    "program": b"MZ" + bytes(999),
    "old office file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_report_is_told_of_in_chinese(name: str) -> None:
    reading = read(BAD[name])
    assert reading.verdict in ("unreadable", "not_a_report") and reading.reason
    told = reason_in(reading.reason, "zh")
    assert told != reading.reason and re.search("[一-鿿]", told)
    assert told in sheet(reading, [], "zh").replace("\n", "")
    assert reason_in(reading.reason, "en") == reading.reason


def test_what_a_sentence_names_is_kept() -> None:
    assert reason_in("the PDF has more than 300 pages", "zh") == "PDF 超过 300 页"
    assert reason_in("page 3 of the PDF is damaged", "zh") == "PDF 第 3 页已损坏"
    assert reason_in("something new", "zh") == "something new"


def test_the_chinese_names_what_the_english_names() -> None:
    with FILE.open("rb") as file:
        for english, chinese in tomllib.load(file).items():
            assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", chinese)), english
