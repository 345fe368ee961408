"""The replicas of `portals.md` §9 whose lists come from scripts and APIs: each with its traps and what it expects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from demo.portals.articles import Article, Attachment
from demo.portals.gkmlpt import GkmlptPortal
from demo.portals.jpaas import JpaasPortal
from demo.portals.replicas import PDF, body, reports


def with_company(articles: Sequence[Article], notice_day: str = "2024-12-01") -> list[Article]:
    """The same articles; the first has a file and an explanation beside it, the last is a near miss."""
    first = articles[0]
    explained = Article(f"图解：{first.title}", first.date, body("图解", 2023), first.publisher)
    told = replace(first, attachments=(Attachment("年度报告全文", PDF),), companion=explained)
    year = first.title[-15:-11]
    notice = Article(f"关于做好{year}年政府网站工作年度报表发布工作的通知", notice_day, body("通知", 2024), "练习办")
    return [told, *articles[1:], notice]


def jpaas(name: str = "jpaas") -> JpaasPortal:
    """S6: 44 rows at 15 a page, links without a scheme in three dialects."""
    articles = reports([f"练习区第{number}局" for number in range(1, 44)], [2023])
    return JpaasPortal(name, with_company(articles), site_name="练习区人民政府")


def gkmlpt(name: str = "gkmlpt", prefix: str = "") -> GkmlptPortal:
    """S7: 130 records, so 100 and 30, one article under two ids, days that UTC puts on the day before."""
    articles = with_company(reports([f"练习市第{number}局" for number in range(1, 129)], [2023]))
    return GkmlptPortal(name, articles, site_name="练习市人民政府", twice=(articles[3].title,), prefix=prefix)
