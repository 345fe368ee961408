"""When the frontier is out of reach there is one sentence, nothing recorded is lost, and the next run goes on."""

from __future__ import annotations

import asyncio
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import redis

from captures.commands import crawl_command
from captures.frontier import Frontier, FrontierError, Job, Shared
from captures.lease import Lease, LeaseLost
from captures.records import CaptureError
from captures.store import CaptureStore
from demo.portals import TrsPortal, portal_row, serve
from demo.portals.replicas import reports
from registry.portals import Portal
from tests.captures.shared.conftest import Crew, Server, Watched
from tests.captures.whole import assert_whole, content


def test_a_redis_that_vanishes_ends_the_worker_with_a_sentence(crew: Crew) -> None:
    site = Watched("p", reports([f"第{n}局" for n in range(6)], [2023]))
    asked = site.watch(3)
    with serve([site]) as addresses:
        rows = [replace(portal_row(site, addresses["p"], "410972"), delay=0.05)]
        worker = crew.worker("one", rows)
        assert asked.wait(20)
        crew.server.stop()
        code, out, err = worker.end()
        assert (code, out) == (1, "") and len(err.splitlines()) == 1
        assert f"127.0.0.1:{crew.server.port} cannot be used" in err and "run the same command again" in err
        with CaptureStore(worker.data) as store:
            assert sum(visit.role == "report" for visit in store.visits()) == 3
            assert all(visit.outcome == "ok" for visit in store.visits() if visit.role != "other")
            (run,) = store.runs()
            assert run.ended_at and run.exit_code == 1 and "cannot be used" in run.note
        crew.server.start()
        assert crew.worker("one", rows).end()[0] == 0
        assert crew.worker("whole", rows).end()[0] == 0
    assert content(worker.data) == content(crew.folder / "whole")
    assert_whole(worker.data)


def test_a_redis_that_lost_its_data_ends_the_worker_with_a_sentence(crew: Crew) -> None:
    site = Watched("p", reports([f"第{n}局" for n in range(4)], [2023]))
    asked = site.watch(2, seconds=0.2)
    with serve([site]) as addresses:
        worker = crew.worker("one", [replace(portal_row(site, addresses["p"], "410972"), delay=0.1)])
        assert asked.wait(20)
        redis.Redis(port=crew.server.port).flushall()
        code, out, err = worker.end()
    assert (code, out) == (1, "") and "it has lost the run" in err and len(err.splitlines()) == 1
    assert_whole(worker.data)


def test_a_named_run_is_crawled_once_and_an_unnamed_one_begins_anew(crew: Crew) -> None:
    site = TrsPortal("p", reports(["甲局"], [2023]))
    with serve([site]) as addresses:
        rows = [portal_row(site, addresses["p"], "410972")]
        assert crew.worker("one", rows, run="tonight").end()[0] == 0
        asked = len(site.log)
        code, out, _ = crew.worker("two", rows, run="tonight").end()
        assert code == 0 and "every portal of this run is done by other workers" in out and len(site.log) == asked
        assert " yes" in crew.worker("three", rows).end()[1]
        assert " yes" in crew.worker("four", rows).end()[1]


@pytest.mark.parametrize(
    "settings, words",
    [
        ({"GONGKAI_REDIS_URL": "redis://user:secret@127.0.0.1:1/0"}, "127.0.0.1:1 cannot be used"),
        ({"GONGKAI_REDIS_URL": "http://127.0.0.1/"}, "is no address of Redis"),
        ({"GONGKAI_REDIS_URL": "redis://127.0.0.1:1/0", "GONGKAI_LEASE_SECONDS": "soon"}, "give a number of seconds"),
    ],
)
def test_a_wrong_setting_is_one_sentence(tmp_path: Path, monkeypatch, capsys, settings: dict[str, str], words) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "rows.toml").write_text(
        "[[portal]]\nid = 'p'\nname = 'p'\nregion = '410972'\nurl = 'http://127.0.0.1:9/'\nfamily = 'trs'\n", "utf-8"
    )
    assert crawl_command((), False, tmp_path / "rows.toml", None, None, False, tmp_path / "data", 0) == 1
    said = capsys.readouterr().err
    assert words in said and len(said.splitlines()) == 1 and "secret" not in said


def test_a_missing_client_is_one_sentence(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "redis.asyncio", None)
    with pytest.raises(CaptureError, match=r"pip install 'gongkai\[redis\]'"):
        Frontier(Shared("redis://127.0.0.1:1/0"))


def test_a_row_of_another_version_is_one_sentence(server: Server) -> None:
    async def run() -> None:
        frontier = Frontier(Shared(server.url, "r"))
        job = Job(Portal("a", "a", "410972", "http://a/", "trs"), {})
        await frontier.join([job])
        redis.Redis(port=server.port).hset(f"{frontier.own}portals:a", "a", job.to_json().replace("region", "regions"))
        with pytest.raises(FrontierError, match="another version of gongkai"):
            await frontier.jobs("a")
        await frontier.close()

    asyncio.run(run())


def test_two_hosts_that_lead_to_a_third_take_turns_there(server: Server) -> None:
    """Politeness is by the host that is asked, whichever portal leads there."""
    spans: list[tuple[float, float]] = []

    async def asks(name: str) -> None:
        frontier = Frontier(Shared(server.url, "r", 5))
        await frontier.join([Job(Portal(name, name, "410972", f"http://{name}.gov.cn/", "trs"), {})])
        _, host = await frontier.take(name)
        assert host
        async with Lease(frontier, host, name) as lease:
            for _ in range(3):
                async with lease.turn("third.gov.cn", 0.05):
                    began = time.monotonic()
                    await asyncio.sleep(0.02)
                    spans.append((began, time.monotonic()))
        await frontier.close()

    async def both() -> None:
        await asyncio.gather(asks("a"), asks("b"))

    asyncio.run(both())
    spans.sort()
    assert len(spans) == 6
    assert all(later[0] >= earlier[1] for earlier, later in zip(spans, spans[1:], strict=False))
    assert spans[-1][0] - spans[0][0] >= 5 * 0.05 - 0.03  # between single turns a loaded machine may wake late


def test_a_lease_that_ran_out_gives_no_turn(server: Server) -> None:
    async def run() -> None:
        frontier = Frontier(Shared(server.url, "r", 0.2))
        await frontier.join([Job(Portal("a", "a", "410972", "http://a/", "trs"), {})])
        assert await frontier.take("first") == (1, "a")
        assert await frontier.take("second") == (1, None)
        await asyncio.sleep(0.3)
        assert await frontier.take("second") == (1, "a")
        lease = Lease(frontier, "a", "first")
        lost: list[bool] = []
        lease.on_loss = lambda: lost.append(True)
        with pytest.raises(LeaseLost):
            async with lease.turn("a", 0):
                raise AssertionError
        assert lost == [True] and lease.lost
        await frontier.close()

    asyncio.run(run())
