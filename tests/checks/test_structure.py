"""Document and structure: parts, tables, forms, year and period."""

import dataclasses
import re
from pathlib import Path

import pytest
from make_report import empty, report

import parsers
from checks.notes import UnknownNoteError, kinds
from checks.run import check_report
from parsers.report import Note


def statuses(made, id_):
    return [(one.status, one.severity) for one in check_report(made) if one.check == id_]


def test_a_whole_report_passes_the_structure_checks():
    made = report(empty(), period=("2022-01-01", "2022-12-31"))
    for id_ in ("S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "S11"):
        assert [status for status, _ in statuses(made, id_)] == ["pass"], id_


def test_a_missing_part_and_a_part_out_of_order_are_two_things():
    made = report(empty())
    assert statuses(dataclasses.replace(made, sections=made.sections[:5]), "S01") == [("fail", "W")]
    swapped = (made.sections[1], made.sections[0], *made.sections[2:])
    assert statuses(dataclasses.replace(made, sections=swapped), "S01") == [("fail", "W")]
    assert statuses(dataclasses.replace(made, sections=()), "S01") == [("not_assessable", "W")]


@pytest.mark.parametrize(
    "more",
    [
        {"year": None},
        {"title": "测试市2021年政府信息公开工作年度报告"},
        {"title": "测试市年报", "period": ("2021-01-01", "2021-12-31")},
    ],
)
def test_a_year_that_is_missing_or_contradicted_fails(more):
    assert statuses(report(empty(), **more), "S03") == [("fail", "E")]


def test_an_unusual_period_is_a_warning():
    assert statuses(report(empty(), period=("2022-09-01", "2022-12-31")), "S04") == [("fail", "W")]
    assert statuses(report(empty()), "S04") == [("not_assessable", "W")]


def test_a_table_that_is_not_there_is_said_so():
    values = {code: value for code, value in empty().items() if not code.startswith(("rev_", "lit_"))}
    made = report(values, forms={"a": "f2021", "b": "f2021", "c": "none"})
    assert statuses(made, "S05") == [("fail", "E")]


def test_forms_mixed_in_one_report_are_a_warning():
    values = {code: value for code, value in empty().items() if code.startswith(("req_", "res_", "rev_", "lit_"))}
    made = report(values | {"rule_made19": 0}, forms={"a": "f2019", "b": "f2021", "c": "f2021"})
    assert statuses(made, "S06") == [("fail", "W")]


def test_missing_cells_of_table_b_fail_with_their_names():
    values = {code: value for code, value in empty().items() if not code.startswith("res_partial__")}
    made = [one for one in check_report(report(values)) if one.check == "S07"]
    assert [one.status for one in made] == ["fail"]
    assert len(made[0].cells) == 7
    assert "部分公开" in made[0].message("zh")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("2021年，我局扎实推进政务公开。", "fail"),
        ("2022年，我局扎实推进政务公开。2021年，我局共公开信息50条。", "pass"),
        ("2023年，我局将进一步推进。", "pass"),
        ("与2021年相比，我局公开信息更多。", "pass"),
        ("根据2021年我市要点，我局推进公开。", "pass"),
    ],
)
def test_the_working_year_of_the_text(text, status):
    made = report(empty(), text={1: text})
    assert [one for one, _ in statuses(made, "S11")] == [status]


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_note_becomes_a_finding_of_its_check(kind):
    made = report(empty(), notes=[Note(kind, ("req_new__total",), detail="细节")])
    failed = [one for one in check_report(made) if one.check == kinds()[kind]["check"] and one.status == "fail"]
    assert len(failed) == 1
    assert failed[0].severity == kinds()[kind]["severity"]
    assert "细节" in failed[0].message("zh")


def test_an_unknown_note_raises_in_tests_and_is_a_grave_finding_in_production():
    made = report(empty(), notes=[Note("never_heard_of", detail="细节")])
    with pytest.raises(UnknownNoteError, match="never_heard_of"):
        check_report(made, strict=True)
    found = [one for one in check_report(made) if one.check == "X02"]
    assert [(one.status, one.severity) for one in found] == [("fail", "E")]
    assert "never_heard_of" in found[0].message("zh")


def test_an_old_report_cannot_lack_the_six_parts():
    made = report(
        {}, forms={"s": "local"}, year=2014, title="测试市2014年报", notes=[Note("missing_part", detail="四")]
    )
    assert [one for one, _ in statuses(made, "S01")] == ["not_applicable"]


def test_every_kind_of_note_in_the_readers_source_is_known():
    source = "".join(path.read_text("utf-8") for path in Path(parsers.__file__).parent.glob("*.py"))
    written = set(re.findall(r'\b[nN]ote\(\s*"([a-z_]+)"', source))
    assert len(written) > 10
    assert written <= set(kinds())


def test_a_missing_row_is_named():
    cells = tuple(code for code in empty() if code.startswith("res_partial__"))
    made = report(empty(), notes=[Note("missing_row", cells)])
    assert any("部分公开" in one.message("zh") for one in check_report(made) if one.check == "S07")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("本报告由测试市编制。", "pass"),
        ("本报告由临江县教育局按照《条例》编制。", "fail"),
        ("现将临江县教育局2022年政府信息公开工作年度报告公布如下。", "fail"),
        ("本报告由临江县人民政府办公室编制。", "not_assessable"),
        ("与临江县教育局联合培训。", "not_assessable"),
    ],
)
def test_a_text_that_calls_the_report_another_organs_is_told(text, status):
    assert statuses(report(empty(), text={1: text}), "S10") == [(status, "W")]


def test_a_whole_year_that_is_another_is_not_said_to_be_a_part_of_one():
    made = report(empty(), period=("2021-01-01", "2021-12-31"))
    said = next(one for one in check_report(made) if one.check == "S04")
    assert (said.status, said.message("zh")) == ("fail", "统计期限为 2021-01-01 至 2021-12-31，不是 2022 年。")


@pytest.mark.parametrize(
    "note", [Note("duplicate_table", ("rev_total",), detail="c"), Note("form_mixed", detail="f2019, f2021")]
)
def test_notes_speak_of_tables_and_forms_by_their_names_in_both_languages(note):
    said = next(one for one in check_report(report(empty(), notes=[note])) if one.status == "fail")
    assert not re.search("[a-z]", said.message("zh"))
    assert not re.search(r"[\u4e00-\u9fff]|\bf20", said.message("en"))
    assert not said.evidence
