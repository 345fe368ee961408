"""The table that a crawl ends with: every portal of a small run, what a person should look at of a large one."""

from __future__ import annotations

from captures.session import PortalResult
from captures.summary import FEW, CrawlSummary
from registry.portals import Portal


def result(name: str, new: int = 0, shortfall: str = "") -> PortalResult:
    found = PortalResult(Portal(name, name, "410972", f"http://{name}.gov.cn/", "trs"), new=new)
    found.tally.reports = {f"{name}/1", f"{name}/2"}
    if shortfall:
        found.tally.short(shortfall)
    return found


def test_a_small_run_shows_every_portal() -> None:
    table = CrawlSummary([result("a"), result("b", 1)]).table()
    assert [line.split()[0] for line in table.splitlines()] == ["portal", "a", "b"]


def test_a_large_run_shows_those_with_news_and_the_sums_of_all() -> None:
    results = [result(f"quiet-{number}") for number in range(FEW)]
    results += [result("news", 2), result("broken", 0, "Page 2 of 3 was not read.")]
    table = CrawlSummary(results).table().splitlines()
    assert [line.split()[0] for line in table[:4]] == ["portal", "news", "broken", "Page"]
    assert table[4] == (
        "32 portals, 64 reports, 2 of them new or changed; 30 portals were read to their end and had nothing new, "
        "1 were not read to their end."
    )
