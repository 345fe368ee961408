"""Captures read in worker processes: the same archive as in one process, and no file that stops the others."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from archive.build import build
from captures.importer import run_import
from demo.practice_reports import articles, declared
from parsers import libreoffice


@pytest.fixture
def data(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number, article in enumerate(articles(declared()["city"][0])):
        (pages / f"{number}.html").write_text(f"<h1>{article.title}</h1>{article.html}", "utf-8")
    (pages / "0.rtf").write_bytes(b"{\\rtf1 text}")
    (pages / "1.docx").write_bytes(b"PK\x03\x04 and no more")
    run_import([pages], tmp_path / "data")
    return tmp_path / "data"


def readings(db: Path) -> list[tuple]:
    with sqlite3.connect(db) as archive:
        return archive.execute("SELECT sha256, verdict, reason, report_id FROM readings ORDER BY 1").fetchall()


def test_workers_give_what_one_process_gives(data, tmp_path):
    build(data, tmp_path / "one.db")
    build(data, tmp_path / "two.db", full=True, workers=2)
    assert readings(tmp_path / "one.db") == readings(tmp_path / "two.db")
    assert sum(row[1] == "report" for row in readings(tmp_path / "one.db")) > 5


def test_what_lacked_a_program_is_read_when_it_is_there(data, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(libreoffice, "program", lambda: None)
        build(data, tmp_path / "archive.db")
        assert build(data, tmp_path / "archive.db").read == 0
    assert any(row[2] == libreoffice.NEEDED for row in readings(tmp_path / "archive.db"))
    if libreoffice.program():
        assert build(data, tmp_path / "archive.db").read == 1
        assert not any(row[2] == libreoffice.NEEDED for row in readings(tmp_path / "archive.db"))
