"""Files the captures that wait: which report each is a version of, and what is news to an archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from archive.filing import Filed, Version, filed, place, version
from archive.readings import Readings
from archive.sightings import trails
from archive.sources import Sources
from archive.state import State, chunks, marks


@dataclass(frozen=True, slots=True)
class Identity:
    """What makes a report: "" where region or organ are not known, year None."""

    key: str
    year: int | None
    region_code: str
    scope: str
    organ_id: str
    organ_type: str


Group = tuple[str, list[str]]
"""The key of a report, and the captures that are its versions."""


def file_waiting(state: State, readings: Readings, sources: Sources) -> None:
    """File every body that waits, and note for archives what that changes: the capture, its report, its former one."""
    for digests in state.waiting():
        heads, known = readings.heads(digests), trails(state, digests)
        before = _keys(state, digests)
        with state.transaction():
            for table in ("filed", "waiting"):
                state.db.execute(f"DELETE FROM {table} WHERE sha256 IN ({marks(digests)})", digests)
            news: set[tuple[str, str]] = set()
            for sha256 in digests:
                head, trail = heads.get(sha256), known.get(sha256)
                one = version(head, trail, sources) if head and head.verdict == "report" and trail else None
                if one is not None:
                    _file(state, one, sources)
                news |= {(sha256, key) for key in (before.get(sha256), one.key if one else "") if key is not None}
            state.db.executemany("INSERT INTO news (sha256, report_key) VALUES (?, ?)", sorted(news))


def _keys(state: State, digests: list[str]) -> dict[str, str]:
    sql = f"SELECT sha256, report_key FROM filed WHERE sha256 IN ({marks(digests)})"
    return dict(state.db.execute(sql, digests))


def _file(state: State, one: Version, sources: Sources) -> None:
    organ = one.organ
    who = (organ.id, organ.organ_type) if organ else ("", "")
    where = (organ.region_code or "") if organ else ""
    row = (one.head.sha256, one.key, place(one, sources), one.head.year, where, one.head.scope, *who, one.problem)
    state.db.execute("INSERT INTO filed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def identities(state: State, keys: list[str] | None = None) -> Iterator[Identity]:
    """Yield every report, or those with some keys (at most 500), in their order on disk."""
    where = "" if keys is None else f"WHERE report_key IN ({marks(keys)})"
    sql = f"SELECT report_key, year, region_code, scope, organ_id, organ_type FROM filed {where}"
    found = state.db.execute(f"{sql} GROUP BY place, report_key ORDER BY place, report_key", keys or ())
    return (Identity(*row) for row in found)


def keys_of_news(state: State, after: int) -> list[str]:
    """Return the keys of the reports of which an archive made at number `after` has to learn something."""
    sql = "SELECT DISTINCT report_key FROM news WHERE number > ? AND report_key <> '' ORDER BY report_key"
    return [row[0] for row in state.db.execute(sql, (after,))]


def digests_of_news(state: State, after: int) -> list[str]:
    """Return the captures of which an archive made at number `after` has to learn something."""
    sql = "SELECT DISTINCT sha256 FROM news WHERE number > ? ORDER BY sha256"
    return [row[0] for row in state.db.execute(sql, (after,))]


def all_groups(state: State) -> Iterator[Group]:
    """Yield every report with its captures, in its order on disk."""
    rows = state.db.execute("SELECT report_key, sha256 FROM filed ORDER BY place, report_key, sha256")
    return ((key, [sha256 for _, sha256 in group]) for key, group in groupby(rows, key=lambda row: row[0]))


def groups(state: State, keys: Iterable[str]) -> Iterator[Group]:
    """Yield the reports with these keys in their order on disk; none for a key that no capture bears any longer."""
    found: list[tuple[str, str, str]] = []
    for chunk in chunks(keys):
        sql = f"SELECT place, report_key, sha256 FROM filed WHERE report_key IN ({marks(chunk)})"
        found += state.db.execute(sql, chunk)
    grouped = groupby(sorted(found), key=lambda row: row[1])
    return ((key, [row[2] for row in group]) for key, group in grouped)


def put_together(state: State, readings: Readings, sources: Sources, wanted: list[Group]) -> list[Filed]:
    """Return these reports with their versions, in the order given."""
    digests = [sha256 for _, members in wanted for sha256 in members]
    known = trails(state, digests)
    heads = {sha256: head for part in chunks(digests) for sha256, head in readings.heads(part).items()}
    return [
        filed([version(heads[sha256], known[sha256], sources) for sha256 in members], sources) for _, members in wanted
    ]
