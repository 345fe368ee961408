"""Organs: one organ has one identity whatever it is called, and a region is never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.organs import organ_from_name, organ_types
from registry.regions import regions

CASES = [
    ("濮阳经济技术开发区", "410972", "zone_committee", "410972", "name", "county"),
    ("濮阳经济技术开发区", None, "zone_committee", "410972", "name", "county"),
    ("平潭综合实验区财政金融局", "350100Z01", "department", "350100Z01", "name", "county"),
    ("宿迁市", None, "government", "321300", "name", "prefecture"),
    ("宿迁市人民政府办公室", "320000", "gov_office", "321300", "name", "prefecture"),
    ("濮阳市国有资产监督管理委员会", "410900", "department", "410900", "name", "prefecture"),
    ("濮阳市生态环境局华龙分局", "410902", "department", "410902", "name", "county"),
    ("国家税务总局濮阳市税务局", "410000", "vertical_agency", "410900", "name", "prefecture"),
    ("濮阳市气象局", "410900", "vertical_agency", "410900", "name", "prefecture"),
    ("城关镇人民政府", "410928", "township_government", "410928", "portal", "township"),
    ("河南省濮阳市华龙区中原路街道办事处", "410000", "subdistrict_office", "410902", "name", "township"),
    ("景德镇市人民政府", "360000", "government", "360200", "name", "prefecture"),
    ("中共濮阳市委宣传部", "410900", "party_organ", "410900", "name", "prefecture"),
    ("怀远二中", "340321", "public_institution", "340321", "portal", "county"),
    ("平潭县人民政府", "350100Z01", "government", "350128", "name", "county"),
    ("财政部", "000000", "state_council_dept", "000000", "portal", "national"),
    ("国家能源局", "000000", "national_bureau", "000000", "portal", "national"),
    ("测试市", None, "unknown", None, "none", "na"),
    ("朝阳区", None, "unknown", None, "none", "na"),
]


@pytest.mark.parametrize(("name", "portal", "organ_type", "region", "resolved_by", "level"), CASES)
def test_type_region_and_level(name, portal, organ_type, region, resolved_by, level):
    organ = organ_from_name(name, regions().get(portal) if portal else None)
    assert (organ.organ_type, organ.region_code, organ.resolved_by, organ.level) == (
        organ_type,
        region,
        resolved_by,
        level,
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("宿迁市", "宿迁市人民政府"),
        ("平潭综合实验区", "平潭综合实验区管委会"),
        ("平潭综合实验区管理委员会", "平潭综合实验区管委会"),
        ("福建省平潭综合实验区财政金融局", "平潭综合实验区财政金融局"),
        ("濮阳市华龙区中原路街道", "濮阳市华龙区中原路街道办事处"),
        ("濮阳市财政局（国资委)", "濮阳市财政局(国资委）"),
    ],
)
def test_two_wordings_of_one_organ_have_one_identity(one, other):
    assert organ_from_name(one, None).id == organ_from_name(other, None).id


def test_the_office_is_not_the_government():
    government, office = (organ_from_name(name, None) for name in ("宿迁市人民政府", "宿迁市人民政府办公室"))
    assert government.id != office.id


def test_a_bureau_named_short_on_its_portal_is_the_bureau_named_in_full():
    city = regions().get("410900")
    assert organ_from_name("财政局", city).id == organ_from_name("濮阳市财政局", city).id


def test_the_same_short_name_in_two_cities_is_two_organs():
    names = {organ_from_name("财政局", regions().get(code)).id for code in ("410900", "410100", "321300")}
    assert len(names) == 3


@given(st.text(min_size=1, max_size=30))
def test_any_name_gives_an_ascii_identity_a_known_type_and_no_invented_region(name):
    organ = organ_from_name(name, None)
    assert organ.id.isascii()
    assert organ.organ_type in organ_types()
    assert organ.region_code is None or regions().get(organ.region_code) is not None
    assert organ == organ_from_name(name, None)
