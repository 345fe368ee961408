"""The replicas of `portals.md` §9 whose lists come from scripts and APIs: each with its traps and what it expects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from demo.portals.articles import Article, Attachment
from demo.portals.aspnet import AspxPortal, PostbackPortal
from demo.portals.gkmlpt import GkmlptPortal
from demo.portals.jpaas import JpaasPortal
from demo.portals.lonsun import LonsunPortal
from demo.portals.numbered import AspPortal, IlistPortal
from demo.portals.replicas import OFD_HEAD, PDF, body, reports
from demo.portals.static_json import StaticJsonPortal
from demo.portals.xxgk import XxgkPortal


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


def static_json(name: str = "static-json") -> StaticJsonPortal:
    """S13: a shell without words, 41 documents at 18 a file, one of them with a Word file and its PDF twin."""
    articles = with_company(reports([f"练习监管分局第{number}处" for number in range(1, 41)], [2023]))
    twins = (Attachment("", OFD_HEAD, "docx"), Attachment("", PDF))
    return StaticJsonPortal(
        name, [replace(articles[0], attachments=twins, companion=None), *articles[1:]], site_name="练习监管局"
    )


def lonsun(name: str = "lonsun", **how: Any) -> LonsunPortal:
    """S11: three organs, the first with two pages of rows."""
    articles = [
        *reports(["练习县人民政府"], range(2008, 2025)),
        *reports(["练习县财政局"], range(2020, 2024)),
        *reports(["练习镇"], [2023]),
    ]
    first, *others = with_company(articles)
    notice = replace(others.pop(), publisher="练习镇")
    return LonsunPortal(name, [first, *others, notice], site_name="练习县人民政府", **how)


def aspnet_postback(name: str = "aspnet-postback") -> PostbackPortal:
    """S12: five pages that only the form of the page before leads to."""
    articles = with_company(reports([f"练习县第{number}局" for number in range(1, 71)], [2023]))
    return PostbackPortal(name, articles, site_name="练习县人民政府")


def aspnet_query(name: str = "aspnet-query") -> AspxPortal:
    """S12: four pages, of which each shows the way to the next alone."""
    articles = with_company(reports([f"练习厅第{number}处" for number in range(1, 57)], [2023]))
    return AspxPortal(name, articles, site_name="练习厅")


def asp(name: str = "asp") -> AspPortal:
    """S12: characters beyond GB2312, queries in GBK, rows whose addresses hold raw characters."""
    articles = with_company(reports([f"镕堃昇县第{number}局" for number in range(1, 41)], [2023]))
    return AspPortal(name, articles, site_name="镕堃昇县人民政府")


def ilist(name: str = "ilist") -> IlistPortal:
    """iList: three pages beside a menu whose columns the same script lists."""
    articles = with_company(reports([f"练习旗第{number}局" for number in range(1, 42)], [2023]))
    return IlistPortal(name, articles, site_name="练习旗人民政府")


def xxgk(name: str = "xxgk") -> XxgkPortal:
    """S5: three organs; `fbtime` is the reporting year with the first, the year of publication with the second."""
    first, *others = with_company(
        [
            *reports(["练习县教育局"], range(2019, 2024)),
            *reports(["练习市财政局"], range(2018, 2024)),
            *reports(["练习镇"], range(2005, 2024)),
        ]
    )
    notice = replace(others.pop(), publisher="练习镇")
    return XxgkPortal(name, [first, *others, notice], site_name="练习县人民政府")
