"""What changed from one version of a report to the next, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.filing import Filed, Version
from parsers.codes import codes

FIELDS = ("title", "organ", "published_on", "scope_evidence")
Rows = dict[str, Any]


def changes(report: Filed, rows: dict[str, Rows]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of `changes` without their id; `rows` maps sha256 to what was read."""
    for old, new in zip(report.versions, report.versions[1:], strict=False):
        relation = "replaced" if old.trail.addresses & new.trail.addresses else "copy"
        before = (report.id, old.id, new.id, relation)
        for difference in _differences(old, new, rows[old.head.sha256], rows[new.head.sha256]):
            yield before + difference


def disagreements(report: Filed, rows: dict[str, Rows]) -> Iterator[tuple[Version, tuple[str, ...]]]:
    """Yield each other copy of a report that still stands somewhere, with the codes of the figures that it and the
    current version print and that differ; none where they agree."""
    current = report.current
    figures = rows[current.head.sha256]["figures"]
    for other in report.versions:
        if other is current or other.trail.status != "there":
            continue
        printed = zip(codes(), figures, rows[other.head.sha256]["figures"], strict=True)
        yield other, tuple(code for code, one, two in printed if None not in (one, two) and one != two)


def _differences(old: Version, new: Version, old_rows: Rows, new_rows: Rows) -> Iterator[tuple[Any, ...]]:
    yield from _cells(old_rows, new_rows)
    for name in FIELDS:
        was, now = getattr(old.head, name), getattr(new.head, name)
        if was != now:
            yield "field", name, was, now, None, None
    was_text, now_text = _texts(old_rows), _texts(new_rows)
    for part in sorted(was_text.keys() | now_text.keys()):
        if was_text.get(part) != now_text.get(part):
            # The texts themselves stay in `sections`, under both versions.
            yield "section", str(part), None, None, _presence(was_text, part), _presence(now_text, part)


def _cells(old_rows: Rows, new_rows: Rows) -> Iterator[tuple[Any, ...]]:
    was_status = {code: status for code, status, _ in old_rows["notes"]}
    now_status = {code: status for code, status, _ in new_rows["notes"]}
    for code, was, now in zip(codes(), old_rows["figures"], new_rows["figures"], strict=True):
        old_status = was_status.get(code, "absent" if was is None else "reported")
        new_status = now_status.get(code, "absent" if now is None else "reported")
        if was != now or old_status != new_status:
            yield "cell", code, was, now, old_status, new_status


def _texts(rows: Rows) -> dict[int, str]:
    out: dict[int, str] = {}
    for part, heading, text in rows["sections"]:
        out[part] = out.get(part, "") + f"{heading}\n{text}\n"
    return out


def _presence(texts: dict[int, str], part: int) -> str:
    return "present" if part in texts else "absent"
