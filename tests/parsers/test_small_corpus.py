"""The generated reports that the repository keeps: every format is read, or the reason says what would read it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from crawler.media_type import media_type
from parsers import libreoffice
from parsers.formats import reader_of
from parsers.read import read
from parsers.scan import NOT_INSTALLED
from tests.corpus.score import score
from tests.corpus.values import content, read_values
from tests.corpus.write import SMALL_FORMATS

FOLDER = Path(__file__).resolve().parents[1] / "corpus" / "small"
KEPT = list(read_values(FOLDER / "values.jsonl"))
PICTURES = ("scan-200", "png")
MOST_BYTES, MOST_BYTES_TOGETHER = 60 * 1024, 900 * 1024


def lacking(format_: str, data: bytes) -> str:
    """Return the sentence with which this machine must refuse a file, or "" when it has all that reading takes."""
    if media_type(data) == "text/html":
        return ""
    try:
        reader_of(media_type(data))
    except ValueError as error:
        return str(error)
    if format_ in ("doc", "rtf") and libreoffice.program() is None:
        return libreoffice.NEEDED
    return NOT_INSTALLED if format_ in PICTURES and find_spec("rapidocr") is None else ""


@pytest.mark.parametrize("want", KEPT, ids=lambda want: want.file)
def test_each_file_is_read_or_says_what_it_needs(want):
    data = content(FOLDER / want.file)
    reading = read(data)
    needed = lacking(want.format, data)
    if needed:
        assert (reading.verdict, reading.reason) == ("unreadable", needed)
        return
    got = score(reading, want)
    assert reading.report, reading.reason
    assert not got.silent
    if want.format in PICTURES:
        assert got.cells["right"] >= 0.9 * len(want.values), got.faults
    else:
        assert not got.faults
        assert got.named_right


def test_the_small_corpus_has_every_format_and_stays_small():
    assert {want.format for want in KEPT} == set(SMALL_FORMATS)
    sizes = {file: file.stat().st_size for file in FOLDER.rglob("*") if file.is_file()}
    assert max(sizes.values()) <= MOST_BYTES
    assert sum(sizes.values()) <= MOST_BYTES_TOGETHER
