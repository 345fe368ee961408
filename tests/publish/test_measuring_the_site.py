"""`bench/site.py` finds every address in the archive at hand, weighs a first view and names what is over the goal."""

from __future__ import annotations

import pytest

from bench import site as bench
from bench.addresses import Address, native_addresses, our_addresses, values, without_example
from publish.metadata import queries
from publish.plugins.gongkai_pages import ROUTES


def test_every_route_and_every_query_has_an_address(built):
    known = values(built.db)
    assert without_example([pattern for pattern, _ in ROUTES], our_addresses(known)) == []
    asked = {one.path.partition("?")[0] for one in native_addresses(known)}
    assert {f"archive/{query['name']}" for query in queries()} <= asked


def test_a_route_without_an_example_is_named():
    assert without_example([r"a$", r"b/(?P<c>\w+)$"], [Address("a?x=1")]) == [r"b/(?P<c>\w+)$"]


def test_a_first_view_is_the_page_and_what_it_loads(get):
    page = get("/archive?sql=select+1").text
    needed = bench.parts(page, "http://site/archive")
    assert {"http://site/-/static/codemirror-5.57.0.min.js"} <= needed
    assert all(one.startswith("http://site/") for one in needed)


def test_what_is_over_the_goal_is_named(built, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bench, "COLD", 60.0)
    monkeypatch.setattr(bench, "WARM", 60.0)
    assert bench.main(built.db, "years/") == 0
    assert "2 addresses, 0 over the goal" in capsys.readouterr().out
    monkeypatch.setattr(bench, "FIRST_VIEW", 100)
    assert bench.main(built.db, "years/") == 1
    assert "MISSES first view" in capsys.readouterr().out
