"""One organ keeps one identity through short forms, renamings and re-codings; distinct organs never collapse."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.departments import departments, mergers
from registry.organs import lexicon, organ_from_name
from registry.portals import load_portals
from registry.regions import base_name, regions
from registry.succession import code_in, codes_of, current_code, region_changes
from registry.titles import read_title

SURE = {name: known for name, known in departments().items() if known.method != "ambiguous"}
DIVISIONS = [
    r for r in regions() if r.kind == "division" and r.valid_to is None and r.level in ("prefecture", "county")
]
PLACES = st.sampled_from(DIVISIONS)
NAMES = st.sampled_from(sorted(name for name, known in SURE.items() if not known.name.endswith("部")))


def resolved(name: str, code: str | None, year: int | None = None):
    return organ_from_name(name, regions().get(code) if code else None, year=year)


@given(PLACES, NAMES, st.sampled_from(["full", "bare", "level", "short", "path"]))
def test_every_wording_of_a_department_is_one_organ(region, name, form):
    above, short = regions().ancestors(region.code)[0].name, base_name(region.name)
    # 邵阳市场监管局 in 邵阳县 names the city.
    short = short if len(short) > 1 and name[0] != "市" else region.name
    written = {
        "full": region.name + name,
        "bare": name,
        "level": region.name[-1] + name,
        "short": short + name,
        "path": above + region.name + name,
    }[form]
    organ = resolved(written, region.code)
    assert organ.id == resolved(region.name + SURE[name].name, region.code).id
    assert (organ.department, organ.doubt) == (SURE[name].name, "")
    assert organ.region_code in codes_of(region.code)
    assert 0.8 <= organ.confidence <= 1.0 and organ.method in lexicon()["method"]


@given(PLACES, NAMES, NAMES)
def test_distinct_departments_never_collapse(region, one, other):
    same = SURE[one].name == SURE[other].name
    assert (resolved(one, region.code).id == resolved(other, region.code).id) == same


@given(PLACES, PLACES, NAMES)
def test_the_same_department_of_two_places_is_two_organs(one, other, name):
    same = current_code(one.code) == current_code(other.code)
    assert (resolved(name, one.code).id == resolved(name, other.code).id) == same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("濮阳市市场监督管理局", "濮阳市市场发展局"),
        ("濮阳市教育局", "濮阳市教育和体育局"),
        ("濮阳市工业和信息化局", "濮阳市经济和信息化局"),
        ("濮阳市国土资源局", "濮阳市自然资源局"),
        ("濮阳市工商行政管理局", "濮阳市市场监督管理局"),
        ("濮阳市农业局", "濮阳市农业农村局"),
        ("濮阳市安全生产监督管理局", "濮阳市应急管理局"),
        ("濮阳市水利局", "濮阳市水务局"),
        ("濮阳市人民政府", "濮阳市人民政府办公室"),
        ("濮阳市财政局", "濮阳县财政局"),
        ("濮阳市高新技术产业开发区", "濮阳经济技术开发区"),
        ("北京市朝阳区教育局", "长春市朝阳区教育局"),
        ("濮阳市税务局", "濮阳市地方税务局"),
    ],
)
def test_what_is_easily_confused_stays_apart(one, other):
    assert resolved(one, None).id != resolved(other, None).id


@pytest.mark.parametrize(
    ("one", "other", "method"),
    [
        ("濮阳市发改委", "濮阳市发展和改革委员会", "alias"),
        ("濮阳市卫计委", "濮阳市卫生健康委员会", "former_name"),
        ("濮阳市环境保护局", "濮阳市生态环境局", "former_name"),
        ("河南省环保厅", "河南省生态环境厅", "former_name"),
        ("濮阳市扶贫办", "濮阳市乡村振兴局", "former_name"),
        ("濮阳经开区", "濮阳经济技术开发区", "alias"),
        ("濮阳市政府办", "濮阳市人民政府办公室", "alias"),
        ("濮阳市税务局", "国家税务总局濮阳市税务局", "alias"),
        ("长泰县财政局", "长泰区财政局", "exact"),
        ("贵阳市人民政府（市人民政府办公厅）", "贵阳市人民政府办公厅", "alias"),
        ("濮阳县城关镇", "濮阳县城关镇人民政府", "exact"),
        ("恩施州财政局", "恩施土家族苗族自治州财政局", "exact"),
        ("长阳县财政局", "长阳土家族自治县财政局", "exact"),
    ],
)
def test_renamings_short_forms_and_recodings_keep_the_organ(one, other, method):
    region = resolved(other, None).region_code
    assert (resolved(one, region).id, resolved(one, region).method) == (resolved(other, region).id, method)


@pytest.mark.parametrize(
    ("name", "portal", "region"),
    [
        ("浙江省人民政府", "330100", "330000"),
        ("浙江省教育厅", "330100", "330000"),
        ("濮阳市财政局", "410902", "410900"),
        ("市财政局", "410902", "410900"),
        ("区财政局", "410902", "410902"),
        ("省发改委", "410902", "410000"),
        ("市场监管局", "410902", "410902"),
        ("濮阳市中原路街道办事处", "410902", "410902"),
        ("濮阳市生态环境局华龙分局", "410902", "410902"),
    ],
)
def test_a_portal_lists_organs_of_the_region_above_it(name, portal, region):
    assert resolved(name, portal).region_code == region


@pytest.mark.parametrize(
    ("one", "other"),
    [("国家发展改革委", "国家发展和改革委员会"), ("环保部", "生态环境部"), ("国家卫生计生委", "国家卫生健康委员会")],
)
def test_departments_of_the_state_council_keep_their_organ_too(one, other):
    assert resolved(one, "000000").id == resolved(other, "000000").id
    assert resolved(one, "000000").doubt == ""


def test_a_branch_is_the_countys_whoever_lists_it():
    name = "濮阳市生态环境局华龙分局"
    assert resolved(name, "410900").id == resolved(name, "410902").id
    assert resolved(name, "410900").region_code == "410902"


@pytest.mark.parametrize(
    ("name", "portal", "doubt"),
    [
        ("清丰县财政局", "410928", "organ_conflict"),
        ("文旅局", "410900", "organ_ambiguous"),
        ("濮阳市某某", "410900", "organ_unclear"),
        ("某某县财政局", "410928", "organ_unclear"),
        ("赵县财政局", "130123", "organ_conflict"),
        ("赵县城市管理局", "130123", "organ_conflict"),
        ("高新区财政局", "410900", ""),
        ("城市管理局", "410900", ""),
        ("濮阳市财政局", "410928", ""),
        ("市财政局", "410900", ""),
    ],
)
def test_what_a_person_should_look_at_is_doubted(name, portal, doubt):
    assert resolved(name, portal).doubt == doubt


@pytest.mark.parametrize(("name", "portal"), [("桥西区教育局", "130000"), ("城区财政局", "140000"), ("我局", "410900")])
def test_a_place_that_several_regions_share_is_not_guessed(name, portal):
    assert resolved(name, portal).region_code is None


def test_an_organ_of_a_recoded_county_bears_the_code_of_the_year():
    old, new = (resolved(name, "350600", year) for name, year in (("长泰县财政局", 2018), ("长泰区财政局", 2023)))
    assert (old.id, old.region_code, new.region_code) == (new.id, "350625", "350605")
    assert resolved("长泰县财政局", "350600", 2023).region_code == "350605"


@given(st.sampled_from(region_changes()), st.integers(2004, 2025))
def test_the_code_of_a_year_is_a_code_of_the_division(change, year):
    for code in (change.from_code, change.to_code):
        told = code_in(code, year, regions())
        assert told in codes_of(code) and current_code(told) == current_code(code)
        valid = [each for each in codes_of(code) if regions().get(each).valid_in(year)]
        assert told == (valid[-1] if valid else code)


def test_every_change_is_between_regions_of_one_level_and_no_code_is_its_own_successor():
    assert len(region_changes()) > 350
    for change in region_changes():
        old, new = regions().get(change.from_code), regions().get(change.to_code)
        assert old and new and change.kind in ("recode", "merge", "split")
        assert change.kind == "split" or old.valid_to is not None, change
        assert change.kind != "recode" or old.level == new.level, change
    recoded = [change.from_code for change in region_changes() if change.kind == "recode"]
    assert len(recoded) == len(set(recoded))


def test_mergers_name_departments_of_the_lexicon():
    written = {known.name for known in SURE.values()}
    assert {name for merger in mergers() for name in (*merger.old, *merger.new)} <= written


def test_every_portal_of_the_registry_is_its_own_regions_organ():
    for portal in load_portals():
        organ = organ_from_name(portal.name, regions().get(portal.region))
        assert (organ.region_code, organ.doubt) == (portal.region, ""), portal.name


def test_the_practice_reports_name_organs_without_doubt():
    path = Path(__file__).parents[2] / "demo" / "figures" / "reports.csv"
    portals = {"pingtan": "350100Z01", "puyang": "410972", "suqian": "321300"}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            organ = resolved(read_title(row["title"]).organ, portals[row["portal"]])
            assert organ.doubt == ("organ_conflict" if organ.region_code == "350128" else ""), row["title"]
