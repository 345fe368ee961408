"""What a comparison is asked for: organs, regions, years, indicators, all told from the address."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from archive.indicators import indicators
from parsers.codes import codes
from publish.archive_db import Row
from publish.page import Page, shortened

MOST = {"organs": 12, "regions": 12, "years": 20, "indicators": 8}
"""So many of each are compared: what can be read in one table."""
KINDS = ("organs", "regions", "years", "indicators")
CONSISTENCY = "consistency_rate"


@dataclass(slots=True)
class Asked:
    """`organs` and `regions` are rows (id, name, region_code, region_path, is_practice); `doubts` are words that name
    none or several, with what they may mean; `over` names the kinds of which more were asked than are compared."""

    organs: list[Row] = field(default_factory=list)
    regions: list[Row] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    indicators: list[str] = field(default_factory=list)
    doubts: list[tuple[str, str, list[Row]]] = field(default_factory=list)
    over: list[str] = field(default_factory=list)

    @property
    def rates(self) -> list[str]:
        """The indicators that are rates."""
        return [name for name in self.indicators if name not in codes()]

    @property
    def figures(self) -> list[str]:
        """The indicators that are figures of the form."""
        return [name for name in self.indicators if name in codes()]

    def parameters(self, **other: Any) -> dict[str, str]:
        """Return the address's parameters for this, or with some of its lists replaced."""
        known = {
            "organs": [row["id"] for row in self.organs],
            "regions": [row["id"] for row in self.regions],
            "years": self.years,
            "indicators": self.indicators,
        }
        return {name: ",".join(map(str, values)) for name, values in {**known, **other}.items() if values}


def rate_names() -> dict[str, dict[str, str]]:
    """Return code to its words for every rate, that of passed checks last."""
    return {one.code: {"zh": one.zh, "en": one.en} for one in indicators()} | {
        CONSISTENCY: {"zh": "核对通过率：通过 ÷ 可核对", "en": "Consistency: checks passed / assessable"}
    }


def words(page: Page, name: str) -> list[str]:
    """Return the values of a parameter, given several times or in one list, each once."""
    given = page.request.args.getlist(name) or []
    split = [word.strip() for text in given for word in re.split(r"[,，、;；\n]+", text)]
    return list(dict.fromkeys(word for word in split if word))


async def read_asked(page: Page) -> Asked:
    """Return what the address asks for; words that name organs or regions are looked up."""
    out = Asked()
    for kind in ("organs", "regions"):
        await _look_up(page, kind, out)
    known = {*rate_names(), *codes()}
    years = {word: bool(re.fullmatch(r"(?:19|20)\d\d", word, re.ASCII)) for word in words(page, "years")}
    out.years = sorted(int(word) for word, is_year in years.items() if is_year)
    out.doubts += [("years", shortened(word), []) for word, is_year in years.items() if not is_year]
    out.indicators = [word for word in words(page, "indicators") if word in known]
    out.doubts += [("indicators", word, []) for word in words(page, "indicators") if word not in known]
    for kind in KINDS:
        values = getattr(out, kind)
        if len(values) > MOST[kind]:
            out.over.append(kind)
            del values[MOST[kind] :]
    return out


async def _look_up(page: Page, kind: str, out: Asked) -> None:
    given = words(page, kind)
    found = {row["id"]: row for row in await page.rows(f"compare_{kind}", ids=json.dumps(given))}
    for word in given[: 2 * MOST[kind]]:
        if word in found:
            continue
        near = await page.rows(f"compare_named_{kind}", words=word)
        exact = [row for row in near if word in (row["name"], row["region_path"])]
        sure = exact if len(exact) == 1 else near if len(near) == 1 else []
        if sure:
            ids = json.dumps([sure[0]["id"]])
            found[word] = (await page.rows(f"compare_{kind}", ids=ids))[0]
        else:
            out.doubts.append((kind, word, near))
    told = {found[word]["id"]: found[word] for word in given if word in found}
    getattr(out, kind).extend(told.values())
