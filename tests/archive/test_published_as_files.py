"""From a portal that publishes its reports as files: crawled, joined with their pages, one report each."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

from archive.build import build
from captures.crawl_run import run_crawl
from demo.portals import TrsPortal, portal_row, serve
from demo.portals.articles import Article, Attachment
from tests.parsers.ofd.ofd_files import report as ofd_report
from tests.parsers.variety.figures import figures
from tests.parsers.variety.sheet import Sheet, sheet
from tests.parsers.word.word_files import data_of, report

FAST = {"BACKOFF_SECONDS": 0.02, "DOWNLOAD_TIMEOUT": 5, "RETRY_TIMES": 1}
NAME = "濮阳市{}{}年政府信息公开工作年度报告"


def made(seed: int) -> Sheet:
    rng = random.Random(seed)
    return sheet(rng, "f2021", figures(rng, "f2021"))


def article(organ: str, year: int, attachment: Attachment) -> Article:
    title = NAME.format(organ, year)
    return Article(title, f"{year + 1}-01-20", "<p>年度报告全文见附件。</p>", "濮阳市" + organ, (attachment,))


def test_reports_published_as_files_are_reports_of_their_pages(tmp_path: Path) -> None:
    sheets = {"自然资源局": made(1), "教育局": made(2), "财政局": made(3)}
    files = {
        "自然资源局": Attachment("附件：年度报告", data_of(report(sheets["自然资源局"], "附件")), "docx"),
        "教育局": Attachment("附件1.wps", data_of(report(sheets["教育局"], "附件")), "wps"),
        "财政局": Attachment("版式文件", ofd_report(sheets["财政局"], "年度报告"), "ofd"),
    }
    articles = [article(organ, 2023, file) for organ, file in files.items()]
    site = TrsPortal("files", articles, site_name="濮阳市人民政府", practice=True)
    with serve([site]) as addresses:
        row = portal_row(site, addresses[site.name], "410900")
        run_crawl([row], tmp_path / "data", settings=FAST, verbosity=-1)
    build(tmp_path / "data", tmp_path / "archive.db")
    with sqlite3.connect(tmp_path / "archive.db") as archive:
        found = dict(archive.execute("SELECT organ_name, requests_new FROM reports WHERE year = 2023"))
        sources = archive.execute("SELECT count(*) FROM findings WHERE check_id = 'Q08' AND is_current").fetchone()
    assert found == {f"濮阳市{organ}": one.truth["req_new__total"] for organ, one in sheets.items()}
    assert sources == (3,)
