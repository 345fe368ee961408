"""S17: every file of a report, in whatever way it is linked, named and sent; none of its neighbours'."""

from __future__ import annotations

import io
import zipfile
from urllib.parse import quote

import pytest

from tests.crawler.independent import markup
from tests.crawler.independent.conftest import read_ledger
from tests.crawler.independent.markup import Item, report_title
from tests.crawler.independent.trs_sites import COLUMN, trs_site
from tests.crawler.independent.web import Reply, html

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def packed(*members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for member in members:
            archive.writestr(member, "x")
    return stream.getvalue()


BOXED = f"{COLUMN}202401/"
STAMP = "P020240131401234567890"
# How it is linked (in the article) → address, words, body, media type.
FILES: dict[str, tuple[str, str, str, bytes, str]] = {
    "doc": ('<a href="./{0}.doc">附件：年度报告.doc</a>', f"{BOXED}{STAMP}.doc", "附件：年度报告.doc", OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
    "docx": ('<a href="./{0}.docx">年报.docx</a>', f"{BOXED}{STAMP}.docx", "年报.docx", packed("word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "wps": ('<a href="./{0}.wps">1.wps</a>', f"{BOXED}{STAMP}.wps", "1.wps", OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
    "rtf": ('<a href="./{0}.rtf">报告（RTF）</a>', f"{BOXED}{STAMP}.rtf", "报告（RTF）", b"{\\rtf1 x}", "application/rtf"),
    "xls": ('<a href="./{0}.xls">附表</a>', f"{BOXED}{STAMP}.xls", "附表", OLE + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
    "zip": ('<a href="./{0}.zip">打包下载</a>', f"{BOXED}{STAMP}.zip", "打包下载", packed("a.docx"), "application/zip"),
    "ofd": ('<a href="./{0}.ofd">版式文件</a>', f"{BOXED}{STAMP}.ofd", "版式文件", packed("OFD.xml"), "application/ofd"),
    "pdf-upper": ('<a href="./{0}.PDF">PDF版</a>', f"{BOXED}{STAMP}.PDF", "PDF版", b"%PDF-1.4 a", "application/pdf"),
    "chinese-name": ('<a href="./files/《报告》【2023】.pdf">《报告》【2023】.pdf</a>', f"{BOXED}files/{quote('《报告》【2023】')}.pdf", "《报告》【2023】.pdf", b"%PDF-1.4 b", "application/pdf"),
    "line-breaks": ('<a href="\n./{0}1.pdf\n">换行</a>', f"{BOXED}{STAMP}1.pdf", "换行", b"%PDF-1.4 c", "application/pdf"),
    "by-query": ('<a href="/module/download/downfile.jsp?classid=0&amp;filename=0a1b.pdf">正文下载</a>', "/module/download/downfile.jsp?classid=0&filename=0a1b.pdf", "正文下载", b"%PDF-1.4 d", "application/pdf"),
    "name-in-words-alone": ('<a href="/attach/0/2401311530">2023年度报告.doc</a>', "/attach/0/2401311530", "2023年度报告.doc", OLE + "WordDocument".encode("utf-16-le") + b"!", "application/msword"),
    "in-script": ("<script>var file_appendix='<a href=\"./{0}2.doc\">附件.doc</a>';document.write(file_appendix);</script>", f"{BOXED}{STAMP}2.doc", "附件.doc", OLE + "WordDocument".encode("utf-16-le") + b"?", "application/msword"),
    "pdfjs": ('<iframe src="/pdfjs/web/viewer.html?file=%2Ffiles%2F2023.pdf#page=1" width=100%></iframe>', "/files/2023.pdf", "", b"%PDF-1.4 e", "application/pdf"),
    "frame": ('<iframe src="./{0}3.pdf"></iframe>', f"{BOXED}{STAMP}3.pdf", "", b"%PDF-1.4 f", "application/pdf"),
    "embed": ('<embed src="./{0}4.pdf" type="application/pdf">', f"{BOXED}{STAMP}4.pdf", "", b"%PDF-1.4 g", "application/pdf"),
    "object": ('<object data="./{0}5.pdf"></object>', f"{BOXED}{STAMP}5.pdf", "", b"%PDF-1.4 h", "application/pdf"),
    "scan": ('<p><img src="./W020240131401234567890.jpg" alt="第1页"></p>', f"{BOXED}W020240131401234567890.jpg", "第1页", b"\xff\xd8\xff\xe0 1", "image/jpeg"),
}  # fmt: skip
HEADERS = [
    {"Content-Disposition": 'attachment; filename="年度报告.doc"'.encode("gb18030").decode("latin-1")},
    {"Content-Disposition": f"attachment; filename*=UTF-8''{quote('年度报告.doc')}"},
    {"Content-Disposition": 'attachment; filename="年度报告.doc"'.encode().decode("latin-1")},
    {},
]


@pytest.fixture
def crawled(station):
    rows = [Item(report_title(f"练习县{name}局", 2023), f"./202401/t20240131_{n}.html") for n, name in enumerate(FILES)]
    web = trs_site(rows, markup.a_list, per_page=50)
    sent = {}
    for number, (row, (link, address, _, body, _)) in enumerate(zip(rows, FILES.values(), strict=True)):
        page = markup.article(row.title, "<p>　　正文见附件。</p>" * 40 + link.replace("{0}", STAMP))
        web.routes[COLUMN + row.href.removeprefix("./")] = html(page)
        sent[address] = Reply(body, kind="application/octet-stream", headers=HEADERS[number % 4])
    served = web.answer
    web.answer = lambda ask: sent.get(ask.target) or served(ask)  # type: ignore[method-assign]
    at = station(web)
    return at, at.crawl(), rows


def test_every_file_with_its_article_words_and_true_type(crawled) -> None:
    at, run, rows = crawled
    kinds = {
        row["sha256"]: row["media_type"] for row in read_ledger(at.data, "SELECT sha256, media_type FROM captures")
    }
    found = {
        row["found_on"].rpartition("/")[2]: (
            row["url"].removeprefix(at.web.address),
            row["link_title"],
            kinds.get(row["sha256"]),
        )
        for row in run.role("attachment")
    }
    wanted = {
        row.href.rpartition("/")[2]: (address, words, kind)
        for row, (_, address, words, _, kind) in zip(rows, FILES.values(), strict=True)
    }
    assert found == wanted
    assert (run.code, len(run.role("attachment"))) == (0, len(FILES)), run.reasons


def test_a_row_may_be_the_file_itself(station) -> None:
    rows = [
        Item(report_title("甲局", 2023), "./P020240131400000000001.pdf"),
        Item("附件：乙局2022年政府信息公开工作年度报告.pdf", "/attach/1.pdf"),
    ]
    web = trs_site(rows, markup.a_list)
    web.routes[f"{COLUMN}P020240131400000000001.pdf"] = web.routes["/attach/1.pdf"] = Reply(b"%PDF-1.4", kind=None)
    run = station(web).crawl()
    assert (len(run.titles()), run.code) == (2, 0), run.reasons


def test_a_page_in_place_of_a_file_is_asked_for_twice_and_told(station) -> None:
    (row,) = markup.items(1)
    web = trs_site([row])
    web.routes[COLUMN + row.href[2:]] = html(
        markup.article(row.title, "<p>正文</p>" * 90 + '<a href="/x.doc">附件</a>')
    )
    web.routes["/x.doc"] = html(markup.page("系统错误，请稍后再试"))
    at = station(web)
    run = at.crawl()
    (file,) = run.role("attachment")
    assert file["outcome"] == "failed" and "html_instead_of_file" in file["reason"] and run.code == 1
    assert len(at.web.asked("/x.doc")) == 2


def test_one_file_of_two_reports_is_kept_once_and_seen_twice(station) -> None:
    rows = markup.items(2)
    web = trs_site(rows)
    for number, row in enumerate(rows):
        link = f'<a href="/files/{number}.pdf">附件</a>'
        web.routes[COLUMN + row.href[2:]] = html(markup.article(row.title, "<p>正文</p>" * 90 + link))
        web.routes[f"/files/{number}.pdf"] = Reply(b"%PDF-1.4 the same", kind="application/pdf")
    at = station(web)
    run = at.crawl()
    assert [row["outcome"] for row in run.role("attachment")] == ["ok", "ok"]
    assert len({row["sha256"] for row in run.role("attachment")}) == 1
