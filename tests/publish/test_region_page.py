"""A region's page says what the archive holds: sums of parts with what they lack, gaps in years, ways onward."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from archive import reader
from publish.site import make_site, site_of
from tests.archive.builder import World, read_pickle, report

PUYANG = "http://127.0.0.1:9/puyang"


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Two consolidated reports with a year between; the parts of 2022: three organs, one without a number, and a county."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "read", read_pickle)
        world = World(tmp_path_factory.mktemp("region"))
        for year in (2020, 2022):
            world.publish(f"{PUYANG}/city{year}", report("濮阳市人民政府", year, 100, "region"))
        for name, new in (("教育局", 40), ("财政局", 9)):
            world.publish(f"{PUYANG}/part{new}", report(f"濮阳市{name}", 2022, new))
        world.publish(f"{PUYANG}/blank", report("濮阳市审计局", 2022, 5, req_new__total=None))
        world.publish(f"{PUYANG}/county", report("范县人民政府", 2022, 30, "region"))
        world.build()
    site = make_site(world.db, world.data)
    with closing(sqlite3.connect(world.db)) as db:
        yield lambda address: asyncio.run(site.client.get(address)).text, db
    site_of(site).desk.close()


def cells(page: str, heading: str) -> list[list[str]]:
    table = page.split(f'id="{heading}"')[1].split("<tbody>")[1].split("</tbody>")[0]
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)]
        for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    ]


def test_the_gap_is_the_consolidated_less_the_sum_of_the_parts_and_says_what_lacks(ask) -> None:
    get, db = ask
    (row,) = [row for row in cells(get("/regions/410900"), "h-rollup") if row[0].startswith("2022")]
    whole, parts, gap, handled, handled_parts, handled_gap, count, unknown = row[1:9]
    told = db.execute(
        "SELECT sum(requests_new), sum(requests_handled), count(*), sum(requests_new IS NULL) FROM reports "
        "WHERE year = 2022 AND (scope = 'own' OR region_code != '410900')"
    ).fetchone()
    assert (int(parts), int(handled_parts), int(count)) == told[:3] and int(unknown.split(" / ")[0]) == told[3] == 1
    assert int(gap) == int(whole) - int(parts) and int(handled_gap) == int(handled) - int(handled_parts)


def test_years_without_a_consolidated_report_are_named_and_lines_do_not_span_them(ask) -> None:
    get, _ = ask
    page = get("/regions/410900")
    assert "其间没有报告的年度：2021。" in page
    drawing = page.split('id="chart-requests"')[1].split("</svg>")[0]
    assert drawing.count("<circle") == 2 and "<polyline" not in drawing


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_leads_to_what_it_holds(ask, prefix: str) -> None:
    get, db = ask
    page = get(f"{prefix}/regions/410900")
    for (organ,) in db.execute("SELECT id FROM organs WHERE region_code = '410900' AND reports > 0"):
        assert f'href="{prefix}/organs/{organ}"' in page
    assert f'href="{prefix}/regions/410926"' in page and f'href="{prefix}/coverage/410900"' in page
    assert f'href="{prefix}/search?region=410900"' in page and f'href="{prefix}/compare?regions=410900' in page


def test_what_is_expected_found_late_and_missing_adds_up(ask) -> None:
    get, db = ask
    lines = get("/regions/410900/coverage.csv").lstrip("\ufeff").splitlines()
    told = {row[0]: row[1:] for row in db.execute(
        "SELECT year, expected, found, late, gone, missing, blocked + unreadable + not_visited FROM region_coverage WHERE region_code = '410900'"
    )}  # fmt: skip
    shown = [line.split(",") for line in lines[1:]]
    assert len(shown) == len(told) > 2
    for line in shown:
        expected, *states = told[int(line[0])]
        assert sum(states) == expected
        assert {str(expected), *map(str, states)} <= set(line)
