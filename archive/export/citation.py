"""CITATION.cff (Citation File Format 1.2.0): how to cite a release; Zenodo and others read it when they give a DOI."""

from __future__ import annotations

import json
from typing import Any

from archive.export.release_notes import release, released_on
from archive.export.snapshot import Snapshot


def citation(snapshot: Snapshot, version: str, doi: str = "") -> str:
    """Return the file. `doi` is that of the release, where one was reserved.

    It is YAML of the plainest kind: a key a line, each value as JSON, which YAML includes.
    """
    told = release()
    values: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite this release. 使用本数据请注明本版本。",
        "type": "dataset",
        "title": f"{told['title_en']} / {told['title_zh']}",
        "abstract": f"{told['abstract_en']}\n{told['abstract_zh']}",
        "authors": [{"name": name} for name in told["authors"]],
        "version": version,
        "license": told["licence"]["name"],
        "keywords": told["keywords"],
    }
    if snapshot.last_visit:
        values["date-released"] = released_on(snapshot)
    if doi:
        values["doi"] = doi
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())
