"""S16: all the reports of a mixed list and nothing else; strangers are refused."""

from __future__ import annotations

import pytest

from tests.crawler.independent import markup
from tests.crawler.independent.conftest import Seen, Station, read_ledger, title
from tests.crawler.independent.hub_site import CLONE, COMPANIONS, NEAR_MISSES, REPORTS, WITHDRAWN, hub
from tests.crawler.independent.trs_sites import COLUMN, trs_site
from tests.crawler.independent.web import html


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    with hub().open() as web:
        at = Station(web, tmp_path_factory.mktemp("hub"), family="auto")
        yield at, at.crawl()


def bare(words: str) -> str:
    return "".join(words.split())


def test_every_report_and_no_other(crawled) -> None:
    _, run = crawled
    assert run.titles() == sorted(map(bare, [*REPORTS, WITHDRAWN]))
    assert run.code == 0, run.reasons


def test_companions_are_kept_as_such(crawled) -> None:
    assert crawled[1].titles("companion") == sorted(map(bare, COMPANIONS))


def test_near_misses_are_not_fetched(crawled) -> None:
    at, run = crawled
    assert not {bare(words) for words in NEAR_MISSES} & {title(row) for row in run.rows}


def test_withdrawn_and_posted_again(crawled) -> None:
    rows = [row for row in crawled[1].role("report") if title(row) == WITHDRAWN]
    assert [row["outcome"] for row in rows] == ["gone", "ok"]


def test_strangers_are_pointed_at_and_left_alone(crawled) -> None:
    _, run = crawled
    refused = [pointer for pointer in run.pointers if "host" in pointer["reason"]]
    assert {pointer["url"].split("/")[2] for pointer in refused} == {
        "127.0.0.2:8099",
        "big5.practice.example.cn",
        "mp.weixin.qq.com",
    }
    assert not [row for row in run.rows if row["link_title"] == CLONE]


def test_one_request_a_row(crawled) -> None:
    at, run = crawled
    assert len(at.web.asked()) == len(run.rows) == run.summary.results[0].requests


def limited(at: Station, **options: object) -> Seen:
    fresh = Station(at.web, at.folder / str(options), at.path, at.family)
    fresh.folder.mkdir()
    return fresh.crawl(**options)


def test_since_leaves_out_older_years(crawled) -> None:
    run = limited(crawled[0], since=2023)
    assert run.code == 0 and len(run.titles()) == sum("2023" in words for words in REPORTS)
    older = [pointer for pointer in run.pointers if "before the year 2023" in pointer["reason"]]
    twice_posted, other_hosts = 2, 1
    assert len(older) == len(REPORTS) - len(run.titles()) + twice_posted + other_hosts


def test_limit_stops_early(crawled) -> None:
    at, _ = crawled
    at.web.log.clear()
    run = limited(at, limit=5)
    assert (len(run.role("report")), run.code) == (5, 0) and len(at.web.asked("index_")) == 0


def test_a_dry_run_names_everything_and_leaves_no_trace(crawled) -> None:
    at, _ = crawled
    at.web.log.clear()
    fresh = Station(at.web, at.folder / "dry", at.path, at.family)
    fresh.folder.mkdir()
    run = fresh.crawl(dry_run=True)
    assert {path.name for path in fresh.folder.iterdir()} == {"portals.toml"}
    assert not at.web.asked("/t2024") and run.code == 0
    planned = [item for item in run.summary.results[0].planned if item.role == "report"]
    assert len(planned) == len(REPORTS) + 2


def test_a_report_that_the_county_publishes_too_is_seen_at_both_and_kept_once(station) -> None:
    rows = markup.items(3)
    city, county = trs_site(rows), trs_site(rows)
    with county.open():
        twins = [markup.Item(row.title, f"{county.address}{COLUMN}{row.href[2:]}", row.day) for row in rows]
        city.routes[COLUMN] = city.routes[f"{COLUMN}index.html"] = html(markup.listing(markup.a_list([*rows, *twins])))
        at = station(city)
        run = at.crawl({"hosts": [county.host]})
    assert (len(run.titles()), run.code) == (6, 0), run.reasons
    assert len({row["sha256"] for row in run.role("report")}) == 3
    assert len(read_ledger(at.data, "SELECT 1 FROM captures JOIN visits USING (sha256) WHERE role = 'report'")) == 6
    assert len({row["url"] for row in run.role("report")}) == 6
