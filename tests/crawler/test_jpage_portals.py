"""Hanweb listings: the island, the groups behind it, and what happens when the script says nothing."""

from __future__ import annotations

from dataclasses import replace

from demo.portals import JpagePortal
from demo.portals.replicas import jcms_encrypted, jcms_jpage, reports


def test_all_records_of_the_page_and_of_the_groups(ground) -> None:
    site = ground(jcms_jpage())
    run = site.crawl()
    assert (run.summary.exit_code, run.result.reasons) == (0, [])
    assert len({visit.final_url for visit in run.role("report")}) == 47
    (group,) = [path for path in site.site.paths_asked() if "dataproxy" in path]
    assert "startrecord=46&endrecord=47&perpage=15" in group
    assert run.result.requests == len(run.visits) == len(site.site.paths_asked())


def test_dates_broken_over_lines_are_read(ground) -> None:
    visit = ground(jcms_jpage()).crawl().of("第2局")
    assert (visit.link_title, visit.link_date) == ("练习区第2局2023年政府信息公开工作年度报告", "2024-01-02")


def test_a_file_whose_type_only_a_parameter_tells(ground) -> None:
    (file,) = ground(jcms_jpage()).crawl().role("attachment")
    assert "downfile.jsp" in file.url and file.outcome == "ok"


def test_every_group_is_asked_when_the_page_holds_few_records(ground) -> None:
    site = ground(JpagePortal("many", reports([f"第{n}局" for n in range(100)], [2023]), embedded=0))
    run = site.crawl()
    groups = [path for path in site.site.paths_asked() if "dataproxy" in path]
    assert len(run.role("report")) == 100 and len(groups) == 3 and run.summary.exit_code == 0


def test_an_empty_answer_makes_the_run_incomplete(ground) -> None:
    run = ground(jcms_encrypted()).crawl()
    assert run.summary.exit_code == 1
    assert len(run.role("report")) == 15
    assert "Records 1 to 45 of 47" in run.result.reasons[0] and "54 bytes" in run.result.reasons[0]


def test_the_list_of_another_block_is_found_out(ground) -> None:
    site = jcms_jpage()
    site.unit_id = 1
    run = ground(site).crawl()
    assert run.summary.exit_code == 1 and "another list" in run.result.reasons[0]


def test_the_page_number_that_the_server_ignores_is_not_followed(ground) -> None:
    site = ground(jcms_jpage())
    site.crawl()
    assert not [path for path in site.site.paths_asked() if "pageNum" in path]


def test_records_that_are_left_out_are_counted(ground) -> None:
    class Forgetful(JpagePortal):
        def answer(self, call):
            reply = super().answer(call)
            return (
                replace(reply, body=reply.body.replace(b"<record>", b"<lost>", 1))
                if "dataproxy" in call.path
                else reply
            )

    run = ground(Forgetful("lost", reports([f"第{n}局" for n in range(50)], [2023]))).crawl()
    assert len(run.role("report")) == 49
    assert run.result.reasons == [reason for reason in run.result.reasons if "only 4 were given" in reason] != []
