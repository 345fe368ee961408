"""Several workers over one frontier: no page twice, none lost, and one request at a time at every host."""

from __future__ import annotations

import signal
import time
from collections import Counter
from dataclasses import replace

from captures.crawl_run import run_crawl
from captures.importer import run_import
from captures.store import CaptureStore
from demo.portals import Attachment, Site, TrsPortal, portal_row, serve
from demo.portals.replicas import PDF, reports
from registry.portals import Portal
from tests.captures.shared.conftest import LEASE, Crew, Watched
from tests.captures.whole import assert_whole, content

DELAY = 0.24
LATE = 0.1
"""Seconds by which a loaded machine may hear of a request late."""
ATTACHED = (Attachment("年度报告全文", PDF),)


def rows_of(sites: list[TrsPortal], addresses: dict[str, str]) -> list[Portal]:
    return [replace(portal_row(site, addresses[site.name], "410972"), delay=DELAY) for site in sites]


def assert_polite(site: Site) -> None:
    """Never two requests in flight, and between any two at least the shortest delay that Scrapy makes of the row's."""
    served = sorted(site.log, key=lambda one: one.began)
    for before, after in zip(served, served[1:], strict=False):
        assert after.began >= before.ended, (before.call.target, after.call.target)
        assert after.began - before.began >= DELAY / 2 - LATE
    assert not served or served[-1].began - served[0].began >= (len(served) - 1) * DELAY / 2 - LATE


def once_each(crew: Crew, sites: list[TrsPortal]) -> None:
    """Every report and attachment of the sites is in one ledger of the crew, and in one only."""
    counts = Counter(visit.url for visit in crew.pages())
    assert set(counts.values()) == {1}, [url for url, count in counts.items() if count > 1]
    wanted = sum(len(site.articles) + sum(len(article.attachments) for article in site.articles) for site in sites)
    assert len(counts) == wanted


def test_two_workers_share_the_portals_and_ask_for_no_page_twice(crew: Crew) -> None:
    sites = [TrsPortal(f"p{n}", reports([f"第{n}局"], [2022, 2023], attachments=ATTACHED)) for n in range(11)]
    with serve(sites) as addresses:
        rows = rows_of(sites, addresses)
        one, two = crew.worker("one", rows[:7]), crew.worker("two", rows[5:])
        ends = [one.end(), two.end()]
    assert [end[0] for end in ends] == [0, 0], ends
    once_each(crew, sites)
    listed = [line.split()[0] for end in ends for line in end[1].splitlines() if line.split()[-1] == "yes"]
    assert sorted(listed) == sorted(site.name for site in sites)
    assert all(end[1].count(" yes") > 0 for end in ends)
    for site in sites:
        assert_polite(site)


def test_a_killed_worker_is_succeeded_and_costs_no_page(crew: Crew, tmp_path) -> None:
    site = Watched("p", reports([f"第{n}局" for n in range(5)], [2023], attachments=ATTACHED))
    asked = site.watch(4)
    with serve([site]) as addresses:
        rows = rows_of([site], addresses)
        first = crew.worker("first", rows)
        assert asked.wait(20)
        first.kill()
        code, out, err = crew.worker("second", rows).end()
        twice = {target for target, count in Counter(site.paths_asked()).items() if count > 1 and "/t20" in target}
        assert run_crawl([replace(rows[0], delay=0.0)], tmp_path / "alone", verbosity=-1).exit_code == 0
    assert code == 0, (out, err)
    once_each(crew, [site])
    assert twice == {site.paths[3]}  # the one that was on its way
    with CaptureStore(tmp_path / "first") as store:
        assert sum(visit.role == "report" for visit in store.visits()) == 3
    assert run_import([tmp_path / "first", tmp_path / "second"], tmp_path / "merged").exit_code == 0
    assert content(tmp_path / "merged") == content(tmp_path / "alone")
    assert_whole(tmp_path / "merged")


def test_a_worker_that_is_stopped_hands_its_host_on_at_once(crew: Crew) -> None:
    site = Watched("p", reports([f"第{n}局" for n in range(4)], [2023]))
    asked = site.watch(2)
    with serve([site]) as addresses:
        rows = rows_of([site], addresses)
        first = crew.worker("first", rows, lease=60)
        assert asked.wait(20)
        first.signal(signal.SIGINT)
        code, out, err = first.end()
        assert (code, err) == (1, "") and "Stopped before the end" in out
        assert crew.worker("second", rows, lease=60).end()[0] == 0
    counts = Counter(visit.url for visit in crew.pages() if visit.outcome == "ok")
    assert len(counts) == 4 and set(counts.values()) == {1}


def test_a_report_whose_attachment_is_missing_gets_it_from_the_successor(crew: Crew) -> None:
    class CutShort(Watched):
        def answer(self, call):
            if call.path.endswith(".pdf") and not self.asked.is_set():
                self.asked.set()
                time.sleep(1.0)
            return super().answer(call)

    site = CutShort("p", reports(["甲局"], [2023], attachments=ATTACHED))
    asked = site.watch(99)
    with serve([site]) as addresses:
        rows = rows_of([site], addresses)
        first = crew.worker("first", rows)
        assert asked.wait(20)
        first.kill()
        assert crew.worker("second", rows).end()[0] == 0
    once_each(crew, [site])


def test_a_paused_worker_that_lost_its_host_asks_it_no_more(crew: Crew) -> None:
    site = Watched("p", reports([f"第{n}局" for n in range(5)], [2023], attachments=ATTACHED))
    asked = site.watch(3)
    with serve([site]) as addresses:
        rows = rows_of([site], addresses)
        paused = crew.worker("paused", rows)
        assert asked.wait(20)
        paused.signal(signal.SIGSTOP)
        time.sleep(LEASE * 0.5)
        code, out, err = crew.worker("second", rows).end()
        before = len(site.answers_to)
        paused.signal(signal.SIGCONT)
        paused_code, paused_out, paused_err = paused.end()
    assert (code, paused_code) == (0, 0), (out, err, paused_out, paused_err)
    assert len(site.answers_to) == before
    assert sum("paused" in agent for agent in site.answers_to) < before / 2
    assert "elsewhere" in paused_out and "another one has taken the portal over" in paused_out
    with CaptureStore(paused.data) as store:
        assert [visit.outcome for visit in store.visits() if visit.outcome == "failed"] == []
    counts = Counter(visit.url for visit in crew.pages())
    assert sorted(counts.values())[-2] == 1  # the page in flight when it was paused was asked for by both
    assert len(counts) == 10
