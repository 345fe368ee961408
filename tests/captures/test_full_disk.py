"""A full disk: one clear sentence, exit code 1, nothing recorded is lost, and with room again the run goes on."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from captures import warc
from captures.commands import import_command
from captures.records import Exchange, Visit
from captures.store import CaptureStore, now
from demo.portals import TrsPortal, portal_row, serve
from demo.portals.replicas import reports
from tests.captures.dying import without_room
from tests.captures.whole import assert_whole, content

PDFS = [b"%PDF-1.4\n" + bytes([number]) * 40_000 for number in range(1, 5)]
CRAWL = """
import sys
from pathlib import Path
from captures.commands import crawl_command
from tests.captures.dying import without_room
rows, data = Path(sys.argv[1]), Path(sys.argv[2])
def crawl():
    sys.exit(crawl_command((), False, rows, None, None, False, data, 0))
for size in sys.argv[3:]:
    print(without_room(int(size), crawl))
crawl()
"""
ROWS = """
[[portal]]
id = "p"
name = "练习"
region = "410972"
url = "{url}"
family = "trs"
"""


@pytest.mark.parametrize("bytes_a_file", [1000, 10_000, 40_000, 60_000, 90_000])
def test_an_import_without_room_stops_and_goes_on_with_room(tmp_path: Path, bytes_a_file: int, capfd) -> None:
    def take(data: Path) -> int:
        return import_command([str(tmp_path / "in")], data, 0)

    (tmp_path / "in").mkdir()
    for number, body in enumerate(PDFS):
        (tmp_path / "in" / f"{number}.pdf").write_bytes(body)

    def limited() -> None:
        raise SystemExit(take(tmp_path / "data"))

    warc.GZIP_LEVEL, level = 0, warc.GZIP_LEVEL  # so that the bodies fill the disk
    try:
        assert without_room(bytes_a_file, limited) == 1
        (said,) = capfd.readouterr().err.strip().splitlines()
        assert "cannot be written" in said and said.endswith("make room there, or give another folder with --data.")
        assert take(tmp_path / "data") == take(tmp_path / "whole") == 0
    finally:
        warc.GZIP_LEVEL = level
    assert content(tmp_path / "data") == content(tmp_path / "whole")
    assert_whole(tmp_path / "data")


def test_a_crawl_without_room_stops_and_goes_on_with_room(tmp_path: Path) -> None:
    site = TrsPortal("p", reports([f"第{n}局" for n in range(6)], [2023]))
    with serve([site]) as addresses:
        row = portal_row(site, addresses["p"], "410972")
        (tmp_path / "rows.toml").write_text(ROWS.format(url=row.url), "utf-8")
        for data, sizes in (("data", ["2000", "40000", "70000"]), ("whole", [])):
            command = [sys.executable, "-c", CRAWL, str(tmp_path / "rows.toml"), str(tmp_path / data), *sizes]
            done = subprocess.run(command, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            assert done.stderr.count("make room there, or give another folder") == len(sizes), done.stderr
    assert content(tmp_path / "data") == content(tmp_path / "whole")
    assert_whole(tmp_path / "data")


class HalfFull:
    """A file on a disk with room for one half of what comes."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def __getattr__(self, name: str) -> object:
        return getattr(self.file, name)

    def write(self, data: memoryview) -> int:
        self.file.write(data[: len(data) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_record_that_found_no_room_spoils_none_after_it(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(warc, "MOST_WAITING", 0)
    with CaptureStore(tmp_path, write=True) as store:
        run = store.begin_run("crawl", ["p"])
        for number, body in enumerate(PDFS):
            url = f"http://x.gov.cn/{number}.pdf"
            visit = Visit(0, run, "p", url, url, now(), 200, "ok", "", "attachment")
            if number != 1:
                store.record(visit, Exchange(200, (), body))
                continue
            with monkeypatch.context() as full, pytest.raises(OSError, match="No space left"):
                full.setattr(store._out, "_file", HalfFull(store._out._file))
                store.record(visit, Exchange(200, (), body))
        assert len(list(store.captures())) == 3
    assert_whole(tmp_path)
