"""CHANGES.md of a release: what it holds, and what changed against the last one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.export.comparison import Comparison
from archive.export.relations import Relation
from archive.export.snapshot import Snapshot

FULL = "CHANGES.csv.gz"
_BY_YEAR = "SELECT coalesce(CAST(year AS TEXT), ''), count(*) FROM reports GROUP BY 1 ORDER BY 1"


def change_log(snapshot: Snapshot, version: str, rows: dict[Relation, int], since: Comparison | None) -> str:
    """Return the page; `rows` are the rows of each relation, `since` what changed, or None for a first release."""
    lines = [f"# 变动 Changes: {version}", ""]
    if since is None:
        lines.append("首次发布，没有可比的前一版本。 The first release: there is none before to compare it with.")
    else:
        lines.append(f"与版本 {since.version} 相比，逐份、逐格的清单见 `{FULL}`。")
        lines.append(f"Against version {since.version}; every report and every cell is listed in `{FULL}`.")
        lines += ["", *_columns(since)]
    lines += ["", "## 按年度 By year", "", *_by_year(snapshot, since)]
    lines += ["", "## 按表 By table", "", *_by_table(rows, since)]
    return "\n".join(lines) + "\n"


def _columns(since: Comparison) -> Iterator[str]:
    for words, names in (("新列 New columns", since.new_columns), ("去除的列 Columns gone", since.gone_columns)):
        if names:
            yield f"{words}: {', '.join(f'`{name}`' for name in names)}."


def _by_year(snapshot: Snapshot, since: Comparison | None) -> Iterator[str]:
    now: dict[str, int] = dict(snapshot.table(_BY_YEAR))
    if since is None:
        yield from _head("年度 year", "报告 reports")
        yield from (_row([year or "不明 unknown", count]) for year, count in sorted(now.items()))
        yield _row(["合计 total", sum(now.values())])
        return
    years = sorted({*now, *(year for year, _ in since.reports)})
    yield from _head(
        "年度 year", "报告 reports", "新增 added", "去除 removed", "有变 changed",
        "二表 A", "三表 B", "四表 C", "报告字段 fields",
    )  # fmt: skip
    for year in years:
        counts = [since.reports[year, change] for change in ("added", "removed", "changed")]
        cells = [since.cells[year, place] for place in ("a", "b", "c", "report")]
        yield _row([year or "不明 unknown", now.get(year, 0), *counts, *cells])
    totals = [sum(n for (_, each), n in since.reports.items() if each == c) for c in ("added", "removed", "changed")]
    cells = [sum(n for (_, each), n in since.cells.items() if each == place) for place in ("a", "b", "c", "report")]
    yield _row(["合计 total", sum(now.values()), *totals, *cells])


def _by_table(rows: dict[Relation, int], since: Comparison | None) -> Iterator[str]:
    names = {relation.name: count for relation, count in rows.items()}
    if since is None:
        yield from _head("表 table", "行数 rows")
        yield from (_row([f"`{name}`", count]) for name, count in names.items())
        return
    yield from _head("表 table", "上一版行数 rows before", "现行数 rows now")
    for name in [*names, *(gone for gone in since.rows if gone not in names)]:
        yield _row([f"`{name}`", since.rows.get(name, "—"), names.get(name, "—")])


def _head(*names: str) -> Iterator[str]:
    yield _row(names)
    yield "|---" * len(names) + "|"


def _row(cells: Iterable[object]) -> str:
    return "| " + " | ".join(map(str, cells)) + " |"
