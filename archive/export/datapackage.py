"""datapackage.json (Frictionless Data Package): what each file of a release is, column by column, in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from archive.export.checksums import sha256_of
from archive.export.csv_files import PACKED
from archive.export.relations import Relation
from archive.export.release_notes import release
from archive.export.snapshot import Snapshot
from archive.export.types import type_of
from archive.schema import Column

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
FORMATS = {"date": "%Y-%m-%d", "datetime": "any"}


def datapackage(snapshot: Snapshot, version: str, rows: dict[Relation, int], folder: Path) -> str:
    """Return the descriptor of the packed CSV files of relations, which are in `folder`, with their number of `rows`.

    `foreignKeys` name only resources that are there too. `rows` of a resource is a word of our own.
    """
    told = release()
    licence = {key: told["licence"][key] for key in ("name", "path", "title")}
    present = {relation.name for relation in rows}
    package: dict[str, Any] = {
        "$schema": PROFILE,
        "name": "gongkai",
        "title": f"{told['title_en']} / {told['title_zh']}",
        "description": f"{told['abstract_en']}\n\n{told['abstract_zh']}\n\n{told['licence']['note_en']}\n\n"
        f"{told['licence']['note_zh']}",
        "version": version,
        "keywords": told["keywords"],
        "licenses": [licence],
        "sources": told["source"],
        "contributors": [{"title": name} for name in told["authors"]],
        "resources": [{**_resource(relation, folder, present), "rows": count} for relation, count in rows.items()],
    }
    if snapshot.last_visit:
        package["created"] = snapshot.last_visit
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _resource(relation: Relation, folder: Path, present: set[str]) -> dict[str, Any]:
    path = PACKED.format(name=relation.name)
    file = folder / path
    return {
        "name": relation.name,
        "type": "table",
        "path": path,
        "title": relation.name,
        "description": f"{relation.en} / {relation.zh}",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "compression": "gz",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "bytes": file.stat().st_size,
        "hash": f"sha256:{sha256_of(file)}",
        "schema": _schema(relation, present),
    }


def _schema(relation: Relation, present: set[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in relation.columns],
        "missingValues": [""],
        "primaryKey": list(relation.key),
    }
    keys = [_foreign_key(column, relation.name) for column in relation.columns if column.ref.split(".")[0] in present]
    if keys:
        schema["foreignKeys"] = keys
    return schema


def _field(column: Column) -> dict[str, Any]:
    kind = type_of(column, "frictionless")
    field: dict[str, Any] = {
        "name": column.name,
        "type": kind,
        "title": column.en,
        "description": f"{column.en} / {column.zh}",
    }
    if kind in FORMATS:
        field["format"] = FORMATS[kind]
    if kind == "boolean":
        field.update(trueValues=["1"], falseValues=["0"])
    return field


def _foreign_key(column: Column, own: str) -> dict[str, Any]:
    table, field = column.ref.split(".")
    return {"fields": [column.name], "reference": {"resource": "" if table == own else table, "fields": [field]}}
