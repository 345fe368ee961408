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
from publish.comparison import region_sum
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


def test_a_row_that_another_form_splits_is_added_up(ask) -> None:
    terms = "res_other_not_corrected__total + res_other_fee_unpaid__total + res_other_misc__total"
    with closing(sqlite3.connect(SAMPLE)) as db:
        sql = f"""SELECT r.organ_id, r.year, {terms} FROM reports r JOIN report_figures f ON f.report_id = r.id
            WHERE r.form_b = 'f2021' AND r.organ_id IS NOT NULL AND {terms} IS NOT NULL ORDER BY 3 DESC"""
        organ, year, total = db.execute(sql).fetchone()
    page = ask(f"/compare.csv?organs={organ}&years={year}&indicators=res_other__total").content.decode("utf-8-sig")
    assert f"res_other__total,{total},,,,added," in page


def test_a_sum_over_reports_of_two_forms_says_how_many_have_the_figure() -> None:
    row = {"rule_made19": 7, "reports": 3}
    forms = [{"form_a": "f2019", "reports": 2}, {"form_a": "f2021", "reports": 1}]
    one = region_sum("rule_made19", row, forms)
    assert (one.value, one.n, region_sum("rule_made19", row, forms[:1]).n) == (7, 2, None)
    assert region_sum("rule_made19", {"rule_made19": None, "reports": 1}, forms[1:]).status == "other_form"
    assert region_sum("req_new__natural", row, forms).status == "not_summed"
