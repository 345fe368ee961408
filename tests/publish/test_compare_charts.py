"""The charts of a comparison: the same values as its table, one scale, breaks where forms do not compare."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.charts.compared import compared_figures
from publish.charts.line import Point
from publish.charts.panels import Series, panels
from publish.comparison import Compared, Line
from publish.strings import Speaker

POINTS = st.lists(st.none() | st.integers(0, 10**9), min_size=1, max_size=18)


def series(values: list[int | None], form: str = "f2021") -> Series:
    return Series("机关", "", tuple(Point(2008 + at, value, form) for at, value in enumerate(values)))


@given(st.lists(POINTS, min_size=1, max_size=9))
def test_every_value_is_drawn_once_within_its_panel_over_one_scale(all_values: list[list[int | None]]) -> None:
    drawn = panels([series(values) for values in all_values], str.__eq__, rate=False)
    known = [value for values in all_values for value in values if value is not None]
    if not known:
        assert drawn is None
        return
    assert drawn is not None
    assert sum(len(panel.line.dots) for panel in drawn.panels) == len(known)
    assert len({panel.line.steps for panel in drawn.panels}) == len({panel.line.years for panel in drawn.panels}) == 1
    for panel in drawn.panels:
        assert (
            panel.x >= 0 and panel.x + panel.line.width <= drawn.width and panel.y + panel.line.height <= drawn.height
        )
        assert all(0 <= dot.x <= panel.line.width and 0 <= dot.y <= panel.line.base for dot in panel.line.dots)


def compared(name: str, values: list[tuple[int, int | None, str]], practice: int = 0) -> list[Line]:
    subject = {"id": name, "name": name, "region_code": "1"}
    return [
        Line(
            "organ",
            subject,
            year,
            "own",
            practice,
            f"{name}{year}",
            cells=[Compared("fee_amount_wan", value, forms=forms)],
        )
        for year, value, forms in values
    ]


def figure(lines: list[Line], mixed: bool = False):
    (made,) = compared_figures(lines, {"fee_amount_wan": "收费"}, {"fee_amount_wan": "万元"}, mixed, Speaker("zh"))
    return made


def test_a_line_breaks_where_the_forms_do_not_compare_and_the_caption_says_so() -> None:
    made = figure(compared("甲", [(2020, 5, "f2019"), (2021, 6, "f2021"), (2022, 7, "f2021")]))
    (panel,) = made.drawing.panels
    assert len(panel.line.ways) == 1 and len(panel.line.breaks) == 1
    assert any("2020 | 2021" in note for note in made.notes)
    several = figure(compared("甲", [(2021, 6, "f2021"), (2022, 7, "f2019 f2021")]))
    assert several.drawing.panels[0].line.ways == ()


def test_practice_data_is_never_drawn_beside_real_data() -> None:
    real, practice = compared("甲", [(2021, 6, "f2021")]), compared("练习", [(2021, 9, "f2021")], practice=1)
    made = figure([*real, *practice])
    assert [panel.title for panel in made.drawing.panels] == ["甲"] and any("演示" in note for note in made.notes)
    assert [panel.title for panel in figure(practice).drawing.panels] == ["练习"]


def test_what_must_not_be_added_says_so_in_its_caption() -> None:
    lines = compared("甲", [(2021, 6, "f2021")])
    assert any("不可直接相加" in note for note in figure(lines, mixed=True).notes)
    assert not any("不可直接相加" in note for note in figure(lines).notes)


@pytest.fixture(scope="module")
def query(one) -> str:
    organ = one("SELECT id FROM organs WHERE name = '濮阳市教育局'")
    asked = {
        "organs": organ,
        "regions": "410900",
        "years": "2020,2021,2022,2023",
        "indicators": "req_new__total,disclosure_rate",
    }
    return urlencode(asked)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_charts_and_their_downloads_show_the_values_of_the_table(get, query: str, prefix: str) -> None:
    page = get(f"{prefix}/compare?{query}").text
    table = list(csv.DictReader(io.StringIO(get(f"/compare.csv?{query}").content.decode("utf-8-sig"))))
    for name in ("req_new__total", "disclosure_rate"):
        (address,) = re.findall(rf'href="({prefix}/compare/{name}\.csv\?[^"]+)"', page)
        rows = list(csv.reader(io.StringIO(get(address.replace("&amp;", "&")).content.decode("utf-8-sig"))))[1:]
        assert [row[3] for row in rows] == [row["value"] for row in table if row["indicator"] == name]
        drawing = get(address.replace("&amp;", "&").replace(".csv", ".svg"))
        root = ElementTree.fromstring(drawing.text)
        dots = root.findall(".//{http://www.w3.org/2000/svg}circle")
        assert len(dots) == len([row for row in rows if row[3]])
        assert ("不可直接相加" in drawing.text) == (not prefix)


def test_a_comparison_of_nothing_has_no_chart(get) -> None:
    assert "<figure" not in get("/compare").text
    assert get("/compare/req_new__total.svg").status_code == 404
