"""Lists that a script hands out: when a page is refused, and when a list of unknown size ends."""

from __future__ import annotations

import pytest

from crawler.batches import Batch, Received, dated_records, records_of
from crawler.pages import Page
from demo.portals.lonsun import LABEL
from demo.portals.replicas import reports
from demo.portals.scripted_replicas import LonsunPortal
from demo.portals.server import Call, Reply

PAGE = Page("http://x.gov.cn/", "<p>一页</p>".encode() * 99)


def received(*parts: tuple[str, ...], total: int | None = None, pages: int | None = None) -> Received:
    found = Received()
    for number, records in enumerate(parts, start=1):
        found.add(number, Batch((), records, total, pages))
    return found


@pytest.mark.parametrize(
    ("so_far", "number", "batch", "reason"),
    [
        (received(), 1, Batch((), ("a",)), ""),
        (received(), 1, Batch((), ()), "It gives no records"),
        (received(), 1, Batch((), (), total=0), ""),
        (received(("a",)), 2, Batch((), ()), ""),
        (received(("a",), total=2), 2, Batch((), ()), "It gives no records"),
        (received(("a",), total=1), 2, Batch((), ()), ""),
        (received(("a",), pages=2), 2, Batch((), ()), "It gives no records"),
        (received(("a",)), 2, Batch((), ("a",)), "It repeats page 1"),
        (received(("a",), ("b",), total=9), 3, Batch((), ("b",)), "It repeats page 2"),
        (received(("a",), ("b",)), 3, Batch((), ("b",)), ""),
        (received(("a",), ("b",)), 3, Batch((), ("a",)), "It repeats page 1"),
        (received(("a",)), 2, Batch((), ("b",), page=1), "It calls itself page 1"),
        (received(("a",)), 2, Batch((), (), refusal="The script is ill."), "The script is ill."),
    ],
)
def test_which_answers_are_no_page_of_the_list(so_far, number, batch, reason) -> None:
    verdict = so_far.check(number, batch, PAGE)
    assert (verdict.outcome == "ok") is not bool(reason) and verdict.reason.startswith(reason)


def test_a_challenge_in_place_of_an_answer_is_blocked() -> None:
    challenge = Page("http://x.gov.cn/", b"<script>document.cookie='__jsl_clearance=1'</script>")
    assert received(("a",)).check(2, Batch((), ("b",)), challenge).outcome == "blocked"


def test_rows_are_counted_once_and_the_menu_is_no_row() -> None:
    menu = "<ul><li><a href='/a/'>首页</a></li></ul>"
    row = "<li><a href='1.html'>甲</a><span>2024-01-0{0}</span><div><a href='j{0}.html'>解读</a></div></li>"
    page = Page(
        "http://x.gov.cn/nb/", (menu + "<ul>" + row.format(1) + row.format(2).replace("1.html", "2.html")).encode()
    )
    assert dated_records(page) == ("x.gov.cn/nb/1.html", "x.gov.cn/nb/2.html")
    bare = Page("http://x.gov.cn/nb/", b"<ul><li><a href='1.html'>x</a></li><li class=empty></li></ul>")
    assert dated_records(bare) == () and records_of(bare) == ("x.gov.cn/nb/1.html",)


def test_a_label_that_gives_its_last_page_again_has_come_to_its_end(ground) -> None:
    class Clamped(LonsunPortal):
        def answer(self, call: Call) -> Reply:
            asked = call.target.replace("pageIndex=4", "pageIndex=3") if call.path == LABEL else call.target
            return super().answer(Call(call.method, asked, call.headers, call.body))

    run = ground(Clamped("clamped", reports(["甲局"], range(2010, 2025)), per_page=5, states=False)).crawl()
    assert (run.summary.exit_code, run.result.reasons) == (0, []) and len(run.role("report")) == 15
