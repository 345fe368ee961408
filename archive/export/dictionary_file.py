"""dictionary.csv: every column of every table and view of a release, with its types and both descriptions."""

from __future__ import annotations

from archive.export.csv_text import line
from archive.export.relations import Relation
from archive.export.types import type_of

HEAD = ("relation", "column", "type", "parquet_type", "references", "zh", "en")


def dictionary(chosen: list[Relation]) -> str:
    """Return the file for the relations `chosen`."""
    lines = [line(HEAD)]
    for relation in chosen:
        for column in relation.columns:
            types = (type_of(column, "frictionless"), type_of(column, "parquet"))
            lines.append(line((relation.name, column.name, *types, column.ref, column.zh, column.en)))
    return "".join(lines)
