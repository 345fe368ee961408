"""What a release says of itself (`declared/release.toml`), with its version and its counts."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from archive.export.snapshot import Snapshot

DECLARED = Path(__file__).parent / "declared"


@cache
def release() -> dict[str, Any]:
    """Return the declaration of the release."""
    with (DECLARED / "release.toml").open("rb") as file:
        return tomllib.load(file)


def version_of(snapshot: Snapshot) -> str:
    """Return the version of a release: the day of the archive's last visit (ISO), never that of the export."""
    return snapshot.last_visit[:10] or "0000-00-00"


def front_lines(snapshot: Snapshot) -> list[str]:
    """Return the lines that stand at the head of a workbook, Chinese and English by turns."""
    told = release()
    names = ("title", "abstract")
    lines = [told[f"{name}_{lang}"] for name in names for lang in ("zh", "en")]
    lines.append(f"版本 version: {version_of(snapshot)}; {snapshot.about.get('parser_version', '')}")
    for part in ("licence", "personal"):
        lines += [told[part]["note_zh"], told[part]["note_en"]]
    return lines
