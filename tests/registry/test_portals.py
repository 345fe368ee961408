"""Portal rows: what is written is checked, and a wrong row is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from registry.portals import DEFAULT_FOLDER, GENERATED_FOLDER, PortalError, load_portals

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


def test_the_rows_kept_by_hand_say_that_they_are_unverified() -> None:
    portals = load_portals([DEFAULT_FOLDER])
    assert portals and all("Unverified" in portal.note for portal in portals if not portal.verified)


def test_the_generated_rows_are_home_pages_that_nobody_has_verified() -> None:
    portals = load_portals([GENERATED_FOLDER])
    assert len(portals) == 3209
    assert {(portal.family, portal.verified) for portal in portals} == {("auto", "")}
    assert all(portal.url.count("/") == 3 and portal.url.endswith(".gov.cn/") for portal in portals)


def test_the_ids_of_a_generated_file_begin_with_its_name() -> None:
    for path in GENERATED_FOLDER.glob("*"):
        assert all(portal.id.startswith(f"{path.stem}-") for portal in load_portals([path]))


def test_a_ministry_has_a_host_of_its_own_and_a_source() -> None:
    ministries = load_portals([DEFAULT_FOLDER / "state_council.toml"])
    assert {(portal.region, portal.level) for portal in ministries} == {("000000", "ministry")}
    assert len({host for portal in ministries for host in portal.own_hosts}) == len(ministries)
    assert all(re.search("www.mee.gov.cn|public code", portal.note) for portal in ministries)


def test_no_host_is_crawled_twice() -> None:
    hosts = [host for portal in load_portals() for host in portal.own_hosts]
    assert len(hosts) == len(set(hosts)) > 3209


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry with one generated row, id "a", host www.a.gov.cn; the folder of the rows kept by hand."""
    monkeypatch.setattr("registry.portals.DEFAULT_FOLDER", tmp_path)
    monkeypatch.setattr("registry.portals.GENERATED_FOLDER", tmp_path / "generated")
    (tmp_path / "generated").mkdir()
    (tmp_path / "generated/hebei.toml").write_text(ROW.replace("/nb/", "/"), "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("kept", "names"),
    [
        (ROW.replace("甲", "乙").replace("www.a", "www.b"), ["乙"]),
        (ROW.replace("甲", "乙").replace('"a"', '"b"'), ["乙"]),
        (ROW.replace("甲", "乙").replace('"a"', '"b"').replace("www.a", "gk.b") + 'hosts = ["www.a.gov.cn"]', ["乙"]),
        (ROW.replace("甲", "乙").replace('"a"', '"b"').replace("www.a", "www.b"), ["乙", "甲"]),
    ],
    ids=["same id", "same host", "one of its hosts", "another portal"],
)
def test_a_row_kept_by_hand_goes_before_the_generated_one(registry: Path, kept: str, names: list[str]) -> None:
    (registry / "own.toml").write_text(kept, "utf-8")
    assert [portal.name for portal in load_portals(None, Regions())] == names
