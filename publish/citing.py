"""How to cite the data: a sentence in both languages and an entry for BibTeX, of a release or of the archive."""

from __future__ import annotations

import re
from typing import Any

from archive.export.release_notes import release as declared
from publish.releases import Release


def cited(release: Release | None, address: str, last_visit: str) -> dict[str, str]:
    """Return `zh`, `en` and `bibtex`. `address` is that of the site, `last_visit` the day the archive stands for (ISO);
    what a release says of itself goes before."""
    told: dict[str, Any] = release.citation if release else {}
    version = str(told.get("version") or "")
    words = {
        "authors": ", ".join(author["name"] for author in told.get("authors", [])) or ", ".join(declared()["authors"]),
        "version": version,
        "day": str(told.get("date-released") or last_visit),
        "where": f"https://doi.org/{told['doi']}" if told.get("doi") else address,
    }
    return {lang: _sentence(lang, words) for lang in ("zh", "en")} | {"bibtex": _bibtex(words)}


def _sentence(lang: str, words: dict[str, str]) -> str:
    title = declared()[f"title_{lang}"]
    if lang == "zh":
        edition = f"，版本 {words['version']}" if words["version"] else ""
        return f"{words['authors']}. {title}{edition}，{words['day']}. {words['where']}"
    edition = f", version {words['version']}" if words["version"] else ""
    return f"{words['authors']} ({words['day'][:4]}). {title}{edition}, {words['day']}. {words['where']}"


def _bibtex(words: dict[str, str]) -> str:
    fields = {
        "author": "{" + _tex(words["authors"]) + "}",
        "title": "{" + _tex(declared()["title_en"]) + "}",
        "year": words["day"][:4],
        "date": words["day"],
        "version": _tex(words["version"]),
        "url": words["where"],
    }
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text]
    return "\n".join([f"@misc{{gongkai{re.sub(r'[^0-9]', '', words['day'])},", *lines, "}"])


def _tex(text: str) -> str:
    return re.sub(r"([&%$#_])", r"\\\1", text)
