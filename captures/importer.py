"""Import: files, folders, WARC files of other crawlers and archives of other machines become captures and visits."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import quote, urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from captures.merge import is_archive, merge
from captures.records import CaptureError, Exchange, Visit, cannot_write
from captures.store import LEDGER, CaptureStore, now
from captures.summary import ImportSummary
from crawler.addresses import looks_like_scan
from crawler.articles import title_of
from crawler.items import Role
from crawler.media_type import HTML, TEXT, UNKNOWN, media_type
from crawler.pages import Page
from crawler.verdicts import OK, of_status
from registry.titles import read_title

PORTAL = "import"
"""The portal id of imported visits."""
LEAST_SCAN = 20_000
"""Bytes of the smallest picture that may be the scan of a page; icons and buttons are smaller."""
_DECORATION = (".js", ".css", ".json", ".svg", ".ico", ".woff", ".woff2", ".xml")
_WARC_SUFFIXES = (".warc", ".warc.gz")
_BROKEN = (ArchiveLoadFailed, EOFError, OSError, zlib.error, ValueError)


def run_import(paths: Iterable[Path], data: Path, *, command: str = "import", verbosity: int = 0) -> ImportSummary:
    """Take files, folders (with all below them), WARC files and data folders of gongkai into the archive under `data`.

    Importing the same things again adds nothing. A bad file is one sentence in the summary and stops no other.
    Raises CaptureError when the archive is being written by another process, or cannot be written any more.
    """
    with CaptureStore(data, write=True) as store:
        run_id = store.begin_run(command, [PORTAL])
        work = _Import(store, run_id)
        for path in map(Path, paths):
            work.take(path)
        summary = ImportSummary(work.taken, work.known, work.passed_over, work.problems, work.notes)
        complete = summary.exit_code == 0
        store.end_run(
            run_id, complete=complete, exit_code=summary.exit_code, note=" ".join([*work.problems, *work.notes])
        )
        return summary


@dataclass
class _Import:
    store: CaptureStore
    run_id: int
    taken: int = 0
    known: int = 0
    passed_over: int = 0
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def take(self, path: Path) -> None:
        """Take one path of the command line."""
        if not path.exists():
            self.problems.append(f"{path} does not exist.")
            return
        archives = _archives(path)
        for folder in archives:
            self._merge(folder)
        for file in _files(path):
            if any(file.is_relative_to(folder) for folder in archives):
                continue
            name = file.relative_to(path.parent) if path.name else file.relative_to(path)
            try:
                if file.name.endswith(_WARC_SUFFIXES):
                    self._take_warc(file)
                else:
                    self._take_file(file, f"file:{quote(name.as_posix())}")
            except _BROKEN as error:
                self.problems.append(f"{file} cannot be read to its end: {' '.join(str(error).split()) or 'broken'}.")

    def _merge(self, folder: Path) -> None:
        with self._writing():
            merged = merge(self.store, folder)
        self.taken += merged.taken
        self.known += merged.known
        self.problems += merged.problems
        self.notes += merged.notes

    def _take_file(self, file: Path, url: str) -> None:
        body = file.read_bytes()
        if not body:
            self.problems.append(f"{file} is empty.")
            return
        role = _role(body, url)
        if role is None:
            self.passed_over += 1
            return
        visit = Visit(0, self.run_id, PORTAL, url, url, now(), None, "ok", "A local file.", "report")
        last = self.store.last_with_body(url)
        if last and last.sha256 == hashlib.sha256(body).hexdigest():
            self.known += 1
            return
        with self._writing():
            self.store.record_file(visit, body)
        self.taken += 1

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Tell an archive that cannot be written from a file that cannot be read: the first ends the import."""
        try:
            yield
        except OSError as error:
            raise CaptureError(cannot_write(self.store.data, error)) from error

    def _take_warc(self, file: Path) -> None:
        seen = 0
        with file.open("rb") as stream:
            for record in _records(stream):
                seen += 1
                if record.rec_type in ("response", "resource"):
                    self._take_record(record)
        if not seen:
            raise ValueError("it holds no WARC record")

    def _take_record(self, record: ArcWarcRecord) -> None:
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        when = record.rec_headers.get_header("WARC-Date") or now()
        if urlsplit(url).scheme not in ("http", "https", "file"):
            self.passed_over += 1
            return
        if self.store.visited(url, when):
            self.known += 1
            return
        body = record.content_stream().read()
        status = int(record.http_headers.get_statuscode()) if record.http_headers else None
        verdict = of_status(status) if status else None
        role = _role(body, url)
        if role is None or 300 <= (status or 0) < 400:
            self.passed_over += 1
            return
        title = title_of(Page(url, body)) if role in ("report", "companion") else ""
        reason = (verdict or OK).reason or "From the WARC file of another crawler."
        outcome = (verdict or OK).outcome
        visit = Visit(
            0, self.run_id, PORTAL, url, url, when, status, outcome, reason, role, title,
            etag=_header(record, "ETag"), last_modified=_header(record, "Last-Modified"),
        )  # fmt: skip
        with self._writing():
            if status is None:
                self.store.record_file(visit, body)
            else:
                self.store.record(visit, Exchange(status, tuple(record.http_headers.headers), body))
        self.taken += 1


def _archives(path: Path) -> list[Path]:
    """The data folders of gongkai at or below a path."""
    return [path] if is_archive(path) else sorted(ledger.parent for ledger in path.rglob(LEDGER) if ledger.is_file())


def _files(path: Path) -> Iterator[Path]:
    """The files at or below a path, in name order, without hidden ones."""
    if path.is_file():
        yield path
        return
    for below in sorted(path.rglob("*")):
        if below.is_file() and not any(part.startswith(".") for part in below.relative_to(path).parts):
            yield below


def _records(stream: IO[bytes]) -> Iterator[ArcWarcRecord]:
    """The records of a WARC file. Raises ValueError where warcio stumbles over a head that is cut off."""
    try:
        yield from ArchiveIterator(stream)
    except AttributeError as error:
        raise ValueError("a record is cut off in its head") from error


def _role(body: bytes, url: str) -> Role | None:
    """What an imported body is for the archive; None for decoration, scripts and other parts of no document.

    A picture is a scan when a person imports it as a file of some size, or when its address looks like that of a scan.
    """
    kind = media_type(body)
    is_scan = len(body) >= LEAST_SCAN if urlsplit(url).scheme == "file" else looks_like_scan(url)
    is_decoration = urlsplit(url).path.lower().endswith(_DECORATION) or (kind.startswith("image/") and not is_scan)
    if is_decoration or kind == UNKNOWN:
        return None
    if kind not in (HTML, TEXT):
        return "attachment"
    reading = read_title(title_of(Page(url, body))) if kind == HTML else None
    if reading and reading.kind in ("report", "possible"):
        return "report"
    return "companion" if reading and reading.kind == "companion" else "other"


def _header(record: ArcWarcRecord, name: str) -> str:
    return (record.http_headers.get_header(name) or "") if record.http_headers else ""
