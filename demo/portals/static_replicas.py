"""The replicas of `portals.md` §9 that are made of static files: S8, S9, S10, S14, and those of §2 without a number."""

from __future__ import annotations

from dataclasses import replace

from demo.portals.articles import Article, Attachment
from demo.portals.columns import ColumnsPortal
from demo.portals.eportal import EportalPortal
from demo.portals.nc_content import NcContentPortal
from demo.portals.plain import PlainPortal
from demo.portals.replicas import PDF, body, reports
from demo.portals.single_page import SinglePagePortal
from demo.portals.sitesources import SitesourcesPortal
from demo.portals.ucap import UcapPortal, UcapSearchPortal
from demo.portals.vsb import VsbPortal

DOCX_HEAD = b"PK\x03\x04[Content_Types].xml word/document.xml practice"


def articles_of(organ: str, count: int, explained: str = "") -> list[Article]:
    """Reports of `count` organs for one year; the first has a text and a picture version, and an explanation at
    `explained` if an address is given. Among them one notice that is no report."""
    found = reports([f"{organ}第{number}局" for number in range(1, count + 1)], [2023])
    first = found[0]
    pair = (Attachment("下载文字版.docx", DOCX_HEAD, "docx"), Attachment("下载图片版.pdf", PDF))
    companion = Article(f"一图读懂{first.title}", first.date, body("图解", 2023), path=explained) if explained else None
    found[0] = replace(first, attachments=pair, companion=companion)
    notice = Article("关于做好2023年度政府信息公开工作年度报告编制工作的通知", "2023-12-20", body("通知", 2023), organ)
    return [*found, notice]


def ucap(name: str = "ucap") -> UcapPortal:
    """S8: 43 records on three pages, line breaks in addresses, Chinese file names, a text and a picture version."""
    return UcapPortal(
        name, articles_of("练习会", 42, "/csrc/jd/202401/0.shtml"), site_name="练习会", site_code="bm99000002"
    )


def ucap_search(name: str = "ucap-search") -> UcapSearchPortal:
    """S8: the same records, by the search in JSON."""
    return UcapSearchPortal(name, articles_of("练习省", 42), site_name="练习省人民政府")


def vsb(name: str = "vsb") -> VsbPortal:
    """S9: five pages numbered backwards, files by a script that wants a Referer, two pages for what is missing."""
    return VsbPortal(name, articles_of("练习州", 66, "/info/1700/7.htm"), site_name="练习州人民政府")


def nc_content(name: str = "nc-content") -> NcContentPortal:
    """S10: four fragments numbered backwards, a hidden list of them, no tags of the standard."""
    return NcContentPortal(name, articles_of("练习署", 51, "/n2588035/c7/content.html"), site_name="练习署")


def eportal(name: str = "eportal") -> EportalPortal:
    """Three pages by one script."""
    return EportalPortal(name, articles_of("练习关", 35, "/jd/7/index.html"), site_name="练习关")


def sitesources(name: str = "sitesources") -> SitesourcesPortal:
    """Seven pages, of which the pager shows the nearest."""
    return SitesourcesPortal(name, articles_of("练习口市", 100), site_name="练习口市人民政府")


def columns(name: str = "columns") -> ColumnsPortal:
    """Three pages one after another."""
    return ColumnsPortal(name, articles_of("练习定市", 40), site_name="练习定市人民政府")


def plain(name: str = "plain") -> PlainPortal:
    """Three pages of no known family."""
    return PlainPortal(name, articles_of("练习海市", 40), site_name="练习海市人民政府")


def single_page(name: str = "single-page") -> SinglePagePortal:
    """S14: the column is the report of the year."""
    return SinglePagePortal(name, reports(["练习洲财政局"], [2022]), site_name="练习洲财政局")


def three_years(name: str = "three-years") -> SinglePagePortal:
    """S14: one page with the reports of three years under headings."""
    years = "".join(
        f"<h3>练习勒县{year}年政府信息公开工作年度报告</h3>{body('练习勒县', year)}" for year in (2022, 2021, 2020)
    )
    article = Article("政府信息公开年报", "2023-01-20", years, "练习勒县人民政府")
    return SinglePagePortal(name, [article], site_name="练习勒县人民政府")
