"""The replicas of `portals.md` §9 that the two families need: each is a portal with its traps and what it expects."""

from __future__ import annotations

from collections.abc import Sequence

from demo.portals.articles import Article, Attachment
from demo.portals.jpage import JpagePortal
from demo.portals.trs import TrsPortal

PDF = b"%PDF-1.4\n%practice\n%%EOF\n"
OFD_HEAD = b"PK\x03\x04practice"
STUB = "<html><head><title>index_2</title></head><body>" + "&nbsp;" * 48 + "</body></html>"


def body(organ: str, year: int) -> str:
    """Prose long enough for a body box, in words of our own."""
    line = f"{organ}{year}年继续依法公开政府信息，这一段文字只为练习而写。"
    return "<p>一、总体情况</p>" + f"<p>　　{line}</p>" * 12


def reports(organs: Sequence[str], years: Sequence[int], **more: object) -> list[Article]:
    """One report for each organ and year, newest first, published in January of the year after."""
    return [
        Article(
            f"{organ}{year}年政府信息公开工作年度报告",
            f"{year + 1}-01-{place % 27 + 1:02}",
            body(organ, year),
            organ,
            **more,  # type: ignore[arg-type]
        )
        for year in sorted(years, reverse=True)
        for place, organ in enumerate(organs)
    ]


def trs_ministry(name: str = "trs-ministry") -> TrsPortal:
    """S1: three pages, explanations hidden in rows, two dates, PDF and OFD twins, mobile pages."""
    twins = (Attachment("年度报告（PDF版）", PDF), Attachment("年度报告（OFD版）", OFD_HEAD, "ofd"))
    articles = reports([f"练习部第{number}司" for number in range(1, 6)], range(2017, 2025))
    first = articles[0]
    explained = Article(
        f"图解：{first.title}", first.date, body("图解", 2024), path="/zwgk/jd/jd/202501/t20250102_7.html"
    )
    articles[0] = Article(first.title, first.date, first.html, first.publisher, twins, explained)
    notice = Article("关于做好2024年政府网站工作年度报表发布工作的通知", "2024-12-01", body("通知", 2024), "练习部")
    return TrsPortal(name, [*articles, notice], site_name="练习部", site_code="bm99000001")


def trs_county(name: str = "trs-county") -> TrsPortal:
    """S2: year directories whose names are not the reporting years, a stub for a page, a missing year, a script file.

    Reports of 2022 stand in `2023_645`; the site code is that of another city; `2019n` is linked and sends home.
    """
    old = reports(["练习县教育局", "练习县财政局"], [2021], folder="2022n")
    new = reports([f"练习县第{number}局" for number in range(1, 41)], [2022], folder="2023_645")
    scripted = (Attachment("年度报告.doc", PDF, "doc", scripted=True),)
    first = new[0]
    new[0] = Article(first.title, first.date, first.html, first.publisher, scripted, folder=first.folder)
    portal = TrsPortal(name, [*old, *new], site_name="练习县人民政府", site_code="2302000001")
    column = portal.listing
    portal.put(f"{column}2023_645/index_2.html", STUB)
    page = (
        portal.pages[column]
        .body.decode()
        .replace('<div class="years">', '<div class="years"><a href="./2019n/">2019年</a> ')
    )
    portal.put(column, page)
    portal.send_home.add(f"{column}2019n/")
    return portal


def jcms_jpage(name: str = "jcms-jpage") -> JpagePortal:
    """S3: 47 records at 15 a page, so groups 1-45 and 46-47; files whose type only a parameter tells."""
    articles = reports([f"练习区第{number}局" for number in range(1, 48)], [2023])
    first = articles[0]
    articles[0] = Article(first.title, first.date, first.html, first.publisher, (Attachment("年度报告全文", PDF),))
    return JpagePortal(name, articles, site_name="练习区人民政府")


def jcms_encrypted(name: str = "jcms-encrypted") -> JpagePortal:
    """S4: encrypted ids and an empty answer for all after the first page: the crawl cannot be complete."""
    articles = reports([f"练习局第{number}处" for number in range(1, 48)], [2023])
    return JpagePortal(name, articles, site_name="练习局", embedded=15, encrypted=True)
