"""The house: which room may know which, and how large a file and a function may be."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ["registry", "crawler", "captures", "parsers", "checks", "archive", "publish"]
# Rooms that a room names beside those it stands on: none below, ever.
MOST_LINES, MOST_FUNCTION = 400, 60


def tracked(pattern: str) -> list[Path]:
    out = subprocess.run(["git", "ls-files", pattern], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / line for line in out.split("\n") if line and (ROOT / line).exists()]


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    out: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            out |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            out.add(node.module.split(".")[0])
    return out


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_knows_only_rooms_above_it(room):
    below = set(ROOMS[ROOMS.index(room) + 1 :]) | {"demo", "tests", "bench", "gongkai"}
    for path in tracked(f"{room}/*.py"):
        assert not imports(path) & below, path


def test_the_parsers_open_no_socket_no_database_and_no_clock():
    forbidden = {
        "socket",
        "sqlite3",
        "sqlite_utils",
        "time",
        "datetime",
        "urllib",
        "httpx",
        "requests",
        "scrapy",
        "warcio",
    }
    for path in tracked("parsers/*.py"):
        assert not imports(path) & forbidden, path


def test_the_crawler_does_not_touch_the_archive_and_the_site_does_not_write():
    for path in tracked("crawler/*.py"):
        assert "archive.db" not in path.read_text("utf-8"), path
    for path in tracked("publish/*.py"):
        source = path.read_text("utf-8")
        assert not re.search(r"\b(INSERT|UPDATE|DELETE|CREATE TABLE)\b", source), path


def test_files_and_functions_stay_readable():
    for path in tracked("*.py"):
        source = path.read_text("utf-8")
        assert source.count("\n") <= MOST_LINES, path
        assert path.stem not in {"utils", "util", "helpers", "common", "misc"}, path
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                assert node.end_lineno - node.lineno < MOST_FUNCTION, (path, node.name)
            assert not (isinstance(node, ast.ExceptHandler) and node.type is None), path


def test_the_project_speaks_of_no_machine_and_loads_nothing_from_elsewhere():
    for pattern in ("*.py", "*.html", "*.css", "*.js", "*.toml", "*.md", "Makefile"):
        for path in tracked(pattern):
            if path == Path(__file__):
                continue
            source = path.read_text("utf-8")
            assert not re.search(r"(?<![\w./])/(?:work|root|home)/", source), path
            assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=[\"']https?://", source), path
