"""Every format is read back and compared value by value with the archive."""

from __future__ import annotations

import gzip
import math
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from archive.export.contacts import without_contacts
from archive.export.csv_text import guarded, unguarded
from archive.export.relations import all_relations, relations
from archive.export.workbook import CUT
from archive.schema import Column
from demo.sample import SAMPLE
from tests.archive.export.conftest import export_to
from tests.archive.export.hostile_rows import TABLES, TEXT, by_text, hostile_rows, stored, write_archive
from tests.archive.export.reading_csv import cells

SLOW = settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def exported(tmp_path: Path, form: str, rows: Any) -> tuple[Path, Path]:
    db, out = tmp_path / "archive.db", tmp_path / ("out.xlsx" if form == "xlsx" else f"out-{form}")
    write_archive(db, rows)
    assert export_to(out, form, db, chosen=TABLES) == 0
    return db, out


def told(name: str, db: Path) -> list[tuple[Any, ...]]:
    """What a table or view holds, sentences without contacts."""
    prose = [column.kind == "prose" for column in all_relations()[name].columns]
    rows = stored(db, name)
    return [tuple(without_contacts(v) if p and v else v for p, v in zip(prose, row, strict=True)) for row in rows]


@SLOW
@given(rows=hostile_rows())
def test_csv_gives_every_value_back(tmp_path, rows):
    db, out = exported(tmp_path, "csv", rows)
    for name in TABLES:
        text = (out / f"{name}.csv").read_bytes().decode("utf-8")
        assert text.startswith("\ufeff")
        head, *read = cells(text[1:])
        assert head == all_relations()[name].names
        plain = [tuple(unguarded(v) if isinstance(v, str) else v for v in row) for row in read]
        assert plain == told(name, db)


@SLOW
@given(rows=hostile_rows())
def test_the_csv_of_a_release_gives_every_value_back(tmp_path, rows):
    db, out = exported(tmp_path, "datapackage", rows)
    for name in TABLES:
        text = gzip.decompress((out / "data" / "csv" / f"{name}.csv.gz").read_bytes()).decode("utf-8")
        assert [tuple(row) for row in cells(text)[1:]] == told(name, db)


def arrow_cells(column: Column, value: Any) -> list[Any]:
    """What the Parquet files should hold for a value."""
    if column.type == "any":
        text = value if value is None or isinstance(value, str) else repr(value)
        is_number = isinstance(value, int | float) and float(value) == value
        return [text, float(value) if is_number else None]
    if value is None:
        return [None]
    if column.kind == "date":
        return [date.fromisoformat(value)]
    if column.kind == "time":
        return [datetime.fromisoformat(value)]
    return [bool(value) if column.kind == "flag" else value]


@SLOW
@given(rows=hostile_rows())
def test_parquet_gives_every_value_back_to_arrow_and_duckdb(tmp_path, rows):
    db, out = exported(tmp_path, "parquet", rows)
    for name in TABLES:
        columns = all_relations()[name].columns
        expected = [
            tuple(part for c, v in zip(columns, row, strict=True) for part in arrow_cells(c, v))
            for row in told(name, db)
        ]
        file = out / f"{name}.parquet"
        arrow = pq.read_table(file)
        assert by_text([_utc(row.values()) for row in arrow.to_pylist()]) == by_text(expected)
        duck = duckdb.sql(f"SELECT * FROM read_parquet('{file}')").to_arrow_table()
        assert by_text([_utc(row.values()) for row in duck.to_pylist()]) == by_text(expected)


def _utc(values: Any) -> tuple[Any, ...]:
    return tuple(v.astimezone(UTC) if isinstance(v, datetime) else v for v in values)


def cell_of_sheet(value: Any) -> Any:
    """What a workbook should give back for a value of the archive."""
    if value is None or value == "":
        return None
    if isinstance(value, int) and abs(value) >= 10**15 or isinstance(value, float) and abs(value) >= 9.99e307:
        return str(value)
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").replace("\r", "\n")
        value = "".join("\ufffd" if ord(c) < 32 and c not in "\t\n" or c in "\ufffe\uffff" else c for c in value)
        units = len(value.encode("utf-16-le")) // 2
        return value if units <= 32_767 else value[: 32_767 - len(CUT)] + CUT
    return value


@SLOW
@given(rows=hostile_rows())
def test_a_workbook_gives_every_value_back_and_holds_no_formula(tmp_path, rows):
    db, out = exported(tmp_path, "xlsx", rows)
    book = openpyxl.load_workbook(out)
    for name in TABLES:
        columns = all_relations()[name].columns
        sheet = list(book[name].iter_rows())
        assert [cell.value for cell in sheet[0]] == [column.name for column in columns]
        assert not any(cell.data_type == "f" or cell.hyperlink for row in sheet for cell in row)
        read = [tuple(_plain(cell.value) for cell in row) for row in sheet[1:]]
        assert len(read) == len(told(name, db))
        expected = [tuple(map(cell_of_sheet, row)) for row in told(name, db)]
        for one, two in zip(read, expected, strict=True):
            assert [pair for pair in zip(one, two, strict=True) if not _same(*pair)] == []


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        # The reader leaves this to its caller: an underscore that could begin an escape is written as one.
        return value.replace("_x005F_", "_")
    return value.date().isoformat() if isinstance(value, datetime) else value


def _same(one: Any, two: Any) -> bool:
    if isinstance(one, int | float) and isinstance(two, int | float):
        return math.isclose(one, two, rel_tol=1e-14, abs_tol=0) or one == two
    return one == two


@given(text=TEXT)
def test_a_guarded_cell_is_no_formula_and_gives_its_text_back(text):
    inside = guarded(text)[1:-1].replace('""', '"')
    assert unguarded(inside) == text
    assert len(inside) <= 1 or inside[0] not in "=+-@＝＋－＠\t\r\n"


@pytest.mark.parametrize("relation", relations("parquet"), ids=lambda relation: relation.name)
def test_the_sample_is_the_same_in_parquet(sample_parquet, relation):
    expected = [
        tuple(part for c, v in zip(relation.columns, row, strict=True) for part in arrow_cells(c, v))
        for row in told(relation.name, SAMPLE)
    ]
    table = pq.read_table(sample_parquet / f"{relation.name}.parquet")
    assert by_text([_utc(row.values()) for row in table.to_pylist()]) == by_text(expected)
