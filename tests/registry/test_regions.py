"""Regions: codes, names, parents and years are those of the sources, and wrong rows are named."""

import csv
from pathlib import Path

import pytest

from registry.regions import LEVELS, NATION, RegionError, regions

PORTALS = Path(__file__).parents[3] / "shared" / "registry" / "government-portals.csv"


def one(name, **where):
    found = regions().named(name, **where)
    assert len(found) == 1, found
    return found[0]


def test_every_region_leads_up_to_the_nation():
    for region in regions():
        if region.code != NATION:
            assert regions().ancestors(region.code)[-1].code == NATION
            assert region in regions().children(region.parent)
        assert region.level in LEVELS


def test_codes_are_six_digits_or_of_the_own_code_space():
    for region in regions():
        assert region.code[:6].isdigit()
        assert len(region.code) == 6 or region.code[6] in "ZB"


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("410972", ["河南省", "濮阳市", "濮阳经济技术开发区"]),
        ("110101", ["北京市", "东城区"]),
        ("419001", ["河南省", "济源市"]),
        ("659001", ["新疆维吾尔自治区", "新疆生产建设兵团", "石河子市"]),
        ("371202", ["山东省", "莱芜市", "莱城区"]),
        ("653228", ["新疆维吾尔自治区", "和田地区", "和康县"]),
    ],
)
def test_path_is_the_names_from_the_province_down(code, path):
    assert regions().path(code) == path


def test_pingtan_zone_is_no_county_and_has_no_invented_code():
    assert one("平潭综合实验区").code == "350100Z01"
    assert one("平潭县").code == "350128"


def test_yuhang_split_is_keyed_to_the_right_codes():
    assert one("余杭区").code == "330110"
    assert (one("临平区").code, one("临平区").valid_from) == ("330113", 2021)


def test_abolished_codes_stay_with_their_last_year():
    assert regions().get("371200").valid_to == 2019
    assert regions().get("341400").valid_to == 2011
    assert regions().named("莱芜市", year=2020) == []
    assert one("莱芜区", year=2019).code == "370116"


def test_a_zone_with_two_codes_has_one_in_any_year():
    assert one("苏州工业园区", year=2015).code == "320571"
    assert one("苏州工业园区", year=2023).code == "320576"


def test_former_names_find_the_same_code():
    assert one("襄樊市").code == one("襄阳市").code == "420600"
    assert regions().named("襄樊市", year=2015) == []


def test_named_within_a_region_tells_apart_equal_names():
    assert len(regions().named("朝阳区", year=2023)) > 1
    assert one("朝阳区", within="110000").code == "110105"
    assert regions().named("不存在市") == []


def test_every_county_portal_of_the_public_list_but_one_has_a_region():
    unmatched = []
    for row in csv.DictReader(PORTALS.open(encoding="utf-8")) if PORTALS.exists() else ():
        within = NATION
        for name in row["region_path"].split("/"):
            found = regions().named(name, within=within)
            within = found[0].code if found else ""
        if not within:
            unmatched.append(row["region_path"])
    assert unmatched in ([], ["河南省/济源示范区"])


def extra(tmp_path, text):
    path = tmp_path / "practice.csv"
    path.write_text("code,name,level,parent,practice\n" + text, "utf-8")
    return path


def test_practice_regions_merge_and_are_marked(tmp_path):
    known = regions(extra(tmp_path, "990000P01,练习省,province,000000,1\n990100P01,练习市,prefecture,990000P01,1\n"))
    assert known.get("990100P01").practice
    assert known.path("990100P01") == ["练习省", "练习市"]
    assert not known.get("410000").practice
    assert regions().get("990100P01") is None


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("1,甲,city,000000,\n", "unknown level 'city'"),
        ("410000,甲,province,000000,\n", "code 410000 is already in regions.csv, line"),
        ("1,甲,county,999999,\n", "parent '999999' of 1 is no known code"),
        ("1,,county,410000,\n", "must not be empty"),
        ("1,甲\n", "2 cells where the head line has 5"),
        ("1,甲,county,2,\n2,乙,county,1,\n", "is its own ancestor"),
    ],
)
def test_a_wrong_row_is_named(tmp_path, row, fault):
    with pytest.raises(RegionError, match="practice.csv, line 2.*") as caught:
        regions(extra(tmp_path, row))
    assert fault in str(caught.value)
