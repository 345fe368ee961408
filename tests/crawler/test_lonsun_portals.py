"""LonSun: the column of every organ, rows from a label, and a firewall that says 521 first."""

from __future__ import annotations

from demo.portals.articles import Article
from demo.portals.numbered import NumberedPortal
from demo.portals.replicas import reports
from demo.portals.scripted_replicas import lonsun


def test_the_column_of_every_organ_is_read_to_its_end(ground) -> None:
    site = ground(lonsun())
    run = site.crawl()
    assert (run.summary.exit_code, run.result.reasons) == (0, [])
    assert len(run.role("report")) == 22
    columns = [path for path in site.site.paths_asked() if path.startswith("/public/column/")]
    assert columns == [f"/public/column/{organ}?type=3&action=list" for organ in (5341, 5342, 5343)]
    labels = [path for path in site.site.paths_asked() if path.startswith("/site/label/")]
    assert [("organId=5341" in path, "pageIndex=2" in path) for path in labels] == [
        (True, True),
        (False, False),
        (False, False),
    ]


def test_a_label_that_states_no_total_is_read_until_a_page_is_not_full(ground) -> None:
    run = ground(lonsun(states=False)).crawl()
    assert run.summary.exit_code == 0 and len(run.role("report")) == 22


def test_a_page_that_comes_after_two_refusals_is_read(ground) -> None:
    run = ground(lonsun(refuses=2)).crawl()
    assert run.summary.exit_code == 0 and len(run.role("report")) == 22


def test_a_firewall_that_stays_is_no_absence(ground) -> None:
    run = ground(lonsun(refuses=99)).crawl()
    (listing,) = run.role("listing")
    assert (listing.outcome, run.summary.exit_code) == ("blocked", 1) and "521" in listing.reason


def test_a_label_that_fails_is_named_with_its_organ(ground) -> None:
    portal = lonsun()
    portal.broken = ("organId=5342",)
    run = ground(portal).crawl()
    assert run.summary.exit_code == 1 and len(run.role("report")) == 18
    (reason,) = run.result.reasons
    assert "/public/column/5342" in reason and "500" in reason


def test_an_organ_without_reports_does_no_harm(ground) -> None:
    portal = lonsun()
    portal.articles = [article for article in portal.articles if article.publisher != "练习镇"]
    run = ground(portal).crawl()
    assert run.summary.exit_code == 0 and len(run.role("report")) == 21


def test_columns_without_a_label_turn_their_pages_by_a_number(ground) -> None:
    class Plain(NumberedPortal):
        family = "lonsun"
        listing = "/content/column/6794?action=list"
        parameter = "pageIndex"

        def path(self, article: Article) -> str:
            return f"/public/content/{article.number}"

    portal = Plain("plain", reports(["甲局", "乙局"], range(2005, 2025)))
    run = ground(portal).crawl()
    assert (run.summary.exit_code, run.result.reasons) == (0, []) and len(run.role("report")) == 40


def test_the_catalogue_of_an_organ_leads_to_the_reports_and_is_not_read_itself(ground) -> None:
    portal = lonsun()
    catalogue = portal.pages["/public/column/5341"].body.decode().replace("&type=3&", "&type=4&")
    portal.put("/public/column/5341?type=4&action=list", catalogue)
    portal.listing = "/public/column/5341?type=4&action=list"
    site = ground(portal)
    run = site.crawl(family="auto")
    assert (run.summary.exit_code, run.result.reasons) == (0, []) and len(run.role("report")) == 22
    labels = [path for path in site.site.paths_asked() if "/site/label/" in path]
    assert labels and all("type=3" in path for path in labels)
