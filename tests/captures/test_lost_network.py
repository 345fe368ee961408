"""A network that is lost in the middle of a crawl: what came is kept, the rest has a reason, the next run goes on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from captures.crawl_run import run_crawl
from captures.store import CaptureStore
from demo.portals import TrsPortal, portal_row, serve
from demo.portals.replicas import reports
from demo.portals.server import Call, Reply
from tests.captures.whole import assert_whole, content

FAST = {"DOWNLOAD_TIMEOUT": 0.2, "RETRY_TIMES": 0, "BACKOFF_SECONDS": 0.01}
CALLS = 7


class Losing(TrsPortal):
    """A portal that is out of reach after some calls: its answers are cut short, or do not come."""

    def lose(self, how: dict[str, object]) -> None:
        self.left, self.how = CALLS, how

    def answer(self, call: Call) -> Reply:
        self.left -= 1
        reply = super().answer(call)
        return replace(reply, **self.how) if self.left < 0 else reply


@pytest.mark.parametrize(
    "how", [{"cut": 0}, {"cut": 10}, {"delay": 1.0}], ids=["closes at once", "is cut", "never answers"]
)
def test_a_lost_network_costs_no_page(tmp_path: Path, how: dict[str, object]) -> None:
    site = Losing("p", reports([f"第{n}局" for n in range(6)], [2023]))
    with serve([site]) as addresses:
        row = portal_row(site, addresses["p"], "410972")
        site.lose(how)
        lost = run_crawl([row], tmp_path / "data", verbosity=-1, settings=FAST)
        site.lose({})
        found = run_crawl([row], tmp_path / "data", verbosity=-1, settings=FAST)
        run_crawl([row], tmp_path / "whole", verbosity=-1, settings=FAST)
    assert lost.exit_code == 1 and "was not read" in lost.table()
    assert found.exit_code == 0
    assert content(tmp_path / "data") == content(tmp_path / "whole")
    assert_whole(tmp_path / "data")


def test_a_host_that_does_not_answer_any_more_is_left_alone(tmp_path: Path) -> None:
    site = Losing("p", reports([f"第{n}局" for n in range(20)], [2023]))
    with serve([site]) as addresses:
        row = portal_row(site, addresses["p"], "410972")
        site.lose({"cut": 0})
        run_crawl([row], tmp_path / "data", verbosity=-1, settings={**FAST, "BACKOFF_SILENCE": 3})
    assert len(site.log) == CALLS + 3
    with CaptureStore(tmp_path / "data") as store:
        reasons = [visit.reason for visit in store.visits() if visit.role == "report" and visit.outcome == "failed"]
    assert sum("no answer many times in a row" in reason for reason in reasons) == len(reasons) - 3 > 10


def test_a_host_that_refuses_every_connection_costs_no_page(tmp_path: Path) -> None:
    site = TrsPortal("p", reports([f"第{n}局" for n in range(3)], [2023]))
    with serve([site]) as addresses:
        row = portal_row(site, addresses["p"], "410972")
        run_crawl([row], tmp_path / "data", verbosity=-1, settings=FAST)
    away = run_crawl([row], tmp_path / "data", verbosity=-1, settings={**FAST, "DOWNLOAD_TIMEOUT": 5})
    assert away.exit_code == 1
    with CaptureStore(tmp_path / "data") as store:
        refused = [visit for visit in store.visits() if visit.outcome == "failed"]
        assert refused and all("refuses connections" in visit.reason for visit in refused)
    with serve([site], [urlsplit(row.url).port or 0]):
        assert run_crawl([row], tmp_path / "data", verbosity=-1, settings=FAST).exit_code == 0
        run_crawl([row], tmp_path / "whole", verbosity=-1, settings=FAST)
    assert content(tmp_path / "data") == content(tmp_path / "whole")
