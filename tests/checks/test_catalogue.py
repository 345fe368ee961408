"""The catalogue: every check once, in both languages, and the document made from it is fresh."""

import dataclasses
import re

from make_report import empty, report

from checks.catalogue import GROUPS, catalogue, declaration
from checks.describe import OUT, document
from checks.notes import kinds
from checks.run import check_report
from checks.statements import readers


def numbers(group, last):
    return {f"{group}{number:02}" for number in range(1, last + 1)}


def test_every_id_of_the_catalogue_is_there_once():
    ids = [check.id for check in catalogue()]
    assert len(ids) == len(set(ids))
    expected = {"B35-2019", "X01", "X02", "X03", "X04"}
    for group, last in (("S", 11), ("V", 6), ("B", 48), ("C", 8), ("A", 10), ("Y", 13), ("H", 6), ("N", 10), ("Q", 8)):
        expected |= numbers(group, last)
    assert set(ids) == expected


def test_every_check_speaks_both_languages():
    for check in catalogue():
        assert check.group in GROUPS
        for pair in (check.title, check.rule, *check.say.values()):
            assert re.search("[\u4e00-\u9fff]", pair[0]), (check.id, pair)
            assert pair[1], (check.id, pair)
        assert len(check.exceptions) == 2


def test_chinese_and_english_sentences_fill_in_the_same_words():
    bodies = [declaration()["say"], *(body.get("say", {}) for name, body in declaration().items() if name != "say")]
    pairs = [pair for say in bodies for pair in say.values()] + [entry["text"] for entry in kinds().values()]
    for zh, en in pairs:
        assert set(re.findall(r"{(\w+)}", zh)) == set(re.findall(r"{(\w+)}", en)), zh


def test_notes_and_statements_name_checks_of_the_catalogue():
    ids = {check.id for check in catalogue()}
    assert {entry["check"] for entry in kinds().values()} <= ids
    assert {reader.check for reader in readers().values()} <= ids


def test_a_report_gets_a_finding_of_every_check_in_order():
    for form in ("f2019", "f2021"):
        found = [one.check for one in check_report(report(empty(form), form), strict=True)]
        assert list(dict.fromkeys(found)) == [check.id for check in catalogue()]


def test_an_empty_report_passes_nothing_that_needs_a_table_or_a_text():
    made = dataclasses.replace(report({}, forms={}), sections=())
    passed = {one.check for one in check_report(made) if one.status == "pass"}
    assert not {id_ for id_ in passed if id_[0] in "VBCAN"}


def test_the_document_is_fresh():
    assert OUT.read_text("utf-8") == document(), "run: python -m checks.describe"
