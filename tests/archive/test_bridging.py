"""Only what is exact crosses from form to form, and every figure of f2019 is said to cross or not."""

from __future__ import annotations

from archive.bridging import RELATIONS, bridged, comparisons, covered
from archive.schema import views
from parsers.codes import codes
from tests.archive.builder import World, report
from tests.archive.test_build import rows


def test_every_figure_of_2019_is_spoken_of_exactly_once() -> None:
    spoken = [code for row in comparisons() if row.form_a == "f2019" for code in covered(row)]
    assert sorted(spoken) == sorted(code for code, entry in codes().items() if "f2019" in entry.forms)
    assert {row.relation for row in comparisons()} <= set(RELATIONS)


def test_every_term_is_a_figure_of_its_form() -> None:
    for code, terms in bridged().items():
        assert all("f2021" in codes()[term].forms for term in terms), code
        assert terms == (code,) or "f2021" not in codes()[code].forms


def test_what_is_not_exact_does_not_cross() -> None:
    for code in ("fee_items19", "rule_public_total19", "normdoc_made19", "license_items19"):
        assert code not in bridged()
        assert f"f.{code}" not in views()["v_bridge_2019"].sql


def test_the_view_joins_one_row_and_three(world: World) -> None:
    parts = {"res_other_not_corrected__total": 2, "res_other_fee_unpaid__total": 1, "res_other_misc__total": 4}
    world.publish("http://127.0.0.1:9/puyang/1", report("濮阳市教育局", 2021, **parts))
    world.publish(
        "http://127.0.0.1:9/puyang/2", report("濮阳市教育局", 2022, **(parts | {"res_other_misc__total": None}))
    )
    older = {code: None for code, entry in codes().items() if "f2019" not in entry.forms}
    own = report("濮阳市教育局", 2020, forms={"a": "f2019", "b": "f2019", "c": "f2019"}, **older)
    world.publish("http://127.0.0.1:9/puyang/3", own)
    world.build()
    found = rows(world.db, "SELECT year, form_b, req_new__total, res_other__total FROM v_bridge_2019 ORDER BY year")
    assert found == [(2020, "f2019", 9, None), (2021, "f2021", 9, 7), (2022, "f2021", 9, None)]
