"""The build of the generated portal rows: each row of the list as the README says, and the committed files with it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from registry.build_portals import UnplacedError, amended, build, read, write
from registry.portals import GENERATED_FOLDER, load_portals
from registry.regions import regions
from tests.registry.public_list import EXCERPT, LISTS, WHOLE, excerpt


def built(*rows: dict[str, str]) -> dict[str, dict[str, str]]:
    """The portal rows for rows of the list, by id."""
    return {portal["id"]: portal for portals in build(rows, regions()).values() for portal in portals}


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*"))}


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_the_committed_rows_are_those_of_the_list(path: Path, tmp_path: Path) -> None:
    rows = read(path)
    write(tmp_path, build(rows, regions()), max(row["checked_on"] for row in rows))
    made, kept = load_portals([tmp_path]), load_portals([GENERATED_FOLDER])
    assert len(made) == len(rows) and set(made) <= set(kept)
    if path == WHOLE:
        assert files(tmp_path) == files(GENERATED_FOLDER)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_the_region_is_that_of_the_path_unless_amended(path: Path) -> None:
    known, wrong = regions(), []
    for row in amended(read(path)):
        (portal,) = built(row).values()
        if "/".join(known.path(portal["region"])) != row["region_path"]:
            wrong.append(row["region_path"])
    assert wrong == ["河南省/济源示范区"]


def test_a_row_has_the_home_page_that_answered_and_the_level_of_its_region() -> None:
    (portal,) = built(excerpt()["北京市/东城区"]).values()
    assert portal == {
        "id": "beijing-bjdch",
        "name": "东城区人民政府",
        "region": "110101",
        "url": "https://www.bjdch.gov.cn/",
        "family": "auto",
        "level": "county",
    }


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("山东省/济宁市/任城区", "Unverified: on 2026-04-26 nothing answered an automatic visit."),
        ("云南省/红河哈尼族彝族自治州/石屏县", "Unverified: on 2026-04-26 it answered under http alone."),
        ("河北省/秦皇岛市", "Unverified: on 2026-04-26 it answered a mobile browser alone."),
    ],
)
def test_the_note_says_how_the_portal_answered(path: str, words: str) -> None:
    (portal,) = built(excerpt()[path]).values()
    assert portal["note"] == words


def test_an_id_is_made_of_province_and_host_labels() -> None:
    rows = excerpt()
    ids = {path: next(iter(built(rows[path]))) for path in ("吉林省/长春市/朝阳区", "河北省/邯郸市", "海南省/五指山市")}
    assert list(ids.values()) == ["jilin-chaoyang-changchun", "hebei-hd", "hainan-wzs-hainan"]


def test_an_id_does_not_change_with_the_rows_around_it() -> None:
    rows = list(excerpt().values())
    alone = {key: portal for row in rows for key, portal in built(row).items()}
    assert built(*rows) == built(*reversed(rows)) == alone
    assert len(alone) == len(rows)


def test_a_doubled_host_in_the_list_is_amended_with_its_reason() -> None:
    rows = excerpt()
    pair = built(rows["上海市/普陀区"], rows["浙江省/舟山市/普陀区"])
    assert {name: (portal["region"], portal["url"]) for name, portal in pair.items()} == {
        "shanghai-shpt": ("310107", "https://www.shpt.gov.cn/"),
        "zhejiang-putuo": ("330903", "http://www.putuo.gov.cn/"),
    }
    assert "budget column" in pair["shanghai-shpt"]["note"]


def test_a_row_of_two_places_or_of_none_stops_the_build() -> None:
    row = excerpt()["北京市/东城区"]
    with pytest.raises(UnplacedError, match="北京市/无名区: no region"):
        built({**row, "region_path": "北京市/无名区"})
    with pytest.raises(UnplacedError, match="北京市/西城区 and 北京市/东城区 are both"):
        built(row, {**row, "region_path": "北京市/西城区"})


def test_a_build_that_loses_ids_names_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(excerpt().values())
    write(tmp_path, build(rows, regions()), "2026-04-26")
    assert "Lost ids" not in capsys.readouterr().out
    write(tmp_path, build([row for row in rows if row["region_path"] != "河北省/邯郸市"], regions()), "2026-04-26")
    assert "Lost ids: hebei-hd." in capsys.readouterr().out


def test_every_amendment_changes_a_row_and_gives_its_reason() -> None:
    with (GENERATED_FOLDER.parents[1] / "portal_amendments.csv").open(encoding="utf-8", newline="") as file:
        amendments = list(csv.DictReader(file))
    listed = {row["region_path"] for row in read(EXCERPT)}
    for row in amendments:
        assert row["region_path"] in listed and row["reason"] and (row["region"] or row["url"])
