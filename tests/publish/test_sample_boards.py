"""The boards over the sample archive in git: real figures of both national forms, and no folder of captures."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from checks.catalogue import catalogue
from publish.site import make_site

SAMPLE = Path(__file__).parent.parent.parent / "archive.db"


@pytest.fixture(scope="module")
def ask() -> Any:
    site = make_site(SAMPLE)
    return lambda address: asyncio.run(site.client.get(address))


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("address", ["/coverage", "/coverage/350000?year=2021", "/operations", "/checks", "/compare"])
def test_every_board_stands_over_the_sample(ask, prefix: str, address: str) -> None:
    page = ask(prefix + address)
    assert page.status_code == 200 and len(re.findall("<h1", page.text)) == 1


@pytest.mark.parametrize("key", [one.id for one in catalogue() if one.id.endswith("1")])
def test_pages_of_checks_stand_over_the_sample(ask, key: str) -> None:
    assert ask(f"/checks/{key}").status_code == ask(f"/en/checks/{key}?status=explained").status_code == 200


def test_figures_that_do_not_cross_the_forms_are_marked_where_the_form_changes(ask) -> None:
    with closing(sqlite3.connect(SAMPLE)) as db:
        sql = """SELECT organ_id, max(CASE form_b WHEN 'f2019' THEN year END), min(CASE form_b WHEN 'f2021' THEN year END)
            FROM reports WHERE organ_id IS NOT NULL GROUP BY organ_id, scope HAVING count(DISTINCT form_b) > 1 ORDER BY 1"""
        organ, last, first = db.execute(sql).fetchone()
    page = ask(f"/compare?organs={organ}&years={last}%2C{first}&indicators=normdoc_effective%2Creq_new__total").text
    assert page.count('class="num break"') == 1 and "格式不同，与上一行不可比" in page and "此格式无此项" in page
    assert "normdoc_public_total19" in page
