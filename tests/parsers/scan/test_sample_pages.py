"""Scanned pages whose figures are known: every cell right, each with its box and how sure it is."""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from checks.run import check_report
from parsers.doubtful_digits import settle
from parsers.read import read
from parsers.report import AnnualReport, Fact
from parsers.scan import page_blocks, read_image
from parsers.tables import read_tables

FOLDER = Path(__file__).with_name("samples")
TRUTH = json.loads((FOLDER / "truth.json").read_text("utf-8"))
A4 = (595, 842)


@cache
def report(name: str) -> AnnualReport:
    reading = read((FOLDER / name).read_bytes())
    assert reading.report, reading.reason
    return reading.report


@cache
def facts_of(name: str) -> tuple[Fact, ...]:
    """The figures of a page, whether or not it is a whole report."""
    document = read_image((FOLDER / name).read_bytes())
    tables = read_tables(document.blocks)
    return tuple(settle(tables.facts, tables.forms, list(document.tables()))[0])


@pytest.mark.parametrize(("name", "least"), [("fax.tif", 200), ("tilted.jpg", 100), ("screen.png", 90)])
def test_every_cell_is_right(name, least):
    facts = facts_of(name)
    assert len(facts) >= least
    assert {fact.code: fact.value for fact in facts} == {fact.code: TRUTH[name][fact.code] for fact in facts}


def test_a_report_over_two_pages_has_organ_year_and_parts():
    got = report("fax.tif")
    assert (got.organ, got.year) == ("某某县自然资源局", 2023)
    assert [section.part for section in got.sections] == [0, 1, 2, 3, 4, 5, 6]
    assert got.sections[1].text == "我局认真落实条例。一是抓公开。二是抓平台。"
    assert len(got.facts) == len(TRUTH["fax.tif"])


def test_every_cell_says_page_box_and_how_sure():
    for fact in report("fax.tif").facts:
        page, box, sure = fact.place[3:]
        assert page in (1, 2)
        assert 0 <= box[0] < box[2] <= A4[0]
        assert 0 <= box[1] < box[3] <= A4[1]
        assert 0 < sure <= 1
        assert sure == round(sure, 3)


def test_a_report_read_by_ocr_says_so():
    found = [one for one in check_report(report("fax.tif"), strict=True) if one.check == "Q08"]
    assert [one.status for one in found] == ["fail"]


def test_blank_cells_are_blank():
    got = {fact.code: fact.status for fact in facts_of("tilted.jpg")}
    assert "blank" in got.values()
    assert {code for code, status in got.items() if status == "blank"} == {
        code for code in got if TRUTH["tilted.jpg"][code] is None
    }


def test_a_page_on_its_side_reads_the_same_and_its_boxes_lie_on_the_page_as_it_came():
    page = Image.open(FOLDER / "screen.png").convert("L")
    upright = read_tables(page_blocks(page, 1, 1, 96 / 72)).facts
    turned = read_tables(page_blocks(page.rotate(90, expand=True), 1, 1, 96 / 72)).facts
    assert [(fact.code, fact.value) for fact in turned] == [(fact.code, fact.value) for fact in upright]
    width = page.width * 72 / 96
    for one, other in zip(upright, turned, strict=True):
        left, top, right, bottom = one.place.box
        assert other.place.box == pytest.approx((top, width - right, bottom, width - left), abs=4)


def test_webp_and_gif_are_read_too():
    page = Image.open(FOLDER / "screen.png").convert("L").crop((0, 0, 790, 400))
    for form in ("WEBP", "GIF"):
        out = io.BytesIO()
        page.save(out, form, **({"lossless": True} if form == "WEBP" else {}))
        document = read_image(out.getvalue())
        assert document.media_type == f"image/{form.lower()}"
        assert sum(1 for _ in document.tables()) >= 1
