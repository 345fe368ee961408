"""Articles that stand in JSON, in a script of their page or as the whole answer, are read like any other page."""

from __future__ import annotations

import json

import pytest

from crawler.held import unfolded
from crawler.media_type import JSON, media_type
from parsers.read import read
from tests.parsers.official import ORGAN, TITLE, YEAR, body, figures, html, misread, page, table_a, table_b, table_c

V = figures()
ARTICLE = body(html(table_a(V)), html(table_b(V)), html(table_c(V)))
SHELL = """<!DOCTYPE html><html><head><title>{title}</title></head><body><div class="nav"><a href="/">首页</a></div>
<div id="app"></div><script>window._CONFIG = {{ SID:'175', LANG: 'zh', DETAIL: {detail}, TREE: [] }};</script></body></html>"""


def escaped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003C").replace(">", "\\u003E")


def test_a_report_inside_a_script_is_read_whole() -> None:
    detail = {"id": 1, "title": TITLE, "publisher": ORGAN, "content": ARTICLE, "attachment": []}
    reading = read(SHELL.format(title=TITLE, detail=escaped(detail)).encode())
    assert reading.verdict == "report" and not misread(reading.report, V)
    assert (reading.report.organ, reading.report.year) == (ORGAN, YEAR)


def test_an_object_that_is_no_json_gives_its_text_all_the_same() -> None:
    detail = f"{{id: 1, title: '{TITLE}', \"content\":{escaped(ARTICLE)}}}"
    reading = read(SHELL.format(title=TITLE, detail=detail).encode())
    assert reading.verdict == "report" and not misread(reading.report, V)


def test_the_answer_of_a_ministry_is_read_whatever_its_html_claims() -> None:
    word = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>x</title></head><body>{ARTICLE}</body></html>'
    title = TITLE.replace("政府", "政府\n", 1)
    answer = {"rptCode": 200, "msg": "成功", "data": {"docId": 7, "docTitle": title, "publishDate": "2024-01-30 10:00:00", "docSource": ORGAN, "docFileUrl": "/f/1.docx", "docClob": word}}  # fmt: skip
    data = json.dumps(answer, ensure_ascii=False).encode()
    assert media_type(data) == JSON
    reading = read(data)
    assert (reading.verdict, reading.media_type, reading.title) == ("report", JSON, TITLE)
    assert not misread(reading.report, V) and reading.report.published_on == "2024-01-30"


def test_json_without_an_article_cannot_be_read() -> None:
    reading = read(b'{"code": 500, "message": "error"}')
    assert (reading.verdict, reading.reason) == ("unreadable", "the JSON holds no article")


def test_a_page_that_shows_its_article_is_not_read_twice() -> None:
    whole = page(ARTICLE).decode()
    script = f"<script>var data = {escaped({'content': ARTICLE})}</script></body>"
    doubled = whole.replace("</body>", script)
    assert unfolded(doubled) is None
    assert not misread(read(doubled.encode()).report, V)


def test_the_words_of_something_else_in_a_script_are_no_part_of_a_report() -> None:
    notice = escaped({"title": "网站维护公告", "content": "<p>本站将于周六维护。</p>"})
    doubled = page(ARTICLE).decode().replace("</body>", f"<script>var popup = {notice}</script></body>")
    assert unfolded(doubled) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<p>plain</p>",
        '<script>x={"content":"words"}</script>',
        '<script>"content":"<p>cut',
        "[1, 2",
        '{"a":' * 5000,
    ],
)
def test_pages_that_hold_nothing_are_left_as_they_are(text) -> None:
    assert unfolded(text) is None
