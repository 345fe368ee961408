"""What `gongkai export` does: choose, write, put in place, give the exit code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import click

from archive.export.csv_files import export_csv
from archive.export.errors import ExportError, WrongCallError
from archive.export.placing import check_place, working_place
from archive.export.progress import Progress
from archive.export.relations import relations, wide
from archive.export.snapshot import Snapshot

NEEDS = {"parquet": "pyarrow", "xlsx": "xlsxwriter", "datapackage": "pyarrow"}
"""The library of the extra `export` that each format needs."""
DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+")
"""As the Citation File Format 1.2.0 has it."""


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for. `chosen` names tables and views instead of the default; `since` (the folder of the last
    release) and `doi` belong to a release."""

    form: str
    out: Path
    chosen: tuple[str, ...] = ()
    since: Path | None = None
    doi: str = ""


def export_command(
    form: str,
    out: Path,
    chosen: Sequence[str],
    since: Path | None,
    doi: str,
    db: Path,
    verbosity: int,
    **_others: object,
) -> int:
    """Export the archive `db` to `out` as `form`; return 0, 1 (wrong data, no room) or 2 (wrong call)."""
    order = Order(form, out, tuple(chosen), since, doi)
    try:
        _check(order)
        with Snapshot(db) as snapshot, _progress(order, snapshot, verbosity) as progress:
            told = _export(order, snapshot, progress)
    except ExportError as error:
        click.echo(str(error), err=True)
        return 2 if isinstance(error, WrongCallError) else 1
    except KeyboardInterrupt:
        click.echo(f"Stopped: {out} is as it was before.", err=True)
        return 1
    for sentence in told:
        click.echo(sentence, err=True)
    return 1 if told else 0


def _check(order: Order) -> None:
    """Raise WrongCallError for what cannot be meant so, before anything is written."""
    relations(order.form, order.chosen)
    check_place(order.out, is_folder=order.form != "xlsx")
    if order.form == "xlsx" and order.out.suffix.lower() != ".xlsx":
        raise WrongCallError(f"A workbook is known by its name: call it {order.out.with_suffix('.xlsx')}.")
    if order.form != "datapackage" and (order.since or order.doi):
        raise WrongCallError("--since and --doi belong to a release: give --format datapackage.")
    if order.doi and not DOI.fullmatch(order.doi):
        raise WrongCallError(f"{order.doi} is no DOI: give it as 10.5281/zenodo.1234567.")
    if order.form in NEEDS:
        try:
            import_module(NEEDS[order.form])
        except ImportError as error:
            raise WrongCallError(
                f"{order.form} needs {NEEDS[order.form]}, which is not installed: pip install 'gongkai[export]'."
            ) from error


@contextmanager
def _progress(order: Order, snapshot: Snapshot, verbosity: int) -> Iterator[Progress]:
    progress = Progress(verbosity)
    parts = relations(order.form, order.chosen)
    if order.form == "datapackage":
        parts += relations("parquet", order.chosen)
    if order.form in ("parquet", "datapackage") and any(part.name == "reports" for part in parts):
        parts.append(wide())
    progress.start(sum(snapshot.count(part) for part in parts))
    try:
        yield progress
    finally:
        progress.close()


def _export(order: Order, snapshot: Snapshot, progress: Progress) -> list[str]:
    """Write what was asked for and put it in place; return what to tell of odd values."""
    with working_place(order.out, is_folder=order.form != "xlsx") as place:
        parts = relations(order.form, order.chosen)
        if order.form == "csv":
            export_csv(snapshot, parts, place, progress)
        elif order.form == "parquet":
            from archive.export.parquet import export_parquet

            return export_parquet(snapshot, parts, place, progress)
        elif order.form == "xlsx":
            from archive.export.workbook import export_workbook

            export_workbook(snapshot, parts, place / order.out.name, progress)
        else:
            from archive.export.release import export_release

            as_parquet = relations("parquet", order.chosen)
            return export_release(snapshot, parts, as_parquet, place, progress, order.since, order.doi)
        return []
