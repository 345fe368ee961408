"""Compare: any organs and regions, years and indicators in one table, whose address is its whole state."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from archive.schema import sum_codes
from parsers.codes import codes
from publish.archive_db import DATABASE
from publish.asked import KINDS, MOST, Asked, rate_names, read_asked
from publish.charts.compared import compared_figures
from publish.charts.figure import Figure
from publish.comparison import Line, crossings, gaps, lines, not_additive
from publish.download import as_csv
from publish.least_n import LEAST_N
from publish.page import Page
from publish.pages.charts import with_downloads
from publish.pages.organs import main_figures

STATEMENTS = Path(__file__).parent.parent / "compare.toml"
COLUMNS = (
    "kind", "id", "name", "region_code", "year", "scope", "is_practice", "form", "report_key", "reports", "indicator",
    "value", "n", "low", "high", "status", "failed",
)  # fmt: skip


async def compare(page: Page) -> Response:
    """Show the comparison that the address asks for, and the form that makes another."""
    asked = await read_asked(page)
    given = {name: page.request.args.getlist(name) for name in KINDS}
    plain = {name: [text] for name, text in asked.parameters().items()}
    if not asked.doubts and not asked.over and {name: text for name, text in given.items() if text} != plain:
        return Response.redirect(page.url("compare", **asked.parameters()))
    found = await lines(page, asked) if asked.years and asked.indicators else []
    mixed = await not_additive(page, asked, found) if found else False
    return await page.render(
        "compare.html",
        asked=asked,
        lines=found,
        figures=_figures(page, asked, found, mixed),
        gaps=gaps(asked, found) if found else [],
        mixed=mixed,
        crossings=list(crossings(asked.figures)),
        statements=_statements(asked) if found else [],
        years=await page.rows("search_years"),
        choices=_choices(page, asked),
        names=_names(page),
        most=MOST,
        few=LEAST_N,
    )


def _names(page: Page) -> dict[str, str]:
    """Return what every indicator is called."""
    figures = {code: page.t.pick({"zh": one.zh, "en": one.en}) for code, one in codes().items()}
    return figures | {code: page.t.pick(pair) for code, pair in rate_names().items()}


async def compare_figures(page: Page) -> dict[str, Figure]:
    """Return the figures of the comparison that the address asks for, each under the name of its indicator."""
    asked = await read_asked(page)
    found = await lines(page, asked) if asked.years and asked.indicators else []
    return _figures(page, asked, found, await not_additive(page, asked, found) if found else False)


def _figures(page: Page, asked: Asked, found: list[Line], mixed: bool) -> dict[str, Figure]:
    units = {code: one.unit for code, one in codes().items()}
    drawn = compared_figures(found, _names(page), units, mixed, page.t)
    return with_downloads(page, list(drawn), "compare", **asked.parameters())


async def compare_csv(page: Page) -> Response:
    """Give the comparison as CSV, one row a cell."""
    asked = await read_asked(page)
    found = await lines(page, asked) if asked.years and asked.indicators else []
    return as_csv("compare.csv", COLUMNS, [row for line in found for row in _flat(line)])


def _flat(line: Line) -> list[dict[str, Any]]:
    known = {
        "kind": line.kind,
        "id": line.subject["id"],
        "name": line.subject["name"],
        "region_code": line.subject["region_code"],
        "year": line.year,
        "scope": line.scope,
        "is_practice": line.is_practice,
        "form": line.form,
        "report_key": line.report_key,
        "reports": line.reports,
    }
    return [
        {**known, **{name: getattr(one, name) for name in COLUMNS[len(known) :]}, "failed": " ".join(one.failed)}
        for one in line.cells
    ]


def _choices(page: Page, asked: Asked) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the indicators to choose from: rates, the main figures, and what else is chosen."""
    rates = [(code, page.t.pick(pair)) for code, pair in rate_names().items()]
    main = [(one["codes"][0], page.t.pick(one)) for one in main_figures() if len(one["codes"]) == 1]
    listed = {code for code, _ in (*rates, *main)}
    other = [
        (code, page.t.pick({"zh": codes()[code].zh, "en": codes()[code].en}))
        for code in asked.figures
        if code not in listed
    ]
    return [("rates", rates), ("figures", main), *([("other", other)] if other else [])]


@cache
def _templates() -> dict[str, str]:
    with STATEMENTS.open("rb") as file:
        return {name: text.strip() for name, text in tomllib.load(file).items()}


def _statements(asked: Asked) -> list[tuple[str, str]]:
    """Return the statements that give what is shown, each with the address at which it can be run."""
    summed = {code.code for code in sum_codes()}
    lists = {
        "organs": _literals(row["id"] for row in asked.organs),
        "regions": _literals(row["id"] for row in asked.regions),
        "years": ", ".join(map(str, asked.years)),
        "indicators": _literals(asked.rates),
    }
    columns = {
        "organ": ", ".join(f"f.{code}" for code in asked.figures),
        "region": ", ".join(f"f.{code}" for code in asked.figures if code in summed),
    }
    out = []
    for kind, rows in (("organ", asked.organs), ("region", asked.regions)):
        for what, wanted in (("rates", asked.rates), ("figures", columns[kind])):
            if rows and wanted:
                sql = _templates()[f"{kind}_{what}"].format(**lists, columns=columns[kind])
                out.append((sql, f"/{DATABASE}?{urlencode({'sql': sql})}"))
    return out


def _literals(values: Any) -> str:
    return ", ".join("'" + str(value).replace("'", "''") + "'" for value in values)
