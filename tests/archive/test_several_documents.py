"""Page, attachment and picture are one report: the best is its source, the others are compared with it."""

from __future__ import annotations

import json
import random
import sqlite3
from pathlib import Path

from archive.build import build
from archive.finding_reports import report_of
from archive.proof import prove
from archive.provenance import chain
from captures.records import Exchange, Visit
from captures.store import CaptureStore, now
from parsers.report import AnnualReport, Reading
from tests.parsers.variety.figures import figures
from tests.parsers.variety.page import TITLE, YEAR, plain_page
from tests.parsers.variety.sheet import Sheet, sheet
from tests.parsers.word.word_files import data_of, report

ORGAN = "濮阳市自然资源局"
NAME = f"{ORGAN}{YEAR}年政府信息公开工作年度报告"
PAGE = "http://127.0.0.1:9/fgw2023.html"


def made() -> Sheet:
    rng = random.Random(1)
    return sheet(rng, "f2021", figures(rng, "f2021"))


def publish(data: Path, files: list[tuple[str, str, str, bytes]]) -> None:
    """Record (address, role, words of the link, body) as one crawl; attachments were found on the page."""
    with CaptureStore(data, write=True) as store:
        run = store.begin_run("crawl", ["import"])
        for url, role, words, body in files:
            found_on = PAGE if role == "attachment" else "http://127.0.0.1:9/"
            asked = f"{url}?from=list" if role == "report" else url
            visit = Visit(0, run, "import", asked, url, now(), 200, "ok", "", role, words, "", found_on)
            store.record(visit, Exchange(200, (), body))
        store.end_run(run, complete=True, exit_code=0)


def ask(db: Path, sql: str) -> list[tuple]:
    with sqlite3.connect(db) as archive:
        return archive.execute(sql).fetchall()


def test_a_page_without_tables_takes_them_from_its_attachment_and_says_so(tmp_path):
    one = made()
    page = f"<h1>{NAME}</h1><p>详见附件。</p><a href='/1.docx'>附件</a>".encode()
    attachment = data_of(report(one, NAME))
    publish(tmp_path / "data", [(PAGE, "report", NAME, page), (f"{PAGE}.docx", "attachment", "附件", attachment)])
    build(tmp_path / "data", tmp_path / "archive.db")
    assert ask(tmp_path / "archive.db", "SELECT organ_name, year, requests_new FROM reports") == [
        (ORGAN, YEAR, one.truth["req_new__total"])
    ]
    assert ask(tmp_path / "archive.db", "SELECT role, is_current FROM report_versions ORDER BY number") == [
        ("report", 1),
        ("attachment", 0),
    ]
    ((message,),) = ask(
        tmp_path / "archive.db", "SELECT message_zh FROM findings WHERE check_id = 'Q08' AND is_current"
    )
    assert "附件" in message


def test_an_answer_in_json_is_read_with_its_file_like_a_page(tmp_path):
    one = made()
    answer = {"rptCode": 200, "data": {"docTitle": NAME, "docSource": ORGAN, "docClob": "<p>详见附件。</p>", "docFileUrl": "/1.docx"}}  # fmt: skip
    attachment = data_of(report(one, NAME))
    files = [(PAGE, "report", NAME, json.dumps(answer).encode()), (f"{PAGE}.docx", "attachment", "", attachment)]
    publish(tmp_path / "data", files)
    build(tmp_path / "data", tmp_path / "archive.db")
    assert ask(tmp_path / "archive.db", "SELECT organ_name, year, requests_new FROM reports") == [
        (ORGAN, YEAR, one.truth["req_new__total"])
    ]


def test_an_attachment_that_prints_another_figure_is_a_finding_with_the_cell(tmp_path):
    one, other = made(), made()
    other.change("c", -1, 0, text="77")
    code = other.grids["c"][-1][0].code
    page, attachment = plain_page(one).replace(TITLE, NAME).encode(), data_of(report(other, NAME))
    publish(tmp_path / "data", [(PAGE, "report", NAME, page), (f"{PAGE}.docx", "attachment", "附件", attachment)])
    build(tmp_path / "data", tmp_path / "archive.db")
    db = tmp_path / "archive.db"
    assert ask(db, "SELECT cells, status FROM findings WHERE check_id = 'S09'") == [(code, "fail")]
    failed = "SELECT count(*) FROM findings WHERE status = 'fail' AND severity = 'W' AND is_current"
    assert ask(db, "SELECT failed_warnings FROM reports") == ask(db, failed)


def test_a_picture_of_a_page_is_read_with_its_page_alone(tmp_path, monkeypatch):
    seen: list[list[str]] = []

    def with_parts(data, context, own, parts) -> Reading:
        seen.append([part.name for part in parts])
        return Reading("report", own.media_type, own.title, report=AnnualReport(own.title, ORGAN, YEAR))

    monkeypatch.setattr("archive.reader.read_with_parts", with_parts)
    page = f"<h1>{NAME}</h1><img src='/1.png'>".encode()
    files = [(PAGE, "report", NAME, page), (f"{PAGE}.png", "attachment", "第1页", b"\x89PNG\r\n\x1a\n and no more")]
    publish(tmp_path / "data", files)
    build(tmp_path / "data", tmp_path / "archive.db")
    assert seen == [["第1页"]]
    found = ask(tmp_path / "archive.db", "SELECT verdict, reason FROM readings WHERE media_type = 'image/png'")
    assert found == [("not_a_report", f"it is a picture of the page {PAGE}, with which it is read")]


def test_the_chain_of_a_number_leads_to_the_attachment_that_it_was_read_from(tmp_path):
    one = made()
    page = f"<h1>{NAME}</h1><p>详见附件。</p><a href='/1.docx'>附件</a>".encode()
    attachment = data_of(report(one, NAME))
    publish(tmp_path / "data", [(PAGE, "report", NAME, page), (f"{PAGE}.docx", "attachment", "附件", attachment)])
    build(tmp_path / "data", tmp_path / "archive.db")
    with sqlite3.connect(tmp_path / "archive.db") as db:
        found = chain(db, "req_new__total", report_of(db, f"{ORGAN}{YEAR}"))
        proof = prove(found, db, tmp_path / "data")
    assert found.cell.value == one.truth["req_new__total"]
    assert (proof.outcome, proof.cell) == ("same", found.cell)
    assert [finding["check_id"] for finding in found.findings if "附件" in finding["message_zh"]] == ["Q08"]
