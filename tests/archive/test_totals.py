"""The summaries that the questions are answered from equal what a plain loop over the reports gives."""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.shares import shares
from checks.topics import ANY, declared, topics
from parsers.codes import codes
from parsers.report import Section
from tests.archive.builder import World, report
from tests.archive.test_build import rows

PUYANG = "http://127.0.0.1:9/puyang"
ORGANS = ("濮阳市教育局", "濮阳市公安局", "濮阳县教育局", "濮阳市人民政府")
CASES = st.lists(
    st.tuples(
        st.sampled_from(ORGANS), st.integers(2019, 2024), st.integers(0, 40), st.integers(0, 3), st.integers(0, 4),
        st.sampled_from([None, "res_granted__natural", "res_total__total", "rev_total", "req_new__org_other"]),
        st.sets(st.sampled_from([topic.words[0] for topic in declared()[:4]])),
    ),
    min_size=1, max_size=14, unique_by=lambda case: case[:2],
)  # fmt: skip
Row = dict[str, Any]


def table(world: World, sql: str) -> list[Row]:
    with closing(sqlite3.connect(world.db)) as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute(sql)]


def publish(world: World, cases: list[tuple[Any, ...]]) -> None:
    for organ, year, new, corrected, reviews, missing, said in cases:
        more: dict[str, Any] = {"rev_corrected": corrected, "rev_total": reviews + corrected}
        if missing:
            more[missing] = None
        more["sections"] = (Section(5, "存在的主要问题及改进情况", "，".join(["一是", *sorted(said)])),)
        scope = "region" if organ == ORGANS[-1] else "own"
        more["published_on"] = f"{year + 1}-01-{20 + new % 12}" if new % 5 else None
        url = f"{PUYANG}/{ORGANS.index(organ)}-{year}"
        world.publish(url, report(organ, year, new, scope, **more))
        if reviews == 4:
            world.gone(url)


def group(row: Row, *keys: str) -> tuple[Any, ...]:
    return tuple(row[key] for key in keys)


def told(world: World, name: str, keys: tuple[str, ...]) -> dict[tuple[Any, ...], Row]:
    return {group(row, *keys): row for row in table(world, f"SELECT * FROM {name}")}


def rates(world: World, reports: list[Row]) -> None:
    failing = {
        row["report_id"] for row in table(world, "SELECT * FROM findings WHERE check_id BETWEEN 'B15' AND 'B39'")
    }
    keys = ("scope", "year", "level", "organ_type")
    expected: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    with closing(sqlite3.connect(":memory:")) as db:
        for one in reports:
            named = {code: one[code] for code in codes()}
            db.execute("DROP TABLE IF EXISTS f")
            db.execute(f"CREATE TABLE f ({', '.join(named)})")
            db.execute(f"INSERT INTO f VALUES ({', '.join('?' * len(named))})", tuple(named.values()))
            for share in shares():
                known = "1" if "NOT EXISTS" in share.known else share.known
                k, n, whole = db.execute(f"SELECT {share.numerator}, {share.denominator}, {known} FROM f").fetchone()
                if None in (k, n) or n <= 0 or not whole or (known != share.known and one["id"] in failing):
                    continue
                counted = expected[share.code, *group(one, *keys)]
                counted[:] = [counted[0] + k, counted[1] + n, counted[2] + 1]
    given_ = {
        (row["rate"], *group(row, *keys)): [row["numerator"], row["denominator"], row["reports"]]
        for row in table(world, "SELECT * FROM rate_totals")
    }
    assert given_ == expected


def pairs(world: World, reports: list[Row]) -> None:
    by_organ = {group(one, "organ_id", "scope", "year"): one for one in reports}
    expected: Counter[tuple[Any, ...]] = Counter()
    for one in reports:
        after = by_organ.get((one["organ_id"], one["scope"], one["year"] + 1))
        if after is None:
            continue
        reviewed, corrected = one["rev_total"], one["rev_corrected"]
        review = "none" if reviewed == 0 else "unknown"
        if reviewed:
            review = "corrected" if corrected else "not_corrected"
        key = (*group(one, "year", "scope", "level", "organ_type"), review)
        expected[(*key, "pairs")] += 1
        for name, was, now in (
            ("review", "rev_total", "rev_total"),
            ("carry", "req_carried_out__total", "req_carried_in__total"),
        ):
            if None not in (one[was], after[now]):
                expected[(*key, f"{name}_pairs")] += 1
                expected[(*key, f"{name}_sums")] += one[was] * 1000 + after[now]
    given_: Counter[tuple[Any, ...]] = Counter()
    for row in table(world, "SELECT * FROM pair_totals"):
        key = group(row, "year", "scope", "level", "organ_type", "review")
        given_[(*key, "pairs")] = row["pairs"]
        given_[(*key, "review_pairs")] = row["review_pairs"]
        given_[(*key, "carry_pairs")] = row["carry_pairs"]
        given_[(*key, "review_sums")] = (row["reviews_before"] or 0) * 1000 + (row["reviews_after"] or 0)
        given_[(*key, "carry_sums")] = (row["carried_out"] or 0) * 1000 + (row["carried_in"] or 0)
    assert +given_ == +expected


def concentrated(world: World, reports: list[Row]) -> None:
    values: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for one in reports:
        for level in ("all", one["level"]):
            values[one["year"], one["scope"], level].append(one["requests_new"])
    found = told(world, "concentration", ("year", "scope", "level"))
    assert found.keys() == values.keys()
    for key, numbers in values.items():
        numbers.sort()
        row, n, total = found[key], len(numbers), sum(numbers)
        top = -(-n // 10)
        differences = sum(abs(x - y) for x in numbers for y in numbers)
        gini = differences / (2 * n * total) if total else None
        assert (row["reports"], row["requests"], row["top_reports"]) == (n, total, top)
        assert row["top_requests"] == sum(numbers[n - top :])
        assert row["gini"] == (None if gini is None else pytest.approx(gini, abs=1e-6))


def topical(world: World, reports: list[Row]) -> None:
    spoken: dict[int, set[str]] = defaultdict(set)
    for row in table(world, "SELECT report_id, topic FROM topics"):
        spoken[row["report_id"]].add(row["topic"])
    by_organ = {group(one, "organ_id", "scope", "year"): one["id"] for one in reports}
    expected: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in reports:
        last = spoken[by_organ.get((one["organ_id"], one["scope"], one["year"] - 1), -1)]
        for topic in spoken[one["id"]]:
            counted = expected[topic, *group(one, "year", "level", "organ_type")]
            counted[:] = [counted[0] + 1, counted[1] + (ANY in last), counted[2] + (topic in last)]
    found = told(world, "topic_totals", ("topic", "year", "level", "organ_type"))
    assert {key: [row["reports"], row["followed"], row["again"]] for key, row in found.items()} == expected


def counted(world: World, reports: list[Row]) -> None:
    found: dict[tuple[Any, ...], Row] = defaultdict(dict)
    for row in table(world, "SELECT * FROM findings WHERE is_current = 1 AND status IN ('fail', 'explained')"):
        found[row["report_id"]].setdefault(row["check_id"], row)
    replaced = {
        row["report_id"] for row in table(world, "SELECT * FROM changes WHERE part = 'cell' AND relation = 'replaced'")
    }
    keys = ("scope", "year", "province_code", "level", "organ_type")
    expected: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    for one in reports:
        mine, late, said = expected[group(one, *keys)], one["days_late"], found[one["id"]].get("N01")
        mine["reports"] += 1
        for kind in ("errors", "warnings", "hints"):
            mine[f"passed_{kind}"] += one[f"passed_{kind}"]
            mine[f"failed_{kind}"] += one[f"failed_{kind}"]
        mine["with_errors"] += one["failed_errors"] > 0
        if late is not None:
            mine["dated"] += 1
            mine["on_time"] += late <= 0
            mine["last_days"] += -2 <= late <= 0
        if said and None not in (said["left_value"], said["right_value"]):
            mine["text_less"] += said["left_value"] < said["right_value"]
            mine["text_more"] += said["left_value"] > said["right_value"]
        mine["like_last_year"] += "Q01" in found[one["id"]]
        mine["like_another"] += "Q02" in found[one["id"]]
        mine["corrected"] += one["versions"] > 1 and one["id"] in replaced
        mine["gone"] += one["status"] == "removed"
    told_ = told(world, "report_totals", keys)
    names = [name for name in next(iter(told_.values())) if name not in (*keys, "is_practice", "latest_days")]
    assert {key: {name: row[name] for name in names} for key, row in told_.items()} == {
        key: {name: counts[name] for name in names} for key, counts in expected.items()
    }
    for key, row in told_.items():
        late = [one["days_late"] for one in reports if group(one, *keys) == key and one["days_late"] is not None]
        assert row["latest_days"] == max(late, default=None)


def surviving(world: World, reports: list[Row]) -> None:
    versions: dict[int, list[Row]] = defaultdict(list)
    for row in table(world, "SELECT * FROM report_versions"):
        versions[row["report_id"]].append(row)
    expected: Counter[tuple[Any, ...]] = Counter()
    for one in reports:
        seen = min(row["first_seen"] for row in versions[one["id"]])
        ends = [row["gone_at"] for row in versions[one["id"]] if row["gone_at"]]
        within = 0
        if one["status"] == "removed" and ends:
            within = 1 + int((day(max(ends)) - day(seen)).total_seconds() / 86400 / 365.25)
        expected[*group(one, "year", "level"), seen[:7], within] += 1
    found = {
        (*group(row, "year", "level"), row["seen_in"], row["gone_within"]): row["reports"]
        for row in table(world, "SELECT * FROM survival")
    }
    assert found == expected


def day(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


SUMMARIES = (rates, pairs, concentrated, topical, counted, surviving)


@pytest.mark.parametrize("summary", SUMMARIES, ids=lambda summary: summary.__name__)
@given(cases=CASES, later=CASES)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_summary_equals_a_loop_over_the_reports_at_first_and_after_news(
    world: World, summary: Callable[[World, list[Row]], None], cases: Any, later: Any
) -> None:
    world = World(Path(tempfile.mkdtemp(dir=world.folder)))
    for published in (cases, later):
        publish(world, published)
        world.build()
        reports = table(world, "SELECT r.*, f.* FROM reports r JOIN report_figures f ON f.report_id = r.id")
        summary(world, reports)


def test_groups_of_reports_count_checks_dates_and_corrections(world: World) -> None:
    world.publish(f"{PUYANG}/1", report("濮阳市教育局", 2022, published_on="2023-01-30"))
    world.publish(f"{PUYANG}/2", report("濮阳市公安局", 2022, published_on="2023-02-03", res_granted__total=1))
    world.publish(f"{PUYANG}/2", report("濮阳市公安局", 2022, published_on="2023-02-03"))
    world.publish(f"{PUYANG}/3", report("濮阳市司法局", 2022, published_on=None))
    world.gone(f"{PUYANG}/3")
    world.build()
    (row,) = table(world, "SELECT * FROM report_totals")
    named = ("reports", "dated", "on_time", "last_days", "latest_days", "corrected", "gone")
    assert group(row, *named) == (3, 2, 1, 1, 3, 1, 1)
    passed, failed = rows(world.db, "SELECT sum(passed_errors), sum(failed_errors) FROM reports")[0]
    assert (row["passed_errors"], row["failed_errors"]) == (passed, failed)
    assert [group(one, "gone_within", "reports") for one in table(world, "SELECT * FROM survival ORDER BY 1, 4")] == [
        (0, 2),
        (1, 1),
    ]


def test_a_topic_is_told_from_the_part_on_problems_alone() -> None:
    word = declared()[0].words[0]
    assert topics([Section(1, "总体情况", word)]) == []
    assert topics([Section(5, "存在的主要问题及改进情况", "无。")]) == [ANY]
    assert topics([Section(5, "", f"一是{word[:2]} \n{word[2:]}不强。")]) == [ANY, declared()[0].code]
    assert topics([Section(4, "四、存在的问题", word)]) == [ANY, declared()[0].code]
