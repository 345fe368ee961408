"""A crawl that dies in the middle loses nothing that it had written, and the next run ends as if nothing had been."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from captures.store import CaptureStore
from demo.portals import Attachment, TrsPortal, portal_row, serve
from demo.portals.replicas import PDF, reports
from tests.captures.whole import assert_whole, content

HOW_MANY = 7


def test_a_crawl_killed_at_many_steps_is_made_good_by_the_next(tmp_path: Path) -> None:
    attached = (Attachment("年度报告全文", PDF),)
    site = TrsPortal("p", reports([f"第{n}局" for n in range(3)], [2023], attachments=attached))
    with serve([site]) as addresses:
        row = portal_row(site, addresses["p"], "410972")
        command = [sys.executable, "-m", "tests.captures.dying_crawls", row.url, str(tmp_path), str(HOW_MANY)]
        done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    killed = [tmp_path / f"killed-{step}" for step in done.stdout.split()]
    assert len(killed) >= HOW_MANY
    for data in killed:
        assert content(data) == content(tmp_path / "whole"), data
        assert_whole(data)
        with CaptureStore(data) as store:
            *dead, last = store.runs()
        assert last.complete and all("did not end" in run.note for run in dead if run.ended_at is None)
