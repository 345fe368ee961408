"""Each way in which a host says no ends as one row with the right outcome and a sentence that says why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.products import product_of
from demo.portals import TrsPortal
from demo.portals.hostile import TRAPS, FencedPortal, HostilePortal
from demo.portals.replicas import reports
from demo.portals.server import Call, Reply
from tests.crawler.conftest import Crawl

EXPECTED = {
    "script-412": ("blocked", "solve a script first (412). It looks like 瑞数 (Rui Shu)."),
    "cookie-521-twice": ("ok", ""),
    "cookie-gate": ("ok", "Redirected by way of"),
    "loop": ("failed", "redirects in a circle"),
    "forbidden": ("blocked", "firewall"),
    "home-page": ("failed", "home page came instead"),
    "soft-404": ("gone", "impossible addresses"),
    "challenge-202": ("blocked", "瑞数 (Rui Shu)"),
    "slow": ("failed", "did not answer in time"),
    "truncated": ("failed", "broke off"),
    "not-found": ("gone", "does not exist (404)"),
    "robots": ("blocked", "robots.txt"),
    "empty": ("failed", "empty"),
    "moved-off-site": ("failed", "another host"),
    "file-is-html": ("ok", ""),
    "weird-468": ("blocked", "468"),
    "jiasule-521": ("blocked", "compute a cookie first (521). It looks like 知道创宇 加速乐 (Knownsec Jiasule)."),
    "cloud-waf-403": ("blocked", "(403). It looks like 创宇云 WAF (Knownsec WAF)."),
    "gate-200": ("blocked", "It looks like the C3VK cookie gate."),
    "guard-200": ("blocked", "It looks like 网站卫士 (wzws, 360)."),
    "aliyun-405": ("blocked", "(405). It looks like 阿里云 WAF (Aliyun WAF)."),
    "gate-never-opens": ("failed", "redirects in a circle"),
    "login-page": ("blocked", "asks for a login"),
}


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> Crawl:
    from demo.portals import serve
    from tests.crawler.conftest import Ground

    site = HostilePortal(slow_seconds=1.5)
    settings = {"DOWNLOAD_TIMEOUT": 0.5, "BACKOFF_GIVE_UP": 100}
    with serve([site]) as addresses:
        ground = Ground(site, addresses[site.name], tmp_path_factory.mktemp("hostile"))
        return ground.crawl(settings=settings)


def test_every_trap_is_expected() -> None:
    assert set(EXPECTED) == set(TRAPS)


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_ends_as_the_right_outcome(run: Crawl, trap: str) -> None:
    visit = run.of(f"局{trap}2023")
    outcome, words = EXPECTED[trap]
    assert (visit.outcome, words in visit.reason) == (outcome, True), visit


def test_requests_and_rows_are_equal_in_number(run: Crawl) -> None:
    assert run.result.requests == run.result.rows == len(run.visits)


def test_only_content_is_captured(run: Crawl) -> None:
    assert {visit.outcome for visit in run.visits if visit.sha256} == {"ok"}


def test_a_page_in_place_of_a_file_is_a_failure_asked_twice(run: Crawl) -> None:
    (file,) = run.role("attachment")
    assert (file.outcome, "html_instead_of_file" in file.reason) == ("failed", True)


def test_what_was_refused_makes_the_run_incomplete_and_what_is_gone_does_not(run: Crawl) -> None:
    text = " ".join(run.result.reasons)
    assert run.summary.exit_code == 1
    assert run.of("forbidden").url in text and run.of("not-found").url not in text


def test_a_host_that_refuses_again_and_again_is_left_alone(ground) -> None:
    site = HostilePortal("wall", traps=("forbidden",) * 12)
    run = ground(site).crawl(settings={"BACKOFF_TIMES": 0, "BACKOFF_GIVE_UP": 3})
    asked = [visit for visit in run.role("report") if visit.status == 403]
    left = [visit for visit in run.role("report") if "Not asked" in visit.reason]
    assert (len(asked), len(left)) == (3, 9)


def test_one_page_for_every_address_is_told_from_content(ground) -> None:
    site = HostilePortal("shell", traps=("not-found",))
    shell = "<html><title>练习</title><body><div id=app>" + "本站需要浏览器" * 90 + "</div></body></html>"
    site.pages.clear()
    site.put("/", shell)
    site.missing = lambda call: site.pages["/"]  # type: ignore[method-assign]
    (listing,) = ground(site).crawl().role("listing")
    assert listing.outcome == "failed" and "one and the same page" in listing.reason


def test_plain_http_is_tried_when_encryption_fails(ground) -> None:
    site = ground(HostilePortal("plain", traps=("not-found", "empty")))
    site.address = site.address.replace("http://", "https://")
    (listing,) = site.crawl().role("listing")
    assert listing.outcome == "ok" and listing.final_url.startswith("http://")


def test_a_dead_host_is_a_row_with_its_reason(ground) -> None:
    site = ground(HostilePortal("dead", traps=("not-found",)))
    site.address = "http://127.0.0.1:9"
    run = site.crawl()
    (listing,) = run.role("listing")
    assert (listing.outcome, listing.status, run.summary.exit_code) == ("failed", None, 1)
    assert "refuses connections" in listing.reason


class Cookied(TrsPortal):
    """A portal behind a firewall that lets everything through, and sets its cookies on every page."""

    def answer(self, call: Call) -> Reply:
        usual = super().answer(call)
        cookies = [("Set-Cookie", f"{name}=0; path=/") for name in ("acw_tc", "wzws_sessionid", "__jsluid_h")]
        return replace(usual, headers=(*usual.headers, *cookies))


def test_the_cookies_of_a_firewall_on_a_good_page_are_no_refusal(ground) -> None:
    run = ground(Cookied("p", reports(["甲局", "乙局"], [2023]))).crawl()
    assert run.summary.exit_code == 0 and not any("looks like" in visit.reason for visit in run.visits)


@pytest.mark.parametrize(
    ("status", "cookies", "text", "name"),
    [
        (412, [], "", "Rui Shu"),
        (202, ["azSsQE5NvspcSP"], "", "Rui Shu"),
        (400, ["4hP44ZykCTt5T"], "", "Rui Shu"),
        (512, [], "go({})", "Jiasule"),
        (412, ["__jsluid_s"], "", "Jiasule"),
        (403, [], "Forbidden", ""),
        (468, [], "", ""),
        (200, ["JSESSIONID"], "<html>", ""),
    ],
)
def test_a_product_is_named_only_by_what_gives_it_away(status: int, cookies: list[str], text: str, name: str) -> None:
    found = product_of(status, cookies, text)
    assert name in found and bool(found) is bool(name)


def linked_home(site: TrsPortal, *more: str) -> None:
    """A home page that links the column and some others."""
    column = f"<a href='{site.listing}'>政府信息公开年报</a>"
    links = "".join(f"<a href='{path}'>{path}栏目</a>" for path in ("/xwzx/", "/zwgk/", "/hdjl/", "/ztzl/", *more))
    site.put("/", f"<html><title>练习市人民政府</title><body>{column}{links}{'欢迎' * 300}</body></html>")


@pytest.mark.parametrize("status", [404, 410, 403])
@pytest.mark.parametrize("family", ["trs", "auto"])
def test_a_fence_around_the_country_is_blocked_and_not_gone(ground, family: str, status: int) -> None:
    site = FencedPortal("fenced", reports(["甲局"], [2023]))
    site.status = status
    linked_home(site)
    run = ground(site).crawl(family=family)
    (listing,) = run.role("listing")
    assert (listing.outcome, run.summary.exit_code) == ("blocked", 1)
    assert ("geo-fence" in listing.reason) == (status != 403), listing.reason
    assert len(site.log) <= 8


def test_a_fence_is_seen_from_the_home_page_too(ground) -> None:
    site = FencedPortal("fenced", reports(["甲局"], [2023]))
    linked_home(site)
    column, site.listing = site.listing, "/"
    run = ground(site).crawl(family="auto")
    (visit,) = [visit for visit in run.visits if visit.url.endswith(column)]
    assert visit.outcome == "blocked" and "geo-fence" in visit.reason and run.summary.exit_code == 1


def test_a_column_that_is_missing_while_others_open_is_gone(ground) -> None:
    site = TrsPortal("moved", reports(["甲局"], [2023]))
    linked_home(site)
    del site.pages[site.listing]
    for path in ("/xwzx/", "/zwgk/"):
        site.put(path, f"<html><title>{path}</title><body>{path * 200}</body></html>")
    run = ground(site).crawl(family="trs")
    (listing,) = run.role("listing")
    assert (listing.outcome, run.summary.exit_code) == ("gone", 1)
    assert len([visit for visit in run.visits if visit.role == "other"]) == 3


def test_missing_pages_of_a_host_without_a_home_page_are_gone(ground) -> None:
    site = TrsPortal("bare", reports(["甲局"], [2023]))
    site.pages.clear()
    (listing,) = ground(site).crawl(family="trs").role("listing")
    assert listing.outcome == "gone"
