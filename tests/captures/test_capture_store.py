"""The raw archive: bytes once, rows for ever, readable by other tools, safe against a kill."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from captures.records import CaptureError, Exchange, Visit
from captures.store import CaptureStore, now

HTML = "<html><body>一、总体情况</body></html>".encode()


def visit(run: int, url: str = "http://x.gov.cn/a.html", **more: object) -> Visit:
    values = {"status": 200, "outcome": "ok", "reason": "", "role": "report", **more}
    return Visit(0, run, "p", url, url, now(), **values)  # type: ignore[arg-type]


def exchange(body: bytes = HTML, status: int = 200) -> Exchange:
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"))
    return Exchange(status, headers, body, request_headers=(("User-Agent", "gongkai"),))


def filled(data: Path) -> list[str]:
    with CaptureStore(data, write=True) as store:
        run = store.begin_run("crawl", ["p"])
        store.record(visit(run), exchange())
        store.record(visit(run), exchange())
        store.record(visit(run, "http://x.gov.cn/b.html"), exchange())
        store.record(visit(run, "http://x.gov.cn/c.html", outcome="blocked", status=412), exchange(b"<script>", 412))
        store.record(visit(run, "http://x.gov.cn/d.html", outcome="failed", status=None))
        store.end_run(run, complete=True, exit_code=0)
    with CaptureStore(data) as store:
        return [seen.outcome for seen in store.visits()]


def test_a_body_is_kept_once_and_a_repeated_one_is_unchanged(tmp_path: Path) -> None:
    assert filled(tmp_path) == ["ok", "unchanged", "ok", "blocked", "failed"]
    with CaptureStore(tmp_path) as store:
        (capture,) = store.captures()
        assert capture.sha256 == hashlib.sha256(HTML).hexdigest()
        assert capture.media_type == "text/html"
        assert store.body(capture.sha256) == HTML
        assert [seen.sha256 is not None for seen in store.visits()] == [True, True, True, False, False]
        (run,) = store.runs()
        assert run.complete and run.counts == {"ok": 2, "unchanged": 1, "blocked": 1, "failed": 1}


def test_other_tools_read_the_warc(tmp_path: Path) -> None:
    filled(tmp_path)
    (path,) = (tmp_path / "warc").iterdir()
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout
    assert "digest failed" not in checked.stdout
    with path.open("rb") as stream:
        kinds = [
            (r.rec_type, r.content_stream().read() if r.rec_type == "response" else b"")
            for r in ArchiveIterator(stream, check_digests="raise")
        ]
    assert [kind for kind, _ in kinds] == ["warcinfo"] + ["response", "request"] + ["revisit", "request"] * 2 + [
        "response",
        "request",
    ]
    assert kinds[1][1] == HTML


def test_reading_starts_after_a_row(tmp_path: Path) -> None:
    filled(tmp_path)
    with CaptureStore(tmp_path) as store:
        assert [seen.id for seen in store.visits(after=3)] == [4, 5]
        assert list(store.captures(after=1)) == []


def test_a_torn_record_is_cut_and_noted(tmp_path: Path) -> None:
    filled(tmp_path)
    (path,) = (tmp_path / "warc").iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:50])
    with CaptureStore(tmp_path, write=True) as store:
        store.begin_run("crawl", [])
        assert path.read_bytes() == whole
        assert "50 bytes without rows were cut" in list(store.runs())[-1].note


def test_a_lost_record_is_refused(tmp_path: Path) -> None:
    filled(tmp_path)
    (path,) = (tmp_path / "warc").iterdir()
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(CaptureError, match="5 bytes short"):
        CaptureStore(tmp_path, write=True)


def test_only_one_writes_and_others_still_read(tmp_path: Path) -> None:
    filled(tmp_path)
    with CaptureStore(tmp_path, write=True):
        with pytest.raises(CaptureError, match="being written by another gongkai"):
            CaptureStore(tmp_path, write=True)
        with CaptureStore(tmp_path) as reader:
            assert len(list(reader.visits())) == 5


def test_a_refused_writer_frees_the_lock_for_the_next(tmp_path: Path) -> None:
    with CaptureStore(tmp_path, write=True), pytest.raises(CaptureError):
        CaptureStore(tmp_path, write=True)
    CaptureStore(tmp_path, write=True).close()


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match="run gongkai crawl or gongkai import first"):
        CaptureStore(tmp_path)


def test_a_killed_run_is_marked(tmp_path: Path) -> None:
    with CaptureStore(tmp_path, write=True) as store:
        store.begin_run("crawl", ["p"])
    with CaptureStore(tmp_path, write=True) as store:
        store.begin_run("crawl", ["p"])
        first, second = store.runs()
    assert "did not end" in first.note and not second.note


def test_two_forms_sent_to_one_address_are_two_pages(tmp_path: Path) -> None:
    with CaptureStore(tmp_path, write=True) as store:
        run = store.begin_run("crawl", ["p"])
        store.record(visit(run, form="columnid=1"), exchange())
        assert store.last_with_body("http://x.gov.cn/a.html", "columnid=2") is None
