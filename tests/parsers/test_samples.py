"""Every real report is read without one wrong cell and without one invented cell."""

from __future__ import annotations

import pytest

from parsers.read import read
from tests.samples import Sample, samples

ALL = samples()


@pytest.fixture(params=ALL, ids=lambda sample: sample.name)
def sample(request) -> Sample:
    return request.param


def test_the_seed_is_read_cell_by_cell():
    seed = next((sample for sample in ALL if sample.name == "seed-puyang-2022"), None)
    if seed is None:
        return
    report = read(seed.data).report
    assert report
    assert {fact.code: fact.value for fact in report.facts} == seed.expected["facts"]
    assert report.statuses()["req_carried_out__natural"] == "blank"
    assert {section.part for section in report.sections} == {0, 1, 2, 3, 4, 5, 6}
    assert "健全工作机制" in next(section.text for section in report.sections if section.part == 1)
    assert {"split_label", "numbered_inside_part"} == {note.kind for note in report.notes}


def test_no_cell_is_wrong_and_none_is_invented(sample):
    report = read(sample.data).report
    assert report
    got = {fact.code: fact.value for fact in report.facts}
    expected, open_codes = sample.expected["facts"], {c for c, v in sample.expected["facts"].items() if v is None}
    assert got.keys() == expected.keys()
    unsettled = open_codes & {"fee_items19", "fee_items_change19", "procure_items19", "procure_amount19"}
    assert {c: v for c, v in got.items() if c not in unsettled} == {
        c: v for c, v in expected.items() if c not in unsettled
    }


def test_year_organ_and_form_are_those_of_the_report(sample):
    report = read(sample.data).report
    assert report
    assert report.year == sample.expected["year"]
    assert report.organ
    assert sample.expected["title"].startswith(report.organ)
    if sample.expected["form"] == "pre2019":
        assert {report.forms[letter] for letter in "abc"} == {"none"}
    else:
        assert {report.forms[letter] for letter in "abc"} == {sample.expected["form"]}


def test_older_tables_stay_label_and_value_rows(sample):
    table = sample.expected.get("statistics_table")
    report = read(sample.data).report
    assert report
    got = [(s.label, s.unit, s.column, s.value) for s in report.statistics]
    rows = table["rows"] if table else []
    assert got == [
        (row["label"], row["unit"], column, value)
        for row in rows
        for column, value in zip(table["columns"], row["values"], strict=True)
    ]


def test_the_blank_form_in_word_is_no_report_and_yet_read_cell_by_cell():
    for sample in samples(".docx"):
        reading = read(sample.data)
        assert (reading.verdict, reading.reason) == ("not_a_report", "it is the blank form")
        assert reading.report
        assert {fact.code: fact.value for fact in reading.report.facts} == sample.expected["facts"]
        assert set(reading.report.statuses().values()) == {"blank"}
