"""The table of a run, for the terminal and for `docs/performance.md`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bench.machine import describe
from bench.measure import Comparison

INTRODUCTION = """\
# Performance

Written by `make bench` (`python -m bench`), which measures everything side by side in one run: each side in turn
(A, B, A, B, …), several rounds, and of each side the best, because whatever else a machine does only ever adds time.
Ratios can be compared between machines; rates cannot.
"""
NOTES = """\
- **parse**: everything that `gongkai parse` does with a page (characters, tables, alignment with the declared forms,
  organ, year, scope, sections, findings of the reader) against reading its tables or its cells alone.
- **pdf**: pages, tables over pages, words, titles and places of every cell against reading the tables and the text of
  each page with pdfplumber and understanding nothing; the pages are those of reports, so that nearly all hold a table.
- **crawl**: `gongkai crawl` of a practice portal in a process of its own, into an empty archive: links told apart,
  every answer judged, WARC and ledger written. The bare spider gets the list of addresses and keeps nothing. No pause
  between requests, as is only ever the case for portals of this machine; a real portal is asked every two seconds.
- **nightly**: the requests of `gongkai crawl --due` one night after everything was fetched, robots.txt left out.
- **start**: from the call of a command that only lists to its end.
- **memory**: the resident memory of one crawl of a portal whose 2,500 pages of listings name 50,000 reports, read as it
  goes on. It is reached when the listings have been read, since every address waits to be asked for, and then stays.
- **build**: `gongkai build` when every capture has been read before: ledger, filing, all tables, indexes, full-text
  search, statistics. The other side has the finished rows in memory and inserts them into the same tables with the same
  indexes. Reading new captures comes on top, at the rate under parse, in as many processes as `--workers` says.
"""
HEADS = ("what", "against", "ours", "theirs", "ratio of speed", "goal", "met")


def cells(line: Comparison) -> tuple[str, ...]:
    """Return one row of the table."""
    met = {True: "yes", False: "no", None: "—"}[line.met]
    digits = 2 if line.unit.startswith("%") else 0
    rates = (f"{rate:,.{digits}f} {line.unit}" for rate in (line.ours, line.theirs))
    return (line.what, line.against, *rates, f"{line.ratio:.2f}", line.goal_words or "—", met)


def markdown(lines: Iterable[Comparison]) -> str:
    """Return the page."""
    rows = [HEADS, tuple("---" for _ in HEADS), *map(cells, lines)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    machine = "\n".join(f"- {name}: {value}" for name, value in describe())
    return f"{INTRODUCTION}\nMeasured on {date.today().isoformat()}:\n\n{machine}\n\n{table}\n\n{NOTES}"
