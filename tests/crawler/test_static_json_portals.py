"""Lists and documents that are JSON: a shell without words, names with commas, errors under status 200."""

from __future__ import annotations

import json

from captures.store import CaptureStore
from demo.portals.scripted_replicas import static_json
from demo.portals.static_json import SHELL_BYTES
from parsers.read import read


def test_every_file_of_the_list_and_every_document(ground) -> None:
    site = ground(static_json())
    run = site.crawl()
    assert (run.summary.exit_code, run.result.reasons) == (0, [])
    assert len(site.site.pages["/cn/view/pages/ItemList.html"].body) == SHELL_BYTES
    lists = [path for path in site.site.paths_asked() if "SelectDocByItemIdAndChild" in path]
    assert [path[-39:] for path in lists] == [f"itemId=861,pageIndex={page},pageSize=18.json" for page in (1, 2, 3)]
    assert len(run.role("report")) == 40 and all("docId=" in visit.url for visit in run.role("report"))


def test_both_files_of_a_document_are_fetched_from_the_document(ground) -> None:
    run = ground(static_json()).crawl()
    assert sorted(visit.url[-4:] for visit in run.role("attachment")) == [".pdf", "docx"]
    assert {visit.found_on for visit in run.role("attachment")} == {run.of("第1处").final_url}


def test_the_captured_answer_can_be_read(ground) -> None:
    site = ground(static_json())
    visit = site.crawl().of("第2处")
    with CaptureStore(site.data) as store:
        reading = read(store.body(visit.sha256))
    assert reading.title == "练习监管分局第2处2023年政府信息公开工作年度报告"


def test_a_document_that_the_script_does_not_find_is_a_failure(ground) -> None:
    portal = static_json()
    portal.lost = (portal.articles[5].title,)
    run = ground(portal).crawl()
    visit = run.of(portal.articles[5].title)
    assert (visit.outcome, run.summary.exit_code) == ("failed", 1) and "error in JSON" in visit.reason
    assert len([visit for visit in run.role("report") if visit.outcome == "ok"]) == 39


def test_a_document_that_is_its_file_alone_is_a_report(ground) -> None:
    portal = static_json()
    path = f"/documents/{portal.articles[0].number}"
    answer = json.loads(portal.pages[path].body)
    answer["data"]["docClob"] = None
    portal.put(path, json.dumps(answer), "application/json")
    run = ground(portal).crawl()
    assert run.of("第1处").outcome == "ok" and len(run.role("attachment")) == 2


def test_a_list_that_is_missing_makes_the_run_incomplete(ground) -> None:
    portal = static_json()
    portal.broken = ("pageIndex=3",)
    run = ground(portal).crawl()
    assert run.summary.exit_code == 1 and len(run.role("report")) == 36
    assert "Page 3 of 3 of the list of item 861" in run.result.reasons[0]


def test_an_address_that_names_no_item_says_so(ground) -> None:
    portal = static_json()
    portal.listing = "/cn/view/pages/ItemList.html"
    run = ground(portal).crawl()
    assert run.summary.exit_code == 1 and "names an itemId" in run.result.reasons[0]
