"""kill -9 at any moment: what was recorded stays, the WARC files stay readable, and the next run ends the same."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from captures import ledger, warc
from captures.importer import run_import
from captures.records import Exchange, Visit
from captures.store import CaptureStore, now
from tests.captures.dying import fork, killed_at, steps
from tests.captures.whole import assert_whole, content

BODIES = [random.Random(number).randbytes(600) for number in range(3)]
ADDRESSES = [f"http://x.gov.cn/{number}.pdf" for number in range(3)]


def record_all(data: Path) -> None:
    """A run that records every address, two of them with one body, and changes its WARC file on the way."""
    with CaptureStore(data, write=True) as store:
        run = store.begin_run("crawl", ["p"])
        for address, body in zip([*ADDRESSES, "http://x.gov.cn/again.pdf"], [*BODIES, BODIES[0]], strict=True):
            visit = Visit(0, run, "p", address, address, now(), 200, "ok", "", "report")
            store.record(visit, Exchange(200, (("Content-Type", "application/pdf"),), body))
        store.record(
            Visit(0, run, "p", "http://x.gov.cn/no", "http://x.gov.cn/no", now(), None, "failed", "", "report")
        )
        store.end_run(run, complete=True, exit_code=0)


def uncommitted(data: Path) -> list[tuple[Path, int, int]]:
    """Path, bytes that have rows, bytes found, of each WARC file that a kill left longer than its rows say."""
    if not (data / "ledger.db").exists():
        return []
    reader = ledger.Ledger(data / "ledger.db", write=False)
    sizes = reader.warc_sizes()
    reader.close()
    found = [(path, sizes.get(path.name, 0), path.stat().st_size) for path in (data / "warc").iterdir()]
    return [row for row in found if row[2] > row[1]]


@pytest.mark.parametrize("seconds, stride", [(0.0, 1), (60.0, 4)], ids=["every row committed", "rows together"])
def test_a_run_killed_before_any_of_its_steps_is_made_good_by_the_next(tmp_path, monkeypatch, seconds, stride) -> None:
    monkeypatch.setattr(ledger, "TOGETHER_SECONDS", seconds)
    monkeypatch.setattr(warc, "ROTATE_BYTES", 1500)
    monkeypatch.setattr(warc, "MOST_WAITING", 1000)
    expected = tmp_path / "whole"
    names = steps(lambda: record_all(expected), tmp_path / "steps")
    assert {"write", "execute", "fdatasync", "replace", "flock"} <= set(names)
    torn = 0
    for step in range(0, len(names), stride):
        data = tmp_path / str(step)
        assert killed_at(step, lambda data=data: record_all(data)) == -9, names[step]
        left = uncommitted(data)
        for path, kept, found in left:  # the kill came in the middle of the last record's bytes
            with path.open("r+b") as stream:
                stream.truncate(kept + max(1, (found - kept) // 2))
        record_all(data)
        assert content(data) == content(expected), (step, names[step])
        assert_whole(data)
        with CaptureStore(data) as store:
            *dead, last = store.runs()
        assert last.complete and all("did not end" in run.note for run in dead if run.ended_at is None)
        assert ("were cut from the end" in last.note) == bool(left), (step, names[step])
        torn += bool(left)
    assert torn >= 2


def test_a_kill_while_the_torn_end_is_cut_loses_neither_the_cut_nor_its_note(tmp_path: Path) -> None:
    def spoilt(data: Path) -> None:
        record_all(data)
        (path,) = (data / "warc").iterdir()
        path.write_bytes(path.read_bytes() + b"\x1f\x8b\x08\x00torn")

    spoilt(tmp_path / "one")
    names = steps(lambda: record_all(tmp_path / "one"), tmp_path / "steps")
    for step in range(0, len(names) - names[::-1].index("truncate") + 1, 2):
        data = tmp_path / str(step)
        spoilt(data)
        killed_at(step, lambda data=data: record_all(data))
        record_all(data)
        assert_whole(data)
        with CaptureStore(data) as store:
            assert any("8 bytes without rows were cut" in run.note for run in store.runs()), step


def test_an_import_killed_before_any_of_its_steps_is_made_good_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number, body in enumerate(BODIES):
        (tmp_path / "in" / f"{number}.pdf").write_bytes(b"%PDF-1.4\n" + body)
    expected = tmp_path / "whole"
    names = steps(lambda: run_import([tmp_path / "in"], expected), tmp_path / "steps")
    for step in range(0, len(names), 5):
        data = tmp_path / str(step)
        killed_at(step, lambda data=data: run_import([tmp_path / "in"], data))
        assert fork(lambda data=data: run_import([tmp_path / "in"], data)) == 0
        assert content(data) == content(expected), (step, names[step])
        assert_whole(data)
