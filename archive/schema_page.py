"""docs/schema.md, generated from the declaration: `python -m archive.schema_page` prints it."""

from __future__ import annotations

from collections.abc import Iterator

from archive.schema import Table, tables, views
from parsers.codes import codes


def page() -> str:
    """Return the page as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# The schema of archive.db"
    yield ""
    yield "Generated from `archive/declared/` by `python -m archive.schema_page > docs/schema.md`; do not edit."
    yield "The same text is in the database itself, in the tables `tables`, `columns` and `codes`."
    yield "In brackets what a type means beyond itself: an ISO date, a time in UTC, a flag (0 or 1), prose of a report."
    yield "Columns marked * (times, runs) may differ between builds of one content; a logical dump leaves them out."
    for table in tables().values():
        yield from _table(table)
    yield from _codes()
    yield ""
    yield "## Views"
    yield ""
    yield "| view | 中文 | English |"
    yield "|---|---|---|"
    for view in views().values():
        yield f"| `{view.name}` | {view.zh} | {view.en} |"


def _table(table: Table) -> Iterator[str]:
    yield ""
    yield f"## {table.name}"
    yield ""
    yield f"{table.zh}。"
    yield f"{table.en}. Key: {', '.join(f'`{name}`' for name in table.primary_key)}."
    yield ""
    yield "| column | type | 中文 | English |"
    yield "|---|---|---|---|"
    for column in (column for column in table.columns if not column.figure):
        name = f"`{column.name}`" + (" *" if column.volatile else "")
        kind = f" ({column.kind})" if column.kind else ""
        target = f" → `{column.ref}`" if column.ref else ""
        yield f"| {name} | {column.type}{kind}{target} | {column.zh} | {column.en} |"
    figures = [column.name for column in table.columns if column.figure]
    if figures:
        yield ""
        yield f"Then {len(figures)} columns from `{figures[0]}` to `{figures[-1]}`, described in the table `columns`."


def _codes() -> Iterator[str]:
    yield ""
    yield "## The codes of the figures"
    yield ""
    yield "| code | unit | 中文 | English |"
    yield "|---|---|---|---|"
    for code in codes().values():
        yield f"| `{code.code}` | {code.unit} | {code.zh} | {code.en} |"


if __name__ == "__main__":
    print(page(), end="")
