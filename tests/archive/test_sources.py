"""What a build knows of portals: all that may ever have been crawled, and its cost."""

from __future__ import annotations

from pathlib import Path

from archive.sources import load_sources
from registry.portals import load_portals


def test_a_portal_that_gave_way_to_a_row_kept_by_hand_is_still_known(tmp_path: Path) -> None:
    assert "zhejiang-yj" not in {portal.id for portal in load_portals()}
    assert load_sources(tmp_path).portals["zhejiang-yj"].region == "330324"


def test_of_rows_with_one_id_the_users_own_counts_then_the_one_kept_by_hand(tmp_path: Path) -> None:
    assert "dataproxy" in load_sources(tmp_path).portals["jiangsu-sheyang"].note
    row = '[[portal]]\nid = "jiangsu-sheyang"\nname = "甲"\nregion = "320924"\nurl = "http://a.gov.cn/"\nfamily = "auto"\n'
    (tmp_path / "portals.toml").write_text(row, "utf-8")
    assert load_sources(tmp_path).portals["jiangsu-sheyang"].name == "甲"
