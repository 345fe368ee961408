"""A Redis of our own, workers as processes of their own, and practice portals that know when each request came."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import redis
import tomli_w

from captures.records import Visit
from captures.store import CaptureStore
from demo.portals import TrsPortal
from demo.portals.server import Call, Reply
from registry.portals import Portal

LEASE = 0.8
PAGES = ("report", "companion", "attachment")


class Server:
    """A redis-server on a port of its own that keeps nothing."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        client = redis.Redis(port=self.port)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with suppress(redis.ConnectionError):
                client.ping()
                return
            time.sleep(0.02)
        raise RuntimeError("redis-server did not start")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


@dataclass
class Worker:
    """`gongkai crawl --portals` in a process of its own, with a data folder and a name (its contact) of its own."""

    data: Path
    process: subprocess.Popen[str]

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def kill(self) -> None:
        """End it without a chance to clean up."""
        self.signal(signal.SIGKILL)
        self.process.wait()

    def end(self, seconds: float = 120) -> tuple[int, str, str]:
        out, err = self.process.communicate(timeout=seconds)
        return self.process.returncode, out, err


@dataclass
class Crew:
    """Workers of one frontier."""

    folder: Path
    server: Server
    workers: list[Worker] = field(default_factory=list)

    def worker(self, name: str, rows: list[Portal], run: str = "", lease: float = LEASE, due: bool = False) -> Worker:
        """Start a worker on the portals `rows`, or on those of them that are due."""
        data, file = self.folder / name, self.folder / f"{name}.toml"
        known = [{key: value for key, value in vars_of(row).items() if value} for row in rows]
        file.write_text(tomli_w.dumps({"portal": known}), "utf-8")
        settings = {
            "GONGKAI_REDIS_URL": self.server.url,
            "GONGKAI_RUN": run,
            "GONGKAI_LEASE_SECONDS": str(lease),
            "GONGKAI_CONTACT": name,
        }
        command = [sys.executable, "-m", "gongkai", "crawl", "--portals", str(file), "--data", str(data)]
        command += ["--due"] if due else []
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **settings}
        )
        self.workers.append(Worker(data, process))
        return self.workers[-1]

    def pages(self) -> list[Visit]:
        """The visits of reports, companions and attachments in the ledgers of all workers."""
        found: list[Visit] = []
        for worker in self.workers:
            with CaptureStore(worker.data) as store:
                found += [visit for visit in store.visits() if visit.role in PAGES]
        return found


def vars_of(row: Portal) -> dict[str, object]:
    return {name: getattr(row, name) for name in ("id", "name", "region", "url", "family", "delay")}


@pytest.fixture
def crew(tmp_path: Path, server: Server) -> Iterator[Crew]:
    crew = Crew(tmp_path, server)
    yield crew
    for worker in crew.workers:
        if worker.process.poll() is None:
            worker.process.kill()
            worker.process.wait()


class Watched(TrsPortal):
    """A portal that says when its report number `number` is asked for, and takes its time with that one."""

    def watch(self, number: int, seconds: float = 0.6) -> threading.Event:
        self.number, self.seconds = number, seconds
        self.asked = threading.Event()
        self.paths: list[str] = []
        self.answers_to: list[str] = []
        return self.asked

    def answer(self, call: Call) -> Reply:
        reply = super().answer(call)
        self.answers_to.append(call.headers["user-agent"])
        if call.path.endswith(".html") and "/t20" in call.path and call.path not in self.paths:
            self.paths.append(call.path)
            if len(self.paths) == self.number:
                self.asked.set()
                return replace(reply, delay=self.seconds)
        return reply
