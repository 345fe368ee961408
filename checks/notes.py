"""What the reader noticed, as findings: every note becomes one, none is dropped."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from checks import labels
from checks.finding import Finding, FindingStatus
from checks.view import View
from parsers.codes import codes
from parsers.report import Note

FILE = Path(__file__).with_name("notes.toml")
UNKNOWN = "unknown"
_REMARKS = {"some bytes fit no encoding": ("有字节不属于任何编码", "some bytes fit no encoding")}


class UnknownNoteError(ValueError):
    """The reader left a note of a kind that `notes.toml` does not have."""


@cache
def kinds() -> dict[str, Any]:
    """Return note kind to its check, severity and sentences."""
    with FILE.open("rb") as file:
        return tomllib.load(file)


def note_findings(view: View, strict: bool = False) -> Iterator[Finding]:
    """Yield a failed finding for each note; an unknown kind raises UnknownNoteError if `strict`, else it fails X02."""
    for note in _gathered(view):
        if strict and note.kind not in kinds():
            raise UnknownNoteError(f"note kind {note.kind!r} is not in {FILE.name}: add it there with its check")
        yield finding_of(note, view.old)


def _gathered(view: View) -> Iterator[Note]:
    """Yield the notes, those of a kind that is told once for a table (`together`) as one note with all their cells."""
    together: dict[tuple[str, str], Note] = {}
    for note in view.report.notes:
        if not note.cells or not kinds().get(note.kind, {}).get("together"):
            yield note
            continue
        key = note.kind, codes()[note.cells[0]].table
        first = together.get(key, dataclasses.replace(note, cells=()))
        together[key] = dataclasses.replace(first, cells=(*first.cells, *note.cells))
    yield from together.values()


def finding_of(note: Note, old: bool = False) -> Finding:
    """Return the failed finding of a note; `old` says that it is of a report before the forms of 2019."""
    kind = note.kind if note.kind in kinds() else UNKNOWN
    entry = kinds()[kind]
    detail = _in_words(note.detail) if kind == note.kind else (f"{note.kind} {note.detail}".strip(),) * 2
    if not detail[0] and note.cells and "{cells}" not in entry["text"][0]:
        detail = labels.columns(note.cells) if kind == "missing_column" else labels.rows(note.cells)
    cells = labels.cells(note.cells) if note.cells else ("表格", "the table")
    texts = []
    for language, template in enumerate(entry["text"]):
        if not detail[language]:
            template = template.replace("：{detail}", "").replace(": {detail}", "")
        text = template.format(cells=cells[language], detail=detail[language], count=len(note.cells))
        texts.append(text[:1].upper() + text[1:])
    # The six parts and the three tables are of the forms since 2019: an older report cannot lack them.
    status: FindingStatus = "not_applicable" if old and entry["check"] in ("S01", "S05", "S06", "S07") else "fail"
    return Finding(
        entry["check"],
        entry["severity"],
        status,
        texts[0],
        texts[1],
        note.cells,
        evidence=note.detail if note.detail == detail[0] else "",
    )


def _in_words(detail: str) -> labels.Pair:
    """Return what a note says in both languages: its forms and tables are named, anything else is quoted."""
    if detail in labels.TABLES:
        return labels.TABLES[detail]
    forms = detail.split(", ")
    if all(form in labels.FORMS for form in forms):
        return "、".join(labels.FORMS[form][0] for form in forms), ", ".join(labels.FORMS[form][1] for form in forms)
    return _REMARKS.get(detail, (detail, detail))


def noted_checks(view: View) -> set[str]:
    """Return the ids of the checks for which the reader left a note."""
    return {kinds()[note.kind if note.kind in kinds() else UNKNOWN]["check"] for note in view.report.notes}
