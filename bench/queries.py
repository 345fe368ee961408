"""`python -m bench.queries ARCHIVE`: how long the site takes over an archive, page by page and query by query.

Every page of ours and every canned query is asked over HTTP from `gongkai serve` with its own limits: cold, when the
system has forgotten the file, and warm, the middle of five. The goals are those of an archive of a million reports.
"""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from captures.read_only import read_only
from publish.metadata import queries

COLD, WARM = 1.0, 0.2
"""Goals in seconds."""
ROUNDS = 5


def addresses(archive: Path) -> Iterator[tuple[str, str]]:
    """Yield a name and the path of each page and query, with parameters that are found in the archive."""
    with closing(sqlite3.connect(read_only(archive), uri=True)) as db:
        key, organ, region, year = db.execute(
            "SELECT report_key, organ_id, region_code, year FROM reports ORDER BY id DESC LIMIT 1"
        ).fetchone()
        (province,) = db.execute("SELECT province_code FROM reports ORDER BY id DESC LIMIT 1").fetchone()
    for path in (
        "", "en", "regions", f"regions/{province}", f"regions/{region}", f"organs/{organ}", f"reports/{key}",
        f"reports/{key}.json", f"reports/{key}.csv", "years", f"years/{year}", "checks", "checks/B07", "checks/Y07",
        "dictionary", "search?q=公开", "search?q=政务公开", "archive", "archive/reports",
        f"archive/reports?year={year}",
        f"archive/reports?year={year}&province_code={province}&_sort_desc=requests_new",
        f"archive/reports.json?province_code={province}&year={year}&_size=1000", "archive/findings", "archive/visits",
    ):  # fmt: skip
        yield f"/{path}", f"/{urllib.parse.quote(path, safe='/?=&.')}"
    for query in queries():
        path = f"/archive/{query['name']}.json?" + urllib.parse.urlencode(query.get("default", {}))
        yield f"query {query['name']}", path


@contextmanager
def served(archive: Path) -> Iterator[str]:
    """Serve the archive as its user would; give the address."""
    command = [sys.executable, "-m", "gongkai", "serve", "--port", "0", "--db", str(archive)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip().rstrip("/")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def forget(archive: Path) -> None:
    """Have the system drop what it holds of the file."""
    with archive.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def asked(url: str) -> tuple[float, str]:
    """Return the seconds of one request and what went wrong, if anything."""
    began = time.perf_counter()
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            answer.read()
            fault = ""
    except urllib.error.HTTPError as error:
        fault = f"{error.code} " + re.sub(r"\s+", " ", error.read().decode("utf-8", "replace"))[:80]
    return time.perf_counter() - began, fault


def main(archive: Path) -> int:
    """Print a line for each address, slowest last; return 1 when a goal is missed."""
    lines = []
    with served(archive) as site:
        for name, path in addresses(archive):
            forget(archive)
            cold, fault = asked(site + path)
            warm = statistics.median(asked(site + path)[0] for _ in range(ROUNDS))
            lines.append((warm, cold, name, fault))
            print(f"{warm * 1000:8.0f} ms warm {cold * 1000:8.0f} ms cold  {name}  {fault}", flush=True)
    missed = [name for warm, cold, name, fault in lines if warm > WARM or cold > COLD or fault]
    print(f"{len(lines)} addresses, {len(missed)} miss the goal: {', '.join(missed)}")
    return int(bool(missed))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Call: python -m bench.queries ARCHIVE")
    sys.exit(main(Path(sys.argv[1])))
