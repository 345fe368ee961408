"""The site's safety: nothing that a report prints can run, nothing can be written, and a query has bounds."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from datasette.plugins import pm

from archive import reader
from archive.schema import tables, views
from publish.site import make_site, site_of
from tests.archive.builder import read_pickle
from tests.parsers.official import figures, report_page
from tests.publish.hostile_world import HOSTILE, hostile_world

HARM = re.compile(r"<script>alert|<img src=x|<[a-z]+ [^>]*'onmouseover|\b1337\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "read", read_pickle)
        world = hostile_world(tmp_path_factory.mktemp("hostile"))
        world.build()
    site = make_site(world.db, world.data)
    yield site
    site_of(site).desk.close()


@pytest.fixture(scope="module")
def hostile_get(hostile) -> Callable[[str], Any]:
    return lambda address: asyncio.run(hostile.client.get(address))


def test_nothing_that_a_report_prints_is_markup_on_any_page(hostile, hostile_get) -> None:
    """From the home page along every link of the site, in both languages, and every table of Datasette."""
    waiting = ["/", "/en/", "/search?q=补正", "/en/search?q=补正", f"/search?q={quote(HOSTILE)}", f"/{quote(HOSTILE)}"]
    waiting += [f"/archive/{name}?_size=20" for name in [*tables(), *views()]]
    named = f"select 1 as [{HOSTILE}], :x as y"
    waiting += [f"/archive?sql={quote(named)}&x={quote(HOSTILE)}", f"/archive?sql={quote(HOSTILE)}"]
    waiting += [f"/archive/outcome_shares?level={quote(HOSTILE)}", f"/data?release={quote(HOSTILE)}"]
    seen: set[str] = set()
    pages: list[str] = []
    shown = 0
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        page = hostile_get(address)
        if "text/html" not in page.headers["content-type"]:
            continue
        pages.append(page.text)
        assert not HARM.search(page.text), (address, HARM.search(page.text))
        shown += "&lt;script&gt;alert" in page.text
        links = re.findall(r'href="(/[^"]*)"', page.text)
        waiting += [link.replace("&amp;", "&") for link in links if is_ours(link)]
    kinds = {address.removeprefix("/en").split("/")[1].split("?")[0] for address in seen}
    assert {"regions", "organs", "reports", "captures", "years", "checks", "dictionary", "search", "archive"} <= kinds
    assert {"javascript:" in page for page in pages} == {True, False}
    assert not [
        page for page in pages if re.search(r"""(?:href|src|action)=["']?\s*javascript:""", page, re.IGNORECASE)
    ]
    assert shown > 10


CELLS = ("req_new__natural", "req_new__total", "normdoc_issued", "disclosure_rate", "s14_req_total")
"""The cells whose pages are walked: all are made alike, and a report has two hundred."""


def is_ours(link: str) -> bool:
    _, is_cell, code = link.split("?")[0].partition("/cells/")
    return not link.startswith(("/archive", "/static", "/-/")) and (not is_cell or code.split("/")[0] in CELLS)


def test_a_hostile_draft_is_text_too(hostile) -> None:
    words = HOSTILE.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    page = report_page(figures(), title=f"{words}局2024年政府信息公开工作年度报告").decode()
    page = page.replace("公开意识有待提高", words).replace("<td>1386</td>", f"<td>{words}</td>")
    form = asyncio.run(hostile.client.get("/selfcheck"))
    token = re.search(r'name="csrftoken" value="([^"]+)"', form.text)[1]
    sent = {"data": {"csrftoken": token}, "files": {"file": (f"{HOSTILE}.html", page.encode())}}
    for prefix in ("", "/en"):
        answer = asyncio.run(hostile.client.post(f"{prefix}/selfcheck", cookies={"ds_csrftoken": token}, **sent))
        assert answer.status_code == 200 and "&lt;script&gt;alert" in answer.text
        assert not HARM.search(answer.text)


PAGES = (
    "/",
    "/en/",
    "/regions",
    "/search?q=a",
    "/selfcheck",
    "/data",
    "/en/questions",
    "/nothing",
    "/archive",
    "/archive/reports",
    "/archive?sql=select+1",
)


@pytest.mark.parametrize(
    "address", [*PAGES, "/robots.txt", "/archive/reports.json", "/-/databases", "/static/site.css"]
)
def test_every_answer_tells_the_browser_what_to_refuse(get, address: str) -> None:
    headers = get(address).headers
    policy = headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"]
    assert "frame-ancestors 'none'" in policy and "default-src 'none'" in policy and "form-action 'self'" in policy
    scripts = re.search(r"script-src ([^;]*)", policy)
    assert not scripts or "unsafe" not in scripts[1]
    assert scripts or not address.startswith("/archive")


QUERIES = (
    "/archive?sql=select+1", "/archive?sql=wrong", "/archive/not_held_organs?min_n=1", "/archive/reports?_facet=year",
)  # fmt: skip


@pytest.mark.parametrize("address", [*PAGES, *QUERIES, "/archive/findings?_size=2", "/archive/reports/none"])
def test_every_script_in_a_page_is_one_that_the_policy_knows(get, address: str) -> None:
    page = get(address)
    policy = page.headers["content-security-policy"]
    for attributes, script in re.findall(r"<script([^>]*)>(.*?)</script>", page.text, re.DOTALL):
        if "src=" in attributes:
            assert re.search(r'src="/', attributes)
        else:
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy
    assert not re.search(r"<[^>]+\son\w+=", page.text)
    if "unsafe-inline" not in policy:
        assert "style=" not in page.text and "<style" not in page.text


def routes() -> list[str]:
    patterns = [pattern for pattern, _ in pm.get_plugin("gongkai_pages.py").ROUTES]
    names = [re.sub(r"\(\?P<\w+>.*?\)", "1", pattern.rstrip("$")).replace("\\", "") for pattern in patterns]
    return [f"/{name}" for name in names]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_no_address_takes_anything_in(site, built, method: str) -> None:
    before = hashlib.sha256(built.db.read_bytes()).hexdigest()
    native = ["/archive", "/archive/reports", "/archive/reports.json", "/archive/-/insert", "/-/messages", "/-/logout"]
    for address in [*routes(), *native, "/archive/reports/-/insert", "/-/create-token", "/-/permissions"]:
        if method == "POST" and address == "/selfcheck":
            continue
        answer = asyncio.run(site.client.request(method, address, data={"sql": "delete from reports", "title": "x"}))
        assert answer.status_code in (404, 405), address
        assert "set-cookie" not in answer.headers
    assert hashlib.sha256(built.db.read_bytes()).hexdigest() == before


@pytest.mark.parametrize(
    "sql",
    [
        "delete from reports",
        "insert into reports(id) values (1)",
        "attach database '/etc/passwd' as x",
        "select load_extension('x')",
        "select readfile('/etc/passwd')",
        "select writefile('/tmp/x', 'y')",
        "pragma journal_mode = delete",
        "vacuum into '/tmp/x'",
        "select 1; drop table reports",
        "with x as (select 1) delete from reports",
        "select length(zeroblob(900000000))",
        "select replace(hex(zeroblob(30000000)), '0', 'aaaaaaaa')",
    ],
)
def test_sql_reads_the_archive_and_nothing_else(get, sql: str) -> None:
    answer = get(f"/archive.json?sql={quote(sql)}")
    assert answer.status_code in (400, 500) and answer.json()["ok"] is False


def test_a_query_without_end_is_ended_and_rows_are_counted(site, get) -> None:
    numbers = "with recursive n(i) as (select 1 union all select i + 1 from n)"
    answer = get(f"/archive.json?_timelimit=50&sql={quote(f'{numbers} select count(*) from n')}")
    assert answer.status_code == 400 and "interrupted" in answer.text.lower()
    many = get(f"/archive.json?sql={quote(f'{numbers} select i from n limit 100000')}").json()
    assert many["truncated"] and len(many["rows"]) == site.setting("max_returned_rows") <= 5000
    assert site.setting("sql_time_limit_ms") <= 5000 and site.setting("allow_facet")


def test_pages_on_the_server_itself_are_not_shown(get, built) -> None:
    for name in ("databases", "plugins", "metadata", "settings", "versions", "threads", "actor", "permissions"):
        for ending in ("", ".json"):
            answer = get(f"/-/{name}{ending}")
            assert answer.status_code == 404 and str(built.folder) not in answer.text
    assert get("/-/static/table.js").status_code == 200


def test_robots_may_read_reports_and_leave_what_has_no_end(get) -> None:
    from urllib.robotparser import RobotFileParser

    rules = RobotFileParser()
    rules.parse(get("/robots.txt").text.splitlines())
    assert all(rules.can_fetch("any", address) for address in ("/", "/en/", "/reports/x", "/regions/410000"))
    closed = ("/archive", "/archive/reports", "/search?q=a", "/en/search?q=a", "/selfcheck", "/captures/0", "/-/x")
    closed += ("/data/releases/2026-01/README.md",)
    assert not any(rules.can_fetch("any", address) for address in closed)
