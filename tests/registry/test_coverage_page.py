"""What addresses betray of families, and docs/coverage.md that counts it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from registry.build_portals import read
from registry.describe_coverage import page
from registry.portals import families
from registry.url_families import family_of_url, on_site_of, url_families
from tests.registry.public_list import EXCERPT, LISTS, WHOLE

PAGE = Path(__file__).parents[2] / "docs" / "coverage.md"
HOST = "http://www.a.gov.cn"


@pytest.mark.parametrize(
    ("path", "sign"),
    [
        ("/gkmlpt/annualreport#2629", ("gkmlpt", "tells")),
        ("/zwgk/content/post_2147681.html", ("gkmlpt", "tells")),
        ("/col/col1229395932/index.html?number=D001", ("jpage", "tells")),
        ("/public/column/6617021?type=3", ("lonsun", "tells")),
        ("/zwgk/site/tpl/4780", ("lonsun", "likely")),
        ("/c100028/common_zfxxgknb.shtml", ("ucap", "tells")),
        ("/x/zcwj/xxgk_list.shtml", ("ucap", "likely")),
        ("/columns/6891ab6e-f72a-4f48-ad49-e4740399cafb/index.html", ("columns", "tells")),
        ("/sitesources/xhx/page_pc/zwgk/index.html", ("sitesources", "tells")),
        ("/info/iList.jsp?node_id=GK", ("ilist", "tells")),
        ("/n2588035/n2588320/index.html", ("nc-content", "tells")),
        ("/eportal/ui?pageId=3337", ("eportal", "tells")),
        ("/xxgk/List_wj.aspx?lmid=52", ("aspnet", "tells")),
        ("/class.asp?class=1150", ("asp", "tells")),
        ("/module/xxgk/search.jsp", ("xxgk", "tells")),
        ("/info/1667/53878.htm", ("vsb", "tells")),
        ("/zfxxgk/zfxxgknb.htm", ("vsb", "likely")),
        ("/zwgk/202301/t20230101_123.html", ("trs", "tells")),
        ("/zwgk/zfxxgknb/", ("trs", "likely")),
        ("/Openness/", ("listing", "tells")),
        ("/xxgk-list-czxx.html", ("listing", "tells")),
        ("/zwgk/index.html", ("", "nothing")),
        ("/zwgk", ("", "nothing")),
        ("/", ("", "nothing")),
    ],
)
def test_an_address_betrays_what_it_can(path: str, sign: tuple[str, str]) -> None:
    assert family_of_url(HOST + path) == sign


def test_every_family_is_listed_once_under_its_registered_id() -> None:
    assert sorted(family.id for family in url_families()) == sorted(families())


@pytest.mark.parametrize(
    ("url", "home", "own"),
    [
        ("http://www.a.gov.cn/zwgk/", "https://www.a.gov.cn/", True),
        ("http://czj.a.gov.cn/", "https://www.a.gov.cn/", True),
        ("http://www.hubei.gov.cn/zfwj/", "https://www.a.gov.cn/", False),
        ("http://www.nc.gov.cn/zwgk/", "http://dhq.nc.gov.cn/", False),
        ("http://www.ba.gov.cn/", "http://www.a.gov.cn/", False),
    ],
)
def test_a_column_elsewhere_says_nothing_of_the_portal(url: str, home: str, own: bool) -> None:
    assert on_site_of(url, home) is own


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_the_page_counts_every_portal_once(path: Path) -> None:
    rows, text = read(path), page(read(path))
    provinces = re.findall(r"^\| (\S+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|", text, re.M)
    assert sum(int(cells[1]) for cells in provinces) == len(rows)
    assert all(sum(map(int, cells[3:])) == int(cells[2]) for cells in provinces)
    (wholes,) = re.findall(r"^\| all \| (\d+) \|  \| (\d+) \|  \| (\d+)", text, re.M)
    shares = re.findall(r"^\| (?:a family|the generic).*?\| (\d+) \(.*?\| (\d+) \(.*?\| (\d+) \(", text, re.M)
    assert [sum(map(int, column)) for column in zip(*shares, strict=True)] == list(map(int, wholes))
    if path == WHOLE:
        assert text == PAGE.read_text("utf-8")


def test_a_list_without_columns_has_no_shares() -> None:
    bare = [{**row, "policy_column": "", "budget_column": ""} for row in read(EXCERPT)]
    assert "占 –" in page(bare)
