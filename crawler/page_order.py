"""What the pages of one list must be to each other: no record on two of them, days that go on (`portals.md` §8.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

OUT_OF_ORDER = "Its days do not go on from those of the page before: the list is not in the order of its days."


def twice(pages: Sequence[frozenset[str]], records: set[str]) -> set[str]:
    """Those of some records that stand on two pages. What stands on all is the frame of the site, what also stands on
    the first may be pinned there.
    """
    if len(pages) < 2:
        return set()
    counts = Counter(address for page in pages[1:] for address in page - pages[0])
    return {address for address, count in counts.items() if count > 1} & records


def way_of(before: Sequence[str], after: Sequence[str]) -> int | None:
    """Which way the days (ISO) of a page go on from those of the page before: -1 down, 1 up, 0 either, None neither.

    The first half of the page before does not count: rows may be pinned there.
    """
    before = before[len(before) // 2 :]
    if not before or not after:
        return 0
    down, up = max(after) <= min(before), min(after) >= max(before)
    return up - down if up or down else None
