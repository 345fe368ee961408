"""Import: files, folders, WARC files of other crawlers and archives of other machines become captures and visits."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from captures.content_coding import MOST_BYTES
from captures.foreign_warc import BROKEN, ForeignAnswer, answers, is_warc
from captures.merge import is_archive, merge
from captures.records import CaptureError, Exchange, Visit, cannot_write
from captures.store import LEDGER, CaptureStore, now
from captures.summary import ImportSummary
from crawler.addresses import looks_like_file, looks_like_scan
from crawler.articles import title_of
from crawler.items import Role
from crawler.media_type import HTML, TEXT, UNKNOWN, media_type
from crawler.pages import Page
from crawler.verdicts import OK, Verdict, of_file, of_page, of_status
from registry.titles import read_title

PORTAL = "import"
"""The portal id of imported visits."""
LEAST_SCAN = 20_000
"""Bytes of the smallest picture that may be the scan of a page; icons and buttons are smaller."""
_DECORATION = (".js", ".css", ".json", ".svg", ".ico", ".woff", ".woff2", ".xml")
_WARC_SUFFIXES = (".warc", ".warc.gz", ".arc", ".arc.gz")


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
                if file.name.endswith(_WARC_SUFFIXES) or is_warc(file):
                    self._take_warc(file)
                else:
                    self._take_file(file, f"file:{quote(name.as_posix())}")
            except BROKEN as error:
                self.problems.append(f"{file} cannot be read to its end: {' '.join(str(error).split()) or 'broken'}.")

    def _merge(self, folder: Path) -> None:
        with self._writing():
            merged = merge(self.store, folder)
        self.taken += merged.taken
        self.known += merged.known
        self.problems += merged.problems
        self.notes += merged.notes

    def _take_file(self, file: Path, url: str) -> None:
        if file.stat().st_size > MOST_BYTES:
            self._refuse(url, f"The file is larger than {MOST_BYTES // 2**20} MB.")
            return
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

    def _refuse(self, url: str, reason: str) -> None:
        """Record a file whose bytes are not taken, once."""
        if any(visit.reason == reason for visit in self.store.visits_of(url, "")):
            self.known += 1
            return
        self.problems.append(f"{unquote(url)}: {reason}")
        with self._writing():
            self.store.record(Visit(0, self.run_id, PORTAL, url, url, now(), None, "failed", reason, "report"))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Tell an archive that cannot be written from a file that cannot be read: the first ends the import."""
        try:
            yield
        except OSError as error:
            raise CaptureError(cannot_write(self.store.data, error)) from error

    def _take_warc(self, file: Path) -> None:
        missing = 0
        for answer in answers(file):
            if urlsplit(answer.url).scheme not in ("http", "https", "file"):
                self.passed_over += 1
            elif self.store.visited(answer.url, answer.when):
                self.known += 1
            elif answer.same_as:
                missing += not self._take_revisit(answer, *answer.same_as)
            else:
                self._take_answer(answer)
        if missing:
            self.notes.append(
                f"{missing} records of {file} repeat bodies that are not here: import the files that hold them, then"
                " this one again."
            )

    def _take_revisit(self, answer: ForeignAnswer, url: str, when: str) -> bool:
        """Record that a page was there again, as it had been; False when nothing is known of what it had been."""
        first = next((visit for visit in self.store.visits_of(url, "") if visit.visited_at == when), None)
        if first is None or first.sha256 is None:
            return False
        reason = "From the WARC file of another crawler, which found the same bytes again."
        status = answer.status or 200
        visit = replace(
            first, id=0, run_id=self.run_id, url=answer.url, final_url=answer.url, visited_at=answer.when,
            status=status, outcome="unchanged", reason=reason,
        )  # fmt: skip
        with self._writing():
            self.store.record(visit, Exchange(status, answer.headers, self.store.body(first.sha256)))
        self.taken += 1
        return True

    def _take_answer(self, answer: ForeignAnswer) -> None:
        url, body, status = answer.url, answer.body, answer.status
        role = _role(body, url) if body or not answer.fault else "other"
        if role is None or 300 <= (status or 0) < 400:
            self.passed_over += 1
            return
        verdict = _verdict(answer)
        title = title_of(Page(url, body)) if role in ("report", "companion") else ""
        reason = verdict.reason or "From the WARC file of another crawler."
        visit = Visit(
            0, self.run_id, PORTAL, url, url, answer.when or now(), status, verdict.outcome, reason, role, title,
            etag=answer.header("ETag"), last_modified=answer.header("Last-Modified"),
        )  # fmt: skip
        with self._writing():
            if status is None and verdict == OK:
                self.store.record_file(visit, body)
            else:
                self.store.record(visit, Exchange(status or 0, answer.headers, body))
        self.taken += 1


def _verdict(answer: ForeignAnswer) -> Verdict:
    """Judge an answer as the crawler judges its own, where the record alone tells enough."""
    if answer.fault:
        return Verdict("failed", f"In the WARC file {answer.fault}.")
    if answer.status is None:
        return OK
    told = of_status(answer.status)
    if told:
        return told
    if looks_like_file(answer.url):
        return of_file(answer.body)
    return of_page(Page(answer.url, answer.body)) if media_type(answer.body) == HTML else OK


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
