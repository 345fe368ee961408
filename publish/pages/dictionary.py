"""The data dictionary: codes, tables and columns, as they are described in the database."""

from __future__ import annotations

from itertools import groupby

from datasette.utils.asgi import Response

from publish.page import Page

STATUSES = ("reported", "blank", "dash", "slash", "text", "illegible", "absent")


async def dictionary(page: Page) -> Response:
    """Show the whole dictionary."""
    codes = await page.rows("all_codes")
    columns = {
        table: list(members)
        for table, members in groupby(await page.rows("own_columns"), key=lambda row: row["table_name"])
    }
    return await page.render(
        "dictionary.html",
        codes=[(letter, list(members)) for letter, members in groupby(codes, key=lambda row: row["form_table"])],
        tables=await page.rows("all_tables"),
        columns=columns,
        statuses=STATUSES,
        comparability=await page.rows("all_comparability"),
    )
