"""Files that fuzzing (`python -m bench.fuzz`) once broke the readers with."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from parsers.read import read

FOUND = sorted(Path(__file__).with_name("found").glob("*.gz"))


@pytest.mark.parametrize("file", FOUND, ids=lambda file: file.name)
def test_what_once_broke_the_readers_is_read_or_told(file):
    reading = read(gzip.decompress(file.read_bytes()))
    assert reading.report or reading.reason
