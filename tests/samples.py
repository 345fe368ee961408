"""Where the real reports lie: `shared/samples` beside the project, read where that folder is present."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "samples"


@dataclass(frozen=True)
class Sample:
    name: str
    path: Path
    expected: dict[str, Any]

    @property
    def data(self) -> bytes:
        return self.path.read_bytes()


def samples(*suffixes: str) -> list[Sample]:
    """The samples in the formats that are read, by name."""
    out = []
    for folder in sorted(FOLDER.glob("*/")):
        for path in sorted(folder.glob("input.*")):
            if path.suffix in (suffixes or (".html", ".txt")):
                out.append(
                    Sample(folder.name, path, json.loads((folder / "expected.json").read_text(encoding="utf-8")))
                )
    return out
