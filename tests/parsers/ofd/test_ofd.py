"""OFD files: every cell by the lines that the page draws, over pages; what is damaged says so."""

from __future__ import annotations

import random
import re

import pytest

from parsers.document import Paragraph
from parsers.ofd import read_ofd
from parsers.read import read
from tests.parsers.ofd.ofd_files import Pages, packed, report
from tests.parsers.test_variety import wrong_cells
from tests.parsers.variety.figures import figures
from tests.parsers.variety.page import ORGAN, YEAR
from tests.parsers.variety.sheet import sheet


@pytest.mark.parametrize("form", ["f2019", "f2021"])
@pytest.mark.parametrize("seed", range(3))
def test_a_report_set_in_ofd_is_read_cell_by_cell(form, seed):
    rng = random.Random(seed)
    made = sheet(rng, form, figures(rng, form))
    reading = read(report(made))
    assert reading.verdict == "report", reading.reason
    assert reading.media_type == "application/ofd"
    assert not wrong_cells(reading.report, made)
    assert (reading.report.organ, reading.report.year) == (ORGAN, YEAR)
    places = [fact.place for fact in reading.report.facts]
    assert all(place.page and place.box for place in places)
    assert {place.page for place in places} == set(range(1, max(place.page for place in places) + 1))


def words(*objects: str) -> list[str]:
    return [block.text for block in read_ofd(packed([list(objects)])).blocks if isinstance(block, Paragraph)]


def said(attributes: str, code: str, text: str) -> str:
    return f'<ofd:TextObject ID="1" {attributes}><ofd:TextCode {code}>{text}</ofd:TextCode></ofd:TextObject>'


def test_steps_may_be_set_in_short():
    place = 'Boundary="20 20 60 6" Size="4"'
    assert words(said(place, 'X="0" Y="4" DeltaX="g 3 4"', "总体情况")) == ["总体情况"]
    assert words(said(place, 'X="0" Y="4"', "总体情况")) == ["总体情况"]


def test_what_is_not_visible_is_not_read():
    seen = said('Boundary="20 20 60 6" Size="4"', 'X="0" Y="4"', "看得见")
    hidden = said('Visible="false" Boundary="20 40 60 6" Size="4"', 'X="0" Y="4"', "看不见")
    assert words(seen, hidden) == ["看得见"]


def test_blocks_of_a_page_and_turned_coordinates_are_followed():
    inner = said('Boundary="20 20 60 6" Size="1" CTM="4 0 0 4 0 0"', 'X="0" Y="1" DeltaX="g 3 1"', "总体情况")
    assert words(f'<ofd:PageBlock ID="2">{inner}</ofd:PageBlock>') == ["总体情况"]


def test_a_template_is_drawn_under_each_page():
    own = said('Boundary="20 40 60 6" Size="4"', 'X="0" Y="4"', "本页文字")
    shared = said('Boundary="20 120 60 6" Size="4"', 'X="0" Y="4"', "共用文字")
    blocks = read_ofd(packed([[own]], shared)).blocks
    assert [block.text for block in blocks] == ["本页文字", "共用文字"]


@pytest.mark.parametrize("cut", [40, 400, -60])
def test_a_damaged_file_is_unreadable_in_one_sentence(cut):
    pages = Pages()
    pages.paragraph("某某局2023年政府信息公开工作年度报告")
    reading = read(packed(pages.pages)[:cut])
    assert reading.verdict == "unreadable"
    assert re.search("damaged|archive|zip", reading.reason)


def test_pages_without_text_say_so():
    reading = read(packed([[]]))
    assert (reading.verdict, "no text" in reading.reason) == ("unreadable", True)
