"""The Parquet files open in DuckDB, pandas and Arrow with the declared types; those of Spark and R are among them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import duckdb
import pandas
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from archive.export.checksums import SUMS
from archive.export.relations import WIDE, relations
from archive.schema import tables, views
from demo.sample import SAMPLE
from tests.archive.export.conftest import count, export_to, numbers
from tests.archive.export.test_release import altered

SPARK = {pa.int64(), pa.float64(), pa.string(), pa.date32(), pa.timestamp("us", "UTC"), pa.bool_()}
HIVE = "hive_partitioning=true, hive_types={'year': BIGINT, 'province_code': VARCHAR}"


def sql(statement: str) -> list[tuple]:
    with closing(sqlite3.connect(SAMPLE)) as connection:
        return connection.execute(statement).fetchall()


@pytest.mark.parametrize("view", views().values(), ids=lambda view: view.name)
def test_the_declared_columns_of_a_view_are_those_it_has(view):
    with closing(sqlite3.connect(SAMPLE)) as connection:
        cursor = connection.execute(f"SELECT * FROM [{view.name}] LIMIT 0")
    assert [column[0] for column in cursor.description] == [column.name for column in view.columns]


def test_every_declared_table_and_view_is_exported_but_working_data_and_what_is_computed_row_by_row(sample_parquet):
    names = {path.stem for path in sample_parquet.glob("*.parquet")}
    assert {*tables(), *views()} - names == {"text_signatures", "v_indicators", "v_region_indicators"}
    assert names < {*tables(), *views()}
    assert {path.name for path in sample_parquet.iterdir()} == {f"{name}.parquet" for name in names} | {WIDE, SUMS}


def test_every_type_is_one_that_spark_and_r_read(sample_parquet):
    for path in sample_parquet.rglob("*.parquet"):
        assert set(pq.read_schema(path).types) <= SPARK, path


def test_every_column_bears_both_descriptions(sample_parquet):
    for name in (relation.name for relation in relations("parquet")):
        schema = pq.read_schema(sample_parquet / f"{name}.parquet")
        assert schema.metadata[b"zh"]
        assert all(field.metadata[b"zh"] and field.metadata[b"en"] for field in schema)


def test_pandas_reads_whole_numbers_days_times_and_flags(sample_parquet):
    reports = pandas.read_parquet(sample_parquet / "reports.parquet", dtype_backend="pyarrow")
    kinds = {name: str(kind) for name, kind in reports.dtypes.items()}
    assert kinds["requests_new"] == "int64[pyarrow]"
    assert kinds["published_on"] == "date32[day][pyarrow]"
    assert kinds["is_practice"] == "bool[pyarrow]"
    assert sorted(reports["report_key"]) == sorted(row[0] for row in sql("SELECT report_key FROM reports"))
    versions = pandas.read_parquet(sample_parquet / "report_versions.parquet")
    assert str(versions["first_seen"].dtype).startswith("datetime64[us, UTC")


def test_duckdb_reads_the_partitions_with_their_keys(sample_parquet):
    found = duckdb.sql(
        f"SELECT year, province_code, report_key, req_new__total "
        f"FROM read_parquet('{sample_parquet}/{WIDE}/**/*.parquet', {HIVE}) ORDER BY report_key"
    ).fetchall()
    assert found == sql(
        "SELECT year, province_code, report_key, req_new__total FROM reports JOIN report_figures ON report_id = id ORDER BY report_key"
    )


def test_reports_without_year_or_province_are_in_the_partition_of_null(tmp_path):
    db = altered(tmp_path, f"UPDATE reports SET year = NULL, province_code = NULL WHERE id = {numbers()[1]}")
    assert export_to(tmp_path / "out", "parquet", db) == 0
    folder = tmp_path / "out" / WIDE
    part = folder / "year=__HIVE_DEFAULT_PARTITION__" / "province_code=__HIVE_DEFAULT_PARTITION__" / "part-0.parquet"
    (key,) = pq.read_table(part)["report_key"].to_pylist()
    keys = pa.schema([("year", pa.int64()), ("province_code", pa.string())])
    table = ds.dataset(folder, partitioning=ds.partitioning(keys, flavor="hive")).to_table()
    assert {row["report_key"] for row in table.to_pylist() if row["year"] is None} == {key}
    assert table.num_rows == len(numbers())
    duck = duckdb.sql(f"SELECT report_key FROM read_parquet('{folder}/**/*.parquet', {HIVE}) WHERE year IS NULL")
    assert duck.fetchall() == [(key,)]


def test_row_groups_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr("archive.export.parquet.GROUP_ROWS", 5)
    monkeypatch.setattr("archive.export.snapshot.CELLS", 100)
    assert export_to(tmp_path / "out", "parquet", chosen=("checks", "reports")) == 0
    file = pq.ParquetFile(tmp_path / "out" / "checks.parquet")
    assert file.num_row_groups > 10
    assert file.metadata.num_rows == count("checks")


def test_duckdb_tells_a_null_from_an_empty_text_in_csv(tmp_path):
    db = altered(
        tmp_path,
        f"UPDATE reports SET region_name = '' WHERE id = {numbers()[0]}",
        f"UPDATE reports SET region_name = NULL WHERE id = {numbers()[1]}",
    )
    assert export_to(tmp_path / "out", "csv", db, chosen=("reports",)) == 0
    read = f"FROM read_csv('{tmp_path}/out/reports.csv', allow_quoted_nulls=false)"
    assert duckdb.sql(f"SELECT region_name {read} WHERE id <= {numbers()[1]} ORDER BY id").fetchall() == [
        ("",),
        (None,),
    ]
