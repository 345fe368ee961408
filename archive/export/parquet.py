"""The format `parquet`: a file for each table and view, and reports with all figures as files by year and province."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote

import pyarrow as pa
import pyarrow.parquet as pq

from archive.export.checksums import write_sums
from archive.export.parquet_columns import arrays, fields
from archive.export.progress import Progress
from archive.export.relations import PARTITIONS, WIDE, Relation, wide
from archive.export.snapshot import Row, Snapshot

GROUP_ROWS, GROUP_BYTES = 100_000, 32 << 20
"""A row group has so many rows, or fewer where they take more memory: that of one group is all that a writer holds."""
NO_KEY = "__HIVE_DEFAULT_PARTITION__"
"""The name by which Hive, Spark, DuckDB and Arrow know the partition of rows without a key."""


class Oddities:
    """Counts values that are not what is declared, by table and column, with the first of each."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], list[Any]] = {}

    def note(self, table: str, column: str, value: Any) -> None:
        """Count one."""
        self._seen.setdefault((table, column), [0, value])[0] += 1

    def sentences(self) -> list[str]:
        """Return one sentence for each column with such values."""
        return [
            f"{table}.{column} holds {count} values that are not what is declared, such as {first!r}: they are null in "
            "the Parquet files, and as they are in the archive and in CSV."
            for (table, column), (count, first) in sorted(self._seen.items())
        ]


class TableWriter:
    """Writes the rows of a relation into one Parquet file, row group by row group."""

    def __init__(self, path: Path, relation: Relation, snapshot: Snapshot, oddities: Oddities) -> None:
        self._relation, self._oddities = relation, oddities
        about = {"name": relation.name, "zh": relation.zh, "en": relation.en, "last_visit": snapshot.last_visit}
        self._schema = pa.schema([field for column in relation.columns for field in fields(column)], about)
        self._out = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._held: list[pa.RecordBatch] = []
        self._rows = self._bytes = 0

    def __enter__(self) -> TableWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if error is None:
            self._flush()
        self._out.close()

    def write(self, rows: list[Row]) -> None:
        """Add rows."""
        columns = zip(self._relation.columns, zip(*rows, strict=True), strict=True)
        found = [array for column, values in columns for array in arrays(column, values, self._told)]
        batch = pa.record_batch(found, schema=self._schema)
        self._held.append(batch)
        self._rows += batch.num_rows
        self._bytes += batch.nbytes
        if self._rows >= GROUP_ROWS or self._bytes >= GROUP_BYTES:
            self._flush()

    def _told(self, column: str, value: Any) -> None:
        self._oddities.note(self._relation.name, column, value)

    def _flush(self) -> None:
        if self._held:
            self._out.write_table(pa.Table.from_batches(self._held), row_group_size=GROUP_ROWS)
        self._held, self._rows, self._bytes = [], 0, 0


def export_parquet(snapshot: Snapshot, chosen: list[Relation], folder: Path, progress: Progress) -> list[str]:
    """Write NAME.parquet into `folder` for each relation, and SHA256SUMS; return what to tell of odd values.

    With `reports` among them, also `report_wide/`.
    """
    told = write_parquet(snapshot, chosen, folder, progress)
    write_sums(folder)
    return told


def write_parquet(snapshot: Snapshot, chosen: list[Relation], folder: Path, progress: Progress) -> list[str]:
    """Do what `export_parquet` does, without SHA256SUMS."""
    oddities = Oddities()
    for relation in chosen:
        progress.begin(relation.name, snapshot.count(relation))
        with TableWriter(folder / f"{relation.name}.parquet", relation, snapshot, oddities) as out:
            for batch in snapshot.batches(relation):
                out.write(batch)
                progress.add(len(batch))
        progress.end()
    if any(relation.name == "reports" for relation in chosen):
        _write_partitions(snapshot, folder / WIDE, oddities, progress)
    return oddities.sentences()


def _write_partitions(snapshot: Snapshot, folder: Path, oddities: Oddities, progress: Progress) -> None:
    """Write reports with all figures as `year=Y/province_code=P/part-0.parquet`, without the columns of the path."""
    whole = wide()
    kept = [number for number, column in enumerate(whole.columns) if column.name not in PARTITIONS]
    relation = Relation(
        whole.name, whole.zh, whole.en, tuple(whole.columns[number] for number in kept), whole.key, "", ""
    )
    cells = itemgetter(*kept)
    progress.begin(whole.name, snapshot.count(whole))
    folder.mkdir()
    for path, batches in groupby(_by_partition(snapshot, whole), itemgetter(0)):
        (folder / path).mkdir(parents=True)
        with TableWriter(folder / path / "part-0.parquet", relation, snapshot, oddities) as out:
            for _, rows in batches:
                out.write([cells(row) for row in rows])
                progress.add(len(rows))
    progress.end()


def _by_partition(snapshot: Snapshot, whole: Relation) -> Iterator[tuple[str, list[Row]]]:
    """Yield runs of rows of one partition with its path; a partition may come in several runs, one after the other."""
    keys = itemgetter(*map(whole.names.index, PARTITIONS))
    for batch in snapshot.batches(whole):
        for key, rows in groupby(batch, keys):
            names = (NO_KEY if value is None else quote(str(value)) for value in key)
            yield "/".join(f"{column}={name}" for column, name in zip(PARTITIONS, names, strict=True)), list(rows)
