"""A second crawl of an unchanged portal adds nothing; a changed page becomes a new capture."""

from __future__ import annotations

from dataclasses import replace

import pytest

from captures.store import CaptureStore
from demo.portals.replicas import jcms_jpage, trs_ministry


@pytest.mark.parametrize("portal", [trs_ministry, jcms_jpage])
def test_nothing_is_downloaded_again(ground, portal) -> None:
    site = ground(portal())
    first = site.crawl()
    with CaptureStore(site.data) as store:
        captures = list(store.captures())
    site.site.log.clear()
    second = site.crawl()
    bodies = [served for served in site.site.log if served.status == 200 and served.call.method == "GET"]
    assert [served.call.target for served in bodies] in ([], ["/robots.txt"])
    assert second.result.new == 0 and second.result.unchanged == len(first.role("report"))
    assert second.summary.exit_code == 0 and not second.role("other")
    assert len(second.visits) == len(first.visits) - len(first.role("other"))
    with CaptureStore(site.data) as store:
        assert list(store.captures()) == captures


def test_without_validators_the_same_bytes_are_recognised(ground) -> None:
    portal = trs_ministry()
    portal.validators = False
    site = ground(portal)
    site.crawl()
    second = site.crawl()
    assert {visit.outcome for visit in second.role("report") + second.role("listing")} == {"unchanged"}
    assert second.result.new == 0


def test_a_replaced_report_is_a_new_capture_at_the_same_address(ground) -> None:
    portal = trs_ministry()
    site = ground(portal)
    before = site.crawl().of("第2司2024年")
    changed = [replace(a, html=a.html + "<p>更正</p>") if "第2司2024年" in a.title else a for a in portal.articles]
    portal.publish(changed)
    run = site.crawl()
    after = run.of("第2司2024年")
    assert after.url == before.url and after.outcome == "ok" and after.sha256 != before.sha256
    assert run.result.new == 1


def test_a_lost_body_is_fetched_afresh(ground) -> None:
    site = ground(trs_ministry())
    site.crawl()
    (path,) = (site.data / "warc").iterdir()
    damaged = bytearray(path.read_bytes())
    damaged[2000:4000] = bytes(2000)
    path.write_bytes(damaged)
    run = site.crawl()
    assert run.summary.exit_code == 0 and len(run.role("report")) == 40
