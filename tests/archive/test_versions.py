"""Versions: nothing is overwritten, one is current by rule, and what changed can be seen cell by cell."""

from __future__ import annotations

from dataclasses import replace

from tests.archive.builder import World, report
from tests.archive.test_build import rows

URL = "http://127.0.0.1:9/puyang/fgw2022"
ORGAN = "濮阳市发展和改革委员会"


def versions(world: World) -> list[tuple]:
    return rows(world.db, "SELECT number, is_current, status FROM report_versions ORDER BY number")


def test_a_replaced_report_is_a_new_version_and_the_old_figures_stay(world: World) -> None:
    world.publish(URL, report(ORGAN, 2022, 8))
    world.publish(URL, report(ORGAN, 2022, 9, title="更正"))
    world.build()
    assert versions(world) == [(1, 0, "replaced"), (2, 1, "there")]
    assert rows(world.db, "SELECT req_new__total FROM report_figures") == [(9,)]
    assert rows(world.db, "SELECT value FROM version_figures WHERE code = 'req_new__total'") == [(8,)]
    cells = rows(world.db, "SELECT item, old_value, new_value, relation FROM changes WHERE part = 'cell' ORDER BY id")
    assert ("req_new__total", 8, 9, "replaced") in cells and len(cells) == 6
    assert rows(world.db, "SELECT item, new_value FROM changes WHERE part = 'field'") == [("title", "更正")]
    assert rows(world.db, "SELECT versions FROM reports") == [(2,)]


def test_a_withdrawn_report_stays_and_says_so(world: World) -> None:
    world.publish(URL, report(ORGAN, 2022))
    world.gone(URL)
    world.build()
    assert versions(world) == [(1, 1, "gone")]
    assert rows(world.db, "SELECT status FROM reports") == [("removed",)]
    assert rows(world.db, "SELECT gone_at IS NOT NULL FROM report_versions") == [(1,)]
    assert rows(world.db, "SELECT status FROM expected_reports WHERE year = 2022 AND report_id") == [("gone",)]


def test_a_withdrawn_correction_gives_way_to_what_is_still_there(world: World) -> None:
    world.publish(URL, report(ORGAN, 2022, 8))
    world.publish(f"{URL}-corrected", report(ORGAN, 2022, 9))
    world.gone(f"{URL}-corrected")
    world.build()
    assert versions(world) == [(1, 1, "there"), (2, 0, "gone")]


def test_a_blocked_or_failed_visit_takes_nothing_away(world: World) -> None:
    world.publish(URL, report(ORGAN, 2022))
    world.miss(URL, "blocked", 412)
    world.miss(URL, "failed", 503)
    world.build()
    assert versions(world) == [(1, 1, "there")]


def test_the_same_bytes_at_two_addresses_are_one_version_seen_twice(world: World) -> None:
    for url in (URL, f"{URL}-copy"):
        world.publish(url, report(ORGAN, 2022))
    world.build()
    assert versions(world) == [(1, 1, "there")]
    assert rows(world.db, "SELECT count(*) FROM sightings") == [(2,)]


def test_a_page_goes_before_its_attachment_and_both_are_kept(world: World) -> None:
    page = report(ORGAN, 2022)
    world.publish(URL, page)
    world.publish(f"{URL}.txt", replace(page, title="附件"), role="attachment")
    world.build()
    assert rows(world.db, "SELECT role, is_current FROM report_versions ORDER BY number") == [
        ("report", 1),
        ("attachment", 0),
    ]
    assert rows(world.db, "SELECT DISTINCT relation FROM changes") == [("copy",)]


def test_a_page_that_comes_back_is_there_again(world: World) -> None:
    world.publish(URL, report(ORGAN, 2022))
    world.gone(URL)
    world.publish(URL, report(ORGAN, 2022))
    world.build()
    assert versions(world) == [(1, 1, "there")]


def test_two_scopes_of_one_organ_and_year_are_two_reports(world: World) -> None:
    world.publish(URL, report("濮阳市人民政府", 2022, 9))
    world.publish(f"{URL}-region", report("濮阳市人民政府", 2022, 400, "region"))
    world.build()
    keys = [key for (key,) in rows(world.db, "SELECT report_key FROM reports ORDER BY scope")]
    assert [key.rsplit("-", 1)[1] for key in keys] == ["own", "region"]
    assert keys[0].removesuffix("own") == keys[1].removesuffix("region")
