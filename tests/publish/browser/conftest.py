"""The demo archive, crawled from the practice portals in two visits, and the site over it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.commands import build_command
from captures.own_portals import REGIONS_FILE
from demo import run
from demo.site_list import practice_sites
from tests.publish.browser.test_walk import SERVE


def free_ports(count: int) -> list[int]:
    """Ports that nobody has: another demo may be running on the usual ones."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what `gongkai demo` makes: its archive is `archive.db`, its captures are in `data`."""
    folder = tmp_path_factory.mktemp("demo")
    data, db = folder / "data", folder / "archive.db"
    data.mkdir()
    shutil.copyfile(Path(run.__file__).with_name("regions.csv"), data / REGIONS_FILE)
    ports = free_ports(len(practice_sites()))
    for mended in (False, True):
        sites = [replace(site, port=port) for site, port in zip(practice_sites(mended=mended), ports, strict=True)]
        assert run.crawl_sites(sites, data, verbosity=-1) == 0
    build_command(full=False, workers=1, data=data, db=db, verbosity=-1)
    return folder


def served(db: Path, data: Path) -> Iterator[str]:
    """Serve an archive by a process of its own; give the address."""
    command = [sys.executable, "-c", SERVE, str(db), str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.terminate()


@pytest.fixture(scope="session")
def demo_address(demo: Path) -> Iterator[str]:
    yield from served(demo / "archive.db", demo / "data")
