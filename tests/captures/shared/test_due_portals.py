"""`crawl --due` on several machines: a portal is crawled by one of them, and by none again before its day."""

from __future__ import annotations

from dataclasses import replace

import redis

from captures.store import CaptureStore
from demo.portals import TrsPortal, portal_row, serve
from demo.portals.replicas import reports
from tests.captures.shared.conftest import Crew

NAMES = ("p", "q", "r")


def test_what_one_worker_crawled_is_not_due_for_another(crew: Crew) -> None:
    sites = [TrsPortal(name, reports(["甲局", "乙局"], [2023])) for name in NAMES]
    with serve(sites) as addresses:
        rows = [replace(portal_row(site, addresses[site.name], "410972"), delay=0.05) for site in sites]
        both = [crew.worker(name, rows, due=True) for name in ("one", "two")]
        assert [worker.end()[0] for worker in both] == [0, 0]
        assert sorted(visit.portal_id for visit in crew.pages()) == sorted([*NAMES, *NAMES])
        for site in sites:
            site.log.clear()
        again = [crew.worker(name, rows, due=True).end() for name in ("one", "two", "three")]
        assert [code for code, _, _ in again] == [0, 0, 0]
        assert all(out.startswith("No portal is due: the next is ") for _, out, _ in again)
        assert not any(site.paths_asked() for site in sites)
        known = redis.Redis(port=crew.server.port, decode_responses=True)
        known.hset("gongkai:due", "q", "2020-01-01")
        known.hdel("gongkai:due", "r")
        code, out, err = crew.worker("three", rows, due=True).end()
        assert code == 0, out + err
    with CaptureStore(crew.folder / "three") as store:
        assert {visit.portal_id for visit in store.visits()} == {"q", "r"}


def test_a_frontier_out_of_reach_is_one_sentence(crew: Crew) -> None:
    crew.server.stop()
    site = TrsPortal("p", reports(["甲局"], [2023]))
    with serve([site]) as addresses:
        code, out, err = crew.worker("one", [portal_row(site, addresses["p"], "410972")], due=True).end()
    assert (code, out) == (1, "") and len(err.splitlines()) == 1 and "cannot be used" in err
