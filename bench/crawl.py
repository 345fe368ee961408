"""Crawl of a practice portal against a bare Scrapy spider that fetches the same addresses and keeps nothing.

The portal is served by a process of its own, and every crawl runs in a fresh process that first crawls a small portal,
so that imports and first calls count on neither side.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.measure import Comparison, Side, by_turns

ORGANS = 80
ROUNDS = 9
GOAL = 0.8


@contextmanager
def served(organs: int) -> Iterator[list[str]]:
    """Serve the portals in a process of their own; gives the listing to measure and the small one."""
    command = [sys.executable, "-m", "bench.replica_server", str(organs)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().split()
        server.communicate()


def crawl_once(side: str, listings: list[str], addresses: list[str]) -> dict[str, Any]:
    """Crawl in a fresh process; return the seconds and the addresses fetched."""
    command = [sys.executable, "-m", "bench.crawl_once", side, *listings]
    done = subprocess.run(command, input=json.dumps(addresses), stdout=subprocess.PIPE, text=True, check=True)
    given: dict[str, Any] = json.loads(done.stdout)
    return given


def compare() -> Iterator[Comparison]:
    """Yield the comparisons."""
    with served(ORGANS) as listings:
        addresses: list[str] = crawl_once("ours", listings, [])["fetched"]

        def crawl(side: str) -> Side:
            def once() -> float:
                given = crawl_once(side, listings, addresses)
                if sorted(given["fetched"]) != sorted(addresses) and side != "ours":
                    raise RuntimeError(f"The {side} spider did not fetch every address.")
                return float(given["seconds"])

            return once

        best = by_turns({side: crawl(side) for side in ("ours", "bare", "lean")}, ROUNDS)
    rate = {side: len(addresses) / seconds for side, seconds in best.items()}
    what = f"crawl: {len(addresses)} pages, one request at a time"
    against = "bare Scrapy spider, nothing kept"
    yield Comparison(what, against, "pages/s", rate["ours"], rate["bare"], GOAL, f"≥ {GOAL:g} × its speed")
    against = "the same with CONCURRENT_ITEMS = 1, as ours has"
    yield Comparison(what, against, "pages/s", rate["ours"], rate["lean"], None)
