"""Charts: lines that break where forms do not compare, axes from zero, nothing drawn where nothing is known."""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.bridging import comparable
from publish.archive_db import statements
from publish.charts.bars import bars
from publish.charts.classes import ZERO, class_of, count_classes, rate_classes
from publish.charts.coverage import of_one_kind
from publish.charts.figure import wrapped
from publish.charts.line import Point, breaks, line, segments
from publish.charts.outlines import FILE, outlines, project
from publish.charts.provinces import map_indicators, province_figures, provinces
from publish.charts.scale import scale
from publish.charts.siblings import siblings_figure
from publish.charts.trends import trends
from publish.strings import Speaker


def exact(a: str, b: str) -> bool:
    return comparable({"req_new__total"}, a, b)


def test_a_line_never_spans_a_missing_year_or_forms_that_do_not_compare() -> None:
    points = [Point(2018, 5, "s2014"), Point(2019, 6, "f2019"), Point(2020, 7, "f2019"), Point(2021, 8, "f2021")]
    assert [[point.year for point in run] for run in segments(points, exact)] == [[2018], [2019, 2020, 2021]]
    assert breaks(points, exact) == [(2018, 2019)]
    gap = [Point(2019, 6, "f2019"), Point(2020, None), Point(2021, 8, "f2021")]
    assert [len(run) for run in segments(gap, exact)] == [1, 1] and breaks(gap, exact) == []


def test_only_what_is_bridged_crosses_the_forms_of_2019_and_2021() -> None:
    assert comparable({"req_new__total", "rev_total"}, "f2019", "f2021")
    assert not comparable({"fee_amount_wan"}, "f2019", "f2021")
    assert not comparable({"normdoc_effective"}, "f2019", "f2021")
    assert not comparable({"res_other_misc__total"}, "f2019", "f2021")
    terms = {"res_other_not_corrected__total", "res_other_fee_unpaid__total", "res_other_misc__total"}
    assert comparable(terms, "f2021", "f2019")
    assert not comparable({"req_new__total"}, "s2014", "s2014")


def test_a_year_without_a_value_has_no_dot_and_a_doubtful_one_is_hollow() -> None:
    drawn = line(
        [Point(2020, 4, "f2019"), Point(2021, None), Point(2022, 0, "f2021", doubtful=True)], exact, rate=False
    )
    assert drawn is not None
    assert [(dot.title, dot.hollow) for dot in drawn.dots] == [("2020: 4", False), ("2022: 0", True)]
    assert drawn.ways == ()
    assert line([Point(2020, None)], exact, rate=False) is None


def test_bounds_make_a_band_within_which_the_rate_lies() -> None:
    drawn = line([Point(2022, 0.5, "f2021", n=10, low=0.24, high=0.76)], exact, rate=True)
    assert drawn is not None
    ys = [float(pair.split(",")[1]) for pair in drawn.bands[0].split()]
    assert min(ys) < drawn.dots[0].y < max(ys)
    assert drawn.dots[0].title == "2022: 50% (n=10)"


@given(st.floats(0, 1e9), st.booleans())
def test_an_axis_begins_at_zero_and_holds_its_greatest_value(most: float, whole: bool) -> None:
    up = scale(most, 200, 30, whole)
    assert up.ticks[0] == 0 and up.at(0) == 200 and up.top >= most * (1 - 1e-6)
    assert 2 <= len(up.ticks) <= 6
    assert not whole or all(tick == int(tick) for tick in up.ticks)


def test_stacked_parts_stand_on_one_another_and_fill_their_sum() -> None:
    drawn = bars([(2020, [3, 1, 0, 2, 0]), (2022, [6, 0, 0, 0, 0])], list("abcde"))
    assert drawn is not None
    first = [part for part in drawn.parts if part.title.startswith("2020")]
    second = [part for part in drawn.parts if part.title.startswith("2022")]
    assert round(sum(part.height for part in first), 1) == pytest.approx(second[0].height, abs=0.2)
    assert bars([(2020, [0, 0, 0, 0, 0])], list("abcde")) is None


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=40))
def test_every_count_has_one_class_and_zero_none(values: list[int]) -> None:
    classes = count_classes(list(map(float, values)))
    assert len(classes) <= 5 and len({one.fill for one in classes} | {ZERO}) == len(classes) + 1
    for value in values:
        found = class_of(value, classes)
        assert (found is None) == (value == 0)
        assert found is None or found.low <= value


def test_classes_of_shares_are_the_same_for_every_map() -> None:
    assert [class_of(value, rate_classes()).label for value in (0.001, 0.2, 1.0)] == ["> 0–20%", "20%–40%", "80%–100%"]


def sibling(code: str, value: float | None, n: int) -> dict[str, object]:
    key = f"{code}-2023"
    bounds = {"low": value, "high": value, "expected": 4, "had": 3, "failed": int(code == "c")}
    return {"code": code, "name": code, "report_key": key, "value": value, "n": n, **bounds}


def test_a_rate_over_few_requests_has_no_rank_and_two_reports_of_a_region_no_rate() -> None:
    rows = [sibling("a", 0.5, 100), sibling("b", 0.9, 29), sibling("c", 0.5, 30), sibling("d", 0.1, 99)]
    rows += [sibling("e", 0.2, 50), sibling("e", 0.3, 50), sibling("f", None, 0)]
    links = {str(row["report_key"]): "/" for row in rows}
    figure = siblings_figure(rows, "a", 2023, links, Speaker("en"))
    assert figure is not None
    assert {row[0].raw: row[5].text for row in figure.rows} == {"b": "n < 30", "a": "1", "c": "1", "d": "3"}
    assert any("more than one" in note for note in figure.notes)
    assert [row.rate.name for row in figure.drawing.rows if row.rate.doubtful] == ["c"]
    assert any("a check failed" in note for note in figure.notes)
    assert siblings_figure(rows[:1], "a", 2023, links, Speaker("en")) is None


def test_tiles_do_not_cover_one_another() -> None:
    places = [(one.column, one.row) for one in provinces()]
    assert len(set(places)) == len(places) == 35
    assert sum(not one.covered for one in provinces()) == 3


def test_statements_give_what_trends_and_the_map_are_declared_with() -> None:
    for trend in trends():
        assert trend.codes and bool(trend.code) != bool(trend.rate)
        for subject in ("region", "organ"):
            name = f"{subject}_trend" + ("_rates" if trend.rate else "")
            assert (trend.code or f"'{trend.rate}'") in statements()[name]
    assert {one.statement for one in map_indicators().values()} <= statements().keys()


def test_a_downloaded_chart_is_an_svg_of_its_own_with_the_values_of_the_csv(get) -> None:
    drawn = get("/en/regions/410900/requests.svg")
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    assert "410900-requests.svg" in drawn.headers["content-disposition"]
    root = ElementTree.fromstring(drawn.text)
    assert root.get("aria-label") == "New requests"
    titles = [title.text for title in root.iter("{http://www.w3.org/2000/svg}title")]
    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"New requests", "requests", "n = 4 reports."} <= set(texts)
    table = list(csv.DictReader(io.StringIO(get("/en/regions/410900/requests.csv").content.decode("utf-8-sig"))))
    assert titles == [f"{row['Year']}: {row['requests']}" for row in table] and len(table) == 4


def test_a_rate_has_its_n_and_its_bounds_in_the_table(get) -> None:
    table = list(csv.DictReader(io.StringIO(get("/en/regions/410900/disclosure-rate.csv").content.decode("utf-8-sig"))))
    rate = "share of requests handled"
    assert table and all(
        float(row["Low"]) < float(row[rate]) <= float(row["High"]) and int(row["n"]) > 0 for row in table
    )


def test_what_no_page_draws_cannot_be_downloaded(get) -> None:
    for address in ("/regions/410900/none.svg", "/regions/999999/requests.csv", "/charts/none.svg"):
        assert get(address).status_code == 404


def test_the_map_links_what_the_archive_holds_and_tells_no_data_from_zero(get) -> None:
    page = get("/?indicator=requests&year=2022").text
    assert re.search(r'<a href="/regions/330000" aria-label="浙江省: 9,000[^"]*">', page)
    assert '<a href="/regions/410000" aria-label="河南省: 无数据">' in page
    assert "<title>台湾省: 不在收录范围</title>" in page
    assert 'href="/regions/710000"' not in page
    cover = get("/en/?indicator=coverage&year=2023").text
    assert re.search(r'aria-label="Zhejiang: [\d.]+% \(n=\d+\)"', cover)


def test_the_map_shows_something_whatever_is_asked(get) -> None:
    page = get("/?indicator=nonsense&year=abc")
    assert page.status_code == 200 and '<option value="coverage" selected>' in page.text


def test_the_map_and_its_tiles_hold_no_script_and_no_style(get) -> None:
    page = get("/").text
    assert "<style" not in page and "<script" not in page and ' style="' not in page


def test_outlines_are_small_and_of_every_province_but_the_corps() -> None:
    assert FILE.stat().st_size < 200_000
    drawn = outlines()
    assert drawn.provinces.keys() == {one.code for one in provinces() if len(one.code) == 6}
    assert drawn.lines and all(path.startswith("M") for path in drawn.provinces.values())
    assert "lz" not in "".join(drawn.provinces.values())
    assert "天地图" in drawn.credit


def test_a_place_further_north_is_drawn_further_up_and_one_further_east_to_the_right() -> None:
    (beijing_x, beijing_y), (sanya_x, sanya_y) = project(116.4, 39.9), project(109.5, 18.3)
    assert beijing_y < sanya_y and beijing_x > sanya_x
    assert project(105, 30)[0] == pytest.approx(0)


def test_classes_that_would_hold_nothing_at_the_lower_end_are_left_out() -> None:
    assert [one.label for one in count_classes([12, 40, 250, 0])] == ["10–29", "30–99", "≥ 100"]
    assert [one.label for one in count_classes([5])] == ["≥ 3"]
    assert count_classes([0]) == []


@given(st.text(st.sampled_from("ab 公开。"), max_size=60), st.integers(4, 30))
def test_a_caption_is_wrapped_without_losing_a_letter(text: str, room: int) -> None:
    lines = wrapped(text, room)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(sum(1 + (letter > "z") for letter in line) <= room or " " not in line for line in lines)


def test_a_number_on_the_map_whose_report_fails_a_check_is_marked() -> None:
    row = {"code": "330000", "value": 12_345, "n": None, "report_key": "x", "failed": 2}
    shapes, tiles = province_figures(map_indicators()["requests"], 2022, [row], {"x": "/reports/x"}, Speaker("en"))
    (zhejiang,) = [one for one in tiles.drawing.shown if one.province.code == "330000"]
    assert zhejiang.text == "12k*" and zhejiang.title == "Zhejiang: 12,345, 2 checks failed"
    assert any(note.startswith("*") for note in shapes.notes)
    (line,) = [line for line in tiles.rows if line[0].raw == "Zhejiang"]
    assert [entry.raw for entry in line] == ["Zhejiang", 12_345, None, "x", 2]


def test_a_province_with_two_consolidated_reports_has_no_one_number() -> None:
    row = {"code": "330000", "value": 5, "n": None, "report_key": "x", "failed": 0}
    (_, tiles) = province_figures(map_indicators()["requests"], 2022, [row, row], {}, Speaker("en"))
    (line,) = [line for line in tiles.rows if line[0].raw == "Zhejiang"]
    assert line[1].raw is None and line[1].text == "more than one consolidated report"


def test_real_and_practice_rows_are_never_in_one_figure() -> None:
    real, practice = {"is_practice": 0}, {"is_practice": 1}
    assert of_one_kind([practice, real]) == [real] and of_one_kind([practice]) == [practice]
