"""Groups Q, V06 and S09 in the archive: copied texts, magnitudes, dates, pages that change, copies that agree."""

from __future__ import annotations

import numpy as np
import pytest

from tests.archive.small_archive import COUNTIES, Small

LETTERS = [chr(code) for code in range(0x4E00, 0x9000)]


def text(seed: int, changed: int = 0, length: int = 1200) -> str:
    """A text of its own for each seed, of which `changed` characters are others."""
    letters = np.random.RandomState(seed).choice(LETTERS, length)
    letters[: changed * 7 : 7] = "改"
    return "".join(letters)


@pytest.mark.parametrize(
    ("last", "this", "expected"),
    [
        (text(1), text(1), ["fail"]),
        (f"{text(1)}2021年收到3件。", f"{text(1)}2022年收到41件。", ["fail"]),
        (text(1), text(1, changed=5), ["fail"]),
        (text(1), text(1, changed=40), ["pass"]),
        (text(1), text(2), ["pass"]),
        (text(1), text(1, length=100), ["short_text"]),
        (text(1, length=100), text(1), ["short_text"]),
        (None, text(1), ["no_last_year"]),
    ],
)
def test_a_text_that_repeats_last_years(last: str | None, this: str, expected: list[str]) -> None:
    small = Small()
    if last:
        small.report(2021, text=last)
    assert small.said(small.report(2022, text=this), "Q01") == expected


def copied(**other: object) -> tuple[list[str], list[tuple]]:
    small = Small()
    small.report(**({"organ": "410900-bbbb", "text": text(1)} | other))  # type: ignore[arg-type]
    report = small.report(text=text(1))
    said = small.said(report, "Q02")
    small.check()
    return said, small.rows("SELECT severity FROM findings WHERE check_id = 'Q02' AND report_id = ?", report)


def test_a_text_of_another_organ() -> None:
    assert copied() == (["fail"], [("I",)])
    assert copied(region=COUNTIES[0]) == (["fail"], [("W",)])
    assert copied(text=text(2)) == (["pass"], [])
    assert copied(organ="410900-aaaa", scope="level") == (["pass"], [])
    assert copied(year=2021) == (["pass"], [])
    assert copied(is_practice=1) == (["pass"], [])
    small = Small()
    assert small.said(small.report(text=text(1, length=100)), "Q02") == ["short_text"]
    assert small.said(small.report(organ="x"), "Q02") == []


def test_what_the_form_prints_makes_no_copy() -> None:
    standard = "根据《中华人民共和国政府信息公开条例》第五十条规定编制本报告。" * 60
    small = Small()
    small.report(organ="410900-bbbb", text=standard)
    assert small.said(small.report(text=standard), "Q02") == ["short_text"]


def test_of_a_text_that_hundreds_share_each_is_found_and_none_costs_more_than_its_neighbours() -> None:
    small = Small()
    reports = [small.report(organ=f"410900-{at:04}", text=text(1)) for at in range(130)]
    says = small.says()
    assert all(says[report, "Q02"] == ["fail"] for report in reports)


def magnitude(value: float, peers: int = 120, **more: object) -> list[str]:
    small = Small()
    for at in range(peers):
        small.report(organ=f"410900-{at:03}", req_new__total=at % 10, **more)  # type: ignore[arg-type]
    return small.said(small.report(req_new__total=value), "V06")


def test_a_value_far_above_its_peers() -> None:
    assert magnitude(901) == ["fail"]
    assert magnitude(900) == ["pass"]
    assert magnitude(901, peers=90) == ["few_peers"]
    assert magnitude(901, scope="region", kind="government") == ["few_peers"]
    small = Small()
    assert small.said(small.report(form="none"), "V06") == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"deadline": "2023-01-31", "published_on": "2023-02-02", "days_late": 2}, ["fail"]),
        ({"deadline": "2023-01-31", "published_on": "2023-01-31", "days_late": 0}, ["pass"]),
        ({"deadline": "2023-01-31"}, ["no_date"]),
        ({"published_on": "2023-02-02"}, []),
    ],
)
def test_published_by_the_deadline(fields: dict, expected: list[str]) -> None:
    small = Small()
    assert small.said(small.report(**fields), "Q05") == expected


def page(status: str = "found", seen: tuple[tuple[str, str, str], ...] = (), replaced: bool = False) -> list[str]:
    """What Q07 says of a report whose current version was seen at addresses: (status, first seen, last seen)."""
    small = Small()
    report = small.report(status=status)
    for at, (what, first, last) in enumerate(seen):
        small.insert("sightings", version_id=report, url=f"u{at}", status=what, first_seen=first, last_seen=last)
    if replaced:
        small.version(report, 1, current=0, status="replaced")
    return small.said(report, "Q07")


def test_a_page_that_goes_moves_or_changes() -> None:
    once, twice = ("there", "t1", "t1"), ("there", "t1", "t2")
    assert page(seen=(once,)) == ["seen_once"]
    assert page(seen=(twice,)) == ["pass"]
    assert page("removed", seen=(("gone", "t1", "t2"),)) == ["fail"]
    assert page(seen=(("gone", "t1", "t1"), twice)) == ["fail"]
    assert page(seen=(twice,), replaced=True) == ["fail"]


def test_copies_that_agree_pass_and_a_single_copy_is_nothing_to_compare() -> None:
    small = Small()
    report = small.report()
    assert small.said(report, "S09") == []
    small.version(report, 1, current=0)
    assert small.said(report, "S09") == ["pass"]
    small.insert("findings", id=1, report_id=report, version_id=report, is_current=1, check_id="S09", status="fail")
    assert small.said(report, "S09") == []


def test_messages_are_whole_sentences_in_both_languages() -> None:
    small = Small()
    for year in (2020, 2021, 2022):
        small.report(year, text=text(1), req_carried_out__total=year, fee_amount_wan=1 + 5000 * (year == 2022))
        small.report(
            year, scope="region", kind="government", normdoc_effective=year, rev_total=year, rev_pending=9 * year
        )
    small.report(2022, organ="x", scope="region", kind="government", region=COUNTIES[0], req_new__total=7)
    small.report(2022, organ="y", text=text(1), status="removed", days_late=3, deadline="d", published_on="p")
    small.check()
    said = small.rows("SELECT check_id, message_zh, message_en FROM findings")
    assert {row[0] for row in said} >= {"Y07", "A01", "A05", "C04", "H01", "H02", "Q01", "Q02", "Q05", "Q07"}
    for _, zh, en in said:
        assert zh.endswith("。") and en.endswith(".")
        assert "{" not in zh + en and "None" not in zh + en
