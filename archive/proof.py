"""Proves a chain: the captured bytes have the sha256 that the archive names, and give the cell when read again."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.engine import engine_version
from archive.provenance import CellRead, Chain, plain
from archive.reader import read_whole, told_title
from archive.record import is_plain
from captures.records import CaptureError
from captures.store import LEDGER, CaptureStore
from parsers.codes import codes
from parsers.report import Context, Reading


@dataclass(frozen=True, slots=True)
class Proof:
    """`outcome`: same, differs (another cell was read), unread (no report was read), damaged, not_at_hand, or not_tried
    (a number without a cell); `reason` says why. `engine` is the version that read again."""

    outcome: str
    reason: str = ""
    cell: CellRead | None = None
    engine: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the proof as a mapping."""
        cell = self.cell.as_json() if self.cell else None
        return {"outcome": self.outcome, "reason": self.reason, "cell": cell, "engine": self.engine}


def prove(chain: Chain, db: sqlite3.Connection, data: Path) -> Proof:
    """Read the capture of `chain` again from the folder `data`, with what the archive knows of where it was found."""
    sha256 = chain.version["sha256"]
    if not (data / LEDGER).exists():
        return Proof("not_at_hand", f"there are no captures in {data}")
    try:
        with CaptureStore(data) as store:
            if store.capture(sha256) is None:
                return Proof("not_at_hand", f"{data} does not hold it")
            body = store.body(sha256)
            if chain.code not in codes():
                return Proof("not_tried")
            reading = _read(body, db, chain, store)
    except CaptureError as error:
        return Proof("damaged", str(error).rstrip("."))
    if reading.report is None:
        return Proof("unread", reading.reason, engine=engine_version())
    fact = next((fact for fact in reading.report.facts if fact.code == chain.code), None)
    cell = CellRead(fact.value, fact.status, fact.raw, fact.place) if fact else CellRead(None, "absent", "")
    raw = plain(fact.value) if fact and fact.value is not None and is_plain(fact) else cell.raw.strip()
    known = chain.cell
    same = (cell.value, cell.status, raw) == (known.value, known.status, known.raw.strip())
    return Proof("same" if same else "differs", cell=cell, engine=engine_version())


def _read(body: bytes, db: sqlite3.Connection, chain: Chain, store: CaptureStore) -> Reading:
    """Read a body as the build does, with what the archive knows of it."""
    sql = (
        "SELECT v.role, v.link_title, v.link_date, p.name, coalesce(nullif(v.final_url, ''), v.url), v.found_on"
        " FROM visits v LEFT JOIN portals p ON p.id = v.portal_id WHERE v.sha256 = ?"
        " ORDER BY v.role = 'listing', v.visited_at LIMIT 1"
    )
    known = db.execute(sql, (chain.version["sha256"],)).fetchone() or ("", "", "", None, "", "")
    role, link_title, published_on, publisher, url, page = known
    title = told_title(role, link_title or "", lambda: _page_title(db, page))
    parts = db.execute(
        "SELECT DISTINCT coalesce(nullif(link_title, ''), url), sha256 FROM visits"
        " WHERE role = 'attachment' AND found_on = ? AND sha256 IS NOT NULL",
        (url,),
    ).fetchall()
    return read_whole(body, Context(title or None, published_on or None, publisher, url), parts, store.body)


def _page_title(db: sqlite3.Connection, page: str) -> str:
    sql = (
        "SELECT link_title FROM visits WHERE coalesce(nullif(final_url, ''), url) = ? AND role = 'report'"
        " ORDER BY visited_at DESC LIMIT 1"
    )
    found = db.execute(sql, (page,)).fetchone()
    return (found[0] if found else "") or ""
