"""Datasette plugin: the addresses of our pages, `/…` in Chinese and `/en/…` in English."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Response
from jinja2 import Environment

from archive.schema import tables, views
from publish.archive_db import DATABASE
from publish.native import mended
from publish.page import practice_banner, view
from publish.pages import (
    captures,
    checks,
    cite,
    compare,
    coverage,
    data,
    dictionary,
    home,
    one_cell,
    operations,
    organs,
    questions,
    regions,
    reports,
    search,
    selfcheck,
    versions,
    years,
)
from publish.pages.charts import download
from publish.pages.home_figures import home_figures
from publish.pages.organ_figures import organ_figures
from publish.pages.region_figures import region_figures
from publish.site import HERE, is_ours, site_of
from publish.strings import Speaker

FIGURE = r"(?P<figure>[\w-]+)\.(?P<ending>svg|csv)$"
ROUTES = (
    (r"$", home.home),
    (rf"charts/{FIGURE}", download(home_figures)),
    (r"regions$", regions.regions),
    (r"regions/(?P<code>\w+)$", regions.region),
    (rf"regions/(?P<code>\w+)/{FIGURE}", download(region_figures)),
    (r"organs/(?P<id>[\w-]+)$", organs.organ),
    (rf"organs/(?P<id>[\w-]+)/{FIGURE}", download(organ_figures)),
    (r"reports/(?P<key>[\w-]+)$", reports.report),
    (r"reports/(?P<key>[\w-]+)\.json$", reports.report_json),
    (r"reports/(?P<key>[\w-]+)\.csv$", reports.report_csv),
    (r"reports/(?P<key>[\w-]+)\.bib$", cite.bibtex),
    (r"reports/(?P<key>[\w-]+)\.ris$", cite.ris),
    (r"reports/(?P<key>[\w-]+)/differences$", versions.differences),
    (r"reports/(?P<key>[\w-]+)/cells/(?P<code>\w+)$", one_cell.one_cell),
    (rf"reports/(?P<key>[\w-]+)/cells/(?P<code>\w+)/{FIGURE}", download(one_cell.cell_figures)),
    (r"years$", years.years),
    (r"years/(?P<year>\d{4})$", years.year),
    (r"compare$", compare.compare),
    (r"compare\.csv$", compare.compare_csv),
    (rf"compare/{FIGURE}", download(compare.compare_figures)),
    (r"coverage$", coverage.coverage),
    (r"coverage/(?P<code>\w+)\.csv$", coverage.coverage_csv),
    (r"coverage/(?P<code>\w+)\.json$", coverage.coverage_json),
    (r"coverage/(?P<code>\w+)$", coverage.coverage),
    (r"checks$", checks.checks),
    (r"checks/(?P<id>[\w-]+)$", checks.check),
    (r"operations$", operations.operations),
    (r"dictionary$", dictionary.dictionary),
    (r"data$", data.data),
    (r"questions$", questions.questions),
    (r"search$", search.search),
    (r"selfcheck$", selfcheck.selfcheck),
    (r"captures/(?P<sha256>[0-9a-f]{64})$", captures.capture),
    (r"captures/(?P<sha256>[0-9a-f]{64})/page$", captures.captured),
    (r"captures/(?P<sha256>[0-9a-f]{64})/view$", captures.look),
)

START = ("reports", "report_figures", "applications", "indicators", "region_year", "findings", "sections", "codes")
"""Tables and views that a newcomer to the data should see first."""


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Any]]:
    """Return our routes; `/en` without a slash is the English home page too."""
    if not is_ours(datasette):
        return []
    routes = [(rf"/(?P<en>en/)?{pattern}", view(handler)) for pattern, handler in ROUTES]
    alone = [(r"/robots\.txt$", robots), (data.FILES, view(data.release_file))]
    return [(r"/(?P<en>en)$", view(home.home)), *alone, *routes]


async def robots() -> Response:
    """Say to crawlers what to leave alone: what has no end, and what is a copy."""
    return Response((HERE / "robots.txt").read_text("utf-8"), content_type="text/plain; charset=utf-8")


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """Let templates mend what Datasette's own templates lack."""
    env.filters["mended"] = mended


@hookimpl
def extra_template_vars(datasette: Datasette) -> Any:
    """Give Datasette's own pages our head and foot, in both languages."""

    async def variables() -> dict[str, Any]:
        if not is_ours(datasette):
            return {}
        banner = await practice_banner(datasette)
        words = {"zh": Speaker("zh"), "en": Speaker("en")}
        start = [tables()[name] if name in tables() else views()[name] for name in START]
        where = {"tag": site_of(datasette).tag, "database": DATABASE}
        return {"native": {**words, **where, "banner": banner, "start": start}}

    return variables
