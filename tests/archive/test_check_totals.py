"""The counts of the check pages: exactly what the findings and reports give, after a first build and the next."""

from __future__ import annotations

from tests.archive.builder import World, report, statistics_report
from tests.archive.test_build import fill, rows

PUYANG = "http://127.0.0.1:9/puyang"
AGAIN = """
SELECT f.check_id, coalesce(r.year, 0), coalesce(r.level, 'na'), r.is_practice,
       count(DISTINCT r.id), count(DISTINCT CASE WHEN f.attribution = 'extraction' THEN r.id END)
FROM findings f JOIN reports r ON r.id = f.report_id WHERE f.is_current = 1 AND f.status = 'fail' GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4
"""
TOLD = """
SELECT check_id, year, level, is_practice, failed, extraction FROM check_totals WHERE failed > 0 ORDER BY 1, 2, 3, 4
"""


def prove(world: World) -> None:
    assert rows(world.db, TOLD) == rows(world.db, AGAIN) != []
    assert rows(world.db, "SELECT count(*) FROM check_totals WHERE source + extraction > failed") == [(0,)]
    forms = "coalesce(year, 0), coalesce(level, 'na'), is_practice, form_a, form_b, form_c"
    again = f"SELECT {forms}, count(*) FROM reports GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6"
    assert rows(world.db, "SELECT * FROM form_totals ORDER BY 1, 2, 3, 4, 5, 6") == rows(world.db, again)


def test_totals_of_checks_and_forms_equal_what_they_count(world: World) -> None:
    fill(world)
    world.publish(f"{PUYANG}/bad", report("濮阳市教育局", 2022, 9, res_granted__total=3))
    world.publish(f"{PUYANG}/old", statistics_report("濮阳市教育局", 2016))
    world.build()
    prove(world)
    world.publish(f"{PUYANG}/worse", report("濮阳市财政局", 2022, 9, res_granted__total=2))
    world.publish(f"{PUYANG}/bad", report("濮阳市教育局", 2022, 9))
    world.build()
    prove(world)
