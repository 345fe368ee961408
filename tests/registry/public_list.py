"""Where the public list of portals lies: an excerpt beside this file, all of it in `shared/registry` beside the project."""

from __future__ import annotations

from pathlib import Path

from registry.build_portals import read

EXCERPT = Path(__file__).with_name("portal_list_excerpt.csv")
WHOLE = Path(__file__).parents[3] / "shared" / "registry" / "government-portals.csv"
LISTS = [path for path in (EXCERPT, WHOLE) if path.exists()]


def excerpt() -> dict[str, dict[str, str]]:
    """The rows of the excerpt by region path."""
    return {row["region_path"]: row for row in read(EXCERPT)}
