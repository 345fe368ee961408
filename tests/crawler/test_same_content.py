"""A report is another version when its content changes, and not when its frame does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from captures.store import CaptureStore
from crawler.content import same_content
from crawler.pages import Page
from demo.portals.replicas import reports
from demo.portals.static_replicas import ucap
from demo.portals.trs import TrsPortal

TITLE = "甲局2023年政府信息公开工作年度报告"
PAGE = (
    '<html><head><meta name="ArticleTitle" content="{title}"><title>{title}</title></head><body>'
    '<ul class="nav"><li><a href="/a/">{menu}</a></li></ul><p>发布时间：{day} 点击数：{clicks}次</p>'
    '<div id="zoom"><p>' + "本机关依法公开。" * 50 + "</p><table><tr><td>新收</td><td>{figure}</td></tr></table>"
    '<a href="/f/{file}.pdf">附件</a></div><div class="xgwz"><h3>相关文章</h3><li>{other}</li></div>'
    "<p>页面生成时间：{clock}</p></body></html>"
)
USUAL = {
    "title": TITLE, "menu": "首页", "day": "2024-01-20", "clicks": "17", "figure": "8", "file": "1", "other": "旧文",
    "clock": "2026-10-09 10:47:31",
}  # fmt: skip


def page(**changed: str) -> Page:
    return Page("http://x.gov.cn/1.html", PAGE.format(**{**USUAL, **changed}).encode())


@pytest.mark.parametrize(
    "part", [{"menu": "首页（新）"}, {"clicks": "2048"}, {"other": "新文"}, {"clock": "2026-11-01 03:11:09"}]
)
def test_the_frame_may_change(part: dict[str, str]) -> None:
    assert same_content(page(), page(**part))


@pytest.mark.parametrize(
    "part",
    [{"figure": "9"}, {"figure": "8 " + "1"}, {"day": "2024-02-20"}, {"file": "2"}, {"title": TITLE + "（更正）"}],
)
def test_the_content_may_not(part: dict[str, str]) -> None:
    assert not same_content(page(), page(**part))


@pytest.mark.parametrize(
    "held", ['<img src="/pic/{}.png">', "<script>var DETAIL = '{}';</script>", '<iframe src="/v?f={}"></iframe>']
)
def test_what_a_picture_a_frame_or_a_script_holds_is_content(held: str) -> None:
    one, other = (
        replace(page(), body=page().body.replace(b"</table>", b"</table>" + held.format(n).encode())) for n in "12"
    )
    assert not same_content(one, other)


def test_pages_nested_a_hundred_thousand_deep_are_compared() -> None:
    deep = b"<div>" * 100_000
    one, other = (
        replace(page(), body=page(clicks=clicks).body.replace(b"</table>", b"</table>" + deep)) for clicks in "12"
    )
    assert same_content(one, other)


def test_what_is_no_article_is_the_same_byte_by_byte_alone() -> None:
    one, other = (
        Page("http://x.gov.cn/", f"<html><body><p>{words}</p></body></html>".encode()) for words in ("a", "a ")
    )
    assert not same_content(one, other) and same_content(one, one)


def test_a_page_made_anew_each_minute_is_no_new_version(ground) -> None:
    site = ucap()
    at = ground(site)
    at.crawl()
    for path, reply in list(site.pages.items()):
        site.pages[path] = replace(reply, body=reply.body.replace(b"2026-10-09 10:47", b"2026-10-10 11:52"))
    run = at.crawl()
    assert (run.summary.exit_code, run.result.new, run.result.unchanged) == (0, 0, 42)
    assert all("Only the frame" in visit.reason for visit in run.role("report"))
    with CaptureStore(at.data) as store:
        assert all(b"10:47" in store.body(visit.sha256) for visit in run.role("report"))
    again = at.crawl()
    assert (again.result.new, again.result.unchanged) == (0, 42)


def test_another_article_at_the_foot_is_no_new_version_and_a_figure_is(ground) -> None:
    site = TrsPortal("foot", reports(["甲局"], [2022, 2023]))
    at = ground(site)
    at.crawl()
    site.publish([*reports(["甲局"], [2024]), *site.articles])
    run = at.crawl()
    assert [visit.link_title[2:6] for visit in run.role("report") if visit.outcome == "ok"] == ["2024"]
    site.publish([replace(article, html=article.html + "<p>新收9件。</p>") for article in site.articles])
    assert at.crawl().result.new == 3
