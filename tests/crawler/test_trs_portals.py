"""Static listings: every report, only reports, every file, and an honest word when pages are missing."""

from __future__ import annotations

from demo.portals import TrsPortal
from demo.portals.replicas import reports, trs_county, trs_ministry


def test_every_report_of_three_pages_with_its_own_files_alone(ground) -> None:
    run = ground(trs_ministry()).crawl()
    assert (run.summary.exit_code, run.result.reasons) == (0, [])
    assert len(run.role("report")) == len({visit.final_url for visit in run.role("report")}) == 40
    assert [visit.link_title for visit in run.role("attachment")] == ["年度报告（PDF版）", "年度报告（OFD版）"]
    assert {visit.found_on for visit in run.role("attachment")} == {run.of("第1司2024年").final_url}


def test_rows_give_titles_and_dates_whole(ground) -> None:
    visit = ground(trs_ministry()).crawl().of("练习部第3司2020年")
    assert visit.link_title == "练习部第3司2020年政府信息公开工作年度报告"
    assert visit.link_date == "2021-01-03"


def test_explanations_and_near_misses_are_told_apart(ground) -> None:
    run = ground(trs_ministry()).crawl()
    (companion,) = run.role("companion")
    assert companion.link_title.startswith("图解：") and companion.outcome == "ok"
    assert [pointer.title for pointer in run.pointers] == ["关于做好2024年政府网站工作年度报表发布工作的通知"]


def test_a_page_that_titles_itself_an_explanation_is_one_whatever_its_link_says(ground) -> None:
    site = trs_ministry()
    second = site.articles[1]
    page = site.pages[site.path(second)].body.decode()
    site.write(site.path(second), page.replace('"ArticleTitle"content="', '"ArticleTitle"content="一图读懂：'))
    run = ground(site).crawl()
    assert site.path(second) in [
        visit.url.partition("/zwgk")[1] + visit.url.partition("/zwgk")[2] for visit in run.role("companion")
    ]
    assert len(run.role("report")) == len(run.result.tally.reports) == 39


def test_each_request_ends_as_one_row(ground) -> None:
    site = ground(trs_ministry())
    run = site.crawl()
    assert run.result.requests == run.result.rows == len(run.visits) == len(site.site.paths_asked())


def test_directories_of_years_are_read_and_a_stub_makes_the_run_incomplete(ground) -> None:
    run = ground(trs_county()).crawl()
    assert run.summary.exit_code == 1
    assert [reason for reason in run.result.reasons if "Page 3 of 3" in reason and "stub" in reason]
    assert len(run.role("report")) == 32
    assert run.of("第1局2022年").url.count("2023_645") == 1


def test_a_year_that_sends_home_is_gone_and_no_content(ground) -> None:
    run = ground(trs_county()).crawl()
    (missing,) = [visit for visit in run.visits if visit.url.endswith("/2019n/")]
    assert (missing.outcome, missing.sha256) == ("gone", None)
    assert "home page" in missing.reason


def test_a_file_that_only_a_script_names_is_fetched(ground) -> None:
    assert [visit.link_title for visit in ground(trs_county()).crawl().role("attachment")] == ["年度报告.doc"]


def test_a_page_that_repeats_the_first_is_found_out(ground) -> None:
    site = trs_ministry()
    site.pages[f"{site.listing}index_1.html"] = site.pages[site.listing]
    run = ground(site).crawl()
    assert run.summary.exit_code == 1
    assert "It calls itself page 1" in run.result.reasons[0]


def test_labels_that_lie_do_no_harm(ground) -> None:
    articles = reports(["镕堃昇县财政局"], [2022, 2023])
    run = ground(TrsPortal("gbk", articles, encoding="gb18030", label="utf-8")).crawl()
    assert run.of("2023").link_title == "镕堃昇县财政局2023年政府信息公开工作年度报告"


def test_a_total_that_is_not_reached_is_said(ground) -> None:
    site = ground(TrsPortal("few", reports(["甲局"], [2023])))
    assert site.crawl(expected=1).summary.exit_code == 0
    short = site.crawl(expected=2)
    assert short.summary.exit_code == 1 and "1 reports were found, 2 were expected." in short.result.reasons


def test_no_report_is_never_success(ground) -> None:
    run = ground(TrsPortal("none", [])).crawl()
    assert run.summary.exit_code == 1
    assert "No report was found." in run.result.reasons


def test_older_years_are_left_out_and_noted(ground) -> None:
    run = ground(TrsPortal("since", reports(["甲局", "乙局"], range(2019, 2025)))).crawl(since=2023)
    assert len(run.role("report")) == 4 and run.summary.exit_code == 0
    assert len(run.pointers) == 8 and "before the year 2023" in run.pointers[0].reason


def test_a_limit_is_kept_and_is_no_failure(ground) -> None:
    run = ground(trs_ministry()).crawl(limit=3)
    assert len(run.role("report")) == 3
    assert (run.summary.exit_code, run.summary.complete) == (0, False)


def test_a_dry_run_plans_and_writes_nothing(ground) -> None:
    site = ground(trs_ministry())
    run = site.crawl(dry_run=True)
    assert len([item for item in run.result.planned if item.role == "report"]) == 40
    assert "练习部第3司2020年政府信息公开工作年度报告" in run.summary.table()
    assert not site.data.exists()
    assert not [path for path in site.site.paths_asked() if "/t20" in path]


def rows(*anchors: str) -> str:
    return (
        "<html><title>政府信息公开年报</title><body><ul>"
        + "".join(f"<li>{a}</li>" for a in anchors)
        + "</ul></body></html>"
    )


def test_links_to_other_hosts_are_noted_and_not_followed(ground) -> None:
    site = TrsPortal("off", reports(["甲局"], [2023]))
    own = f"<a href='{site.path(site.articles[0])}'>甲局2023年政府信息公开工作年度报告</a>"
    clone = "<a href='http://gov.cn.example.com/t20240101_1.html'>乙局2023年政府信息公开工作年度报告</a>"
    site.write(site.listing, rows(own, clone) + "练习" * 300)
    run = ground(site).crawl()
    (pointer,) = run.pointers
    assert pointer.url.startswith("http://gov.cn.example.com/") and "host" in pointer.reason
    assert len(run.role("report")) == run.result.tally.reports.__len__() == 1


def test_a_report_may_stand_where_a_column_is_expected(ground) -> None:
    site = TrsPortal("dir", reports(["甲局"], [2023]))
    article = site.pages[site.path(site.articles[0])]
    site.pages["/c27662/"] = article
    site.write(site.listing, rows("<a href='/c27662/index.html'>甲局2023年政府信息公开工作年度报告</a>") + "练习" * 300)
    run = ground(site).crawl()
    assert [visit.url[-18:] for visit in run.role("report")] == ["/c27662/index.html"] and run.summary.exit_code == 0


def test_a_row_may_lead_straight_to_the_file(ground) -> None:
    site = TrsPortal("pdf", [])
    site.put("/nb/P020240101.pdf", b"%PDF-1.4 all", "application/pdf")
    site.write(site.listing, rows("<a href='/nb/P020240101.pdf'>甲局2023年政府信息公开工作年度报告</a>") + "练习" * 300)
    (report,) = ground(site).crawl().role("report")
    assert report.outcome == "ok"
