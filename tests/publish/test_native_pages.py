"""Datasette's own pages under our head: named fields, headings in order, and nothing escaped that should not be."""

from __future__ import annotations

import re

import pytest

from publish.native import mended, mends

PAGES = ("/archive", "/archive/reports?year=2022&_facet=year", "/archive?sql=select+1", "/archive/timeliness")


@pytest.mark.parametrize("path", PAGES)
def test_every_field_has_a_name_and_headings_stand_in_order(get, path):
    page = get(path).text
    assert not re.findall(r"<(?:select|textarea)(?![^>]*aria-label)[^>]*>", page)
    ranks = [int(rank) for rank in re.findall(r"<h([1-6])", page)]
    assert ranks[0] == 1 and all(after - before <= 1 for before, after in zip(ranks, ranks[1:], strict=False))
    assert "&lt;h2&gt;" not in page


def test_every_mend_still_finds_what_it_mends(get):
    pages = "".join(get(path).text for path in PAGES)
    for _, put in mends():
        assert re.search(re.escape(put).replace(r"\\1", ".*?"), pages, re.DOTALL), put


def test_what_comes_from_the_archive_stays_escaped():
    assert mended("<h3>&lt;script&gt;</h3>") == "<h2>&lt;script&gt;</h2>"


def test_numbers_of_a_result_stand_at_the_right_and_codes_at_the_left(get):
    page = get("/archive?sql=select+410000+as+n,+'410000'+as+code,+null+as+none,+0.5+as+share").text
    assert re.findall(r'<td class="col-(\S+?)( num)?">', page) == [
        ("n", " num"), ("code", ""), ("none", ""), ("share", " num"),
    ]  # fmt: skip
