"""Captures read on a Dask cluster: the same archive, also when a worker is killed at work; one sentence for trouble."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import on_dask
from archive.build import build
from archive.dump import differences
from captures.records import CaptureError
from tests.archive.test_reading_in_workers import data  # noqa: F401 - the fixture

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster


def test_a_cluster_gives_what_one_process_gives(data: Path, tmp_path: Path, cluster) -> None:  # noqa: F811
    build(data, tmp_path / "one.db")
    summary = build(data, tmp_path / "two.db", full=True, dask=cluster.scheduler_address)
    assert summary.read > 8
    assert differences(tmp_path / "one.db", tmp_path / "two.db") == []


def test_a_killed_worker_loses_nothing(data: Path, tmp_path: Path, cluster, monkeypatch) -> None:  # noqa: F811
    build(data, tmp_path / "one.db")
    monkeypatch.setattr(on_dask, "TOGETHER", 1)
    pids = [worker.pid for worker in cluster.workers.values()]

    def kill_one_at_work() -> None:
        time.sleep(1.0)
        os.kill(pids[0], signal.SIGKILL)

    killer = threading.Thread(target=kill_one_at_work)
    killer.start()
    build(data, tmp_path / "two.db", full=True, dask=cluster.scheduler_address)
    killer.join()
    assert differences(tmp_path / "one.db", tmp_path / "two.db") == []


def test_a_worker_of_another_version_is_refused(data: Path, tmp_path: Path, cluster, monkeypatch) -> None:  # noqa: F811
    monkeypatch.setattr(on_dask, "engine_version", lambda: "0-of-another-time")
    with pytest.raises(CaptureError, match="install the same gongkai on every machine"):
        build(data, tmp_path / "two.db", full=True, dask=cluster.scheduler_address)


def test_no_scheduler_is_one_sentence(data: Path, tmp_path: Path, monkeypatch) -> None:  # noqa: F811
    monkeypatch.setattr(on_dask, "CONNECT_SECONDS", 1)
    with pytest.raises(CaptureError, match="The Dask scheduler at tcp://127.0.0.1:9 cannot be reached"):
        build(data, tmp_path / "two.db", dask="tcp://127.0.0.1:9")
