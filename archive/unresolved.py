"""Organs that could not be told, or only with a doubt: listed with candidates and a line to paste into organs.csv."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator
from typing import Any

from rapidfuzz import fuzz, process

from archive.ddl import insert_sql
from registry.departments import departments
from registry.organs import organ_from_name
from registry.regions import Regions, regions

PROBLEMS = ("no_organ", "organ_conflict", "organ_ambiguous", "organ_unclear")
"""Problems of `readings` that a decision on the organ settles."""
MOST, LEAST = 3, 60
"""At most so many candidates, of at least this likeness (0 to 100)."""
Candidate = tuple[str, str, int]
_LISTED = """
SELECT d.problem, coalesce(v.organ_name, '') AS printed, coalesce(p.region_code, '') AS region, min(d.portal_id),
       count(*), min(d.sha256), min(d.url)
FROM readings d LEFT JOIN report_versions v ON v.sha256 = d.sha256 LEFT JOIN portals p ON p.id = d.portal_id
WHERE d.problem IN ({marks})
GROUP BY d.problem, printed, region, CASE WHEN v.organ_name IS NULL THEN d.sha256 END
ORDER BY 6
"""


def fill_unresolved(db: sqlite3.Connection, known: Regions | None = None) -> int:
    """Fill `unresolved_organs` anew from `readings`, `report_versions`, `portals` and `organ_names`; return its rows.

    One row for each printed name and region of a portal, or for each capture that prints no name.
    """
    db.execute("DELETE FROM unresolved_organs")
    listed = db.execute(_LISTED.format(marks=", ".join("?" * len(PROBLEMS))), PROBLEMS).fetchall()
    db.executemany(insert_sql("unresolved_organs"), (_row(db, known or regions(), *found) for found in listed))
    return len(listed)


def _row(
    db: sqlite3.Connection,
    known: Regions,
    problem: str,
    printed: str,
    region: str,
    portal: str | None,
    captures: int,
    sha256: str,
    url: str | None,
) -> tuple[Any, ...]:
    found = _candidates(db, known, problem, printed, region)
    shown = "; ".join(f"{organ} {name} {score}" for organ, name, score in found)
    line = _line(printed, region, "" if printed else sha256, found[0][0] if found else "")
    return sha256, problem, printed or None, portal, region or None, captures, url, shown or None, line


def _line(printed: str, region: str, sha256: str, organ: str) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([printed, "" if sha256 else region, sha256, organ, ""])
    return out.getvalue()


def _candidates(db: sqlite3.Connection, known: Regions, problem: str, printed: str, region: str) -> list[Candidate]:
    """Return what the name may stand for, the likeliest first: id, name and likeness."""
    found = dict.fromkeys(_by_rule(known, problem, printed, region))
    ids = {organ for organ, _, _ in found}
    found |= dict.fromkeys(one for one in _alike(db, printed, region) if one[0] not in ids)
    return sorted(found, key=lambda one: -one[2])[:MOST]


def _by_rule(known: Regions, problem: str, printed: str, region: str) -> Iterator[Candidate]:
    """Yield what rules make of the name: of a short form its departments, of a strange place the portal's own."""
    here = known.get(region)
    if here is None or not printed:
        return
    organ = organ_from_name(printed, here, known)
    if problem == "organ_conflict":
        place = known.get(organ.region_code or "")
        yield organ.id, organ.name, 100
        rest = printed.split(place.name)[-1] if place else printed
        own = organ_from_name(here.name + rest, here, known)
        yield own.id, own.name, 90
    if problem == "organ_ambiguous":
        place = known.get(organ.region_code or "") or here
        short = next((name for name in departments() if printed.endswith(name) and departments()[name].candidates), "")
        for name in departments()[short].candidates if short else ():
            own = organ_from_name(place.name + name, place, known)
            yield own.id, own.name, round(fuzz.ratio(short, name))


def _alike(db: sqlite3.Connection, printed: str, region: str) -> Iterator[Candidate]:
    """Yield organs of the archive with a like name: in the portal's region, or anywhere when no region is known."""
    if not printed:
        return
    # Ids begin with their region and a dash; the character after the dash is the full stop.
    near = "organ_id >= :region || '-' AND organ_id < :region || '.'" if region else "name LIKE '%' || :printed"
    sql = f"SELECT organ_id, name FROM organ_names WHERE {near} AND name != :printed ORDER BY 1, 2 LIMIT 5000"
    rows = db.execute(sql, {"region": region, "printed": printed}).fetchall()
    names = [name for _, name in rows]
    for name, score, at in process.extract(printed, names, scorer=fuzz.WRatio, limit=MOST, score_cutoff=LEAST):
        yield rows[at][0], name, round(score)
