"""`gongkai portals list`: the registry's rows, or those asked for, without waking the crawler."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from captures.store import CaptureStore
from demo.portals import TrsPortal, serve
from demo.portals.replicas import reports
from gongkai import main
from registry.portals import load_portals


def listed(*words: str) -> Result:
    return CliRunner().invoke(main, ["portals", "list", *words])


def rows(*words: str) -> list[list[str]]:
    result = listed(*words)
    assert result.exit_code == 0
    return [line.split("\t") for line in result.stdout.splitlines()]


def test_every_portal_has_a_line_of_seven_cells() -> None:
    lines = rows()
    assert [line[0] for line in lines] == [portal.id for portal in load_portals()]
    assert {len(line) for line in lines} == {7}


def test_a_region_takes_in_all_below_it() -> None:
    codes = {line[2] for line in rows("--region", "640000")}
    assert {"640000", "640100", "640104"} <= codes and {code[:2] for code in codes} == {"64"}


def test_filters_narrow_each_other() -> None:
    assert [line[0] for line in rows("--region", "130400", "--family", "trs")] == ["hebei-handan"]


def test_unverified_leaves_what_nobody_has_seen(tmp_path: Path) -> None:
    row = '[[portal]]\nid = "%s"\nname = "甲"\nregion = "410900"\nurl = "http://a.gov.cn/"\nfamily = "auto"\n%s'
    file = tmp_path / "own.toml"
    file.write_text(row % ("seen", 'verified = "2026-01-02"\n') + row % ("unseen", ""), "utf-8")
    assert [line[0] for line in rows("--portals", str(file), "--unverified")] == ["unseen"]
    assert [line[3] for line in rows("--portals", str(file))] == ["2026-01-02", "unverified"]


def test_a_complete_crawl_verifies_a_portal_and_own_rows_are_listed(tmp_path: Path) -> None:
    with serve([TrsPortal("mine", reports(["甲局"], [2023]))]) as addresses:
        url = addresses["mine"] + "/zwgk/zfxxgknb/"
        row = f'[[portal]]\nid = "mine"\nname = "甲"\nregion = "410900"\nurl = "{url}"\nfamily = "trs"\n'
        (tmp_path / "portals.toml").write_text(row, "utf-8")
        before = [[line[3], line[6]] for line in rows("--data", str(tmp_path)) if line[0] == "mine"]
        assert CliRunner().invoke(main, ["crawl", "mine", "--data", str(tmp_path)]).exit_code == 0
        (after,) = [line for line in rows("--data", str(tmp_path)) if line[0] == "mine"]
    today = datetime.now(UTC).date().isoformat()
    assert before == [["unverified", "due now"]] and after[3] == today
    with CaptureStore(tmp_path) as store:
        assert after[6] == f"due {store.appointments()['mine'].next_due}" and after[6] > f"due {today}"
    assert "mine" not in [line[0] for line in rows("--unverified", "--data", str(tmp_path))]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--region", "41"), "The region 41 is not an administrative-division code that we know."),
        (("--family", "magic"), "Unknown family magic: the families are trs,"),
    ],
)
def test_a_filter_that_names_nothing_is_a_wrong_call(words: tuple[str, ...], said: str) -> None:
    result = listed(*words)
    assert result.exit_code == 2 and said in result.stderr and not result.stdout


def test_the_list_does_not_wake_scrapy() -> None:
    code = (
        "import sys, gongkai\n"
        "try: gongkai.main(['portals', 'list'])\n"
        "except SystemExit: sys.stderr.write(str(sorted({'scrapy', 'twisted', 'lxml', 'opencc'} & sys.modules.keys())))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]" and done.stdout.count("\n") > 3209
