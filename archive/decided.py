"""What a person decided of organs and scopes (`decisions/organs.csv`, `scopes.csv`), looked up by the build."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

from archive.decisions import DecisionError, decisions
from archive.state import chunks, marks
from registry.organs import organ_from_name
from registry.regions import Regions

SCOPES = ("own", "level", "region", "system", "unknown")
_ID = re.compile(r"([0-9A-Z]+)-[0-9a-f]{8}")
_SHA256 = re.compile("[0-9a-f]{64}")
_MATCHED_NAMES = """
SELECT DISTINCT v.organ_name, coalesce(p.region_code, '') FROM report_versions v
JOIN sightings s ON s.version_id = v.id LEFT JOIN portals p ON p.id = s.portal_id WHERE v.organ_name IN ({marks})
"""
_DECIDED_KEYS = """
SELECT substr(r.report_key, 1, length(r.report_key) - length(r.scope)) || v.scope_told
FROM report_versions v JOIN reports r ON r.id = v.report_id WHERE v.scope_method = 'decision'
"""


@dataclass(frozen=True, slots=True)
class Decided:
    """Organs by sha256 and by (printed name, region of the portal); scopes by sha256 and by the key of a report.

    An organ is its id or its full name; a report's key is that which it has without the decision.
    """

    organs: dict[str, str] = field(default_factory=dict)
    organ_names: dict[tuple[str, str], str] = field(default_factory=dict)
    scopes: dict[str, str] = field(default_factory=dict)

    def organ(self, sha256: str, printed: str, region: str) -> str | None:
        """Return the id or name that a person gave the organ of a capture, or None."""
        return self.organs.get(sha256) or self.organ_names.get((printed, region))

    def scope(self, sha256: str, report_key: str) -> str | None:
        """Return the scope that a person gave a capture or a whole report, or None."""
        return self.scopes.get(sha256) or self.scopes.get(report_key)


def load_decided(data: Path, known: Regions) -> Decided:
    """Return the decisions of a data folder. Raises DecisionError that names file and fault."""
    out = Decided()
    for row in decisions(data, "organs", ("organ",), ("printed", "region", "sha256", "note")):
        _prove_organ(row, known)
        if row["sha256"]:
            out.organs[row["sha256"]] = row["organ"]
        else:
            out.organ_names[row["printed"], row["region"]] = row["organ"]
    for row in decisions(data, "scopes", ("scope",), ("sha256", "report_key", "note")):
        key = row["sha256"] or row["report_key"]
        if row["scope"] not in SCOPES or not key:
            raise DecisionError(
                f"decisions/scopes.csv: {row['scope']!r} for {key!r}: give one of {', '.join(SCOPES)} and a sha256 or "
                "a report_key."
            )
        out.scopes[key] = row["scope"]
    return out


def _prove_organ(row: dict[str, str], known: Regions) -> None:
    where = f"decisions/organs.csv, organ {row['organ']}"
    if not row["sha256"] and not row["printed"]:
        raise DecisionError(f"{where}: give the printed name (with the portal's region) or the sha256.")
    if row["sha256"] and not _SHA256.fullmatch(row["sha256"]):
        raise DecisionError(f"{where}: {row['sha256']} is no sha256.")
    region = region_of_id(row["organ"])
    if region is None:
        region = organ_from_name(row["organ"], known.get(row["region"]), known).region_code
    if region is None or known.get(region) is None:
        raise DecisionError(f"{where}: no region can be told from it; write the full name with province and city.")


def region_of_id(organ: str) -> str | None:
    """Return the region code of an organ's id, or None for what is no id."""
    match = _ID.fullmatch(organ)
    return match[1] if match else None


def idle_decisions(db: sqlite3.Connection, decided: Decided) -> list[str]:
    """Return a sentence for each decision that no report of the built archive answers to."""
    digests = {key for key in (*decided.organs, *decided.scopes) if _SHA256.fullmatch(key)}
    kept = _among(db, "SELECT sha256 FROM report_versions WHERE sha256 IN ({marks})", digests)
    names = {printed for printed, _ in decided.organ_names}
    seen = _among(db, _MATCHED_NAMES, names)
    keys = set(db.execute(_DECIDED_KEYS)) if decided.scopes else set()
    idle = [f"organs.csv: {key}" for key in decided.organs if (key,) not in kept]
    idle += [f"organs.csv: {name} ({region})" for name, region in decided.organ_names if (name, region) not in seen]
    idle += [f"scopes.csv: {key}" for key in decided.scopes if (key,) not in kept | keys]
    return [f"The decision {which} fits no report any more." for which in sorted(idle)]


def _among(db: sqlite3.Connection, sql: str, values: set[str]) -> set[tuple[str, ...]]:
    out: set[tuple[str, ...]] = set()
    for some in chunks(sorted(values)):
        out |= set(db.execute(sql.format(marks=marks(some)), some))
    return out
