"""Where the numbers of the site come from: the chain of a cell, read off the archive by Datasette's own connection."""

from __future__ import annotations

import sqlite3

from archive.provenance import READ_ELSEWHERE, CellRead, Chain, ProvenanceError, chain
from publish.archive_db import DATABASE, Row
from publish.page import Page


async def chain_of(page: Page, code: str, report: Row) -> Chain | None:
    """Return the chain of a code in a report (a row of `reports`), None where its current version does not print it."""

    def read(db: sqlite3.Connection) -> Chain | None:
        try:
            return chain(db, code, report)
        except ProvenanceError:
            return None

    found: Chain | None = await page.datasette.get_database(DATABASE).execute_fn(read)
    return found


def cell_in(found: Chain, digest: str) -> CellRead:
    """Return the cell as the version with this sha256 has it."""
    return next((cell for version, cell in found.others if version["sha256"] == digest), found.cell)


async def is_read_elsewhere(page: Page, version: Row) -> bool:
    """Tell whether the figures of a version were read from another file than its page."""
    return bool(
        await page.rows("read_elsewhere", report=version["report_id"], version=version["id"], check=READ_ELSEWHERE)
    )
