"""Memory of one long crawl: a portal of 50,000 report pages, the crawl's resident memory as it goes on."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import Comparison
from captures.read_only import read_only

REPORTS = 50_000
EVERY = 10_000
MOST_MB = 400
CRAWL = """
import sys
from pathlib import Path
from captures.crawl_run import run_crawl
from registry.portals import Portal
reports = int(sys.argv[3])
row = Portal("bench", "练习区", "410972", sys.argv[1], "trs", max_pages=reports, expected_total=reports)
summary = run_crawl([row], Path(sys.argv[2]), verbosity=-1)
summary.exit_code and sys.exit(summary.table())
"""


def compare(reports: int = REPORTS, every: int = EVERY) -> Iterator[Comparison]:
    """Yield the comparison."""
    found = samples(reports, every)
    told = ", ".join(f"{megabytes:.0f} MB after {count:,}" for count, megabytes in found)
    most = max(megabytes for _, megabytes in found)
    what = f"crawl: memory of {reports:,} pages ({told})"
    rates = (reports / most * 1000, reports / MOST_MB * 1000)
    yield Comparison(what, f"{MOST_MB} MB at most", "pages/GB", *rates, 1.0, f"≤ {MOST_MB} MB")


def samples(reports: int, every: int) -> list[tuple[int, float]]:
    """Crawl in a process of its own; return requests made and its resident megabytes at each `every` requests.

    Raises RuntimeError when the crawl is not complete.
    """
    found: list[tuple[int, float]] = []
    with TemporaryDirectory() as folder, _served(reports) as listing:
        data = Path(folder)
        command = [sys.executable, "-c", CRAWL, listing, folder, str(reports)]
        with subprocess.Popen(command) as crawl:
            while crawl.poll() is None:
                count, megabytes = _requests(data / "ledger.db"), _resident(crawl.pid)
                if megabytes and count >= (len(found) + 1) * every:
                    found.append((count, megabytes))
                time.sleep(0.2)
        if crawl.returncode:
            raise RuntimeError("The crawl of the large portal is not complete.")
    return found


def _requests(ledger: Path) -> int:
    if not ledger.exists():
        return 0
    with closing(sqlite3.connect(read_only(ledger), uri=True, timeout=10)) as db:
        return int(db.execute("SELECT max(id) FROM visits").fetchone()[0] or 0)


def _resident(process: int) -> float:
    """Resident megabytes of a process; 0 when it has ended."""
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True).stdout.strip()
    return int(told) / 1024 if told else 0.0


@contextmanager
def _served(reports: int) -> Iterator[str]:
    """Serve the portal in a process of its own; gives its listing."""
    command = [sys.executable, "-m", "bench.large_site", str(reports)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.communicate()
