"""The format `csv`: a folder with one file for each table and view, for spreadsheets and for everything else.

The files begin with a byte-order mark: without it, Excel takes UTF-8 for the code page of the machine (GBK in China)
and shows rubbish. They are guarded against formulas (`csv_text.guarded`).
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from archive.export.checksums import write_sums
from archive.export.csv_text import Quote, guarded, line, quoted
from archive.export.progress import Progress
from archive.export.relations import Relation
from archive.export.snapshot import Snapshot

GZIP_LEVEL = 6
PACKED = "data/csv/{name}.csv.gz"
"""The path of a relation in a release."""


def export_csv(snapshot: Snapshot, chosen: list[Relation], folder: Path, progress: Progress) -> None:
    """Write NAME.csv into `folder` for each relation, and SHA256SUMS."""
    for relation in chosen:
        with (folder / f"{relation.name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            write_rows(snapshot, relation, file, progress, guarded)
    write_sums(folder)


def write_rows(snapshot: Snapshot, relation: Relation, file: TextIO, progress: Progress, quote: Quote = quoted) -> int:
    """Write the head line and every row of a relation into an open file; return the number of rows."""
    progress.begin(relation.name, snapshot.count(relation))
    rows = 0
    file.write(line(relation.names))
    for batch in snapshot.batches(relation):
        file.write("".join([line(row, quote) for row in batch]))
        rows += len(batch)
        progress.add(len(batch))
    progress.end()
    return rows


@contextmanager
def packed(path: Path) -> Iterator[TextIO]:
    """Open a gzip file for text whose bytes depend on its text alone: no name, no time."""
    with (
        path.open("wb") as raw,
        gzip.GzipFile("", "wb", GZIP_LEVEL, raw, mtime=0) as binary,
        TextIOWrapper(binary, encoding="utf-8", newline="") as file,
    ):
        yield file
