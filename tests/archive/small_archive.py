"""An archive in memory, with the rows that cross-checks read put in by hand, and what each check gave for each report."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from typing import Any

from archive.across import Alike, outcomes
from archive.cross_checks import cross_check
from archive.ddl import create_all, create_indexes, insert_sql
from archive.ground import lay_out, prepare
from archive.likenesses import Texts
from archive.peers import refresh
from archive.report_rows import NOT_CROSS_CHECKED
from archive.schema import tables
from checks.catalogue import catalogue
from checks.likeness import shingles, signature
from parsers.codes import codes

PREFECTURE, COUNTIES = "410900", ("410922", "410923", "410926", "410927", "410928", "410902")


def zeros(form: str = "f2021") -> dict[str, float]:
    return {code: 0 for code, entry in codes().items() if form in entry.forms}


class Small:
    """The archive; reports get rows with gaps between them, in order of year."""

    def __init__(self) -> None:
        self.db = sqlite3.connect(":memory:", isolation_level=None)
        create_all(self.db)
        for statement in create_indexes():
            self.db.execute(statement)
        for check in catalogue():
            self.insert("checks", id=check.id, severity=check.severity)
        self.region("000000", None, "national")
        self.region("410000", "000000", "province")
        self.region(PREFECTURE, "410000", "prefecture")
        for code in COUNTIES:
            self.region(code, PREFECTURE, "county")
        self._count = 0

    def insert(self, table: str, **values: Any) -> None:
        """Insert one row; columns that are not named are null."""
        names = tables()[table].names()
        assert set(values) <= set(names)
        self.db.execute(insert_sql(table), [values.get(name) for name in names])

    def region(self, code: str, parent: str | None, level: str, kind: str = "division", **years: int) -> None:
        row = {"code": code, "name": f"地区{code}", "level": level, "parent_code": parent, "kind": kind}
        self.insert("regions", **row, is_practice=0, **years)

    def report(
        self,
        year: int = 2022,
        organ: str = "410900-aaaa",
        scope: str = "own",
        kind: str = "department",
        region: str = PREFECTURE,
        level: str | None = None,
        form: str = "f2021",
        text: str = "",
        blank: tuple[str, ...] = (),
        **figures: float,
    ) -> int:
        """Put in a report that prints `figures`, 0 in all other cells of the form but the `blank` ones."""
        fields = {name: figures.pop(name) for name in list(figures) if name in tables()["reports"].names()}
        self._count += 1
        report = (year - 2000) * 1000 + self._count * 7
        values = (zeros(form) if form in ("f2019", "f2021") else {}) | figures
        values = {code: value for code, value in values.items() if code not in blank}
        row = {
            "id": report,
            "report_key": f"{organ}-{year}-{scope}",
            "year": year,
            "organ_id": organ,
            "organ_name": f"机关{organ}",
            "organ_type": kind,
            "scope": scope,
            "level": level or ("county" if region in COUNTIES else "prefecture"),
            "region_code": region,
            "region_name": f"地区{region}",
            "requests_new": values.get("req_new__total"),
            "status": "found",
            "source_url": f"http://127.0.0.1/{report}",
            "cross_counts": NOT_CROSS_CHECKED[0],
            "unassessed": NOT_CROSS_CHECKED[1],
            "is_practice": 0,
        }
        row |= {f"form_{table}": form for table in "abc"}
        counts = ("checks_passed", "passed_errors", "passed_warnings", "passed_hints", "not_assessable")
        row |= dict.fromkeys((*counts, "failed_errors", "failed_warnings", "failed_hints"), 0)
        self.insert("reports", **(row | fields))
        self.insert("report_figures", report_id=report, **values)
        self.version(report, report, organ_name=row["organ_name"])
        if text:
            self.section(report, 1, text)
            made = signature(shingles([text], str(row["organ_name"])))
            if made:
                self.insert("text_signatures", report_id=report, signature=made)
        return report

    def version(self, report: int, version: int, current: int = 1, status: str = "there", **more: Any) -> None:
        row = {"id": version, "report_id": report, "is_current": current, "status": status, "sha256": f"{version:064}"}
        self.insert("report_versions", **row, **more)

    def section(self, report: int, part: int, text: str) -> None:
        self._count += 1
        row = {"id": self._count, "report_id": report, "version_id": report, "is_current": 1, "part": part}
        self.insert("sections", **row, heading="", text=text)

    def says(self) -> dict[tuple[int, str], list[str]]:
        """Return (report, check) to what was said of it: pass, fail, not_assessable, or the reason with no row."""
        prepare(self.db)
        refresh(self.db, None)
        lay_out(self.db, [row[0] for row in self.db.execute("SELECT id FROM reports")])
        out: dict[tuple[int, str], list[str]] = defaultdict(list)
        for outcome in outcomes(self.db, Texts(self.db)):
            if isinstance(outcome, Alike):
                for report in outcome.reports:
                    out[report, outcome.check.id].append(outcome.say)
                continue
            status = outcome.finding.status if outcome.finding else outcome.say
            out[outcome.report, outcome.check.id].append(status)
        return out

    def said(self, report: int, check: str) -> list[str]:
        return self.says().get((report, check), [])

    def check(self, *reports: int) -> None:
        cross_check(self.db, reports or None)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return self.db.execute(sql, values).fetchall()
