"""What can be taken and how: releases, the archive file, licence, citation, the interface by examples."""

from __future__ import annotations

import shlex
import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from datasette.utils.asgi import Request, Response
from starlette.responses import FileResponse

from archive.export.checksums import SUMS
from archive.export.release_notes import release as declared
from publish.archive_db import DATABASE
from publish.change_page import parts
from publish.citing import cited
from publish.origin import origin
from publish.page import MissingError, Page
from publish.releases import CHANGES, CITATION, Release, ReleaseFile, media_type, release_named, releases
from publish.safety import COPYING
from publish.taking import filled

EXAMPLES = Path(__file__).parent.parent / "api_examples.toml"
PLACE = "data/releases"
FILES = rf"/{PLACE}/(?P<release>[^/]+)/(?P<path>.+)$"
"""The addresses of files of releases, which are in no language."""
_GROUPS = (("csv", "data/csv/"), ("wide", "data/parquet/report_wide/"), ("parquet", "data/parquet/"), ("told", ""))
TAKE_WHOLE = """
mkdir -p {name} && cd {name}
curl -fsS -o {sums} '{address}/{sums}'
cut -c67- {sums} | while read -r file; do curl -fsS --retry 9 --create-dirs -o "$file" "{address}/$file"; done
sha256sum -c --quiet {sums} && echo "every file is as it was released"
"""


async def data(page: Page) -> Response:
    """Show what can be taken."""
    found = releases(page.site.releases)
    chosen = _chosen(page, found)
    visited = await page.row("last_visited")
    day = visited["at"][:10] if visited else ""
    answer = await page.render(
        "data.html",
        releases=found,
        release=chosen,
        groups=_groups(chosen) if chosen else {},
        changes=parts(chosen.text(CHANGES)) if chosen else [],
        take_whole=_take_whole(page, chosen) if chosen else "",
        place=_place,
        size=_size,
        file=page.datasette.setting("allow_download"),
        file_size=_size(page.site.db.stat().st_size),
        file_address=f"/{DATABASE}.db",
        licence=declared()["licence"],
        cited=cited(chosen, origin(page.request), day),
        citation=chosen.text(CITATION) if chosen else "",
        examples=_examples(origin(page.request), await page.row("example_report")),
        day=day,
    )
    answer.headers |= COPYING
    return answer


def _chosen(page: Page, found: list[Release]) -> Release | None:
    """Return the release that the address names, else the newest, None when there is none."""
    wanted = page.arg("release")
    if not wanted:
        return found[0] if found else None
    named = [one for one in found if one.name == wanted]
    if not named:
        raise MissingError(wanted)
    return named[0]


def _groups(release: Release) -> dict[str, list[ReleaseFile]]:
    out: dict[str, list[ReleaseFile]] = {name: [] for name, _ in _GROUPS}
    for file in release.files:
        out[next(name for name, start in _GROUPS if file.path.startswith(start))].append(file)
    return out


def _place(release: Release, path: str) -> str:
    """Return the path of a file of a release on this site."""
    return f"/{PLACE}/{quote(release.name, safe='')}/{quote(path, safe='/=')}"


def _take_whole(page: Page, release: Release) -> str:
    """Return the lines that take every file of a release and verify it."""
    address = f"{origin(page.request)}/{PLACE}/{quote(release.name, safe='')}"
    return TAKE_WHOLE.strip().format(name=shlex.quote(release.name), address=address, sums=SUMS)


def _size(count: int) -> str:
    """Return a number of bytes for people, in units of 1,000."""
    value, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    return f"{value:.0f} {unit}" if unit == "B" or value >= 100 else f"{value:.1f} {unit}"


@cache
def _declared_examples() -> tuple[dict[str, Any], ...]:
    with EXAMPLES.open("rb") as file:
        return tuple(tomllib.load(file)["example"])


def _examples(site: str, report: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Return the examples with their addresses filled in; none when the archive holds no report to show them on."""
    if report is None:
        return []
    words = {"origin": site, "year": str(report["year"]), "key": report["report_key"]}
    return [
        {**one, "code": {language: filled(code, words) for language, code in one["code"].items()}}
        for one in _declared_examples()
    ]


class SentFile(Response):
    """A file as an answer: in pieces, with its size, and from where a broken download asks to go on."""

    def __init__(self, request: Request, path: Path, name: str) -> None:
        super().__init__()
        self._request = request
        self._file = FileResponse(path, media_type=media_type(name), filename=Path(name).name)

    async def asgi_send(self, send: Any) -> None:
        """Send it."""
        await self._file(self._request.scope, self._request.receive, send)


async def release_file(page: Page) -> Response:
    """Give one file of a release, one that its SHA256SUMS lists; MissingError for anything else."""
    name, path = unquote(page.vars["release"]), unquote(page.vars["path"])
    release = release_named(page.site.releases, name)
    place = release.path_of(path) if release else None
    if place is None:
        raise MissingError(f"{name}/{path}")
    return SentFile(page.request, place, path)
