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
from archive.provenance import Chain, ProvenanceError, chain
from captures.read_only import read_only
from publish.chain_lines import (
    Line,
    cell_text,
    finding_lines,
    other_lines,
    place_text,
    report_lines,
    source_lines,
    value_lines,
)
from publish.strings import Speaker

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
        for line in _lines(found, proof, say):
            click.echo(f"{say('show.' + line.name)}{say('show.colon')}{line.text}")
    return int(proof.outcome in WRONG)


def _lines(found: Chain, proof: Proof, say: Speaker) -> Iterator[Line]:
    """Yield the lines of the chain, its proof last."""
    for lines in (value_lines, report_lines, other_lines, finding_lines, source_lines):
        yield from lines(found, say)
    yield Line("proof", _proof(proof, say))


def _proof(proof: Proof, say: Speaker) -> str:
    cell = f"{cell_text(proof.cell, say)}, {place_text(proof.cell.place, say)}" if proof.cell else ""
    return say(f"show.proof_{proof.outcome}", reason=proof.reason, cell=cell, engine=proof.engine)
