"""A backup made at any moment can be built from, and gives what the archive held at that moment."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from captures.backup import Backup, back_up, main
from captures.records import CaptureError, Exchange, Visit
from captures.store import CaptureStore


def visit(store: CaptureStore, number: int) -> None:
    when = f"2026-01-01T00:00:{number:02}.000000Z"
    url = f"http://127.0.0.1:9/{number}"
    store.record(
        Visit(0, 1, "", url, url, when, 200, "ok", "", "report"),
        Exchange(200, (("Content-Type", "text/html"),), f"<p>{number}</p>".encode()),
    )


def crawl(data: Path, numbers: range) -> None:
    with CaptureStore(data, write=True) as store:
        run = store.begin_run("crawl", [])
        for number in numbers:
            visit(store, number)
        store.end_run(run, complete=True, exit_code=0)


def bodies(data: Path) -> list[bytes]:
    with CaptureStore(data) as store:
        return [store.body(capture.sha256) for capture in store.captures()]


def test_a_backup_holds_every_body_and_the_next_copies_what_has_grown(tmp_path: Path) -> None:
    data, to = tmp_path / "data", tmp_path / "backup"
    crawl(data, range(5))
    (data / "decisions").mkdir()
    (data / "decisions" / "scopes.csv").write_text("scope,sha256\n", "utf-8")
    first = back_up(data, to)
    assert (first.files, first.visits) == (1, 5)
    assert bodies(to) == bodies(data)
    assert back_up(data, to) == Backup(0, 0, 5)
    crawl(data, range(5, 9))
    assert back_up(data, to).visits == 9
    assert bodies(to) == bodies(data)
    assert (to / "decisions" / "scopes.csv").exists()


def test_a_backup_while_a_crawl_writes_is_whole_and_can_be_written_on(tmp_path: Path) -> None:
    data, to = tmp_path / "data", tmp_path / "backup"
    crawl(data, range(3))
    with CaptureStore(data, write=True) as store:
        store.begin_run("crawl", [])
        for number in range(3, 6):
            visit(store, number)
        held = back_up(data, to).visits
        store.commit()
    assert 3 <= held <= 6
    assert len(bodies(to)) == held
    crawl(to, range(20, 22))
    assert len(bodies(to)) == held + 2


def test_a_restored_backup_is_the_archive_again(tmp_path: Path) -> None:
    data, to = tmp_path / "data", tmp_path / "backup"
    crawl(data, range(4))
    before = bodies(data)
    back_up(data, to)
    shutil.rmtree(data)
    shutil.copytree(to, data)
    crawl(data, range(4, 6))
    assert bodies(data)[:4] == before and len(bodies(data)) == 6


def test_another_archive_is_never_written_over(tmp_path: Path) -> None:
    crawl(tmp_path / "one", range(2))
    crawl(tmp_path / "two", range(7, 9))
    back_up(tmp_path / "one", tmp_path / "backup")
    with pytest.raises(CaptureError, match="another archive"):
        back_up(tmp_path / "two", tmp_path / "backup")


def test_a_lost_warc_file_is_found_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    crawl(tmp_path / "data", range(2))
    (warc,) = (tmp_path / "data" / "warc").glob("*.warc.gz")
    warc.write_bytes(warc.read_bytes()[:50])
    assert main([str(tmp_path / "data"), str(tmp_path / "backup")]) == 1
    assert "shorter than the ledger says" in capsys.readouterr().err
    assert not (tmp_path / "backup" / "ledger.db").exists()
    assert main([str(tmp_path / "nothing"), str(tmp_path / "backup")]) == 1
    assert main([]) == 2
