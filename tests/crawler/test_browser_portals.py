"""A listing that a script fills: nothing without a browser, everything with one, and nobody else is asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from captures.crawl_run import run_crawl
from captures.records import CaptureError, Visit
from captures.store import CaptureStore
from captures.summary import CrawlSummary
from demo.portals import TrsPortal, portal_row, serve
from demo.portals.replicas import reports

_FILL = """<html><head><meta charset="utf-8"><title>政府信息公开年报</title></head><body><div id="app"></div>
<script src="//127.0.0.1:9/elsewhere.js"></script>
<script>fetch("/rows.html").then(answer => answer.text()).then(text => {
  document.getElementById("app").innerHTML = text;
});</script></body></html>"""


def scripted() -> TrsPortal:
    """A portal whose column is an empty shell and a script that fetches its rows."""
    site = TrsPortal("js", reports(["甲局", "乙局"], [2022, 2023]))
    rows = "".join(
        f"<li><a href='{site.path(one)}'>{one.title}</a><span>{one.date}</span></li>" for one in site.articles
    )
    site.put("/rows.html", f"<ul class=list>{rows}</ul>")
    site.put(site.listing, _FILL)
    return site


def crawl(site: TrsPortal, address: str, data: Path, browser: bool) -> tuple[CrawlSummary, list[Visit]]:
    row = replace(portal_row(site, address, "410972", family="listing"), browser=browser)
    summary = run_crawl([row], data, verbosity=-1)
    with CaptureStore(data) as store:
        return summary, list(store.visits())


def test_a_browser_reads_what_a_script_writes_and_says_so(tmp_path: Path) -> None:
    site = scripted()
    with serve([site]) as addresses:
        plain, _ = crawl(site, addresses["js"], tmp_path / "plain", browser=False)
        asked = len(site.paths_asked())
        summary, visits = crawl(site, addresses["js"], tmp_path / "browser", browser=True)
        again, _ = crawl(site, addresses["js"], tmp_path / "browser", browser=True)
    assert plain.exit_code == 1 and not plain.results[0].tally.reports
    assert summary.exit_code == 0 and len(summary.results[0].tally.reports) == 4, summary.table()
    assert {visit.role for visit in visits if "Rendered by a browser" in visit.reason} == {"listing", "other"}
    assert again.results[0].unchanged == 4 and again.exit_code == 0
    agents = {served.call.headers["user-agent"].split("/")[0] for served in site.log[asked:]}
    assert agents == {"gongkai"}


def test_without_the_extra_one_sentence_says_what_to_install(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("captures.browser.find_spec", lambda name: None)
    site = scripted()
    row = replace(portal_row(site, "http://127.0.0.1:9", "410972"), browser=True)
    with pytest.raises(
        CaptureError, match=r"js is read by a browser: install it with pip install 'gongkai\[browser\]'"
    ):
        run_crawl([row], tmp_path, verbosity=-1)
