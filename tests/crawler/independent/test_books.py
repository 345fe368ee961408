"""S17: a report that is a flipbook, or whose pages stand in a frame: every leaf and every picture of it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.crawler.independent import markup
from tests.crawler.independent.conftest import Seen
from tests.crawler.independent.markup import items
from tests.crawler.independent.trs_sites import COLUMN, trs_site
from tests.crawler.independent.web import Reply, Web, html

BOOK = "/jtt2023ndbg/"
LEAVES = 4


@dataclass
class Way:
    """How the article opens the book; `cover`: the cover leads to the first leaf."""

    markup: str
    cover: str = ""


WAYS = {
    "leaf": Way(f'<a href="{BOOK}files/basic-html/page1.html">点击阅读</a>'),
    "cover": Way(f'<a href="{BOOK}">在线翻阅</a>', '<a href="./files/basic-html/page1.html">文字版</a>'),
    "frame": Way(f'<iframe src="{BOOK}index.html" width="900"></iframe>', '<a href="files/basic-html/page1.html">基本版</a>'),
    "script": Way(f'<iframe src="{BOOK}index.html"></iframe>', '<script>var noFlash = "files/basic-html/page1.html";</script>'),
}  # fmt: skip


def with_book(way: Way) -> Web:
    (row,) = items(1)
    web = trs_site([row])
    article = markup.article(row.title, "<p>　　正文见电子书。</p>" * 40 + way.markup)
    web.routes[COLUMN + row.href[2:]] = html(article)
    cover = (
        f"<html><head><title>年度报告</title></head><body>{way.cover}<div id='book'>{'　' * 200}</div></body></html>"
    )
    web.routes[BOOK] = web.routes[f"{BOOK}index.html"] = html(cover)
    for number in range(1, LEAVES + 1):
        turns = "".join(f'<a href="page{n}.html">{n}</a>' for n in (number - 1, number + 1) if 0 < n <= LEAVES)
        leaf = f"<html><head><title>第{number}页</title></head><body><img src='../page/{number}.jpg'><p>{'字' * 200}</p>{turns}</body></html>"
        web.routes[f"{BOOK}files/basic-html/page{number}.html"] = html(leaf)
        web.routes[f"{BOOK}files/page/{number}.jpg"] = Reply(b"\xff\xd8\xff\xe0" + bytes([number]), kind="image/jpeg")
    return web


def pictures(run: Seen) -> list[str]:
    return sorted(row["url"].rpartition("/")[2] for row in run.role("attachment") if row["outcome"] == "ok")


@pytest.mark.parametrize("name", WAYS)
def test_every_leaf_of_a_book(station, name: str) -> None:
    run = station(with_book(WAYS[name])).crawl()
    assert (len(run.titles()), run.code) == (1, 0), run.reasons
    assert pictures(run) == [f"{n}.jpg" for n in range(1, LEAVES + 1)]
    assert {row["found_on"] for row in run.role("attachment")} == {run.role("report")[0]["url"]}


def test_a_row_that_leads_into_a_book(station) -> None:
    web = with_book(WAYS["leaf"])
    (row,) = items(1)
    listing = markup.a_list([markup.Item(row.title, f"{BOOK}files/basic-html/page2.html")])
    web.routes[COLUMN] = web.routes[f"{COLUMN}index.html"] = html(markup.listing(listing))
    run = station(web).crawl()
    assert (len(run.titles()), run.code) == (1, 0), run.reasons
    assert pictures(run) == [f"{n}.jpg" for n in range(1, LEAVES + 1)]


def test_a_leaf_that_is_missing_is_said(station) -> None:
    web = with_book(WAYS["leaf"])
    web.routes[f"{BOOK}files/basic-html/page3.html"] = Reply(b"", 500)
    run = station(web).crawl()
    assert run.code == 1 and "page3.html inside the report" in " ".join(run.reasons)


def test_frames_of_the_site_are_left_alone(station) -> None:
    (row,) = items(1)
    web = trs_site([row])
    frames = '<iframe src="/footer_index.html"></iframe><iframe src="/share/bar.html"></iframe>'
    web.routes[COLUMN + row.href[2:]] = html(markup.article(row.title, foot=frames))
    at = station(web)
    run = at.crawl()
    assert run.code == 0 and not at.web.asked("footer") and not at.web.asked("bar.html")
