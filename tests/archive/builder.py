"""Annual reports with known values, and a raw archive whose bodies are those reports, pickled."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive.build import build
from archive.decided import load_decided
from archive.sources import Sources
from archive.summary import BuildSummary
from captures.records import Exchange, Visit
from captures.store import CaptureStore
from checks.finding import Finding
from parsers.codes import codes
from parsers.document import Place
from parsers.report import AnnualReport, Context, Fact, Reading, Scope, Section, Statistic
from registry.portals import Portal
from registry.regions import regions

PORTALS = (
    Portal("henan-puyang", "濮阳市人民政府", "410900", "http://127.0.0.1:9/puyang/", "trs", practice=True),
    Portal("zhejiang-hangzhou", "杭州市人民政府", "330100", "http://127.0.0.1:9/hangzhou/", "jpage"),
)
TEXT = "本机关收到申请，其中行政复议维持，依法补正。This is test text."


def read_pickle(data: bytes, context: Context) -> Reading:
    """Stand in for `parsers.read.read`: the body is a pickled Reading."""
    reading: Reading = pickle.loads(data)
    return reading


def find(report: AnnualReport) -> list[Finding]:
    """Stand in for `checks.run.check_report`: B07 alone, in three outcomes."""
    values = report.values()
    terms = [values.get(f"{row}__total") for row in ("req_new", "req_carried_in", "res_total", "req_carried_out")]
    if None in terms:
        return [Finding("B07", "E", "not_assessable", "总计有空白", "A total is blank", ("req_carried_out__total",))]
    left, right = terms[0] + terms[1], terms[2] + terms[3]
    status = "pass" if left == right else "fail"
    cells = ("req_new__total", "req_carried_in__total", "res_total__total", "req_carried_out__total")
    return [Finding("B07", "E", status, f"总计：{left} ≠ {right}", f"Total: {left} ≠ {right}", cells, left, right)]


def facts(new: int, carried_in: int = 0, carried_out: int = 0, pending: int = 1, **changed: int | None) -> list[Fact]:
    """Facts of a whole f2021 report: all requests are natural persons' and disclosed; `changed` overrides by code."""
    known = {code: 0 for code, entry in codes().items() if "f2021" in entry.forms}
    handled = new + carried_in - carried_out
    for applicant in ("natural", "total"):
        known[f"req_new__{applicant}"] = new
        known[f"req_carried_in__{applicant}"] = carried_in
        known[f"res_granted__{applicant}"] = handled
        known[f"res_total__{applicant}"] = handled
        known[f"req_carried_out__{applicant}"] = carried_out
    known |= {"rev_upheld": 2, "rev_corrected": 1, "rev_pending": pending, "rev_total": 3 + pending}
    known |= {"normdoc_issued": 2, "normdoc_effective": 7, "fee_amount_wan": 0.5} | changed
    return [
        _fact(code, value, table, row, column) for code, value in known.items() for table, row, column in [_place(code)]
    ]


def _place(code: str) -> tuple[int, int, int]:
    entry = codes()[code]
    siblings = [other.code for other in codes().values() if (other.table, other.row) == (entry.table, entry.row)]
    rows = list(dict.fromkeys(other.row for other in codes().values() if other.table == entry.table))
    return "abc".index(entry.table) + 1, rows.index(entry.row) + 2, siblings.index(code) + 3


def _fact(code: str, value: int | float | None, table: int, row: int, column: int) -> Fact:
    status = "blank" if value is None else "reported"
    raw = "" if value is None else str(value)
    return Fact(code, value, status, raw, codes()[code].unit, Place(table, row, column))


def report(organ: str | None, year: int | None, new: int = 9, scope: str = "own", **more: object) -> AnnualReport:
    """A report in form f2021; `more` goes to `facts`, or replaces the field of AnnualReport that bears the name."""
    own = {name: more.pop(name) for name in list(more) if name in AnnualReport.__dataclass_fields__}
    whole = AnnualReport(
        title=f"{organ or '某机关'}{year or ''}年政府信息公开工作年度报告",
        organ=organ,
        year=year,
        scope=Scope(scope, "title", 0.9, "全市各级行政机关"),
        published_on=f"{(year or 2020) + 1}-01-20",
        period=(f"{year}-01-01", f"{year}-12-31") if year else None,
        forms={"a": "f2021", "b": "f2021", "c": "f2021"},
        facts=tuple(facts(new, **more)),  # type: ignore[arg-type]
        sections=(
            Section(1, "一、总体情况", f"{organ}{year}年。{TEXT}"),
            Section(5, "五、存在的主要问题", "人员不足。"),
        ),
    )
    return replace(whole, **own)  # type: ignore[arg-type]


def statistics_report(organ: str, year: int) -> AnnualReport:
    """A report of the form before 2019."""
    rows = (
        Statistic("主动公开政府信息数", "条", "统计数据", 120, "reported", "120", Place(1, 2, 3), "s14_disclosed"),
        Statistic("收到申请数", "件", "统计数据", 4, "reported", "4", Place(1, 3, 3), "s14_req_total"),
        Statistic("土办法统计", "次", "统计数据", None, "slash", "/", Place(1, 4, 3)),
    )
    return report(organ, year, facts=(), statistics=rows, forms={"a": "none", "b": "none", "c": "none", "s": "local"})


@dataclass
class World:
    """A raw archive under `folder`, and the archive built from it."""

    folder: Path
    portals: tuple[Portal, ...] = PORTALS
    clock: int = field(default=0)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def db(self) -> Path:
        return self.folder / "archive.db"

    def publish(self, url: str, report: AnnualReport | None, portal: str = "henan-puyang", role: str = "report") -> str:
        """Record a visit that found `report` at `url` (None: a page that is no report); returns its sha256."""
        verdict = "report" if report else "not_a_report"
        reading = Reading(verdict, "text/html", "页面", "" if report else "没有表格", report)
        return self.visit(url, pickle.dumps(reading), portal, role)

    def visit(self, url: str, body: bytes, portal: str = "henan-puyang", role: str = "report") -> str:
        """Record a visit that found `body`."""
        with CaptureStore(self.data, write=True) as store:
            visit = self._visit(store.begin_run("crawl", [portal]), url, "ok", portal, role)
            seen = store.record(visit, Exchange(200, (("Content-Type", "text/html"),), body))
            store.end_run(visit.run_id, complete=True, exit_code=0)
            return seen.sha256 or ""

    def gone(self, url: str) -> None:
        """Record a visit that found nothing any more."""
        self.miss(url, "gone", 404)

    def miss(self, url: str, outcome: str, status: int) -> None:
        """Record a visit that ended without a body."""
        with CaptureStore(self.data, write=True) as store:
            run = store.begin_run("crawl", ["henan-puyang"])
            store.record(self._visit(run, url, outcome, "henan-puyang", "report"), Exchange(status))

    def _visit(self, run: int, url: str, outcome: str, portal: str, role: str) -> Visit:
        self.clock += 1
        when = f"2026-01-01T00:{self.clock // 60:02d}:{self.clock % 60:02d}.000000Z"
        status = 200 if outcome == "ok" else 404
        return Visit(0, run, portal, url, url, when, status, outcome, "", role, f"报告 {url}", "")  # type: ignore[arg-type]

    def decide(self, kind: str, text: str) -> None:
        """Write a person's decisions."""
        (self.data / "decisions").mkdir(parents=True, exist_ok=True)
        (self.data / "decisions" / f"{kind}.csv").write_text(text, "utf-8")

    def build(self, full: bool = False, workers: int = 0, db: Path | None = None) -> BuildSummary:
        """Build the archive."""
        sources = Sources(regions(), self.portals, load_decided(self.data, regions()))
        return build(self.data, db or self.db, full, workers, sources)
