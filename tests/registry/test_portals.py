"""Portal rows: what is written is checked, and a wrong row is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.portals import PortalError, load_portals

ROW = """[[portal]]
id = "a"
name = "甲"
region = "410972"
url = "http://www.a.gov.cn/nb/"
family = "trs"
"""


class Regions:
    def get(self, code: str) -> str | None:
        return {"410972": "zone"}.get(code)


def load(tmp_path: Path, text: str) -> list:
    path = tmp_path / "rows.toml"
    path.write_text(text, "utf-8")
    return load_portals([path], Regions())


def test_a_row_with_the_five_keys_is_enough(tmp_path: Path) -> None:
    (portal,) = load(tmp_path, ROW)
    assert (portal.id, portal.practice, portal.own_hosts) == ("a", False, {"www.a.gov.cn"})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ROW + 'colour = "red"\n', "unknown key colour"),
        (ROW + ROW, "the id a is taken by"),
        (ROW.replace('"a"', '"A b"'), "small ascii letters"),
        (ROW.replace("410972", "999999"), "the region 999999 is not"),
        (ROW.replace("trs", "magic"), "unknown family magic"),
        (ROW.replace('name = "甲"\n', ""), "the key name is missing"),
        (ROW.replace('"410972"', "410972"), "region must be str"),
        (ROW + "practice = 1\n", "practice must be bool"),
        (ROW + "delay = 0.1\n", "a delay below 1 seconds"),
        (ROW.replace("http://www", "www"), "must begin with http"),
        (ROW + "[other]\nx = 1\n", "unknown table other"),
        ("", "holds no [[portal]] row"),
        ("[[portal]", "is not TOML"),
    ],
)
def test_a_wrong_row_is_refused_with_its_place(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(PortalError) as refused:
        load(tmp_path, text)
    assert words in str(refused.value) and "rows.toml" in str(refused.value)


def test_the_second_row_is_named_by_number(tmp_path: Path) -> None:
    with pytest.raises(PortalError, match=r"row 2 \(b\)"):
        load(tmp_path, ROW + ROW.replace('"a"', '"b"').replace("410972", "1"))


def test_a_folder_gives_all_its_files_and_a_missing_one_is_said(tmp_path: Path) -> None:
    load(tmp_path, ROW)
    (tmp_path / "z.toml").write_text(ROW.replace('"a"', '"b"'), "utf-8")
    assert [portal.id for portal in load_portals([tmp_path], Regions())] == ["a", "b"]
    with pytest.raises(PortalError, match="does not exist"):
        load_portals([tmp_path / "none.toml"], Regions())


def test_the_rows_that_come_with_gongkai_are_right() -> None:
    portals = load_portals()
    assert portals and all("Unverified" in portal.note for portal in portals if not portal.verified)
