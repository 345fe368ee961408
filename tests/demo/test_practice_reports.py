"""The practice reports: consistent unless a fault says otherwise, marked as practice, read back as they were written."""

from __future__ import annotations

import pytest

from checks.run import check_report
from demo import practice_reports, real_figures
from demo.official_form import grids
from demo.practice_figures import consolidated
from demo.practice_reports import city_figures, declared, years
from demo.site_list import practice_sites
from parsers.codes import codes
from parsers.read import read

CITIES = declared()["city"]


@pytest.mark.parametrize("city", CITIES, ids=lambda city: city["portal"])
def test_a_city_is_the_sum_of_its_parts_and_requests_carry_over(city):
    figures = city_figures(city)
    region = next(organ["name"] for organ in city["organ"] if organ.get("role") == "region")
    parts = [name for name in figures if name != region]
    for year in years():
        assert figures[region][year] == consolidated(figures[name][year] for name in parts)
    for name in figures:
        for year in list(years())[1:]:
            assert figures[name][year]["req_carried_in__total"] == figures[name][year - 1]["req_carried_out__total"]


@pytest.mark.parametrize("city", CITIES, ids=lambda city: city["portal"])
def test_only_pages_with_a_fault_fail_a_grave_check(city):
    faulty = {
        f"{organ['name']}{year}年政府信息公开工作年度报告"
        for organ in city["organ"]
        for year in organ.get("faults", {})
    }
    for site in practice_sites():
        if site.portal.name != city["portal"]:
            continue
        for article in site.portal.articles:
            report = read(site.portal.pages[site.portal.path(article)].body).report
            assert report
            assert report.practice
            assert report.published_on == article.date
            failed = [f for f in check_report(report, strict=True) if f.status == "fail" and f.severity == "E"]
            assert not failed or article.title in faulty, article.title


def test_there_is_enough_to_look_at():
    articles = [article for city in CITIES for article in practice_reports.articles(city)]
    assert len(articles) == 84
    assert len({article.publisher for article in articles}) == 12


@pytest.mark.parametrize("portal", ["pingtan", "puyang", "suqian"])
def test_real_figures_are_set_as_the_tables_say(portal):
    for article in real_figures.articles(portal):
        report = read(f"<html><body><h1>{article.title}</h1>{article.html}</body></html>".encode()).report
        row = next(row for row in real_figures._rows("reports") if row["title"] == article.title)
        assert report
        assert not report.practice
        if row["form"] == "pre2019":
            assert [str(s.value) for s in report.statistics[::2]] == [
                s["year"] for s in real_figures._rows("statistics") if s["id"] == row["id"]
            ]
            continue
        wanted = {f["code"]: f[row["id"]] for f in real_figures._rows("figures") if f[row["id"]]}
        assert {fact.code for fact in report.facts} == wanted.keys()
        for fact in report.facts:
            assert (fact.value is None) == (wanted[fact.code] in "-?"), fact
            assert fact.value is None or float(fact.value) == float(wanted[fact.code].removesuffix("元"))


def test_the_official_form_prints_every_code_once():
    for form in ("f2019", "f2021"):
        printed = [cell.code for grid in grids({}, form).values() for row in grid for cell in row if cell.code]
        assert sorted(printed) == sorted(code.code for code in codes().values() if form in code.forms)
