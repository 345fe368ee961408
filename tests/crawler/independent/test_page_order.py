"""The pages of one list: no report on two of them, none that repeats another, days that go on."""

from __future__ import annotations

import pytest

from crawler.page_order import OUT_OF_ORDER, twice, way_of
from tests.crawler.independent.markup import Item, items
from tests.crawler.independent.trs_sites import COLUMN, trs_site

ROWS = [Item(row.title, row.href, f"2024-{3 - n // 10:02}-{28 - n % 10:02}") for n, row in enumerate(items(30))]


def test_what_stands_on_all_pages_or_is_pinned_on_the_first_stands_not_twice() -> None:
    pages = [frozenset("fab"), frozenset("fcda"), frozenset("fde")]
    assert (
        twice(pages, set("abcde")) == {"d"} and twice(pages, set("abc")) == set() and twice(pages[:1], {"a"}) == set()
    )


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        (["2024-03-02", "2024-03-01"], ["2024-03-01", "2024-02-01"], -1),
        (["2023-01-01", "2024-03-02", "2024-03-01", "2024-02-28"], ["2024-02-27"], -1),
        (["2024-01-01", "2024-01-02"], ["2024-01-03"], 1),
        (["2024-03-02", "2024-03-01"], ["2024-02-01", "2024-04-01"], None),
        ([], ["2024-02-01"], 0),
    ],
)
def test_days_go_on(before: list[str], after: list[str], way: int | None) -> None:
    assert way_of(before, after) == way


@pytest.mark.parametrize("family", ["trs", "listing"])
def test_a_report_on_two_pages_makes_the_run_incomplete(station, family: str) -> None:
    rows = [*ROWS[:20], ROWS[19], *ROWS[20:28]]
    run = station(trs_site(rows, per_page=10), COLUMN, family).crawl()
    assert (len(run.titles()), run.code) == (28, 1) and "on two pages" in " ".join(run.reasons)


def test_a_page_that_repeats_one_before_it_is_found_out(station) -> None:
    web = trs_site(ROWS, per_page=10)
    web.routes[f"{COLUMN}index_2.html"] = web.routes[f"{COLUMN}index_1.html"]
    run = station(web).crawl()
    assert run.code == 1 and len(run.titles()) == 20


def test_days_out_of_order_are_told_in_the_ledger_and_are_no_failure(station) -> None:
    run = station(trs_site([*ROWS[:10], *ROWS[20:], *ROWS[10:20]], per_page=10)).crawl()
    assert (len(run.titles()), run.code) == (30, 0), run.reasons
    assert [row["reason"] for row in run.role("listing") if row["reason"]] == [OUT_OF_ORDER]
    assert run.row("index_2")["reason"] == OUT_OF_ORDER


def test_days_in_order_need_no_word(station) -> None:
    run = station(trs_site(ROWS, per_page=10)).crawl()
    assert run.code == 0 and not any(row["reason"] for row in run.role("listing"))
