"""Telephone numbers and addresses leave the sentences of an export; figures stay."""

from __future__ import annotations

import gzip

import pytest

from archive.export.contacts import without_contacts
from parsers.report import Section
from tests.archive.builder import World, report
from tests.archive.export.conftest import export_to


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("联系电话：0393-4416000，邮编457000", "联系电话：〔电话 phone〕，邮编457000"),
        ("电话(010)12345678转801", "电话〔电话 phone〕"),
        ("请致电13812345678或发邮件至a.b@x.gov.cn。", "请致电〔电话 phone〕或发邮件至〔邮箱 e-mail〕。"),
        ("电　话：4416000", "电　话：〔电话 phone〕"),
        ("热线：88886666、12345。", "热线：〔电话 phone〕、12345。"),
        ("Tel: +86 138-1234-5678", "Tel: 〔电话 phone〕"),
    ],
)
def test_contacts_are_replaced(text, expected):
    assert without_contacts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "收费13812345678元", "处理决定13812345678件", "共计1381234567.8万元", "2019-2021年，2021-2022年度", "受理12345热线来电8888件",
        "电话咨询 120 次", "国办发〔2018〕37号", "行政许可27642000件", "2023年1月1日至2023年12月31日", "网址www.puyang.gov.cn", "区划代码410972",
    ],
)  # fmt: skip
def test_figures_and_dates_stay(text):
    assert without_contacts(text) == text


def test_the_sections_of_a_release_hold_no_contacts(world: World, tmp_path):
    words = "联系电话：0393-4416000，新收申请9件。"
    world.publish("http://127.0.0.1:9/a", report("濮阳市人民政府", 2022, sections=(Section(6, "六", words),)))
    world.build()
    assert export_to(tmp_path / "out", "datapackage", world.db) == 0
    text = gzip.decompress((tmp_path / "out/data/csv/sections.csv.gz").read_bytes()).decode("utf-8")
    assert "新收申请9件" in text
    assert "4416000" not in text
