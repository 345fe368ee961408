from __future__ import annotations

from pathlib import Path

import pytest

from archive import reader
from tests.archive.builder import World, find, read_pickle


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """An empty raw archive whose bodies are pickled readings."""
    monkeypatch.setattr(reader, "read", read_pickle)
    monkeypatch.setattr(reader, "check_report", find)
    return World(tmp_path)
