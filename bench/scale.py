"""`python -m bench.scale FOLDER REPORTS [TEXT]`: what an archive of so many reports through the real loader costs.

Measured: the rate of writing it whole, bytes a report, memory, an incremental build after 500 new reports. `TEXT` bytes
of words are added to the text of every report (20000 make it as long as real ones). The folder keeps the archive for
`bench.site`.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from archive.build import build
from archive.ddl import create_table, insert_sql
from archive.replace import open_copy
from archive.schema import tables
from bench.build import LOADED
from bench.peak import peak_megabytes
from bench.synthetic import Maker, corrected, first, news, sources
from captures.read_only import read_only

NEW = 450
CHANGED = 50


def _make(data: Path, count: int, text: int) -> None:
    Maker(data, sources(), text).add(first(count), "2026-05-01")


def _add(data: Path, count: int, day: int, text: int) -> None:
    maker, when = Maker(data, sources(), text), f"2026-05-{1 + day:02}"
    maker.add(news(NEW * (day - 1), NEW * day, count), when)
    maker.add(corrected(CHANGED, count), when, revision=day)


def _build(folder: Path, told: Any) -> None:
    began = time.perf_counter()
    summary = build(folder / "data", folder / "archive.db", workers=os.cpu_count() or 1, sources=sources())
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    told.put(
        {
            "reports": summary.reports,
            "seconds": round(time.perf_counter() - began, 1),
            "stages": {stage: round(spent, 1) for stage, spent in summary.seconds.items()},
            "bytes_a_report": round(summary.size / summary.reports),
            "peak_megabytes": round(peak_megabytes()),
            "largest_worker_megabytes": round(workers / 1024),
        }
    )


def measured(folder: Path) -> dict[str, Any]:
    """Build in a process of its own, so that its memory is its own; return what it took."""
    context = get_context("spawn")
    told = context.Queue()
    process = context.Process(target=_build, args=(folder, told))
    process.start()
    result: dict[str, Any] = told.get()
    process.join()
    return result


def plain_load(archive: Path) -> float:
    """Return the seconds that `executemany` takes for the same rows of the same tables, read from the archive."""
    target = archive.with_name("plain.db")
    with closing(open_copy(target, reports=1_000_000)) as db:
        db.execute("ATTACH ? AS loaded", (read_only(archive),))
        began = time.perf_counter()
        db.execute("BEGIN IMMEDIATE")
        for name in LOADED:
            db.execute(create_table(tables()[name]).replace(f"[{name}]", f"main.[{name}]", 1))
            db.executemany(
                insert_sql(name).replace(f"[{name}]", f"main.[{name}]", 1), db.execute(f"SELECT * FROM loaded.[{name}]")
            )
        db.execute("COMMIT")
        seconds = time.perf_counter() - began
    target.unlink()
    return seconds


def main(folder: Path, count: int, text: int = 0) -> None:
    """Make, build, then three times add 500 and build again; print a line of JSON for each build."""
    if not (folder / "data").exists():
        (folder / "data").mkdir(parents=True)
        _make(folder / "data", count, text)
    whole = measured(folder)
    print(json.dumps({"what": "whole", **whole}), flush=True)
    plain = plain_load(folder / "archive.db")
    ratio = round(plain / whole["stages"]["load"], 2)
    print(
        json.dumps({"what": "executemany of the loaded rows", "seconds": round(plain, 1), "ratio": ratio}), flush=True
    )
    for day, begins in enumerate(("a copy", "the archive before", "the archive before"), start=1):
        _add(folder / "data", count, day, text)
        what = f"{NEW} new and {CHANGED} changed, beginning from {begins}"
        print(json.dumps({"what": what, **measured(folder)}), flush=True)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4) or not all(argument.isdigit() for argument in sys.argv[2:]):
        sys.exit("Call: python -m bench.scale FOLDER REPORTS [TEXT]")
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
