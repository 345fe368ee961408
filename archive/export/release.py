"""The format `datapackage`: a release, a folder that can be deposited as it is and cited.

Nothing in it comes from the clock or the machine: two exports of one archive are the same bytes.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from archive.export.change_log import FULL, change_log
from archive.export.checksums import sha256_of, write_sums
from archive.export.citation import citation
from archive.export.comparison import Comparison, compare
from archive.export.csv_files import PACKED, packed, write_rows
from archive.export.datapackage import datapackage
from archive.export.dictionary_file import dictionary
from archive.export.parquet import write_parquet
from archive.export.progress import Progress
from archive.export.relations import Relation
from archive.export.release_notes import DECLARED, release, version_of
from archive.export.snapshot import Snapshot

COUNTS = "SELECT count(*), coalesce(sum(is_practice), 0) FROM reports"


def export_release(
    snapshot: Snapshot,
    chosen: list[Relation],
    as_parquet: list[Relation],
    folder: Path,
    progress: Progress,
    since: Path | None = None,
    doi: str = "",
) -> list[str]:
    """Write a release into `folder`: `chosen` as CSV, `as_parquet` as Parquet; return what to tell of odd values.

    `since` is the folder of the last release, with which it is compared; `doi` stands in the citation file.
    """
    compared = _compared(snapshot, since, folder)
    (folder / PACKED).parent.mkdir(parents=True)
    rows = {}
    for relation in chosen:
        with packed(folder / PACKED.format(name=relation.name)) as file:
            rows[relation] = write_rows(snapshot, relation, file, progress)
    (folder / "data" / "parquet").mkdir()
    told = write_parquet(snapshot, as_parquet, folder / "data" / "parquet", progress)
    version = version_of(snapshot, (sha256_of(folder / PACKED.format(name=relation.name)) for relation in rows))
    _write(folder / "datapackage.json", datapackage(snapshot, version, rows, folder))
    _write(folder / "dictionary.csv", dictionary(as_parquet))
    _write(folder / "README.md", _readme(snapshot, version, rows))
    _write(folder / "CITATION.cff", citation(snapshot, version, doi))
    _write(folder / "CHANGES.md", change_log(snapshot, version, rows, compared))
    shutil.copyfile(DECLARED / release()["licence"]["file"], folder / "LICENSE")
    write_sums(folder)
    return told


def _compared(snapshot: Snapshot, since: Path | None, folder: Path) -> Comparison | None:
    if since is None:
        return None
    with packed(folder / FULL) as file:
        return compare(snapshot, since, file)


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", newline="")


def _readme(snapshot: Snapshot, version: str, rows: dict[Relation, int]) -> str:
    told = release()
    reports, practice = snapshot.table(COUNTS)[0]
    words = {f"{name}_{lang}": told[f"{name}_{lang}"] for name in ("title", "abstract") for lang in ("zh", "en")}
    words |= {f"{name}_{lang}": told[name][f"note_{lang}"] for name in ("personal", "licence") for lang in ("zh", "en")}
    tables = "\n".join(f"| `{each.name}` | {count} | {each.zh} | {each.en} |" for each, count in rows.items())
    return (
        (DECLARED / "readme.md")
        .read_text("utf-8")
        .format(
            **words,
            version=version,
            parser_version=snapshot.about.get("parser_version", ""),
            reports=reports,
            practice=practice,
            tables=tables,
        )
    )
