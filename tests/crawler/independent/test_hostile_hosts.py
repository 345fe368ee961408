"""S15: whatever a host does, each request ends as one row that says what happened."""

from __future__ import annotations

import gzip
import time
from dataclasses import replace

import pytest

from tests.crawler.independent import markup
from tests.crawler.independent.markup import Item, report_title
from tests.crawler.independent.trs_sites import COLUMN, trs_site
from tests.crawler.independent.web import Ask, Reply, Route, Web, html, to

REPORT = html(markup.article(report_title("练习县甲局", 2023)))
JS = "<html><head><script>var a='{}';location.reload();</script></head><body></body></html>"


def first(*answers: Reply) -> Route:
    """The answers one after another, the last for ever."""
    left = list(answers)
    return lambda ask: left.pop(0) if len(left) > 1 else left[0]


def gate(ask: Ask) -> Reply:
    """A redirect to the same address until the cookie comes back."""
    if "CT6T=1" in ask.headers.get("cookie", ""):
        return REPORT
    return to(ask.path, **{"Set-Cookie": "CT6T=1; Path=/"})


TRAPS: dict[str, tuple[Route, str, str]] = {
    "ruishu": (Reply(JS.format("FSSBBIl1UgzbN7N80S").encode(), 412), "blocked", "412"),
    "jiasule": (
        Reply(b"<script>__jsl_clearance</script>", 521, headers={"Set-Cookie": "__jsluid_h=1"}),
        "blocked",
        "521",
    ),
    "jiasule-512": (Reply(b"<script>go({})</script>", 512), "blocked", "512"),
    "waf-403": (Reply("访问被拦截".encode(), 403), "blocked", "403"),
    "waf-405": (Reply("访问被拦截".encode(), 405), "blocked", "405"),
    "waf-422": (Reply(b"no", 422), "blocked", "422"),
    "waf-468": (Reply(b"no", 468), "blocked", "468"),
    "waf-550": (Reply(b"no", 550), "blocked", "550"),
    "challenge-202": (Reply(JS.format("azSsQE5NvspcS").encode(), 202), "blocked", "202"),
    "c3vk": (
        html(JS.format("").replace("var a", "document.cookie='C3VK=a;max-age=300'") + " " * 280),
        "blocked",
        "script",
    ),
    "waf-200": (
        html("<title>访问被拦截</title>您的访问请求可能对网站造成安全威胁" + "，" * 400),
        "blocked",
        "firewall",
    ),
    "rate-limit": (Reply(b"slow down", 429), "blocked", "429"),
    "login-401": (Reply(b"login", 401), "blocked", "login"),
    "cookie-gate": (gate, "ok", ""),
    "521-then-fine": (first(Reply(b"x", 521), REPORT), "ok", ""),
    "503-then-fine": (first(Reply(b"busy", 503, headers={"Retry-After": "1"}), REPORT), "ok", ""),
    "503-until-later": (first(*[Reply(b"busy", 503)] * 9), "failed", "503"),
    "gone-404": (Reply(b"no", 404), "gone", "404"),
    "gone-410": (Reply(b"no", 410), "gone", "410"),
    "soft-302-home": (to("/"), "gone", "home page"),
    "soft-200-home": (html(markup.home(COLUMN)), "failed", "home page"),
    "soft-200-error": (html(markup.page("<h1>非法请求 404！</h1>")), "gone", "not found"),
    "empty": (html(""), "failed", "empty"),
    "stub": (html("<html><body>&nbsp;</body></html>"), "failed", "stub"),
    "slow": (replace(REPORT, wait=1.5), "failed", "time"),
    "truncated": (replace(REPORT, promised=len(REPORT.body) + 500), "failed", "broke off"),
    "reset": (Reply(reset=True), "failed", "broke"),
    "circle": (to("/loop-a"), "failed", "circle"),
    "elsewhere": (to("http://example.com/"), "failed", "another host"),
    "huge": (html("x" * 300_000), "failed", "larger"),
    "gzip-unasked": (
        replace(REPORT, body=gzip.compress(REPORT.body), headers={"Content-Encoding": "gzip"}),
        "ok",
        "",
    ),
    "not-modified-unasked": (Reply(b"", 304), "failed", "304"),
}


def trap_site() -> Web:
    rows = [Item(report_title(f"练习县{trap}局", 2023), f"./202401/t20240101_{n}.html") for n, trap in enumerate(TRAPS)]
    rows.append(Item(report_title("练习县robots局", 2023), "./private/t20240101_99.html"))
    web = trs_site(rows, markup.a_list, per_page=100)
    for row, trap in zip(rows, TRAPS, strict=False):
        web.routes[COLUMN + row.href.removeprefix("./")] = TRAPS[trap][0]
    web.routes["/loop-a"], web.routes["/loop-b"] = to("/loop-b"), to("/loop-a")
    web.routes["/robots.txt"] = Reply(f"User-agent: *\nDisallow: {COLUMN}private/\n".encode(), kind="text/plain")
    return web


@pytest.fixture(scope="module")
def trapped(tmp_path_factory):
    from tests.crawler.independent.conftest import Station

    with trap_site().open() as web:
        settings = {"BACKOFF_GIVE_UP": 1000, "DOWNLOAD_MAXSIZE": 200_000, "DOWNLOAD_TIMEOUT": 0.6}
        at = Station(web, tmp_path_factory.mktemp("hostile"))
        yield web, at.crawl(settings=settings), at.data


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_has_its_outcome_and_a_sentence(trapped, trap: str) -> None:
    (row,) = [row for row in trapped[1].role("report") if f"练习县{trap}局" in row["link_title"]]
    _, outcome, words = TRAPS[trap]
    assert (row["outcome"], words in row["reason"]) == (outcome, True), row["reason"]
    assert row["outcome"] == "ok" or row["reason"].endswith(".")
    assert (row["sha256"] is not None) == (outcome == "ok")


def test_robots_is_obeyed_and_said(trapped) -> None:
    web, run, _ = trapped
    (row,) = [row for row in run.role("report") if "/private/" in row["url"]]
    assert (row["outcome"], "robots.txt" in row["reason"]) == ("blocked", True)
    assert not web.asked("private")


def test_the_run_is_incomplete_and_names_what_it_lost(trapped) -> None:
    _, run, _ = trapped
    lost = [row for row in run.role("report") if row["outcome"] in ("blocked", "failed")]
    assert run.code == 1 and len(run.reasons) == len(lost)
    assert len(run.rows) == run.summary.results[0].requests


@pytest.mark.parametrize(
    "robots",
    [
        html("<html><title>404</title>找不到</html>"),
        Reply(JS.encode(), 412),
        Reply(b"no", 403),
        Reply(b"", 500),
        Reply(reset=True),
        to("/"),
    ],
    ids=["html", "412", "403", "500", "reset", "to-home"],
)
def test_a_robots_file_that_is_none_forbids_nothing_and_costs_no_pause(station, robots: Reply) -> None:
    web = trs_site(markup.items(2))
    web.routes["/robots.txt"] = robots
    began = time.monotonic()
    run = station(web).crawl(settings={"BACKOFF_SECONDS": 5})
    assert (len(run.titles()), run.code) == (2, 0), run.reasons
    assert time.monotonic() - began < 4


def test_a_host_that_forbids_everything_is_asked_for_nothing(station) -> None:
    web = trs_site(markup.items(2))
    web.routes["/robots.txt"] = Reply(b"User-agent: *\r\nDisallow: /\r\n", kind="text/plain")
    run = station(web).crawl()
    assert not web.asked() and run.code == 1 and "robots.txt" in " ".join(run.reasons)


ABSENT: dict[str, Route] = {
    "302-home": to("/"),
    "200-home": html(markup.home(COLUMN)),
    "200-error": html(markup.page("<h1>抱歉，出错了</h1>" + "请返回" * 200)),
    "404": Reply(b"no", 404),
}


@pytest.mark.parametrize("manner", ABSENT)
def test_a_missing_report_is_gone_in_every_manner_of_saying_so(station, manner: str) -> None:
    rows = markup.items(3)
    web = trs_site(rows)
    web.absent = ABSENT[manner]
    del web.routes[COLUMN + rows[1].href.removeprefix("./")]
    run = station(web).crawl()
    (row,) = [row for row in run.role("report") if row["link_title"] == rows[1].title]
    assert (row["outcome"], row["sha256"], len(run.titles())) == ("gone", None, 2), row["reason"]
    assert run.code == 0, run.reasons


@pytest.mark.parametrize("family", ["trs", "jpage", "auto"])
def test_a_shell_for_every_path_is_no_listing(station, family: str) -> None:
    web = Web()
    web.absent = html(
        "<html><head><title>门户</title></head><body><div id='app'></div><script src=/a.js></script></body></html>"
        + " " * 600
    )
    run = station(web, family=family).crawl()
    (listing,) = run.role("listing")
    assert (listing["outcome"], run.code) == ("failed", 1) and "browser" in listing["reason"]


def test_a_burst_is_answered_with_the_home_page(station) -> None:
    web = trs_site(markup.items(30), per_page=50)
    served = web.answer
    web.answer = lambda ask: served(ask) if len(web.log) < 12 else html(markup.home(COLUMN))  # type: ignore[method-assign]
    run = station(web).crawl()
    assert run.code == 1 and 0 < len(run.titles()) < 30
    assert all("home page" in row["reason"] for row in run.role("report") if row["outcome"] != "ok")


def test_a_ban_is_waited_for(station) -> None:
    web = trs_site(markup.items(12))
    served, banned = web.answer, [0.0]

    def answer(ask: Ask) -> Reply:
        if len(web.log) == 8:
            banned[0] = time.monotonic() + 0.5
        return Reply(b"Forbidden", 403) if time.monotonic() < banned[0] else served(ask)

    web.answer = answer  # type: ignore[method-assign]
    run = station(web).crawl(settings={"BACKOFF_SECONDS": 0.4})
    assert (len(run.titles()), run.code) == (12, 0), run.reasons


def test_retry_after_is_kept(station) -> None:
    web = trs_site(markup.items(3))
    served = web.answer
    until = time.monotonic() + 1.5
    busy = Reply(b"busy", 503, headers={"Retry-After": "1"})
    web.answer = lambda ask: busy if "t2024" in ask.path and time.monotonic() < until else served(ask)  # type: ignore[method-assign]
    run = station(web).crawl()
    assert (len(run.titles()), run.code) == (3, 0), run.reasons
    assert len([ask for ask in web.log if ask.status == 503]) <= 4


def test_one_request_at_a_time_from_one_who_says_who_asks(station) -> None:
    web = trs_site([replace(row) for row in markup.items(20)], per_page=7)
    served = web.answer
    web.answer = lambda ask: replace(served(ask), wait=0.01)  # type: ignore[method-assign]
    station(web).crawl()
    agents = {ask.headers["user-agent"] for ask in web.log}
    assert web.most_busy == 1 and len(agents) == 1
    assert "gongkai" in agents.pop() and web.log[0].path == "/robots.txt"


def test_hosts_of_others_are_not_asked(station) -> None:
    own, other = trs_site(markup.items(2)), Web()
    with other.open():
        other.routes["/b/t20240101_1.html"] = REPORT
        foreign = f"{other.address}/b/t20240101_1.html"
        links = [Item(report_title("练习县丙局", 2023), foreign)]
        links += [Item(report_title("练习县丁局", 2023), "http://www.moe.gov.cn.example.com/t20240101_1.html")]
        own.routes[COLUMN] = html(markup.listing(markup.u_list([*markup.items(2), *links])))
        run = station(own).crawl()
        assert not other.log and len(run.titles()) == 2 and len(run.pointers) == 2
        assert all("host" in pointer["reason"] for pointer in run.pointers)
        listed = station(own).crawl(row={"hosts": [other.host]})
        assert len(listed.titles()) == 3 and other.asked("t20240101")


def test_a_redirect_within_the_host_is_followed(station) -> None:
    rows = markup.items(1)
    web = trs_site(rows)
    moved = "/new/place.html"
    web.routes[moved] = web.routes[COLUMN + rows[0].href[2:]]
    web.routes[COLUMN + rows[0].href[2:]] = to(moved, 301)
    (row,) = station(web).crawl().role("report")
    assert row["final_url"].endswith(moved) and row["outcome"] == "ok" and not row["url"].endswith(moved)


def test_a_listing_that_moved_for_good(station) -> None:
    web = trs_site(markup.items(20))
    web.routes["/old/"] = to(f"{COLUMN}index.html", 301)
    run = station(web, "/old/").crawl()
    assert (len(run.titles()), run.code) == (20, 0), run.reasons
