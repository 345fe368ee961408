"""Manners and book-keeping: who asks is said, hosts are asked one request at a time, the archive reads elsewhere."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from captures.crawl_run import run_crawl
from captures.store import CaptureStore
from crawler.settings import user_agent
from demo.portals import JpagePortal, TrsPortal, portal_row, serve
from demo.portals.replicas import reports
from demo.portals.server import Call, Reply


class Counting(TrsPortal):
    """A portal that notes how many requests it is answering at once."""

    now = most = 0

    def answer(self, call: Call) -> Reply:
        self.now += 1
        self.most = max(self.most, self.now)
        time.sleep(0.005)
        self.now -= 1
        return super().answer(call)


def test_a_host_gets_one_request_at_a_time_and_learns_who_asks(ground) -> None:
    site = ground(Counting("one", reports(["甲局"], range(2010, 2024))))
    site.crawl()
    assert site.site.most == 1
    assert {served.call.headers["user-agent"].split("/")[0] for served in site.site.log} == {"gongkai"}
    assert "contact: me@example.org" in user_agent("me@example.org")


def test_the_delay_of_a_row_is_kept(ground) -> None:
    site = ground(TrsPortal("slow", reports(["甲局"], [2022, 2023])))
    began = time.monotonic()
    site.crawl(settings={"DOWNLOAD_DELAY": 0.2, "AUTOTHROTTLE_START_DELAY": 0.2, "DOWNLOAD_DELAY_JITTER": 0})
    assert time.monotonic() - began > 0.2 * (len(site.site.log) - 1)


def responses(data: Path) -> Iterator[tuple[str, str, bytes]]:
    for path in sorted((data / "warc").iterdir()):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                if record.rec_type == "response":
                    digest = record.rec_headers.get_header("WARC-Payload-Digest")
                    yield record.rec_headers.get_header("WARC-Target-URI"), digest, record.content_stream().read()


def test_compressed_answers_are_stored_so_that_any_tool_reads_them(ground) -> None:
    portal = TrsPortal("zip", reports(["甲局"], [2023]))
    portal.gzip = True
    site = ground(portal)
    site.crawl()
    page = portal.pages[portal.listing].body
    assert page in [body for url, _, body in responses(site.data) if url.endswith(portal.listing)]
    with CaptureStore(site.data) as store:
        assert hashlib.sha256(page).hexdigest() in {capture.sha256 for capture in store.captures()}


def test_two_portals_are_crawled_in_one_run(tmp_path: Path) -> None:
    sites = [TrsPortal("a", reports(["甲局"], [2023])), JpagePortal("b", reports(["乙局"], [2023]))]
    with serve(sites) as addresses:
        rows = [portal_row(site, addresses[site.name], "410972") for site in sites]
        summary = run_crawl(rows, tmp_path, verbosity=-1)
    lines = summary.table().splitlines()
    assert summary.exit_code == 0 and [line.split()[0] for line in lines] == ["portal", "a", "b"]
    with CaptureStore(tmp_path) as store:
        (run,) = store.runs()
        assert run.complete and run.portals == ("a", "b") and sum(run.counts.values()) == len(list(store.visits()))


def test_no_portal_is_no_success(tmp_path: Path) -> None:
    summary = run_crawl([], tmp_path, verbosity=-1)
    assert summary.exit_code == 1 and "No portal was given" in summary.table()


def test_a_fault_of_our_own_is_reported_and_the_row_is_there(ground, monkeypatch) -> None:
    def broken(page: object) -> None:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr("crawler.spiders.trs.read_pager", broken)
    run = ground(TrsPortal("bug", reports(["甲局"], [2023]))).crawl()
    assert run.summary.exit_code == 1 and "ZeroDivisionError: boom" in " ".join(run.result.reasons)
    assert [visit.outcome for visit in run.role("listing")] == ["ok"]


def test_an_interrupt_ends_the_run_with_a_row_for_every_request(ground) -> None:
    site = ground(TrsPortal("stop", reports([f"第{n}局" for n in range(60)], [2023])))
    threading.Timer(0.7, os.kill, (os.getpid(), 2)).start()
    run = site.crawl(settings={"DOWNLOAD_DELAY": 0.05})
    assert run.summary.stopped and run.summary.exit_code == 1
    assert run.result.requests == len(run.visits)
    assert [visit for visit in run.visits if "crawl ended before" in visit.reason]


def test_practice_pages_say_so() -> None:
    site = TrsPortal("p", reports(["甲局"], [2023]), practice=True)
    page = site.pages[site.listing].body.decode()
    assert "练习数据，不是真实报告" in page and 'name="gongkai-practice" content="true"' in page
