"""The check sheet: an official sees what disagrees, in words, on an 80-column terminal; nobody is accused."""

import pytest
from make_report import empty, report

from checks.run import check_report
from checks.sheet import exit_code, sheet, width, wrap
from parsers.report import Note, Reading

BROKEN = empty() | {"req_new__natural": 3, "req_new__total": 3, "req_carried_out__org_legal": None}
TEXT = {1: "2022年，我局共收到政府信息公开申请8件。"}


def printed(values, lang, **more):
    made = report(values, **more)
    findings = check_report(made, strict=True)
    return sheet(Reading("report", "text/html", made.title, report=made), findings, lang), findings


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_wider_than_a_terminal(lang):
    text, _ = printed(BROKEN, lang, text=TEXT, notes=[Note("split_label", detail="无法提供" * 20)])
    assert max(width(line) for line in text.splitlines()) <= 80


def test_the_sheet_shows_head_both_sides_rule_and_exceptions():
    text, _ = printed(BROKEN, "zh", text=TEXT)
    for words in (
        "测试市2022年政府信息公开工作年度报告",
        "一 3 + 二 0 = 3，三（七）0 + 四 0 = 0",
        "规则：",
        "空白 1",
        "无法判断",
    ):
        assert words in text
    assert "造假" not in text


def test_english_says_the_same():
    text, _ = printed(BROKEN, "en", text=TEXT)
    assert "column natural persons" in text
    assert "Not assessable" in text
    assert "Rule:" in text


def test_the_exit_code_is_one_for_e_and_w_only():
    assert exit_code(printed(empty(), "zh")[1]) == 0
    assert exit_code(printed(BROKEN, "zh")[1]) == 1
    hint = printed(empty(), "zh", notes=[Note("split_label", detail="x")])[1]
    assert exit_code(hint) == 0


def test_a_clean_report_says_so():
    text, _ = printed(empty(), "zh")
    assert "未发现不一致" in text


@pytest.mark.parametrize(("verdict", "words"), [("not_a_report", "这不是"), ("unreadable", "无法读取")])
def test_what_is_no_report_has_one_sentence(verdict, words):
    text = sheet(Reading(verdict, "text/html", reason="这是一个列表页"), [], "zh")
    assert words in text
    assert "列表页" in text


def test_wrapping_keeps_every_character_and_starts_no_line_with_a_closing_mark():
    text = "第三部分表，" * 30 + "a long English sentence, with commas. " * 5
    lines = wrap(text)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line.startswith(("，", "。")) for line in lines)
