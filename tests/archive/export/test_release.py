"""A release can be checked, cited and compared: descriptor, sums, citation, change log."""

from __future__ import annotations

import csv
import gzip
import json
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import jsonschema
import pytest
import yaml
from frictionless import Package

from archive.export.relations import relations
from demo.sample import SAMPLE
from tests.archive.export.conftest import export_to, numbers

CFF = json.loads(Path(__file__).with_name("cff-1.2.0.schema.json").read_text("utf-8"))
"""The schema of the Citation File Format 1.2.0 (CC BY 4.0), without its descriptions."""


def altered(folder: Path, *statements: str) -> Path:
    """A copy of the sample archive in which something was changed."""
    db = folder / "altered.db"
    shutil.copyfile(SAMPLE, db)
    with closing(sqlite3.connect(db)) as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount > 0
        connection.commit()
    return db


def changes(release: Path) -> list[dict[str, str]]:
    with gzip.open(release / "CHANGES.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def version(release: Path) -> str:
    return json.loads((release / "datapackage.json").read_text("utf-8"))["version"]


def test_frictionless_finds_nothing_wrong(sample_release):
    report = Package(str(sample_release / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "message"])
    assert {task.name for task in report.tasks} >= {"reports", "report_figures", "sections", "findings", "codes"}


def test_a_changed_byte_is_found_by_the_descriptor_and_by_sha256sum(sample_release, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(sample_release, copy)
    check = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(check, cwd=copy, check=False).returncode == 0
    with gzip.open(copy / "data" / "csv" / "codes.csv.gz", "at", encoding="utf-8") as file:
        file.write("\r\n")
    assert subprocess.run(check, cwd=copy, check=False, capture_output=True).returncode == 1
    assert not Package(str(copy / "datapackage.json")).validate().valid


def test_every_file_is_summed(sample_release):
    summed = {line[66:] for line in (sample_release / "SHA256SUMS").read_text().splitlines()}
    there = {path.relative_to(sample_release).as_posix() for path in sample_release.rglob("*") if path.is_file()}
    assert summed == there - {"SHA256SUMS"}
    assert {"README.md", "LICENSE", "CITATION.cff", "CHANGES.md", "dictionary.csv", "datapackage.json"} < summed


def test_the_schemas_have_keys_references_and_both_languages(sample_release):
    package = json.loads((sample_release / "datapackage.json").read_text("utf-8"))
    reports = next(resource for resource in package["resources"] if resource["name"] == "reports")
    fields = {field["name"]: field for field in reports["schema"]["fields"]}
    assert reports["schema"]["primaryKey"] == ["id"]
    assert {"fields": ["organ_id"], "reference": {"resource": "organs", "fields": ["id"]}} in reports["schema"][
        "foreignKeys"
    ]
    assert fields["published_on"]["type"] == "date"
    assert fields["is_practice"]["type"] == "boolean"
    assert "机关" in fields["organ_id"]["description"]
    assert "Organ" in fields["organ_id"]["description"]


def test_the_citation_is_valid_and_its_date_that_of_the_last_visit(tmp_path):
    db = altered(tmp_path, "UPDATE about SET value = '2025-03-01T01:02:03.000000Z' WHERE key = 'last_visit'")
    assert export_to(tmp_path / "out", "datapackage", db, doi="10.5281/zenodo.1234") == 0
    told = yaml.load((tmp_path / "out" / "CITATION.cff").read_text("utf-8"), yaml.BaseLoader)
    jsonschema.validate(told, CFF)
    assert told["date-released"] == "2025-03-01"
    assert re.fullmatch(r"2025-03-01\.[0-9a-f]{8}", told["version"])
    assert (told["doi"], told["license"]) == ("10.5281/zenodo.1234", "CC0-1.0")


def test_the_dictionary_describes_every_column_of_every_relation(sample_release):
    with (sample_release / "dictionary.csv").open(encoding="utf-8", newline="") as file:
        told = {(row["relation"], row["column"]): row for row in csv.DictReader(file)}
    declared = {(each.name, column.name) for each in relations("parquet") for column in each.columns}
    assert told.keys() == declared
    assert all(row["zh"] and row["en"] for row in told.values())


def test_the_change_log_names_what_was_added_removed_and_changed(sample_release, tmp_path):
    third, first, second = numbers()[2], numbers()[4], numbers()[-1]
    db = altered(
        tmp_path,
        f"UPDATE report_figures SET req_new__total = 4242 WHERE report_id = {first}",
        f"UPDATE report_figures SET rev_total = NULL WHERE report_id = {second}",
        f"UPDATE reports SET title = '新的标题' WHERE id = {second}",
        f"UPDATE reports SET report_key = 'quite-new' WHERE id = {third}",
    )
    with closing(sqlite3.connect(SAMPLE)) as sample:
        keys = dict(sample.execute("SELECT id, report_key FROM reports"))
        old = sample.execute("SELECT f.req_new__total, g.rev_total, r.title FROM report_figures f, report_figures g, "
                             f"reports r WHERE f.report_id = {first} AND g.report_id = {second} AND r.id = {second}").fetchone()  # fmt: skip
        year = sample.execute(f"SELECT year FROM reports WHERE id = {third}").fetchone()[0]
    assert export_to(tmp_path / "out", "datapackage", db, since=sample_release) == 0
    told = [
        (row["change"], row["report_key"], row["column"], row["before"], row["after"])
        for row in changes(tmp_path / "out")
    ]
    assert sorted(told) == sorted(
        [
            ("changed", keys[first], "req_new__total", str(old[0]), "4242"),
            ("changed", keys[second], "rev_total", str(old[1]), ""),
            ("changed", keys[second], "title", old[2], "新的标题"),
            ("added", "quite-new", "", "", ""),
            ("removed", keys[third], "", "", ""),
        ]
    )  # fmt: skip
    page = (tmp_path / "out" / "CHANGES.md").read_text("utf-8")
    assert version(tmp_path / "out") != version(sample_release)
    assert version(tmp_path / "out") in page and version(sample_release) in page
    assert f"| {year} | 1 | 1 | 1 | 0 | 0 | 0 | 0 | 0 |" in page
    assert f"| 合计 total | {len(numbers())} | 1 | 1 | 2 | 0 | 1 | 1 | 1 |" in page


def test_a_first_release_says_what_it_holds_and_counts_no_changes(sample_release):
    page = (sample_release / "CHANGES.md").read_text("utf-8")
    assert "首次发布" in page and "新增" not in page
    assert f"| 合计 total | {len(numbers())} |\n" in page
    assert f"| `reports` | {len(numbers())} |\n" in page


def test_a_release_of_the_same_content_has_no_changes_though_rows_were_renumbered(sample_release, tmp_path):
    db = altered(
        tmp_path,
        "UPDATE reports SET id = id + 1000, in_region_report_id = in_region_report_id + 1000",
        "UPDATE report_figures SET report_id = report_id + 1000",
    )
    assert export_to(tmp_path / "out", "datapackage", db, since=sample_release) == 0
    assert changes(tmp_path / "out") == []


def test_a_release_that_was_changed_since_is_not_compared_with(sample_release, tmp_path, capfd):
    copy = tmp_path / "copy"
    shutil.copytree(sample_release, copy)
    (copy / "data" / "csv" / "reports.csv.gz").write_bytes(gzip.compress(b""))
    assert export_to(tmp_path / "out", "datapackage", since=copy) == 1
    assert "was changed since" in capfd.readouterr().err


@pytest.mark.parametrize("value", ["2023-02-30", "明年"])
def test_a_day_that_does_not_exist_is_null_in_parquet_stands_in_csv_and_is_told(tmp_path, capfd, value):
    db = altered(tmp_path, f"UPDATE reports SET published_on = '{value}' WHERE id = {numbers()[0]}")
    assert export_to(tmp_path / "out", "datapackage", db) == 1
    assert (
        f"reports.published_on holds 1 values that are not what is declared, such as '{value}'"
        in capfd.readouterr().err
    )
    packed = (tmp_path / "out" / "data" / "csv" / "reports.csv.gz").read_bytes()
    assert value in gzip.decompress(packed).decode("utf-8")
