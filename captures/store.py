"""CaptureStore: the raw archive. `ledger.db` and `warc/*.warc.gz` in one folder, written by one, read by many."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from captures import warc
from captures.ledger import Ledger
from captures.lock import WriterLock
from captures.other_ledger import OtherLedger
from captures.records import (
    Appointment,
    Capture,
    CaptureError,
    Exchange,
    FoundColumn,
    Pointer,
    PortalRun,
    Run,
    Visit,
)
from crawler.media_type import media_type

LEDGER, LOCK, WARC_FOLDER = "ledger.db", "ledger.lock", "warc"


def now() -> str:
    """The time, UTC, ISO 8601 to the microsecond, as WARC 1.1 writes it."""
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


class CaptureStore:
    """The raw archive under the folder `data`; `write=True` makes it the only writer.

    Reading never creates, locks or repairs anything. Raises CaptureError when there is nothing to read, or when
    another process is writing and this one wants to.
    """

    def __init__(self, data: Path, *, write: bool = False) -> None:
        self.data = Path(data)
        self._ledger_path = self.data / LEDGER
        self._write = write
        self._lock: WriterLock | None = None
        self._out: warc.WarcFile | None = None
        self._torn: list[tuple[Path, int, int]] = []
        if write:
            (self.data / WARC_FOLDER).mkdir(parents=True, exist_ok=True)
            self._lock = WriterLock(self.data / LOCK)
        elif not self._ledger_path.exists():
            raise CaptureError(f"There are no captures in {self.data}: run gongkai crawl or gongkai import first.")
        self._ledger = Ledger(self._ledger_path, write=write)
        if write:
            try:
                self._torn = list(self._torn_tails())
            except CaptureError:
                self.close()
                raise

    def __enter__(self) -> CaptureStore:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        try:
            self.close()
        except (OSError, sqlite3.Error):
            if error is None:  # else the first error says why
                raise

    def close(self) -> None:
        """Commit, close every file and let the next writer in, whatever of it fails."""
        with ExitStack() as closing:
            if self._lock:
                closing.callback(self._lock.release)
            closing.callback(self._ledger.close)
            if self._out:
                closing.callback(self._out.close)
            self.commit()
        self._lock = self._out = None

    # Reading

    def captures(self, after: int = 0) -> Iterator[Capture]:
        """Every capture with an id above `after`, in id order."""
        return self._ledger.rows(Capture, after)

    def visits(self, after: int = 0) -> Iterator[Visit]:
        """Every visit with an id above `after`, in id order."""
        return self._ledger.rows(Visit, after)

    def visits_by_address(self) -> Iterator[Visit]:
        """Every visit, address by address, in the order of time; what was imported later may have been seen before."""
        return self._ledger.visits_by_address()

    def visits_of(self, url: str, form: str) -> Iterator[Visit]:
        """Every visit of one address in the order of its time."""
        return self._ledger.visits_of(url, form)

    def visit(self, number: int) -> Visit | None:
        """The visit with this id, or None."""
        return self._ledger.visit(number)

    def last_visit(self) -> Visit | None:
        """The visit with the greatest id, or None."""
        return self._ledger.last_visit()

    def pointers(self, after: int = 0) -> Iterator[Pointer]:
        """Every link recorded and not followed with an id above `after`, in id order."""
        return self._ledger.rows(Pointer, after)

    def columns(self, kind: type[Capture | Visit], *names: str, after: int = 0) -> Iterator[tuple[Any, ...]]:
        """The named fields of every capture or visit with an id above `after`, in id order, as bare tuples."""
        return self._ledger.columns(kind, names, after)

    def runs(self) -> Iterator[Run]:
        """Every run, oldest first."""
        return self._ledger.runs()

    def capture(self, sha256: str) -> Capture | None:
        """The capture with this sha256, or None."""
        return self._ledger.capture(sha256)

    def body(self, sha256: str) -> bytes:
        """The bytes with this sha256, from their WARC record. Raises CaptureError when they are not there."""
        capture = self.capture(sha256)
        if capture is None:
            raise CaptureError(f"There is no capture {sha256} in {self.data}: crawl or import its page first.")
        if self._out:
            self._out.flush()
        body = warc.read_body(self.data / WARC_FOLDER / capture.warc_file, capture.warc_offset)
        if hashlib.sha256(body).hexdigest() != sha256:
            raise CaptureError(f"{capture.warc_file} is damaged at {capture.warc_offset}: restore it from a copy.")
        return body

    def last_with_body(self, url: str, form: str = "") -> Visit | None:
        """The newest visit of an address that ended with a body, or None."""
        return self._ledger.last_with_body(url, form)

    def last_sha256(self, url: str, form: str = "") -> str | None:
        """The sha256 of the body that an address gave at the last visit that brought one, or None."""
        last = self.last_with_body(url, form)
        return last.sha256 if last else None

    def held(self, portal_id: str) -> Iterator[Visit]:
        """The newest visit of each report, companion and attachment of a portal that ever brought a body.

        Left out are those found gone at least twice, two weeks apart (`portals.md` §8.7: once may be an error).
        """
        return self._ledger.held(portal_id)

    def visited(self, url: str, visited_at: str) -> bool:
        """Whether a visit of this address at this very time is on record."""
        return self._ledger.visited(url, visited_at)

    def asked_since(self, day: date, host: str) -> int:
        """How many requests a host (`name` or `name:port`) got since the beginning of a day, UTC."""
        return self._ledger.asked_since(host, day.isoformat())

    def portal_runs(self, after: int = 0) -> Iterator[PortalRun]:
        """What each run saw of each portal, with an id above `after`, in id order."""
        return self._ledger.rows(PortalRun, after)

    def last_complete(self, portal_id: str) -> PortalRun | None:
        """What the newest run that read a portal to its end saw of it, or None."""
        return self._ledger.last_complete(portal_id)

    def last_portal_runs(self) -> Iterator[PortalRun]:
        """What the newest run of each portal that has an appointment saw of it, by portal id."""
        return self._ledger.last_portal_runs()

    def appointments(self) -> dict[str, Appointment]:
        """Portal id → when it is crawled next, for every portal that was crawled."""
        return self._ledger.appointments()

    def appointment(self, portal_id: str) -> Appointment | None:
        """When a portal is crawled next; None for one that was not crawled yet."""
        return self._ledger.appointment(portal_id)

    # Writing

    def begin_run(self, command: str, portals: list[str]) -> int:
        """Open a run and return its id. Torn ends of WARC files are noted in it and then cut off."""
        cuts = [
            f"{found - kept} bytes without rows were cut from the end of {path.name}."
            for path, kept, found in self._torn
            if found
        ]
        run_id = self._ledger.begin_run(now(), command, portals, " ".join(cuts))
        self.commit()
        while self._torn:
            _cut(*self._torn.pop()[:2])
        return run_id

    def end_run(self, run_id: int, *, complete: bool, exit_code: int, note: str = "") -> dict[str, int]:
        """Close a run; returns its visits by outcome."""
        self._ledger.end_run(run_id, now(), complete, exit_code, note)
        self.commit()
        return self._ledger.counts(run_id)

    def found_column(self, portal_id: str) -> FoundColumn | None:
        """The column that was last found for a portal, or None."""
        return self._ledger.found_column(portal_id)

    def note_column(self, column: FoundColumn) -> None:
        """Record where the column of a portal was found (its `id` is given here)."""
        self._append(column)

    def point(self, pointer: Pointer) -> None:
        """Record a link that was not followed (its `id` is given here)."""
        self._append(pointer)

    def close_portal(self, portal_run: PortalRun, appointment: Appointment | None) -> None:
        """Record what a run saw of a portal, and when it is crawled next (None: as before)."""
        with self._ledger.together():
            self._ledger.insert(portal_run)
            if appointment:
                self._ledger.appoint(appointment)
        self.commit()

    @property
    def waiting(self) -> bool:
        """Whether rows wait for `commit`."""
        return self._ledger.waiting

    def commit(self) -> None:
        """Bring what was recorded to the disk: first the WARC records, then the rows that name them."""
        if not self._ledger.waiting:
            return
        if self._out:
            self._out.sync()
            self._ledger.set_warc_size(self._out.name, self._out.size)
        self._ledger.commit()

    # Merging

    def warc_sizes(self) -> dict[str, int]:
        """WARC file name → bytes covered by committed rows."""
        return self._ledger.warc_sizes()

    def other_ledger(self, path: Path) -> OtherLedger:
        """The ledger of another archive, whose rows can be taken. Raises sqlite3.Error when it cannot be read."""
        self.commit()
        return self._ledger.attached(path)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Rows written inside are committed at the end, all or none."""
        with self._ledger.together():
            yield
        self.commit()

    @contextmanager
    def new_warc_file(self) -> Iterator[tuple[str, Path]]:
        """The name and place of a WARC file to be put there whole; it gets its row at the end, or is taken away."""
        self._must_write()
        self._end_file()
        name = self._next_name()
        path = self.data / WARC_FOLDER / name
        try:
            yield name, path
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        with self.together():
            self._ledger.set_warc_size(name, path.stat().st_size)

    # Recording

    def record(self, visit: Visit, exchange: Exchange | None = None) -> Visit:
        """Write one visit, the WARC record first and the rows after it, all or none; returns the row.

        Visits that follow one another fast are committed together (see `ledger.TOGETHER_SECONDS`): a killed process
        loses the last of them with their records, as if they had not been made.

        With outcome `ok` the body becomes a capture, or, when the address gave these very bytes the last time,
        the outcome becomes `unchanged`. `id` and, for a body, `sha256` are given here. Other outcomes keep what was
        sent (a blocking page is evidence) in the WARC alone, and so does a page that comes as `unchanged` with other
        bytes than its `sha256`: another frame around the same content.
        """
        self._must_write()
        if exchange is None:
            return self._add(visit, None)
        sent = hashlib.sha256(exchange.body).hexdigest()
        sha256 = visit.sha256 if visit.outcome == "unchanged" else sent
        if sha256 is None:
            raise CaptureError(f"{visit.url} is said to be unchanged, without the sha256 of its body.")
        has_capture = visit.outcome in ("ok", "unchanged")
        if not has_capture or (sha256 != sent and exchange.status != 304):
            record = warc.response_record(visit.final_url, visit.visited_at, exchange, sent)
            self._write_exchange(visit, record, exchange)
            return self._add(replace(visit, sha256=sha256 if has_capture else None), None)
        if visit.outcome == "ok":
            last = self.last_with_body(visit.url, visit.form)
            if last and last.sha256 == sha256:
                visit = replace(
                    visit, outcome="unchanged", reason=f"The same bytes as at the last visit. {visit.reason}".strip()
                )
        if visit.sha256 != sha256:
            visit = replace(visit, sha256=sha256)
        return self._add(visit, self._write_body(visit, exchange, sha256))

    def record_file(self, visit: Visit, body: bytes) -> Visit:
        """Write one local file as a visit with a capture (a WARC resource record); returns the row."""
        self._must_write()
        sha256 = hashlib.sha256(body).hexdigest()
        visit = replace(visit, sha256=sha256)
        if self.capture(sha256):
            return self._add(visit, None)
        kind, out = media_type(body), self._warc()
        offset = out.add(warc.resource_record(visit.url, visit.visited_at, body, kind, sha256))
        return self._add(visit, Capture(0, sha256, kind, len(body), out.name, offset))

    def _write_body(self, visit: Visit, exchange: Exchange, sha256: str) -> Capture | None:
        """Write the answer, whole or as a revisit; the new capture, if the body is new to this archive."""
        first = self._ledger.first_with_body(sha256)
        if first is None:
            record = warc.response_record(visit.final_url, visit.visited_at, exchange, sha256)
            name, offset = self._write_exchange(visit, record, exchange)
            kind = media_type(exchange.body)
            return Capture(0, sha256, kind, len(exchange.body), name, offset)
        profile = warc.NOT_MODIFIED if exchange.status == 304 else warc.SAME_PAYLOAD
        origin = (first.final_url, first.visited_at)
        record = warc.revisit_record(visit.final_url, visit.visited_at, exchange, sha256, profile, origin)
        self._write_exchange(visit, record, exchange)
        return None

    def _write_exchange(self, visit: Visit, record: warc.ArcWarcRecord, exchange: Exchange) -> tuple[str, int]:
        """Write the answer and its request into one file; returns its name and where the answer begins."""
        out = self._warc()
        offset = out.add(record)
        out.add(warc.request_record(visit.final_url, visit.visited_at, exchange))
        return out.name, offset

    def _add(self, visit: Visit, capture: Capture | None) -> Visit:
        return replace(visit, id=self._append(capture, visit) if capture else self._append(visit))

    def _append(self, *rows: Capture | Visit | Pointer | FoundColumn) -> int:
        """Add rows, all or none, and commit unless the last commit was a moment ago; the id of the last."""
        row_id = 0
        with self._ledger.together():
            for row in rows:
                row_id = self._ledger.insert(row)
        if self._ledger.due:
            self.commit()
        return row_id

    def _warc(self) -> warc.WarcFile:
        """The WARC file being written; a new one for each opening and for each gigabyte."""
        if self._out and self._out.size > warc.ROTATE_BYTES:
            self._end_file()
        if self._out is None:
            self._out = warc.WarcFile(self.data / WARC_FOLDER, self._next_name())
        return self._out

    def _end_file(self) -> None:
        self.commit()
        if self._out:
            self._out.close()
            self._out = None

    def _next_name(self) -> str:
        return f"gongkai-{len(self._ledger.warc_sizes()) + 1:06d}.warc.gz"

    def _must_write(self) -> None:
        if not self._write:
            raise CaptureError(f"{self.data} was opened for reading: open it with write=True.")

    def _torn_tails(self) -> Iterator[tuple[Path, int, int]]:
        """WARC files with bytes after their last committed row: these were being written when a run died.

        Gives path, bytes to keep, bytes found. Raises CaptureError when a file has lost bytes that have rows.
        """
        sizes = self._ledger.warc_sizes()
        for path in sorted((self.data / WARC_FOLDER).glob("gongkai-*.warc.gz")):
            kept, found = sizes.get(path.name, 0), path.stat().st_size
            if found < kept:
                raise CaptureError(f"{path} is {kept - found} bytes short: restore it from a copy before writing.")
            if found > kept or not kept:
                yield path, kept, found


def _cut(path: Path, kept: int) -> None:
    if not kept:
        path.unlink()
        return
    with path.open("r+b") as stream:
        stream.truncate(kept)
