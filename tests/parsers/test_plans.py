"""A table of a shape seen before is read exactly as it was read the first time, whatever its figures are."""

from __future__ import annotations

import random

import pytest

from parsers.plans import MOST_PLANS, Plan, plans, remember
from parsers.read import read
from tests.parsers.test_variety import bent
from tests.parsers.variety import quirks
from tests.parsers.variety.page import PAGES, plain_page


@pytest.fixture(autouse=True)
def forgotten():
    plans().clear()


@pytest.mark.parametrize("seed", range(40))
def test_a_second_reading_is_the_first(seed):
    rng = random.Random(seed)
    made = bent(seed, rng.sample(quirks.ALL, 1))
    data = rng.choice(PAGES)(made).encode()
    assert read(data) == read(data)


@pytest.mark.parametrize("quirk", [quirks.full_width, quirks.padded, quirks.units_in_cells], ids=lambda q: q.__name__)
def test_other_figures_in_a_known_shape_are_read_as_by_a_reader_who_never_saw_it(quirk):
    pages = [plain_page(bent(seed, [quirk])).encode() for seed in (3, 3, 4, 5, 6, 7)]
    seen = [read(page) for page in pages]
    for page, reading in zip(pages, seen, strict=True):
        plans().clear()
        assert read(page) == reading


def test_a_doubtful_reading_is_never_remembered():
    read(plain_page(bent(1, [quirks.short_row])).encode())
    assert not plans()


def test_the_number_of_plans_is_bounded():
    for number in range(MOST_PLANS + 10):
        remember((number,), Plan((), ()))
    assert len(plans()) == MOST_PLANS
