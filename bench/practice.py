"""Practice reports in any number, for the benchmarks: invented organs with figures of their own."""

from __future__ import annotations

from collections.abc import Iterator

from demo.pages import practice_body
from demo.portals import Article, TrsPortal
from demo.practice_figures import form_of, history

YEARS = range(2019, 2026)
REGION = "410972"
SIZE = 120


def articles(organs: int) -> Iterator[Article]:
    """Yield a report for each of `organs` invented organs and each year, newest first."""
    figures = {name: history(name, SIZE, YEARS) for name in (f"练习区第{number}局" for number in range(1, organs + 1))}
    for year in reversed(YEARS):
        for at, (name, by_year) in enumerate(figures.items()):
            yield Article(
                f"{name}{year}年政府信息公开工作年度报告",
                f"{year + 1}-01-{at % 27 + 1:02}",
                practice_body(name, year, form_of(year), by_year[year]),
                publisher=name,
            )


def portal(name: str, organs: int) -> TrsPortal:
    """Return a practice portal that publishes the reports of so many organs."""
    return TrsPortal(name, list(articles(organs)), site_name="练习区人民政府", practice=True)


def pages(organs: int) -> list[tuple[str, bytes]]:
    """Return path and bytes of every report page of such a portal."""
    site = portal("pages", organs)
    return [(site.path(article), site.pages[site.path(article)].body) for article in site.articles]
