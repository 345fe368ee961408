"""What must be equal of two archives however often their crawls died, and that each of them is whole."""

from __future__ import annotations

from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from captures.store import CaptureStore

Content = tuple[set[str], dict[tuple[str, str], tuple[str, str | None]]]


def content(data: Path) -> Content:
    """The captures by sha256, and by address what the last visit of it found: "there", or how it failed."""
    last: dict[tuple[str, str], tuple[str, str | None]] = {}
    with CaptureStore(data) as store:
        for visit in store.visits():
            found = "there" if visit.outcome in ("ok", "unchanged") else visit.outcome
            last[visit.url, visit.form] = (found, visit.sha256)
        return {capture.sha256 for capture in store.captures()}, last


def assert_whole(data: Path) -> None:
    """Every body is readable by its row, every WARC file from start to end by plain warcio, and no byte lacks a row."""
    with CaptureStore(data) as store:
        bodies = {capture.sha256: store.body(capture.sha256) for capture in store.captures()}
        assert all(visit.sha256 in bodies for visit in store.visits() if visit.sha256)
    in_files: list[bytes] = []
    for path in sorted((data / "warc").iterdir()):
        with path.open("rb") as stream:
            records = [(record.rec_type, record.content_stream().read()) for record in ArchiveIterator(stream)]
        assert records[0][0] == "warcinfo"
        in_files += [body for kind, body in records if kind in ("response", "resource")]
    assert set(bodies.values()) <= set(in_files)
