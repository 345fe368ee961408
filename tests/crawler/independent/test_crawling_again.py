"""The second crawl: nothing again that is the same, everything that is not."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.crawler.independent import markup
from tests.crawler.independent.conftest import read_ledger
from tests.crawler.independent.jcms_sites import Block, jcms_site, records
from tests.crawler.independent.trs_sites import COLUMN, add_articles, trs_site
from tests.crawler.independent.web import Ask, Reply, Web, html

STAMP = "Mon, 01 Jan 2024 00:00:00 GMT"


def validating(web: Web, *, etag: bool = False, modified: bool = False) -> Web:
    """Let a site answer 304 to the validators that it sends."""
    served = web.answer

    def answer(ask: Ask) -> Reply:
        reply = served(ask)
        if reply.status != 200 or ask.method != "GET":
            return reply
        tag = f'W/"{hashlib.md5(reply.body, usedforsecurity=False).hexdigest()}"'
        known = (etag and ask.headers.get("if-none-match") == tag) or (
            modified and ask.headers.get("if-modified-since") == STAMP
        )
        headers = {**reply.headers} | ({"ETag": tag} if etag else {}) | ({"Last-Modified": STAMP} if modified else {})
        return replace(reply, headers=headers, **({"body": b"", "status": 304} if known else {}))

    web.answer = answer  # type: ignore[method-assign]
    return web


SITES: dict[str, Callable[[], tuple[Web, str, str]]] = {
    "trs": lambda: (trs_site(markup.items(20)), COLUMN, "trs"),
    "jpage": lambda: (jcms_site(Block(records(47))), "/col/col30516/index.html", "jpage"),
    "home": lambda: (trs_site(markup.items(20)), "/", "auto"),
}


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("validators", [{}, {"etag": True}, {"modified": True}], ids=["none", "etag", "last-modified"])
def test_an_unchanged_portal_adds_nothing(station, site: str, validators: dict[str, bool]) -> None:
    web, path, family = SITES[site]()
    at = station(validating(web, **validators), path, family)
    first = at.crawl()
    captures = [tuple(row) for row in read_ledger(at.data, "SELECT * FROM captures")]
    web.log.clear()
    second = at.crawl()
    assert second.code == 0 and second.titles() == first.titles()
    assert {row["outcome"] for row in second.rows if row["role"] in ("report", "listing", "attachment")} == {
        "unchanged"
    }
    assert [tuple(row) for row in read_ledger(at.data, "SELECT * FROM captures")] == captures
    assert len(second.rows) == len(web.asked()) == len(first.rows) - len(first.role("other"))
    assert [(row["url"], row["sha256"]) for row in second.role("report")] == [
        (row["url"], row["sha256"]) for row in first.role("report")
    ]
    assert second.summary.results[0].new == 0
    if validators:
        reports = [ask for ask in web.log if "/t2024" in ask.path or "/art/" in ask.path]
        assert reports and {ask.status for ask in reports} <= {304, 200}


def test_bodies_are_not_sent_again(station) -> None:
    web = validating(trs_site(markup.items(20)), etag=True)
    at = station(web)
    at.crawl()
    web.log.clear()
    sent = [0]
    served = web.answer

    def weigh(ask: Ask) -> Reply:
        reply = served(ask)
        sent[0] += len(reply.body) if reply.status == 200 else 0
        return reply

    web.answer = weigh  # type: ignore[method-assign]
    at.crawl()
    assert sent[0] == 0


@pytest.mark.parametrize("status", [404, 410])
def test_a_report_that_is_gone(station, status: int) -> None:
    rows = markup.items(5)
    web = trs_site(rows)
    at = station(web)
    before = {row["url"]: row["sha256"] for row in at.crawl().role("report")}
    web.routes[COLUMN + rows[2].href[2:]] = Reply(b"gone", status)
    run = at.crawl()
    (gone,) = [row for row in run.role("report") if row["outcome"] == "gone"]
    assert gone["link_title"] == rows[2].title and gone["sha256"] is None and before[gone["url"]]
    assert run.code == 0 and len(run.titles()) == 4


def test_a_report_that_left_the_list_is_asked_for_until_it_was_gone_twice_weeks_apart(station) -> None:
    rows = markup.items(6)
    web = trs_site(rows)
    at = station(web)
    at.crawl()
    web.routes[COLUMN] = html(markup.listing(markup.u_list(rows[:4])))
    del web.routes[COLUMN + rows[5].href[2:]]
    run = at.crawl()
    outcomes = {row["link_title"]: row["outcome"] for row in run.role("report")}
    assert outcomes == {**{row.title: "unchanged" for row in rows[:5]}, rows[5].title: "gone"}
    assert run.code == 0, run.reasons
    assert all("not link it any more" in row["reason"] for row in run.role("report")[4:])
    assert len(at.crawl(dry_run=True).summary.results[0].planned) == 4
    assert [rows[5].title in {row["link_title"] for row in at.crawl().role("report")} for _ in (1, 2)] == [True, True]
    with sqlite3.connect(at.data / "ledger.db") as ledger:
        first = "(SELECT min(id) FROM visits WHERE outcome = 'gone' AND role = 'report')"
        earlier = "strftime('%Y-%m-%dT%H:%M:%fZ', visited_at, '-20 days')"
        ledger.execute(f"UPDATE visits SET visited_at = {earlier} WHERE id <= {first}")
    assert rows[5].title not in {row["link_title"] for row in at.crawl().role("report")}


def test_a_changed_report_is_a_new_capture_at_its_address(station) -> None:
    rows = markup.items(5)
    web = validating(trs_site(rows), etag=True, modified=False)
    at = station(web)
    before = {row["url"]: row["sha256"] for row in at.crawl().role("report")}
    web.routes[COLUMN + rows[1].href[2:]] = html(markup.article(rows[1].title, "<p>更正后的正文</p>" * 50))
    run = at.crawl()
    changed = [row for row in run.role("report") if before[row["url"]] != row["sha256"]]
    assert [row["link_title"] for row in changed] == [rows[1].title] and changed[0]["outcome"] == "ok"
    assert (run.code, run.summary.results[0].new) == (0, 1)


def test_a_report_that_changed_and_changed_back(station) -> None:
    rows = markup.items(1)
    web = trs_site(rows)
    at = station(web)
    (first,) = at.crawl().role("report")
    address = COLUMN + rows[0].href[2:]
    old = web.routes[address]
    web.routes[address] = html(markup.article(rows[0].title, "<p>另一版本</p>" * 50))
    at.crawl()
    web.routes[address] = old
    (back,) = at.crawl().role("report")
    assert (back["outcome"], back["sha256"]) == ("ok", first["sha256"])
    assert len(read_ledger(at.data, "SELECT * FROM visits WHERE role = 'report'")) == 3


def test_a_new_item_pushes_the_others_over_the_page(station) -> None:
    rows = markup.items(30)
    web = validating(trs_site(rows), etag=True)
    at = station(web)
    at.crawl()
    newer = [*markup.items(1, year=2024), *rows]
    web.routes.update(trs_site(newer).routes)
    run = at.crawl()
    fresh = [row["link_title"] for row in run.role("report") if row["outcome"] == "ok"]
    assert fresh == [newer[0].title] and len(run.titles()) == 31 and run.code == 0, run.reasons


def test_a_portal_that_fell_silent_loses_nothing(station) -> None:
    web = trs_site(markup.items(5))
    at = station(web)
    at.crawl()
    captures = len(read_ledger(at.data, "SELECT * FROM captures"))
    web.answer = lambda ask: Reply("访问被拦截".encode(), 403)  # type: ignore[method-assign]
    run = at.crawl()
    assert run.code == 1 and not run.role("report") and {row["outcome"] for row in run.rows} == {"blocked"}
    assert len(read_ledger(at.data, "SELECT * FROM captures")) == captures


def test_a_stub_never_replaces_a_report(station) -> None:
    rows = markup.items(3)
    web = trs_site(rows)
    at = station(web)
    at.crawl()
    web.routes[COLUMN + rows[0].href[2:]] = html("<html><script>document.cookie='C3VK=1'</script></html>")
    run = at.crawl()
    (row,) = [row for row in run.role("report") if row["link_title"] == rows[0].title]
    assert (row["outcome"], row["sha256"], run.code) == ("blocked", None, 1)
    add_articles(web, rows)
    assert {row["outcome"] for row in at.crawl().role("report")} == {"unchanged"}
