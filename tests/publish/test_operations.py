"""Operations: what broke stands first with its reason, what is due comes from the ledger, and is never guessed."""

from __future__ import annotations

import asyncio
import re
from datetime import date
from typing import Any

import pytest

from archive import reader
from captures.records import Appointment, PortalRun
from captures.store import CaptureStore
from publish.due import read_due
from publish.pages.operations import STATES
from publish.site import make_site
from tests.archive.builder import World, read_pickle, report

BLOCKED = "http://127.0.0.1:9/puyang/blocked"


def ended(run: int, portal: str, complete: bool, reasons: str = "", alarms: str = "") -> PortalRun:
    counts = (1, 2, 1, 0, 1, 0, 0, 0, 0, 4)
    return PortalRun(0, run, portal, "2026-01-02T00:00:00.000000Z", "trs", *counts, complete, reasons, alarms, 1.0)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Two portals: one that refused its last visit, one whose last run did not read it to its end."""
    world = World(tmp_path_factory.mktemp("operations"))
    world.publish("http://127.0.0.1:9/puyang/edu", report("濮阳市教育局", 2022, 40))
    world.publish("http://127.0.0.1:9/hangzhou/a", report("杭州市人民政府", 2022, 40, "region"), "zhejiang-hangzhou")
    world.publish("http://127.0.0.1:9/puyang/other", report("宿迁市财政局", 2022, 40))
    world.miss(BLOCKED, "blocked", 403)
    with CaptureStore(world.data, write=True) as store:
        run = store.begin_run("crawl", ["zhejiang-hangzhou"])
        for complete, reasons in ((True, ""), (False, "The listing says 9 reports and 7 were found.")):
            visited = ended(run, "zhejiang-hangzhou", complete, reasons)
            store.close_portal(
                visited, Appointment("zhejiang-hangzhou", "2026-01-05", 3, "Soon.", "2026-01-02", "2026-01-02", 2)
            )
        store.close_portal(
            ended(run, "henan-puyang", True),
            Appointment("henan-puyang", "2026-01-09", 7, "Later.", "2026-01-02", "2026-01-02"),
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "read", read_pickle)
        world.build()
    return world


def ask(site: Any, address: str, **options: Any) -> Any:
    return asyncio.run(site.client.get(address, **options))


def test_portals_in_trouble_stand_first_with_the_reason(world: World) -> None:
    page = ask(make_site(world.db, world.data), "/operations").text
    states = re.findall(r'<span class="chip state-(\w+)">', page[page.index("h-portals") : page.index("h-runs")])
    assert states == ["refused", "incomplete"] == sorted(states, key=STATES.index)
    assert "The listing says 9 reports and 7 were found." in page
    assert "被拒绝 1" in page and "机关与网站地区不符" in page


def test_a_run_that_did_not_end_is_said_to(world: World) -> None:
    page = ask(make_site(world.db, world.data), "/en/operations").text
    assert re.search(r'state-killed">did not end', page)


def test_what_is_due_comes_from_the_ledger_and_is_not_guessed_without_it(world: World) -> None:
    there, away = (ask(make_site(world.db, data), "/en/operations").text for data in (world.data, None))
    assert re.search(r">2026-01-05</td>.*?Soon\.", there, re.DOTALL) and "2 portals are due today" in there
    assert "2026-01-05" not in away and "what is due is not known" in away and "due today" not in away


def test_days_decide_what_is_due(world: World) -> None:
    due = read_due(world.data, date(2026, 1, 5))
    assert due and [one.portal_id for one in due.now] == ["zhejiang-hangzhou"]
    assert [one.portal_id for one in due.week] == ["henan-puyang"]
    assert not due.runs["zhejiang-hangzhou"].complete
    assert read_due(None) is None and read_due(world.folder / "nothing") is None


def test_a_page_that_tells_of_the_ledger_is_always_sent_anew(world: World) -> None:
    site = make_site(world.db, world.data)
    tag = ask(site, "/").headers["etag"]
    assert ask(site, "/", headers={"if-none-match": tag}).status_code == 304
    page = ask(site, "/operations", headers={"if-none-match": tag})
    assert page.status_code == 200 and "etag" not in page.headers
