"""The rule that says when a portal is crawled next."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captures.records import Appointment, CaptureError
from captures.schedule import appoint, due, load_rules
from registry.portals import Portal

RULES = load_rules()
DAYS = st.dates(date(2024, 1, 1), date(2031, 12, 31))
ENDINGS = st.sampled_from(["complete", "partly", "failed", "limited"])


def last(today: date, quiet: int, failures: int = 0) -> Appointment:
    """What a portal has that was crawled yesterday and has not changed for `quiet` days."""
    run = (today - timedelta(1)).isoformat()
    return Appointment("p", today.isoformat(), 1, "", run, (today - timedelta(quiet)).isoformat(), failures)


def days(today: date, quiet: int, ending: str = "complete", failures: int = 0, changed: bool = False) -> int:
    """Days until the next crawl."""
    return appoint("p", last(today, quiet, failures), ending, changed, today, RULES).interval_days  # type: ignore[arg-type]


def near(day: date) -> bool:
    return any(-3 <= (day - date(day.year, *deadline)).days <= 7 for deadline in ((1, 31), (3, 31)))


LASTS = st.one_of(st.none(), st.builds(last, DAYS, st.integers(0, 4000), st.integers(0, 60)))


@given(LASTS, ENDINGS, st.booleans(), DAYS)
def test_the_next_day_is_after_today_and_never_too_far(before, ending, changed, today) -> None:
    found = appoint("p", before, ending, changed, today, RULES)
    assert 1 <= found.interval_days <= RULES.longest
    assert found.next_due == (today + timedelta(found.interval_days)).isoformat()
    assert found.last_run == today.isoformat() >= found.last_change or before is not None
    assert found.reason.endswith(".") and found.failures >= (ending in ("partly", "failed"))


@given(DAYS, st.integers(0, 4000), ENDINGS, st.integers(0, 60))
def test_in_the_season_at_most_a_week_passes(today, quiet, ending, failures) -> None:
    found = days(today, quiet, ending, failures)
    end = today + timedelta(found)
    if today.month in RULES.months and end.month in RULES.months:
        assert found <= 7
    start = date(today.year + 1, 1, 1)
    assert not today < start < end or found <= 7 or end == start, "no jump over the beginning of the season"


NEAR = st.builds(lambda year, day: date(year, 3, 31) + timedelta(day - 1), st.integers(2024, 2031), st.integers(-3, 7))


@given(NEAR, st.integers(0, 4000), st.sampled_from(["complete", "partly"]))
def test_around_a_deadline_every_portal_that_answers_is_crawled_daily(today, quiet, ending) -> None:
    assert days(today, quiet, ending) == 1


def test_a_deadline_is_never_slept_through() -> None:
    for start in range(365):
        today = date(2026, 1, 1) + timedelta(start)
        visits = [today]
        while visits[-1] < today + timedelta(400):
            visits.append(visits[-1] + timedelta(days(visits[-1], 4000)))
        assert {date(2027, 1, 31), date(2027, 2, 1)} <= set(visits)


@given(DAYS, st.integers(0, 400), st.integers(0, 400))
def test_what_changed_later_is_crawled_no_later(today, quiet, more) -> None:
    assert days(today, quiet) <= days(today, quiet + more)
    assert days(today, quiet, changed=True) == days(today, 0)


def test_a_portal_that_never_changes_is_asked_seldom_and_one_that_changed_soon() -> None:
    assert (days(date(2026, 6, 1), 4000), days(date(2026, 6, 1), 0)) == (60, 7)
    assert (days(date(2026, 2, 20), 4000), days(date(2026, 2, 20), 0)) == (7, 2)


@given(DAYS, st.integers(0, 4000), st.sampled_from(["partly", "failed"]), st.integers(0, 40))
def test_after_a_failure_it_is_tried_sooner_with_growing_pauses(today, quiet, ending, failures) -> None:
    first, found, longer = (days(today, quiet, ending, number) for number in (0, failures, failures + 1))
    assert first == 1 <= found <= longer or near(today + timedelta(longer))
    assert found <= days(today, quiet) or ending == "failed"


def test_the_pauses_after_failures_double_up_to_a_month() -> None:
    today = date(2026, 5, 1)
    assert [days(today, 4000, "failed", number) for number in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    assert [days(date(2026, 1, 29), 4000, "failed", number) for number in range(4)] == [1, 2, 4, 7]


def test_a_run_that_was_limited_goes_on_the_next_day_and_is_no_failure() -> None:
    found = appoint("p", None, "limited", True, date(2026, 6, 1), RULES)
    assert (found.next_due, found.failures) == ("2026-06-02", 0) and "limit" in found.reason


def portals(*names: str) -> list[Portal]:
    return [Portal(name, name, "410972", f"http://{name}.gov.cn/", "auto") for name in names]


def test_the_oldest_are_due_first_and_new_ones_begin_a_few_a_night() -> None:
    rows = portals(*(f"new{number}" for number in range(300)), "late", "later", "later-yet", "tomorrow")
    today = date(2026, 6, 10)
    dates = {"late": "2026-06-01", "later": "2026-06-09", "later-yet": "2026-06-10", "tomorrow": "2026-06-11"}
    known = {name: Appointment(name, day, 7, "", "2026-05-01", "2026-05-01") for name, day in dates.items()}
    chosen = [portal.id for portal in due(rows, known, today, RULES)]
    assert chosen[RULES.new :] == ["late", "later", "later-yet"]
    assert len(set(chosen[: RULES.new])) == RULES.new and all(name.startswith("new") for name in chosen[: RULES.new])
    assert chosen[:5] != sorted(chosen[:5]), "not one province after another"
    assert len(due(rows, known, today)) == 303
    few = due(rows[300:], known, today, load_rules(None).__class__(**{**_fields(RULES), "portals": 2}))
    assert [portal.id for portal in few] == ["late", "later"]


def _fields(rules: object) -> dict[str, object]:
    return {name: getattr(rules, name) for name in rules.__slots__}  # type: ignore[attr-defined]


def test_a_data_folder_sets_its_own_numbers_and_deadlines(tmp_path: Path) -> None:
    text = '[night]\nportals = 5\n[[deadline]]\nday = "02-20"\nwho = "counties of 怀化"\n'
    (tmp_path / "schedule.toml").write_text(text, "utf-8")
    rules = load_rules(tmp_path)
    assert (rules.portals, rules.new, len(rules.deadlines)) == (5, RULES.new, 3)
    found = appoint("p", last(date(2026, 2, 18), 4000), "complete", False, date(2026, 2, 18), rules)
    assert found.interval_days == 1 and "2026-02-20 (counties of 怀化)" in found.reason


@pytest.mark.parametrize(
    "text",
    [
        "[night",
        "[night]\nmost = 5\n",
        "[calm]\nshortest = 0\n",
        '[[deadline]]\nday = "02-30"\nwho = "x"\n',
        "[x]\ny = 1",
    ],
)
def test_wrong_rules_are_one_sentence_that_names_the_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "schedule.toml").write_text(text, "utf-8")
    with pytest.raises(CaptureError, match=r"schedule\.toml is wrong \(.*\): docs/scheduling\.md"):
        load_rules(tmp_path)
