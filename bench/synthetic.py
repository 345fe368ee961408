"""A synthetic raw archive of any size, marked as practice data: ledger and readings without bodies to read.

The reports are filed, loaded, checked across years and summed as real ones are; only the reader is passed over. Figures
and text come from a stock of practice reports, so that a million of them can be made in minutes.
"""

from __future__ import annotations

import hashlib
import random
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from archive import record
from archive.engine import engine_version
from archive.reader import Task
from archive.sources import Sources
from archive.state import State, chunks
from bench.filler import sentences
from captures.records import Capture, Visit
from captures.store import CaptureStore
from checks.finding import Finding
from checks.run import check_report
from crawler.media_type import HTML
from demo.pages import practice_body
from demo.practice_figures import form_of, history
from parsers.read import read
from parsers.report import AnnualReport, Context
from registry.portals import Portal
from registry.regions import NATION, Region, regions

YEARS = range(2008, 2026)
STOCK = 150
"""So many organs' histories are made; the organs of the archive take turns with them."""
BUREAUX = (
    "人民政府办公室", "教育局", "科学技术局", "公安局", "民政局", "司法局", "财政局", "人力资源和社会保障局",
    "自然资源局", "生态环境局", "住房和城乡建设局", "交通运输局", "水利局", "农业农村局", "商务局", "文化和旅游局",
    "卫生健康委员会", "应急管理局", "审计局", "市场监督管理局", "统计局", "医疗保障局", "发展和改革委员会",
    "退役军人事务局",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stocked:
    """A report of the stock with what its checks found: its head, and its rows as they are kept."""

    report: AnnualReport
    findings: list[Finding]
    head: record.Head
    body: bytes

    def longer(self, seed: int, size: int) -> bytes:
        """Return its rows with `size` bytes of text more, unlike that of any other report."""
        last = self.report.sections[-1]
        told = replace(last, text=f"{last.text}\n{sentences(seed, size)}")
        return record.body(replace(self.report, sections=(*self.report.sections[:-1], told)), self.findings)


def stock() -> dict[tuple[int, int], Stocked]:
    """Return (organ of the stock, year) to a report, read and checked."""
    out = {}
    for organ in range(STOCK):
        rng = random.Random(organ)
        size = max(1, round(rng.lognormvariate(1.5, 1.6)))
        figures = history(f"库存{organ}", size, YEARS)
        for year in YEARS:
            title = f"某县某局{year}年政府信息公开工作年度报告"
            body = practice_body("某县某局", year, form_of(year), figures[year])
            page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>".encode()
            reading = read(page, Context(title, f"{year + 1}-01-20", None, ""))
            assert reading.report is not None
            findings = check_report(reading.report)
            rows = record.body(reading.report, findings)
            out[organ, year] = Stocked(reading.report, findings, record.head("", reading), rows)
    return out


def _places() -> Iterator[Region]:
    """Yield the regions in an order that mixes the provinces."""
    known = [one for one in regions() if one.code != NATION and one.kind == "division" and one.valid_to is None]
    random.Random(1).shuffle(known)
    return iter(known)


def organs() -> Iterator[tuple[Region, str, str]]:
    """Yield region, name and scope of the organs: of each region its government, which reports for the region, and its
    bureaux."""
    for place in _places():
        yield place, f"{place.name}人民政府", "region"
        for bureau in BUREAUX:
            yield place, f"{place.name}{bureau}", "own"


def sources() -> Sources:
    """Return what a build knows: the regions, and one practice portal a region."""
    places = [one for one in regions() if one.code != NATION]
    rows = [
        Portal(
            f"s-{one.code}", f"{one.name}人民政府", one.code, f"http://127.0.0.1:9/{one.code}/", "trs", practice=True
        )
        for one in places
    ]
    return Sources(regions(), rows)


class Maker:
    """Writes captures, visits and readings of synthetic reports into a data folder; each has `text` bytes of words
    beside those of the stock."""

    def __init__(self, data: Path, known: Sources, text: int = 0) -> None:
        self._data, self._known, self._stock, self._text = data, known, stock(), text
        with CaptureStore(data, write=True) as store:
            self._run = store.begin_run("crawl", [])
            store.end_run(self._run, complete=True, exit_code=0)

    def add(self, reports: Iterable[tuple[Region, str, str, int, int]], day: str, revision: int = 0) -> None:
        """Add a report for each region, name, scope, organ of the stock and year, all visited on `day` (ISO)."""
        with (
            closing(sqlite3.connect(self._data / "ledger.db")) as ledger,
            closing(State(self._data / "readings.db")) as state,
        ):
            ledger.execute("PRAGMA synchronous=OFF")
            state.db.execute("PRAGMA synchronous=OFF")
            last = {
                name: ledger.execute(f"SELECT coalesce(max(id), 0) FROM {name}").fetchone()[0]
                for name in ("captures", "visits")
            }
            numbered = enumerate(reports, start=1)
            for chunk in chunks(numbered, 5000):
                made = [self._one(last, number, *report, day, revision) for number, report in chunk]
                _insert(ledger, "captures", [capture for capture, _, _ in made])
                _insert(ledger, "visits", [visit for _, visit, _ in made])
                with state.transaction():
                    rows = [reading for _, _, reading in made]
                    state.db.executemany("INSERT INTO reading VALUES (?, ?, ?, ?, ?)", rows)
                ledger.commit()

    def _one(
        self, last: dict[str, int], number: int, region: Region, name: str, scope: str, organ: int, year: int,
        day: str, revision: int,
    ) -> tuple[Capture, Visit, tuple[object, ...]]:  # fmt: skip
        portal = f"s-{region.code}"
        title = f"{name}{year}年政府信息公开工作年度报告"
        url = f"http://127.0.0.1:9/{region.code}/{hashlib.md5(title.encode()).hexdigest()}.html"
        sha256 = hashlib.sha256(f"{url} {revision}".encode()).hexdigest()
        kept = self._stock[organ % STOCK, year]
        head = replace(
            kept.head, sha256=sha256, title=title, organ=name, scope=scope, scope_method="title",
            scope_confidence=0.9, published_on=f"{year + 1}-01-{10 + organ % 20:02}", practice=True,
        )  # fmt: skip
        seen = f"{day}T00:00:00.000000Z"
        capture = Capture(last["captures"] + number, sha256, HTML, 30000, "synthetic.warc.gz", number)
        visit = Visit(
            last["visits"] + number, self._run, portal, url, url, seen, 200, "ok", "", "report", title,
            f"{year + 1}-01-20", f"http://127.0.0.1:9/{region.code}/", sha256,
        )  # fmt: skip
        context = Context(title, visit.link_date, self._known.portals[portal].name, url)
        key = Task(sha256, context, HTML, 30000).key
        body = kept.longer(int(sha256[:12], 16), self._text) if self._text else kept.body
        return capture, visit, (sha256, engine_version(), key, head.to_json(), body)


def _insert(ledger: sqlite3.Connection, table: str, rows: list[Capture] | list[Visit]) -> None:
    names = type(rows[0]).__slots__
    sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    ledger.executemany(sql, [tuple(getattr(row, name) for name in names) for row in rows])


def first(count: int) -> Iterator[tuple[Region, str, str, int, int]]:
    """Yield `count` reports: every year of as many organs as that takes."""
    whose = islice(organs(), -(-count // len(YEARS)))
    return islice(((*one, at, year) for at, one in enumerate(whose) for year in YEARS), count)


def news(start: int, stop: int, of: int) -> Iterator[tuple[Region, str, str, int, int]]:
    """Yield reports number `start` to `stop` on the last year of organs that `first(of)` has not, in regions it has."""
    organs_of = len(BUREAUX) + 1
    known = list(islice(_places(), max(1, of // len(YEARS) // organs_of)))
    bureaux = (f"{name}局" for name in ("信访", "档案", "粮食和储备", "林业", "体育", "能源", "外事", "机关事务管理"))
    pairs = ((place, bureau) for bureau in bureaux for place in known)
    return (
        (place, f"{place.name}{bureau}", "own", at, YEARS[-1])
        for at, (place, bureau) in enumerate(islice(pairs, start, stop), start)
    )


def corrected(count: int, of: int) -> Iterator[tuple[Region, str, str, int, int]]:
    """Yield `count` of the reports on the last year that `first(of)` has, with the figures of another organ."""
    whose = islice(organs(), min(count, of // len(YEARS)))
    return ((*one, at + 7, YEARS[-1]) for at, one in enumerate(whose))
