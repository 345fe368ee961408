"""Texts are alike whatever their numbers and names, and not for what every report prints."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from checks.likeness import ALIKE, BANDS, ENOUGH, ROWS, jaccard, masked, shingles, signature

FIRST_BYTES = "1259f56f28bb98f090c3252b6a187195"
LETTERS = [chr(code) for code in range(0x4E00, 0x9000)]


def text(seed, length=1500):
    return "".join(np.random.RandomState(seed).choice(LETTERS, length))


def test_numbers_years_and_names_are_masked():
    one = masked("濮阳市教育局2022年公开信息1,203条，覆盖华龙区、范县。", "濮阳市教育局")
    other = masked("杭州市民政局2021年公开信息7条，覆盖西湖区、桐庐县。", "杭州市民政局")
    assert one == other


def test_what_every_report_prints_does_not_count():
    assert (
        masked("根据《中华人民共和国政府信息公开条例》规定编制本报告。\n一、总体情况\n（一）主动公开\n无。", None) == ""
    )
    assert masked("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", None) == ""


def test_a_signature_is_the_same_everywhere():
    """The bytes are stored in archives: a change of them is a change of the engine."""
    made = signature(shingles(["甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥", text(1)], None))
    assert made is not None and len(made) == BANDS * ROWS
    assert made.hex().startswith(FIRST_BYTES)


def test_a_short_text_has_no_signature():
    assert signature(shingles([text(1, ENOUGH + 3)], None)) is None
    assert signature(shingles([text(1, ENOUGH + 50)], None)) is not None


@given(st.integers(0, 50), st.integers(0, 10_000))
def test_nearly_equal_texts_share_a_band_and_a_signature_estimates_their_likeness(changes, seed):
    base = list(text(7))
    random = np.random.RandomState(seed)
    varied = list(base)
    for at in random.choice(len(base), changes, replace=False):
        varied[at] = random.choice(LETTERS)
    one, other = shingles(["".join(base)], None), shingles(["".join(varied)], None)
    first, second = (np.frombuffer(signature(each) or b"", np.uint8) for each in (one, other))
    exact = jaccard(one, other)
    assert abs(float((first == second).mean()) - exact) < 0.25
    if exact > ALIKE + 0.05:
        assert (first.reshape(BANDS, ROWS) == second.reshape(BANDS, ROWS)).all(axis=1).any()
