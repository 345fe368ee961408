"""From an address to a row: how the column was found, what it lists, what is missing, and never a guessed region."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from captures.discovery import region_of_site
from demo.portals import FamilyPortal, TrsPortal, serve
from demo.portals.replicas import jcms_encrypted, jcms_jpage, reports, trs_ministry
from demo.portals.static_replicas import nc_content, ucap, vsb
from gongkai import main
from registry.portals import load_portals
from registry.regions import regions

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """`run(site, command, *options)` gives `gongkai portals command` the address of a served site's home page."""
    with ExitStack() as stack:

        def with_site(site: FamilyPortal, command: str, *options: str) -> Result:
            address = stack.enter_context(serve([site]))[site.name]
            return CliRunner().invoke(main, ["portals", command, address, *options, "--data", str(tmp_path)])

        yield with_site


@pytest.mark.parametrize("replica", [trs_ministry, jcms_jpage, ucap, vsb, nc_content])
def test_a_home_page_leads_to_the_column_its_family_and_its_reports(run, replica, tmp_path) -> None:
    site = replica()
    said = run(site, "discover").output
    assert f"family    {site.family} (" in said and f'family = "{site.family}"' in said
    count = len([article for article in site.articles if article.title.endswith("政府信息公开工作年度报告")])
    assert f"lists     {count} reports" in said and "2023: " in said
    assert site.listing.removesuffix("index.html") in said.partition("[[portal]]")[2]
    assert "by way of 政府信息公开年报" in said
    assert not any(tmp_path.iterdir()) and not [path for path in site.paths_asked() if "/t20" in path or "/art" in path]


def test_what_cannot_be_read_is_said_and_the_exit_code_is_1(run) -> None:
    result = run(jcms_encrypted(), "discover")
    assert result.exit_code == 1 and "missing   Records 46 to 47 of 47" in result.output
    nothing = TrsPortal("nothing", [])
    nothing.write("/", "<html><title>空</title><body>" + "<p>欢迎</p>" * 200)
    result = run(nothing, "discover")
    assert result.exit_code == 1 and "No column of annual reports was found." in result.output


def test_a_row_is_added_only_with_a_region(run, tmp_path) -> None:
    result = run(trs_ministry(), "add")
    assert result.exit_code == 0, result.output  # a code of the State Council: bm…
    (row,) = load_portals([tmp_path / "portals.toml"])
    assert (row.region, row.family, row.verified) == ("000000", "trs", "")
    result = run(jcms_jpage(), "add")
    assert result.exit_code == 2 and "--region" in result.output
    result = run(jcms_jpage(), "add", "--region", "320900", "--name", "盐城", "--id", "mine")
    assert result.exit_code == 0
    added = load_portals([tmp_path / "portals.toml"])[-1]
    assert (added.id, added.name, added.region, added.family) == ("mine", "盐城", "320900", "jpage")
    assert run(vsb(), "add", "--region", "999999").exit_code == 2


def test_the_row_that_was_added_is_crawled_by_its_id(run, tmp_path) -> None:
    run(trs_ministry(), "add", "--id", "mine")
    checked = CliRunner().invoke(main, ["portals", "check", "mine", "--data", str(tmp_path)])
    assert checked.exit_code == 0 and "mine\tworks\t40 reports listed" in checked.output
    crawled = CliRunner().invoke(main, ["crawl", "mine", "--limit", "2", "--data", str(tmp_path)])
    assert crawled.exit_code == 0, crawled.output


def test_a_check_says_which_portal_broke_and_how(tmp_path) -> None:
    good, moved = TrsPortal("good", reports(["甲局"], [2023])), TrsPortal("moved", reports(["甲局"], [2023]))
    with serve([good, moved]) as addresses:
        rows = [
            f'[[portal]]\nid = "{name}"\nname = "{name}"\nregion = "410972"\nfamily = "trs"\nurl = "{addresses[name]}{path}"\n'
            for name, path in (("good", good.listing), ("moved", "/old/zfxxgknb/"))
        ]
        (tmp_path / "rows.toml").write_text("\n".join(rows), "utf-8")
        command = ["portals", "check", "--portals", str(tmp_path / "rows.toml"), "--data", str(tmp_path / "data")]
        result = CliRunner().invoke(main, command)
    lines = result.output.splitlines()
    assert result.exit_code == 1 and lines[0] == "good\tworks\t1 reports listed"
    assert lines[1].startswith("moved\tbroke") and "(404)" in lines[2] and "1 of 2 portals work." in lines
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("code", "name", "region"),
    [
        ("4109000012", "濮阳市人民政府", "410900"),
        ("bm56000001", "中国证券监督管理委员会", "000000"),
        ("2302000001", "重庆市渝中区人民政府", ""),
        ("5001070012", "重庆高新区", ""),
        ("", "濮阳市人民政府", ""),
        ("410900", "濮阳市人民政府", ""),
    ],
)
def test_a_code_counts_only_when_the_name_bears_it_out(code: str, name: str, region: str) -> None:
    assert region_of_site(code, name, regions()) == region
