"""Archives whose every word was written by somebody who wants to run a script in a reader's browser."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from checks.finding import Finding
from parsers.report import Note, Scope, Section
from tests.archive.builder import World, report, statistics_report
from tests.parsers.official import figures, report_page

RUNS = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'onmouseover='alert(1)", "{{ 7*191 }}")
HOSTILE = "".join(RUNS)
ORGAN = f"濮阳市{HOSTILE}局"
ADDRESS = "javascript:alert(document.domain)//"
"""Nobody fetches it, but a WARC file of another crawler may name it."""
MARKUP = (
    "<script>alert(2)</script><img src=x onerror=alert(2)><a href='javascript:alert(2)'>x</a><svg onload=alert(2)></svg>"
    "<iframe srcdoc='<script>alert(2)</script>'></iframe><style>@import '//evil.example/a.css'</style>"
    "<div style='background:url(//evil.example/b)'>y</div><form action='//evil.example/'><input autofocus onfocus=alert(2)></form>"
    "<meta http-equiv=refresh content='0;url=javascript:alert(2)'><base href='//evil.example/'>"
    "<img src='//evil.example/c.png' alt='印章'><math><mi xlink:href='javascript:alert(2)'>z</mi></math>"
    "<noscript><p title='</noscript><img src=x onerror=alert(2)>'></noscript><video><source onerror=alert(2)></video>"
)


def hostile_world(folder: Path) -> World:
    """Return an archive of readings that no parser would give, as hostile as their types allow."""
    world = World(folder)
    base = "http://127.0.0.1:9/puyang"
    for year in (2021, 2022):
        one = report(ORGAN, year, 9, res_granted__total=3, req_carried_out__natural=None)
        facts = [
            replace_fact(fact, HOSTILE) if fact.code in ("req_new__natural", "normdoc_issued") else fact
            for fact in one.facts
        ]
        told = replace(
            one,
            title=f"{HOSTILE}{year}年度报告",
            facts=tuple(facts),
            scope=Scope("own", "title", 0.9, HOSTILE),
            sections=(Section(1, HOSTILE, f"{HOSTILE}补正"), *one.sections),
        )
        world.publish(f"{base}/{quote('x')}{year}?{HOSTILE}", told)
    old = statistics_report(ORGAN, 2016)
    rows = tuple(replace(row, label=HOSTILE, unit=HOSTILE, column=HOSTILE, raw=HOSTILE) for row in old.statistics)
    world.publish(f"{base}/old", replace(old, statistics=rows, title=HOSTILE))
    world.publish(f"{base}/nobody", replace(report(None, 2022), title=HOSTILE))
    world.publish(f"{base}/x2022?{HOSTILE}", replace(report(ORGAN, 2022, 12), title=HOSTILE))
    noted = replace(report(ORGAN, 2020), title=HOSTILE, notes=(Note("read_from_part", detail=f"{HOSTILE}.pdf"),))
    world.publish(ADDRESS, noted)
    return world


def replace_fact(fact: Any, raw: str) -> Any:
    return fact._replace(value=None, status="text", raw=raw)


def hostile_finding(_report: Any) -> list[Finding]:
    """Stand in for `checks.run.check_report`: a finding whose words are hostile."""
    return [Finding("B07", "E", "fail", HOSTILE, HOSTILE, ("req_new__total",), 1, 2, HOSTILE, "source")]


def hostile_pages(folder: Path) -> World:
    """Return an archive over pages that are read in earnest: hostile words in all that is printed, hostile markup
    around it, in two versions."""
    world = World(folder)
    words = escape(HOSTILE)
    page = report_page(figures(), title=f"濮阳市{words}局2022年政府信息公开工作年度报告").decode()
    page = page.replace("公开意识有待提高", words).replace("<td>1386</td>", f"<td>{words}</td>")
    page = page.replace("</body>", f"{MARKUP}</body>").replace("<body>", f"<body>{MARKUP}")
    world.visit("http://127.0.0.1:9/puyang/a", page.encode())
    world.visit("http://127.0.0.1:9/puyang/a", page.replace("<td>245</td>", "<td>246</td>").encode())
    world.visit(f"http://127.0.0.1:9/puyang/{HOSTILE}.pdf", b"%PDF-1.4 " + HOSTILE.encode())
    return world
