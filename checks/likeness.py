"""How alike two texts are (Q01, Q02): masked text, its shingles, and a MinHash signature of 80 bytes.

Numbers, years, the organ's name and the names of regions are masked, so that a copy with other figures is still alike;
what the form and every report print (`likeness.toml`, labels of the tables) is left out, so that it does not count.
Everything here is a pure function of the text and the organ's name, with arithmetic on whole numbers alone: the same
on every machine. The signature finds candidates; `jaccard` of the shingles decides.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from checks.sentences import normal
from parsers.codes import declaration
from registry.organs import organ_from_name
from registry.regions import NATION, regions

FILE = Path(__file__).with_name("likeness.toml")
Shingles = NDArray[np.uint64]
LENGTH = 5
"""Characters of a shingle."""
ENOUGH = 300
"""Distinct shingles below which a text is too short to be compared: some 300 characters of its own."""
ALIKE = 0.9
"""From this Jaccard similarity on two texts are reported as alike (checks.md Q01, Q02)."""
BANDS, ROWS = 10, 8
"""Two texts are candidates when one of 10 bands of 8 values agrees: of those 0.9 alike 99.6 % do, of 0.5 alike 4 %."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SPLIT = re.compile(r"[。；;\n！!？?]")
_NUMBERING = re.compile(r"^[（(]?[一二三四五六七八九十0-9]+[）)、.．]*")


@cache
def _standard() -> tuple[re.Pattern[str], re.Pattern[str]]:
    with FILE.open("rb") as file:
        declared = tomllib.load(file)
    return re.compile("|".join(declared["standard"])), re.compile("|".join(declared["headings"]))


@cache
def _labels() -> frozenset[str]:
    """Return what the three tables print beside figures."""
    rows = [row["zh"] for row in declaration("applications")["row"]]
    columns = [column["zh"] for column in declaration("applications")["applicant"]]
    blocks = [entry["zh"] for kind in ("block", "result") for entry in declaration("reviews")[kind]]
    return frozenset(normal(label) for label in (*rows, *columns, *blocks))


@cache
def _region_names() -> tuple[frozenset[str], int, re.Pattern[str]]:
    """Return the full names of regions, the length of the longest, and the characters that they end with."""
    names = frozenset(name for name in regions().names() if len(name) > 2 or name.endswith("县"))
    return names, max(map(len, names)), re.compile(f"[{''.join(sorted({name[-1] for name in names}))}]")


@lru_cache(maxsize=1 << 12)
def _own_names(organ: str) -> tuple[str, ...]:
    """Return the names to mask beside full names of regions: the organ's, and its regions' without their kind."""
    found = organ_from_name(organ, None)
    lineage = [found.region_code, *(region.code for region in regions().ancestors(found.region_code or ""))]
    known = [region for code in lineage if code and code != NATION and (region := regions().get(code))]
    short = {re.sub(r"(?:特别行政区|自治[区州县旗]|地区|[省市县区州盟旗])$", "", region.name) for region in known}
    return tuple(sorted({organ, *(name for name in short if len(name) > 1)}, key=lambda name: (-len(name), name)))


def masked(text: str, organ: str | None) -> str:
    """Return what of `text` counts: standard sentences left out, numbers as 0, names of organ and regions as 某."""
    standard, headings = _standard()
    kept = []
    for sentence in _SPLIT.split(normal(text)):
        words = _NUMBERING.sub("", sentence)
        if words and words not in _labels() and not headings.fullmatch(words) and not standard.search(sentence):
            kept.append(sentence)
    out = "".join(kept)
    for name in _own_names(organ) if organ else ():
        out = out.replace(name, "某")
    return re.sub(r"某+", "某", re.sub(r"\d+(?:\.\d+)?", "0", _without_regions(out)))


def _without_regions(text: str) -> str:
    names, longest, last = _region_names()
    out, done = [], 0
    for end in (match.end() for match in last.finditer(text)):
        start = next((at for at in range(max(done, end - longest), end - 1) if text[at:end] in names), None)
        if start is not None:
            out += [text[done:start], "某"]
            done = end
    return "".join((*out, text[done:]))


def shingles(texts: Iterable[str], organ: str | None) -> Shingles:
    """Return the sorted hashes of every run of five characters of the masked texts, each once."""
    points = np.frombuffer(masked("\n".join(texts), organ).encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    count = max(0, len(points) - LENGTH + 1)
    hashes = np.zeros(count, np.uint64)
    for step in range(LENGTH):
        hashes = (hashes ^ points[step : step + count]) * _MIX
        hashes ^= hashes >> np.uint64(29)
    return np.unique(hashes)


@cache
def _permutations() -> tuple[Shingles, Shingles]:
    def constants(kind: str) -> Shingles:
        digests = (hashlib.blake2b(f"{kind}{at}".encode(), digest_size=8).digest() for at in range(BANDS * ROWS))
        return np.array([int.from_bytes(digest, "little") for digest in digests], np.uint64)

    return (constants("times") | np.uint64(1))[:, None], constants("plus")[:, None]


def signature(found: Shingles) -> bytes | None:
    """Return the MinHash signature, one byte each for 80 permutations; None for a text that is too short."""
    if len(found) < ENOUGH:
        return None
    times, plus = _permutations()
    least = ((found[None, :] * times + plus) >> np.uint64(32)).min(axis=1)
    # The least values are small: their low byte is even only after one more mixing.
    return ((least * _MIX) >> np.uint64(56)).astype(np.uint8).tobytes()


def jaccard(one: Shingles, other: Shingles) -> float:
    """Return the share of shingles that two texts have in common, 0 to 1."""
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / (len(one) + len(other) - common) if common else 0.0
