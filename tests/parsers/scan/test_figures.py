"""What a line read as a figure may print."""

from __future__ import annotations

import numpy as np
import pytest

from parsers.ocr.figures import digits_apart, looks_like_a_figure, readings, weighed
from parsers.ocr.pixels import Area
from parsers.ocr.recogniser import Read, characters


def read(*steps: dict[str, float]) -> Read:
    """A line read step by step: probabilities by character, "" for none."""
    at = {character: number for number, character in enumerate(characters())}
    made = np.zeros((len(steps), len(characters())), dtype=np.float32)
    for row, step in enumerate(steps):
        for character, probability in step.items():
            made[row, at[character]] = probability
    return Read("", 0.0, made)


def test_doubles_of_a_digit_count_for_it():
    assert readings([read({"O": 0.6, "0": 0.3, "": 0.1})])[0] == ("0", 0.9)
    assert readings([read({"l": 0.5, "1": 0.45, "7": 0.05})])[0] == ("1", 0.95)


def test_what_is_no_digit_leaves_a_doubt():
    assert readings([read({"日": 1.0})]) == (("0", 0.7), ("8", 0.2))


def test_a_digit_twice_needs_a_gap():
    gap = {"": 1.0}
    assert readings([read({"1": 1.0}, gap, {"1": 1.0})])[0] == ("11", 1.0)
    assert readings([read({"1": 1.0}, {"1": 1.0})])[0] == ("1", 1.0)


def test_readings_that_disagree_are_both_kept():
    found = readings([read({"3": 1.0}), read({"8": 1.0})])
    assert found == (("3", 0.5), ("8", 0.5))


def test_digits_that_stand_apart_are_counted():
    ink = np.zeros((40, 120), np.uint8)
    ink[10:34, 10:20] = ink[10:34, 30:33] = ink[10:34, 50:60] = 255
    line = Area(0, 0, 120, 40)
    assert digits_apart(ink, line) == 3
    ink[20:22, 20:30] = 255
    assert digits_apart(ink, line) == 2 or digits_apart(ink, line) is None
    assert weighed((("12", 0.9), ("112", 0.1)), 3) == (("12", 0.45), ("112", 0.1))


@pytest.mark.parametrize(
    ("text", "is_one"), [("1204", True), ("O", True), ("一", True), ("无", False), ("1.其他", False)]
)
def test_a_figure_is_told_from_words(text, is_one):
    assert looks_like_a_figure(text) is is_one
