"""`gongkai serve` says in one sentence why it cannot, and follows the archive from build to build."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from publish.commands import serve_command
from publish.serve import listen
from publish.site import SiteError, make_site


def test_a_missing_archive_and_a_strangers_database(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="run gongkai build first"):
        make_site(tmp_path / "none.db")
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE t (a)")
    with pytest.raises(SiteError, match="not an archive of gongkai"):
        make_site(tmp_path / "other.db")
    (tmp_path / "text.db").write_text("this is no database at all, only a text of some length")
    with pytest.raises(SiteError, match="not a SQLite database"):
        make_site(tmp_path / "text.db")


def test_a_port_that_is_taken(built, capsys: pytest.CaptureFixture[str]) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert serve_command(port, built.data, built.db) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_without_the_captures_the_site_says_so(built) -> None:
    import asyncio

    site = make_site(built.db, built.folder / "elsewhere")
    answer = asyncio.run(site.client.get(f"/captures/{'0' * 64}"))
    assert answer.status_code == 404 and "不在这台服务器上" in answer.text


@pytest.fixture
def served(built, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A copy of the built archive, served as `gongkai serve` does; the file and the address."""
    db = tmp_path / "archive.db"
    db.write_bytes(built.db.read_bytes())
    command = [sys.executable, "-m", "gongkai", "serve", "--port", "0", "--db", str(db), "--data", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    assert address.startswith("http://127.0.0.1:"), process.communicate()[1]
    yield db, address
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 0


def replaced(db: Path, title: str) -> None:
    """Put another archive in the place of `db`, as a build does."""
    other = db.with_name("next.db")
    other.write_bytes(db.read_bytes())
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("UPDATE reports SET title = ?", (title,))
        connection.commit()
    os.replace(other, db)


def titles(address: str) -> set[str]:
    with urllib.request.urlopen(f"{address}archive.json?sql=select+distinct+title+from+reports&_shape=arrays") as page:
        return {row[0] for row in json.load(page)["rows"]}


def test_a_new_archive_is_seen_without_a_restart_and_nobody_is_turned_away(served) -> None:
    db, address = served
    stop, wrong, seen = threading.Event(), [], []

    def ask() -> None:
        while not stop.is_set():
            try:
                found = titles(address)
                seen.append(next(iter(found)) if len(found) == 1 else "first")
            except Exception as error:  # noqa: BLE001 - whatever goes wrong for a reader is what this test is about
                wrong.append(error)

    asking = [threading.Thread(target=ask) for _ in range(4)]
    for one in asking:
        one.start()
    for title in ("second", "third"):
        replaced(db, title)
        until = time.monotonic() + 60
        while title not in seen and time.monotonic() < until:
            time.sleep(0.05)
    stop.set()
    for one in asking:
        one.join()
    assert wrong == []
    assert set(seen) == {"first", "second", "third"}


def test_a_file_that_is_no_archive_does_not_take_over(served) -> None:
    db, address = served
    before = titles(address)
    db.with_name("next.db").write_text("no archive at all")
    os.replace(db.with_name("next.db"), db)
    time.sleep(2.5)
    assert titles(address) == before
