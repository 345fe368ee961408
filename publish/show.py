"""`gongkai show CODE REPORT`: prints where a number comes from, link by link."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click

from archive.finding_reports import code_of, report_of
from archive.proof import Proof, prove
from archive.provenance import CellRead, Chain, ProvenanceError, chain
from captures.read_only import read_only
from parsers.document import Place
from publish.cells import number
from publish.strings import Speaker
from registry.organs import lexicon

Line = tuple[str, str]
WRONG = ("differs", "damaged", "unread")


def show_command(
    code: str, report: tuple[str, ...], lang: str, as_json: bool, data: Path, db: Path, **_others: object
) -> int:
    """Print the chain of `code` in `report`; return 0, or 1 when there is none or the captured bytes say otherwise."""
    try:
        if not db.exists():
            raise ProvenanceError(f"There is no archive {db}: run gongkai build first, or name another with --db.")
        with closing(sqlite3.connect(read_only(db), uri=True)) as archive:
            found = chain(archive, code_of(archive, code), report_of(archive, " ".join(report)))
            proof = prove(found, archive, data)
    except ProvenanceError as error:
        click.echo(str(error), err=True)
        return 1
    except sqlite3.DatabaseError as error:
        click.echo(f"{db} cannot be read as an archive of this version ({error}): run gongkai build first.", err=True)
        return 1
    if as_json:
        click.echo(json.dumps(found.as_json() | {"proof": proof.as_json()}, ensure_ascii=False))
    else:
        say = Speaker(lang)
        for name, text in _lines(found, proof, say):
            click.echo(f"{say('show.' + name)}{say('show.colon')}{text}")
    return int(proof.outcome in WRONG)


def _lines(found: Chain, proof: Proof, say: Speaker) -> Iterator[Line]:
    """Yield the lines of the chain: name of the line and its text."""
    unit = f"（{found.unit}）" if found.unit else ""
    yield "code", f"{found.code} {say.pick({'zh': found.zh, 'en': found.en})}{unit}"
    yield "value", _cell(found.cell, say) + (f" (n = {found.n})" if found.terms else "")
    for term in found.terms:
        yield term.side, f"{term.code} = {_cell(term.cell, say)}"
    if not found.terms:
        yield "printed", repr(found.cell.raw) if found.cell.raw else say("show.nothing")
        yield "place", _place(found.cell.place, say)
    yield from _report_lines(found, say)
    for version, cell in found.others:
        seen = say("show.version_is", number=version["number"], status=say.label("presence", version["status"]))
        yield "other", f"{seen}: {_cell(cell, say)}; sha256 {version['sha256']}"
    for finding in found.findings:
        told = say.pick(finding, "message")
        marks = f"{finding['check_id']} {finding['severity']} {finding['status']}"
        yield "finding", f"{marks}: {told} ({say.label('attribution', finding['attribution'])})"
    yield from _source_lines(found, proof, say)


def _report_lines(found: Chain, say: Speaker) -> Iterator[Line]:
    report, version = found.report, found.version
    organ, year = report["organ_name"] or say("report.unknown_organ"), report["year"] or say("report.unknown_year")
    how = lexicon()["method"][version["organ_method"]][say.lang]
    yield "report", f"{report['report_key']}: {organ} {year} ({how})"
    told = say("show.scope_by", method=version["scope_method"], confidence=version["scope_confidence"])
    evidence = f": “{version['scope_evidence']}”" if version["scope_evidence"] else ""
    yield "scope", f"{say.label('scope', report['scope'])} ({told}{evidence})"
    status = say.label("presence", version["status"])
    which = say("show.version_is", number=version["number"], status=status)
    yield "version", f"{which}, {say('show.of', count=report['versions'])}"


def _source_lines(found: Chain, proof: Proof, say: Speaker) -> Iterator[Line]:
    version, capture = found.version, found.capture
    yield "capture", f"sha256 {version['sha256']}, {version['media_type']}, {number(capture.get('size') or 0)} B"
    yield "warc", f"{capture.get('warc_file', '—')} @ {capture.get('warc_offset', '—')}"
    for seen in found.sightings:
        status = say.label("presence", seen["status"])
        yield "address", f"{seen['url']} ({status}; {seen['first_seen']} – {seen['last_seen']})"
    if version["gone_at"]:
        yield "gone", version["gone_at"]
    yield "parser", found.parser_version
    yield "proof", _proof(proof, say)


def _proof(proof: Proof, say: Speaker) -> str:
    cell = f"{_cell(proof.cell, say)}, {_place(proof.cell.place, say)}" if proof.cell else ""
    return say(f"show.proof_{proof.outcome}", reason=proof.reason, cell=cell, engine=proof.engine)


def _cell(cell: CellRead, say: Speaker) -> str:
    """Return the value with its status; what is no number by its status alone, never as 0."""
    label = say.label("status", cell.status)
    return label if cell.value is None else f"{cell.value} ({label})"


def _place(place: Place | None, say: Speaker) -> str:
    if place is None:
        return say("show.no_place")
    where = say("show.place_is", table=place.table, row=place.row, column=place.column)
    return where + (say("show.page_is", page=place.page) if place.page is not None else "")
