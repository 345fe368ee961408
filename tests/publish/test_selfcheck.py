"""The self-check: the same answer as `gongkai check`, within limits, and nothing of the draft anywhere afterwards."""

from __future__ import annotations

import asyncio
import html as markup
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from datasette.plugins import pm

from checks.file import checked
from parsers.bounded import Limits
from parsers.libreoffice import program
from parsers.read import read
from publish.desk import Desk, DeskSettings, FullError
from publish.pages import selfcheck
from publish.site import SiteError, make_site, site_of
from publish.upload import UploadError, boundary_of, form_of
from tests.parsers.official import figures, report_page, table_b
from tests.publish.conftest import Get

TITLE = "濮阳市教育局2024年政府信息公开工作年度报告"
MARKER = "此句只在草稿之中"


def draft(**changed: int) -> bytes:
    page = report_page(figures() | changed, title=TITLE)
    return page.replace(b"2023\xe5\xb9\xb4", "2024年".encode()).replace("公开意识有待提高".encode(), MARKER.encode())


@pytest.fixture(scope="module")
def desk(site) -> Iterator[Desk]:
    yield site_of(site).desk
    site_of(site).desk.close()


@pytest.fixture
def send(site, get: Get, desk) -> Get:
    """Return a function that sends a draft with the form as a browser would, and returns the answer."""

    def post(data: bytes = b"", text: str = "", name: str = "草稿.html", prefix: str = "", **headers: str) -> Any:
        form = get(f"{prefix}/selfcheck")
        token = re.search(r'name="csrftoken" value="([^"]+)"', form.text)[1]
        fields = {"csrftoken": token, "text": text}
        cookies = {"ds_csrftoken": token}
        files = {"file": (name, data, "application/octet-stream")}
        address = f"{prefix}/selfcheck"
        return asyncio.run(site.client.post(address, data=fields, files=files, cookies=cookies, headers=headers))

    return post


def sheet_of(page: str) -> str:
    return markup.unescape(re.search(r'<pre class="sheet"[^>]*>(.*?)</pre>', page, re.DOTALL)[1])


@pytest.mark.parametrize(("prefix", "lang"), [("", "zh"), ("/en", "en")])
def test_the_answer_is_that_of_the_command(send, tmp_path: Path, prefix: str, lang: str) -> None:
    data = draft(res_granted__total=999)
    answer = send(data, prefix=prefix)
    assert answer.status_code == 200
    (tmp_path / "草稿.html").write_bytes(data)
    (said,) = checked([tmp_path / "草稿.html"], lang, Limits())
    assert sheet_of(answer.text).strip() == said.text.replace(str(tmp_path / "草稿.html"), "草稿.html").strip()


def test_findings_stand_gravest_first_with_both_sides_at_their_cells(send) -> None:
    page = send(draft(res_granted__total=999)).text
    severities = re.findall(r'<li id="finding-\d+"[^>]*>\s*<p><span class="chip sev-(\w)"', page)
    assert severities and severities == sorted(severities, key="EWI".index) and severities[0] == "E"
    (number,) = re.findall(r'<td class="num failed">999<a class="mark" href="#finding-(\d+)"', page)[:1]
    assert f'<li id="finding-{number}"' in page
    assert re.search(r"左边 999|右边 999", page)
    assert "濮阳市教育局" in page and "<dd>2024</dd>" in page and "2021 年格式" in page
    assert "无法判断的，及其原因" in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_a_draft_without_fault_is_not_blamed(send) -> None:
    page = send(draft()).text
    assert "sev-E" not in page


def test_pasted_html_text_and_table_are_read(send) -> None:
    values = figures() | {"res_granted__total": 999}
    rows = [[getattr(cell, "text", cell) for cell in row] for row in table_b(values)]
    table = "\n".join("\t".join(row) for row in rows)
    latin = draft(res_granted__total=999).decode().replace("<head>", '<head><meta charset="gb2312">')
    for text in (latin, f"{TITLE}\n三、收到和处理政府信息公开申请情况\n{table}\n"):
        page = send(text=text).text
        assert "粘贴的内容" in page and TITLE in page
        assert '<td class="num failed">999' in page


def test_what_is_no_report_and_what_cannot_be_read_say_why(send) -> None:
    assert "不是政府信息公开工作年度报告" in send("<p>通知公告</p>".encode()).text
    page = send(b"PK\x03\x04 no archive").text
    assert "无法读取： zip 压缩文件已损坏" in page and "damaged" not in page
    assert "could not be read: the zip container is damaged" in send(b"PK\x03\x04 no archive", prefix="/en").text


def test_either_a_file_or_a_text(send) -> None:
    asked = ((send(draft(), "text"), "只选一样"), (send(name=""), "请选择文件"), (send(), "是空的"))
    for answer, word in asked:
        assert answer.status_code == 400 and word in answer.text and "<form" in answer.text


def test_what_the_year_before_carried_out_stands_beside_what_is_carried_in(send, key) -> None:
    page = send(draft()).text
    assert f'/reports/{key("濮阳市教育局", 2023)}"' in page
    total = figures()["req_carried_in__total"]
    assert re.search(rf'<th scope="row">总计</th><td class="num">4</td><td class="num">{total}</td>', page)
    assert "库中上一年度" not in send(draft().replace("濮阳市教育局".encode(), "某某市某某局".encode())).text


def test_the_form_and_the_answer_are_kept_by_nobody(get, send) -> None:
    form = get("/selfcheck")
    assert "不保存任何内容" in form.text and "20 MB" in form.text
    for answer in (form, send(draft())):
        assert "no-store" in answer.headers["cache-control"] and "etag" not in answer.headers


def test_without_the_token_from_another_site_or_by_another_way_no_draft_is_taken(site, send, get) -> None:
    assert send(draft(), **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert send(draft(), authorization="Bearer x").status_code == 403
    forged = {"data": {"csrftoken": "x"}, "files": {"file": ("a", draft())}}
    for cookies in ({}, {"ds_csrftoken": "x"}, {"other": "x"}):
        answer = asyncio.run(site.client.post("/selfcheck", cookies=cookies, **forged))
        assert answer.status_code == 403 and "过期" in answer.text and TITLE not in answer.text
    plain = asyncio.run(site.client.post("/selfcheck", data={"text": "x"}, cookies={"ds_csrftoken": "x"}))
    assert plain.status_code == 400 and "不完整" in plain.text


async def ask(site, headers: dict[str, str], chunks: Iterator[bytes]) -> tuple[int, int]:
    """Send a request by hand; returns the status and how many chunks of its body were taken before the answer."""
    taken, started = 0, []

    async def receive() -> dict[str, Any]:
        nonlocal taken
        taken += 1
        return {"type": "http.request", "body": next(chunks), "more_body": True}

    async def answer(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            started.append(message["status"])

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "POST", "path": "/selfcheck", "raw_path": b"/selfcheck", "query_string": b""}
    await site.app()({**scope, "headers": raw, "scheme": "http", "http_version": "1.1"}, receive, answer)
    return started[0], taken


def endless() -> Iterator[bytes]:
    while True:
        yield b"a" * 2**20


@pytest.mark.parametrize("length", [{"content-length": str(10**12)}, {}])
def test_a_body_without_end_is_refused_and_never_held(site, monkeypatch, length) -> None:
    monkeypatch.setattr(pm.get_plugin("gongkai_guard.py"), "MOST_DISCARDED", 3 * 2**20)
    headers = {"cookie": "ds_csrftoken=x", "content-type": "multipart/form-data; boundary=b", **length}
    status, taken = asyncio.run(ask(site, headers, endless()))
    assert status == 413
    assert taken <= 20 + 1 + 3 + 1


def test_when_all_places_are_taken_the_next_is_told_to_come_later(send, desk) -> None:
    from contextlib import ExitStack

    with ExitStack() as stack:
        with pytest.raises(FullError):
            while True:
                stack.enter_context(desk.place())
        answer = send(draft())
    assert answer.status_code == 503 and int(answer.headers["retry-after"]) > 0 and "稍候" in answer.text
    assert send(draft()).status_code == 200


def settled(**changed: Any) -> DeskSettings:
    return replace(DeskSettings(workers=1), **changed)


def test_a_draft_that_takes_too_long_is_ended_and_leaves_nothing(monkeypatch, tmp_path: Path) -> None:
    if program() is None:
        pytest.skip("needs LibreOffice")
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path))
    desk = Desk(settled(limits=Limits(0.3, 3072)))
    try:
        said = asyncio.run(desk.check(b"{\\rtf1 " + MARKER.encode() + b"}", "a.rtf"))
        assert said.reading.verdict == "unreadable" and "0.3 seconds" in said.reading.reason
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    finally:
        desk.close()
    assert list(tmp_path.iterdir()) == []
    assert running(str(tmp_path)) == []


def running(word: str) -> list[str]:
    """Return the command lines of processes that name `word`, where the system lists them."""
    lines = (path.read_bytes().replace(b"\0", b" ").decode() for path in Path("/proc").glob("[0-9]*/cmdline"))
    out = []
    while True:
        try:
            line = next(lines)
        except StopIteration:
            return out
        except OSError:
            continue
        if word in line:
            out.append(line)


opened: list[str] = []
watching = False


def watch(event: str, given: tuple[Any, ...]) -> None:
    # A number is a pipe to a worker.
    if watching and event == "open" and not isinstance(given[0], int) and set(given[1] or "") & set("wax+"):
        opened.append(f"{given[0]} {given[1]}")


def test_this_process_opens_no_file_for_writing(send) -> None:
    global watching
    sys.addaudithook(watch)
    send(draft())
    watching = True
    try:
        assert send(draft()).status_code == 200
    finally:
        watching = False
    assert opened == []


def test_nothing_is_left_in_memory_folders_and_a_worker_reads_one_draft(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path))
    desk = Desk(settled())
    try:
        asyncio.run(desk.check(draft(), "a.html"))
        if program():
            asyncio.run(desk.check(b"{\\rtf1 " + MARKER.encode() + b"}", "a.rtf"))
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    finally:
        desk.close()
    assert list(tmp_path.iterdir()) == []


def test_no_log_holds_a_word_of_a_draft(send, capfd, monkeypatch) -> None:
    async def break_down(*_: Any) -> None:
        raise ValueError(MARKER)

    send(draft(), name=f"{MARKER}.html")
    monkeypatch.setattr(selfcheck, "_shown", break_down)
    answer = send(draft())
    assert answer.status_code == 500 and "自查程序出错" in answer.text
    printed = capfd.readouterr()
    assert "ValueError" in printed.err
    assert MARKER not in printed.out + printed.err


def test_a_form_outlives_the_archive_that_it_was_given_out_with(built) -> None:
    first, second, other = (make_site(built.db, secret=secret) for secret in ("one", "one", "other"))
    form = asyncio.run(first.client.get("/selfcheck")).text
    token = re.search(r'name="csrftoken" value="([^"]+)"', form)[1]
    sent = {"data": {"csrftoken": token}, "cookies": {"ds_csrftoken": token}}
    files = {"file": ("a.html", b"<p>a")}
    assert asyncio.run(second.client.post("/selfcheck", files=files, **sent)).status_code == 200
    assert asyncio.run(other.client.post("/selfcheck", files=files, **sent)).status_code == 403
    site_of(second).desk.close()


def test_a_setting_that_is_no_number_is_told_in_one_sentence(built, monkeypatch) -> None:
    monkeypatch.setenv("GONGKAI_SELFCHECK_MB", "viel")
    with pytest.raises(SiteError, match="GONGKAI_SELFCHECK_MB must be a number"):
        make_site(built.db)


def test_a_site_without_workers_offers_no_self_check(built, monkeypatch) -> None:
    monkeypatch.setenv("GONGKAI_SELFCHECK_WORKERS", "0")
    site = make_site(built.db)
    assert asyncio.run(site.client.get("/selfcheck")).status_code == 404
    assert asyncio.run(site.client.post("/selfcheck", data={"text": "x"})).status_code == 405


def test_a_damaged_form_is_told_and_a_hostile_name_is_harmless() -> None:
    boundary = boundary_of("multipart/form-data; boundary=b")
    for body in (b"", b"nothing", b"--b\r\n", b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\ncut"):
        with pytest.raises(UploadError):
            form_of(body, boundary)
    name = '../../etc/"><img src=x>\u202e.html'
    body = (
        f'--b\r\nContent-Disposition: form-data; name="file"; filename="{json.dumps(name)[1:-1]}"\r\n\r\nx\r\n--b--\r\n'
    )
    part = form_of(body.encode(), boundary)["file"]
    assert part.data == b"x" and "/" not in part.filename and "\u202e" not in part.filename
    for kind in ("text/plain", "multipart/form-data", "application/x-www-form-urlencoded; boundary=b"):
        with pytest.raises(UploadError):
            boundary_of(kind)


def test_the_reader_and_the_page_see_the_same_facts(send) -> None:
    facts = read(draft()).report.facts
    page = send(draft()).text
    assert f"读到 {len(facts)} 格" in page
