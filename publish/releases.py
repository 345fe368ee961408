"""The releases that can be taken from the site: folders that `gongkai export --format datapackage` wrote."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from archive.export.checksums import SUMS

DESCRIPTOR, CITATION, CHANGES = "datapackage.json", "CITATION.cff", "CHANGES.md"
TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".cff": "text/plain; charset=utf-8",
    ".gz": "application/gzip",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    "": "text/plain; charset=utf-8",
}
"""Ending to media type; what has no ending is LICENSE or SHA256SUMS."""


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One file of a release: its path below the folder, its sha256 (hex), its size in bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Release:
    """One release; `name` is that of its folder and stands in addresses."""

    folder: Path

    @property
    def name(self) -> str:
        """The name of the folder."""
        return self.folder.name

    @cached_property
    def sums(self) -> dict[str, str]:
        """Path to sha256 of every file that can be taken, as SHA256SUMS lists them."""
        lines = (self.folder / SUMS).read_text("utf-8").split("\n")
        return {line[66:]: line[:64] for line in lines if len(line) > 66}

    @cached_property
    def files(self) -> list[ReleaseFile]:
        """The files that are there, in the order of the list."""
        found = ((path, sha256, self.path_of(path)) for path, sha256 in self.sums.items())
        return [ReleaseFile(path, sha256, place.stat().st_size) for path, sha256, place in found if place]

    @property
    def size(self) -> int:
        """All bytes of its files."""
        return sum(file.size for file in self.files)

    @cached_property
    def citation(self) -> dict[str, Any]:
        """What CITATION.cff says (title, version, date-released, doi …); empty when it is not there or not ours."""
        text = self.text(CITATION)
        try:
            pairs = (line.split(": ", 1) for line in text.splitlines() if line)
            return {key: json.loads(value) for key, value in pairs}
        except ValueError:
            return {}

    def text(self, path: str) -> str:
        """Return the text of a file of the release, "" when it has no such file."""
        place = self.path_of(path)
        return place.read_text("utf-8", "replace") if place else ""

    def path_of(self, path: str) -> Path | None:
        """Return where a file that may be taken lies: one that SHA256SUMS lists, or that list; None for any other.

        A list that names something outside its folder, or a link that leads out of it, gives None too.
        """
        if path != SUMS and path not in self.sums:
            return None
        place = (self.folder / path).resolve()
        return place if place.is_file() and place.is_relative_to(self.folder.resolve()) else None


def releases(folder: Path | None) -> list[Release]:
    """Return the releases in `folder`, the newest first by version and name; none when there is no folder.

    A folder counts when it has the files of a release; one that an export is still writing begins with a dot.
    """
    if folder is None or not folder.is_dir():
        return []
    found = [Release(place) for place in folder.iterdir() if not place.name.startswith(".")]
    whole = [one for one in found if (one.folder / SUMS).is_file() and (one.folder / DESCRIPTOR).is_file()]
    return sorted(whole, key=lambda one: (str(one.citation.get("version", "")), one.name), reverse=True)


def release_named(folder: Path | None, name: str) -> Release | None:
    """Return the release of this name, or None."""
    return next((one for one in releases(folder) if one.name == name), None)


def media_type(path: str) -> str:
    """Return the media type of a file of a release."""
    return TYPES.get(Path(path).suffix, "application/octet-stream")
