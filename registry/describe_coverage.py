"""docs/coverage.md, generated from a public list of portals: `python -m registry.describe_coverage CSV` prints it.

CSV is the list that `build_portals.py` takes, with its columns `policy_column` and `budget_column`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from registry.build_portals import read
from registry.portals import families
from registry.url_families import STRENGTHS, Strength, family_of_url, on_site_of, url_families

HEAD = Path(__file__).with_name("coverage_head.md")
COLUMNS = ("policy_column", "budget_column")
GENERIC = "listing"
"""The family whose spider takes what no other family's does."""
Sign = tuple[str, Strength]


@dataclass(frozen=True)
class Portal:
    """What the addresses of one portal's columns betray; a column elsewhere, or none, is left out."""

    province: str
    columns: Mapping[str, Sign]
    elsewhere: frozenset[str]

    @property
    def best(self) -> Sign | None:
        """The surest sign of any column, the policy column's first; None without a column of its own."""
        return min(self.columns.values(), key=lambda sign: STRENGTHS.index(sign[1]), default=None)


def portal_of(row: Mapping[str, str]) -> Portal:
    """Return what one row of the list betrays."""
    home = row["effective_url"] or row["url"]
    given = {name: row[name] for name in COLUMNS if row[name]}
    signs = {name: family_of_url(url) for name, url in given.items() if on_site_of(url, home)}
    return Portal(row["region_path"].split("/")[0], signs, frozenset(given.keys() - signs.keys()))


def page(rows: Sequence[Mapping[str, str]]) -> str:
    """Return the page as Markdown."""
    portals = [portal_of(row) for row in rows]
    return _head(portals) + "\n".join([*_by_family(portals), *_by_province(portals)]) + "\n"


def _signs(portals: Sequence[Portal], column: str) -> list[Sign]:
    return [portal.columns[column] for portal in portals if column in portal.columns]


def _best(portals: Sequence[Portal]) -> list[Sign]:
    return [portal.best for portal in portals if portal.best]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def _kinds(signs: Sequence[Sign]) -> tuple[int, int, int, int]:
    """Count the signs: a family told, one likely, a dialect of the generic spider, nothing."""
    told = sum(strength == "tells" and family != GENERIC for family, strength in signs)
    likely = sum(strength == "likely" for _, strength in signs)
    dialect = sum(family == GENERIC for family, _ in signs)
    return told, likely, dialect, len(signs) - told - likely - dialect


def _head(portals: Sequence[Portal]) -> str:
    signs = _signs(portals, "policy_column")
    shares = [_share(count, len(signs)) for count in _kinds(signs)]
    return HEAD.read_text("utf-8").format(
        portals=len(portals),
        columns=len(signs),
        elsewhere=sum("policy_column" in portal.elsewhere for portal in portals),
        **dict(zip(("told", "likely", "dialect", "nothing"), shares, strict=True)),
    )


def _by_family(portals: Sequence[Portal]) -> Iterator[str]:
    groups = {
        "policy columns": _signs(portals, "policy_column"),
        "budget columns": _signs(portals, "budget_column"),
        "portals": _best(portals),
    }
    yield from ("", "## By family", "")
    yield "*tells*: no other family that we know writes such an address. *likely*: this family does most often, others"
    yield "too. The last two columns take for each portal the surest of its two addresses."
    yield ""
    yield f"| family | {' | '.join(f'{name}: tells | likely' for name in groups)} | remark |"
    yield f"|---|{'--:|--:|' * len(groups)}---|"
    names = families()
    for family in url_families():
        cells = [_cell(signs, (family.id, strength)) for signs in groups.values() for strength in STRENGTHS[:2]]
        remark = family.remark
        yield f"| {names[family.id][1]} (`{family.id}`) | {' | '.join(cells)} | {remark} |"
    nothing = " | ".join(f"{_cell(signs, ('', 'nothing'))} | " for signs in groups.values())
    yield f"| the address says nothing | {nothing} | for the generic spider |"
    yield f"| all | {' | '.join(f'{len(signs)} | ' for signs in groups.values())} | |"
    yield from _reach(groups)


def _cell(signs: Sequence[Sign], sign: Sign) -> str:
    count = signs.count(sign)
    return f"{count} ({_share(count, len(signs))})" if count else ""


def _reach(groups: Mapping[str, Sequence[Sign]]) -> Iterator[str]:
    yield from ("", "## What a spider would take", "")
    yield "If every family of the table had a spider and every address kept its promise:"
    yield ""
    yield f"| | {' | '.join(groups)} |"
    yield f"|---|{'--:|' * len(groups)}"
    words = (
        "a family's spider, told by the address",
        "a family's spider, likely by the address",
        "the generic spider: a known dialect",
        "the generic spider or an unknown family: cannot be told from the address",
    )
    counts = [_kinds(signs) for signs in groups.values()]
    wholes = [len(signs) for signs in groups.values()]
    for number, word in enumerate(words):
        shares = [
            f"{count[number]} ({_share(count[number], whole)})" for count, whole in zip(counts, wholes, strict=True)
        ]
        yield f"| {word} | {' | '.join(shares)} |"


def _by_province(portals: Sequence[Portal]) -> Iterator[str]:
    yield from ("", "## By province", "")
    yield "Portals by the surest of their two addresses; portals without a column on their own site are in the first"
    yield "number alone. The families named are the three most frequent, those that are only likely in brackets."
    yield ""
    yield "| province | portals | with a column | told | likely | dialect | nothing | families |"
    yield "|---|--:|--:|--:|--:|--:|--:|---|"
    for province in dict.fromkeys(portal.province for portal in portals):
        own = [portal for portal in portals if portal.province == province]
        signs = _best(own)
        kinds = " | ".join(map(str, _kinds(signs)))
        yield f"| {province} | {len(own)} | {len(signs)} | {kinds} | {_most_frequent(signs)} |"


def _most_frequent(signs: Sequence[Sign]) -> str:
    counts = Counter(sign for sign in signs if sign[0])
    best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:3]
    return ", ".join(
        f"{family} {count}" if strength == "tells" else f"({family} {count})" for (family, strength), count in best
    )


def main() -> None:
    """Print the page for the list named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("csv", type=Path)
    print(page(read(parser.parse_args().csv)), end="")


if __name__ == "__main__":
    main()
