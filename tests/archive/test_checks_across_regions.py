"""Group H: consolidated reports against those of the regions below and above, never mixing scopes but where said."""

from __future__ import annotations

from tests.archive.small_archive import COUNTIES, PREFECTURE, Small

FIRST, SECOND, *REST = COUNTIES


def whole(small: Small, region: str, **more: object) -> int:
    """The consolidated report of a region's government."""
    return small.report(organ=f"{region}-gov", scope="region", kind="government", region=region, **more)  # type: ignore[arg-type]


def office(small: Small, **more: object) -> int:
    return small.report(organ=f"{PREFECTURE}-office", kind="gov_office", **more)  # type: ignore[arg-type]


def below(city: dict, *counties: dict, check: str) -> list[str]:
    small = Small()
    for region, figures in zip(COUNTIES, counties, strict=False):
        whole(small, region, **figures)
    return small.said(whole(small, PREFECTURE, **city), check)


def requests(new: int, handled: int = 0) -> dict[str, int]:
    return {"req_new__total": new, "res_total__total": handled}


def test_a_region_has_at_least_what_each_region_below_has() -> None:
    assert below(requests(9, 9), requests(9, 9), requests(4, 4), check="H01") == ["pass", "pass"]
    assert below(requests(9, 9), requests(10, 9), check="H01") == ["fail", "pass"]
    assert below(requests(9, 9), check="H01") == ["no_children"] * 2
    assert below(requests(9) | {"blank": ("req_new__total",)}, requests(9), check="H01") == ["not_assessable", "pass"]


def test_a_doubtful_cell_of_the_region_below_is_blamed_on_the_reading() -> None:
    small = Small()
    child = whole(small, FIRST, req_new__total=70)
    whole(small, SECOND, req_new__total=8)
    whole(small, PREFECTURE, req_new__total=9)
    doubted = {"version_id": child, "report_id": child, "code": "req_new__total", "is_current": 1}
    small.insert("cell_notes", status="illegible", **doubted)
    small.check()
    assert small.rows("SELECT attribution FROM findings WHERE check_id = 'H01' AND status = 'fail'") == [
        ("extraction",)
    ]


def test_a_region_has_at_least_the_sum_of_the_regions_below() -> None:
    assert below(requests(9), requests(5), requests(4), check="H02") == ["pass", "pass"]
    assert below(requests(9), requests(5), requests(5), check="H02") == ["fail", "pass"]
    assert below(requests(9), check="H02") == ["no_children"] * 2
    assert below(requests(9), requests(5) | {"blank": ("res_total__total",)}, check="H02") == ["pass", "not_assessable"]


def test_zones_own_reports_and_other_years_are_not_added_to_a_region() -> None:
    small = Small()
    small.region("410972", PREFECTURE, "county", kind="zone")
    small.report(organ="z", scope="region", kind="zone_committee", region="410972", level="county", req_new__total=99)
    small.report(organ="o", scope="own", kind="government", region=FIRST, req_new__total=99)
    small.report(organ="u", scope="unknown", kind="government", region=FIRST, req_new__total=99)
    small.report(organ="b", scope="region", kind="department", region=FIRST, req_new__total=99)
    small.report(
        organ="t", scope="region", kind="township_government", region=FIRST, level="township", req_new__total=99
    )
    whole(small, FIRST, year=2021, req_new__total=99)
    city = whole(small, PREFECTURE, req_new__total=1)
    assert small.said(city, "H01") == small.said(city, "H02") == ["no_children"] * 2


def test_two_consolidated_reports_of_one_region_are_not_counted_twice() -> None:
    small = Small()
    whole(small, FIRST, req_new__total=99)
    small.report(organ="x", scope="region", kind="gov_office", region=FIRST, req_new__total=99)
    assert small.said(whole(small, PREFECTURE, req_new__total=1), "H02") == ["no_children"] * 2


def covered(
    region: int, own: int = 1, department: int = 2, county: int = 3, skip: str = "", **more: object
) -> list[str]:
    small = Small()
    office(small, req_new__total=own)
    small.report(organ="d", kind="department", req_new__total=department)
    small.report(organ="v", kind="vertical_agency", req_new__total=50)
    for code in COUNTIES:
        if code != skip:
            whole(small, code, req_new__total=county if code == FIRST else 0)
    for organ in more:
        small.insert("expected_reports", organ_id=organ, year=2022, region_code=PREFECTURE, status="not_found")
    return small.said(whole(small, PREFECTURE, req_new__total=region), "H03")


def test_a_region_whose_parts_are_all_found_is_their_sum() -> None:
    # The prefecture of these tests has six counties alone, as in the registry.
    assert covered(6) == ["pass"]
    assert covered(5) == ["fail"]
    assert covered(7) == ["not_covered"]
    assert covered(5, skip=SECOND) == ["not_covered"]
    assert covered(5, lost=1) == ["not_covered"]
    small = Small()
    assert small.said(whole(small, PREFECTURE), "H03") == ["no_office"]


def with_office(own: dict, region: dict) -> list[str]:
    small = Small()
    office(small, **own)
    return small.said(whole(small, PREFECTURE, **region), "H04")


def test_the_office_is_within_its_region_and_has_another_table() -> None:
    assert with_office(requests(9), requests(30)) == ["pass"]
    assert with_office(requests(31), requests(30)) == ["fail"]
    assert with_office(requests(30, 30), requests(30, 30)) == ["fail"]
    assert with_office(requests(30, 29), requests(30, 30)) == ["pass"]
    assert with_office(requests(9, 9), requests(9, 9)) == ["pass"]
    assert with_office({"blank": ("req_new__total",)}, requests(30)) == ["not_assessable"]
    small = Small()
    small.report(organ="g", kind="government", req_new__total=40)
    city = whole(small, PREFECTURE, req_new__total=30)
    assert small.said(city, "H04") == ["fail"]
    office(small, req_new__total=9)
    assert small.said(city, "H04") == ["pass"]
    assert small.said(whole(small, FIRST), "H04") == ["no_office"]


def tables(child: dict, parent: dict | None) -> list[str]:
    small = Small()
    if parent is not None:
        whole(small, PREFECTURE, **parent)
    return small.said(whole(small, FIRST, **child), "H05")


def test_a_region_does_not_print_the_table_of_the_region_above() -> None:
    table = {"req_new__natural": 3, "req_new__total": 3, "res_total__total": 3}
    assert tables(table, table) == ["fail"]
    assert tables(table, table | {"res_total__total": 4}) == ["pass"]
    assert tables(table, None) == ["no_parent"] * 3
    assert tables(table, table | {"form": "none"}) == ["table_unread"] * 3
    one = {"req_new__natural": 1, "req_new__total": 1, "res_total__total": 1}
    assert tables(one, one) == []


def test_stocks_add_up_too() -> None:
    assert below({"normdoc_effective": 9}, {"normdoc_effective": 9}, check="H06") == ["pass", "no_office"]
    assert below({"normdoc_effective": 9}, *[{"normdoc_effective": 5}] * 2, check="H06") == ["fail", "no_office"]
    blank = {"blank": ("normdoc_effective",)}
    assert below({"normdoc_effective": 9}, blank, check="H06") == ["not_assessable", "no_office"]
    assert below({"normdoc_effective": 9}, {"form": "f2019"}, check="H06") == ["no_office"]
    for rules, expected in ((4, "pass"), (5, "fail")):
        small = Small()
        office(small, rule_effective=4)
        assert small.said(whole(small, PREFECTURE, rule_effective=rules), "H06") == ["no_children", expected]
