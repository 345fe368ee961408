"""Chinese in English pages bears its language, once, and only where an element may stand."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from publish.foreign import marked

ZH = '<span lang="zh-CN">{}</span>'


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>The report of 濮阳市教育局 is late</p>", f"<p>The report of {ZH.format('濮阳市教育局')} is late</p>"),
        ("<h1>濮阳市2022年年度报告（更正版）</h1>", f"<h1>{ZH.format('濮阳市2022年年度报告（更正版）')}</h1>"),
        ("<title>濮阳市</title><option>河南省</option>", "<title>濮阳市</title><option>河南省</option>"),
        (
            '<td lang="zh-CN"><b>甲</b>乙</td><td>丙</td>',
            f'<td lang="zh-CN"><b>甲</b>乙</td><td>{ZH.format("丙")}</td>',
        ),
        (
            '<svg><text>甲</text><svg></svg></svg><i title="甲">5 %</i>',
            '<svg><text>甲</text><svg></svg></svg><i title="甲">5 %</i>',
        ),
        ("<!DOCTYPE html><p>“quoted” — n = 5</p>", "<!DOCTYPE html><p>“quoted” — n = 5</p>"),
    ],
)
def test_a_run_of_chinese_is_marked(page, expected):
    assert marked(page) == expected


@given(
    st.lists(st.sampled_from(["<p>", "</p>", "甲乙", "a&lt;", " ", "<br>", '<b lang="zh-CN">', "</b>", "2022年", "，"]))
)
def test_nothing_but_marks_is_added(pieces):
    page = "".join(pieces)
    assert re.sub(r'<span lang="zh-CN">|</span>', "", marked(page)) == page


@pytest.mark.parametrize("path", ["/en/", "/en/regions/410900", "/en/checks/B14", "/en/compare", "/en/dictionary"])
def test_no_chinese_of_an_english_page_is_without_its_language(get, path):
    page = html.fromstring(get(path).text)
    bare = page.xpath(
        "//body//text()[not(ancestor::*[@lang][1][starts-with(@lang, 'zh')])]"
        "[not(ancestor::svg or ancestor::option or ancestor::textarea or ancestor::pre)]"
    )
    assert [text for text in bare if re.search("[\u4e00-\u9fff]", text)] == []
