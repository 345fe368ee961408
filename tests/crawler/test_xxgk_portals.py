"""Hanweb's xxgk module: every organ and year, whatever the year of an address means."""

from __future__ import annotations

from urllib.parse import parse_qs

from crawler.pages import Page
from crawler.xxgk_page import places_of
from demo.portals.scripted_replicas import xxgk
from demo.portals.xxgk import AREAS, SCRIPT


def test_every_organ_and_every_year(ground) -> None:
    site = ground(xxgk())
    run = site.crawl()
    assert (run.summary.exit_code, run.result.reasons) == (0, [])
    assert len(run.role("report")) == 30
    asked = [path for path in site.site.paths_asked() if path.startswith(f"{SCRIPT}?area={AREAS[0]}&")]
    assert sorted(asked) == [f"{SCRIPT}?area={AREAS[0]}&fbtime={year}" for year in range(2019, 2024)]


def test_the_year_of_an_address_is_never_that_of_the_report(ground) -> None:
    run = ground(xxgk()).crawl()
    listed, shown = run.of("练习县教育局2022年"), run.of("练习市财政局2022年")
    assert listed.found_on.endswith("fbtime=2022") and shown.url.endswith("fbtime=2023")
    assert (shown.link_title, shown.link_date) == ("练习市财政局2022年政府信息公开工作年度报告", "2023-01-01")
    titles = [visit.link_title for visit in run.role("listing") if "area=" in visit.url]
    assert titles and not [title for title in titles if any(character.isdigit() for character in title)]


def test_the_landing_page_of_an_organ_is_no_second_copy_of_its_newest_report(ground) -> None:
    run = ground(xxgk()).crawl()
    (landing,) = [visit for visit in run.visits if visit.url.endswith(f"area={AREAS[1]}")]
    assert landing.role == "listing"


def test_a_row_may_name_the_page_of_one_organ_and_year(ground) -> None:
    portal = xxgk()
    portal.listing = f"{SCRIPT}?area={AREAS[1]}&fbtime=2023"
    run = ground(portal).crawl()
    assert run.summary.exit_code == 0 and len(run.role("report")) == 6


def test_the_form_is_sent_with_what_the_page_says(ground) -> None:
    site = ground(xxgk())
    site.crawl()
    (call,) = [served.call for served in site.site.log if served.call.method == "POST"]
    form = parse_qs(call.body.decode(), keep_blank_values=True)
    assert (form["area"], form["infotypeId"], form["jdid"], form["currpage"]) == ([AREAS[2]], ["A0401"], ["55"], ["2"])


def test_a_form_that_gives_nothing_makes_the_run_incomplete(ground) -> None:
    portal = xxgk()
    path = f"{SCRIPT}?area={AREAS[2]}"
    portal.put(path, portal.pages[path].body.decode().replace("A0401", "A0402"))
    run = ground(portal).crawl()
    assert run.summary.exit_code == 1 and len(run.role("report")) == 26
    assert "Page 2 of 2" in run.result.reasons[0] and "It gives no records" in run.result.reasons[0]


def test_a_year_that_breaks_is_named(ground) -> None:
    portal = xxgk()
    portal.broken = (f"area={AREAS[1]}&fbtime=2021",)
    run = ground(portal).crawl()
    assert run.summary.exit_code == 1 and len(run.role("report")) == 29
    assert "fbtime=2021" in run.result.reasons[0] and "500" in run.result.reasons[0]


def test_a_year_that_shows_neither_report_nor_list_is_said_unless_it_says_so_itself(ground) -> None:
    portal = xxgk()
    path = f"{SCRIPT}?area={AREAS[0]}&fbtime=2020"
    portal.put(path, portal.column_page("<p>正文待加载</p>" * 80))
    run = ground(portal).crawl()
    assert run.summary.exit_code == 1 and "holds no link to a report" in run.result.reasons[0]
    silent = xxgk("silent")
    silent.put(path, silent.column_page("<p>暂无数据</p>" * 80))
    assert ground(silent).crawl().summary.exit_code == 0


def test_organs_and_years_may_stand_in_menus_to_choose_from() -> None:
    page = """<select name="area"><option value="">请选择</option><option value="001">教育局</option></select>
    <select id="fbtime"><option value="2023">2023年</option></select><script>var vc_xxgkarea = '007';</script>"""
    base = f"http://x.gov.cn{SCRIPT}"
    assert places_of(Page(base, page.encode())) == {
        f"{base}?area=001": "教育局",
        f"{base}?area=007&fbtime=2023": "",
    }
