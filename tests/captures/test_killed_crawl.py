"""A crawl that is killed in the middle loses nothing that it had written, and the next run ends the same."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from captures.crawl_run import run_crawl
from captures.store import CaptureStore
from demo.portals import TrsPortal, portal_row, serve
from demo.portals.replicas import reports

CRAWL = """
import sys
from pathlib import Path
from captures.crawl_run import run_crawl
from registry.portals import Portal
run_crawl([Portal("p", "p", "410972", sys.argv[1], "trs")], Path(sys.argv[2]), settings={"DOWNLOAD_DELAY": 0.02})
"""


def digests(data: Path) -> set[str]:
    with CaptureStore(data) as store:
        return {capture.sha256 for capture in store.captures()}


def rows(data: Path) -> int:
    if not (data / "ledger.db").exists():
        return 0
    with CaptureStore(data) as store:
        return len(list(store.visits()))


def test_the_run_after_a_kill_ends_with_the_same_captures(tmp_path: Path) -> None:
    site = TrsPortal("p", reports([f"第{n}局" for n in range(60)], [2023]))
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    with serve([site]) as addresses:
        row = portal_row(site, addresses["p"], "410972")
        process = subprocess.Popen([sys.executable, "-c", CRAWL, row.url, str(killed)])
        deadline = time.monotonic() + 30
        while rows(killed) < 15 and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert 15 <= rows(killed) < 60
        with (killed / "warc" / "gongkai-000001.warc.gz").open("ab") as stream:
            stream.write(b"\x1f\x8b\x08\x00torn")
        run_crawl([row], killed, verbosity=-1)
        run_crawl([row], whole, verbosity=-1)
    assert digests(killed) == digests(whole)
    with CaptureStore(killed) as store:
        dead, second = store.runs()
        assert "did not end" in dead.note and not dead.complete
        assert "were cut from the end" in second.note and second.complete
        for sha256 in digests(killed):
            store.body(sha256)
