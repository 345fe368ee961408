"""What a release says of itself (`declared/release.toml`), with its version and its counts."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
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


def version_of(snapshot: Snapshot, digests: Iterable[str]) -> str:
    """Return the version of a release: the day of the archive's last visit, never that of the export, and 8 hex digits
    of the `digests` of its data, so that releases of one day with other content (a better parser) have other versions.
    """
    content = hashlib.sha256("".join(digests).encode()).hexdigest()[:8]
    return f"{released_on(snapshot) or '0000-00-00'}.{content}"


def released_on(snapshot: Snapshot) -> str:
    """Return the day of the archive's last visit (ISO); "" when nothing was visited."""
    return snapshot.last_visit[:10]


def front_lines(snapshot: Snapshot) -> list[str]:
    """Return the lines that stand at the head of a workbook, Chinese and English by turns."""
    told = release()
    names = ("title", "abstract")
    lines = [told[f"{name}_{lang}"] for name in names for lang in ("zh", "en")]
    lines.append(
        f"最后访问 last visit: {snapshot.last_visit}; 解析程序 parser: {snapshot.about.get('parser_version', '')}"
    )
    for part in ("licence", "personal"):
        lines += [told[part]["note_zh"], told[part]["note_en"]]
    return lines
