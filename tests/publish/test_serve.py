"""`gongkai serve` says in one sentence why it cannot."""

from __future__ import annotations

import sqlite3
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
