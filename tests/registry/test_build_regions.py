"""The build of the region table: the rules that README.md states, on small inputs."""

from registry import build_regions as build

CURRENT = {"410000": "河南省", "410900": "濮阳市", "410902": "华龙区"}
SNAPSHOTS = {
    2005: {"410000": "河南省", "410900": "濮阳市", "410902": "市区", "410981": "旧市", "410901": "市辖区"},
    2010: {"410000": "河南省", "410900": "濮阳市", "410902": "华龙区", "410981": "旧市"},
}
STATISTICS = {"410901": "市辖区", "410902": "华龙区", "410972": "濮阳经济技术开发区"}


def table(ended):
    rows = build.collect(SNAPSHOTS, CURRENT, STATISTICS)
    regions, names = build.table(rows, {}, ended)
    return {row["code"]: row for row in regions}, names


def test_placeholders_are_no_regions_and_zones_are_zones():
    regions, _ = table({})
    assert "410901" not in regions
    zone = regions["410972"]
    assert (zone["kind"], zone["parent"], zone["valid_from"]) == ("zone", "410900", "")


def test_a_code_ends_with_its_event_or_its_last_list():
    assert table({})[0]["410981"]["valid_to"] == 2010
    assert table({"410981": 2011})[0]["410981"]["valid_to"] == 2011
    assert table({})[0]["410902"]["valid_to"] == ""


def test_a_former_name_is_kept_with_its_years():
    assert table({})[1] == [{"code": "410902", "name": "市区", "valid_from": 2005, "valid_to": 2006}]


def test_the_same_input_gives_the_same_table():
    assert table({}) == table({})
