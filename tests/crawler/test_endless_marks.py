"""A page of marks that open and never close is read in one pass: it must not stop the crawl of all other portals."""

from __future__ import annotations

import pytest

from crawler.islands import read_islands, read_records
from crawler.pager import read_pager, read_ucap_pager
from crawler.pager_links import read_pager_links
from crawler.pages import Page
from crawler.rows import rows_of
from crawler.spans import replaced, scripts, without_comments
from crawler.spiders.jpaas import JpaasSpider
from crawler.stated import read_stated

CHARACTERS = 1_000_000
OPEN = [
    "<script>", "<script>var a='x'+", "<!--", "/*", "//", "\n", "<datastore>", "&lt;datastore", "<record>", "jpage({", "<a href='x/",
    "createPageHTML(", "createPageHTML('page_div',", "queryData={'a':'b',",
]  # fmt: skip


@pytest.mark.parametrize("mark", OPEN)
def test_marks_that_nothing_closes(mark: str) -> None:
    text = "<html><body>" + mark * (CHARACTERS // len(mark))
    page = Page("http://x.gov.cn/a/", text.encode())
    assert read_pager(text) is None and read_ucap_pager(text, page.url) is None and read_pager_links(page) is None
    assert read_stated(text).total is None and rows_of(page) == page.links
    assert not [island for island in read_islands(text, page.url) if island.links]
    assert read_records(f"<datastore>{text}</datastore>", page.url)[0] == []
    assert list(JpaasSpider.lists(None, page)) == []  # type: ignore[arg-type]


def test_spans_are_cut_from_left_to_right() -> None:
    text = "a<script x>b<script>c</SCRIPT>d<!--e-->f<!--g"
    assert [span.inner for span in scripts(text)] == ["b<script>c"]
    assert replaced(text, scripts(text), lambda span: "|") == "a|d<!--e-->f<!--g"
    assert without_comments(text) == "a<script x>b<script>c</SCRIPT>df<!--g"
