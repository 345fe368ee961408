"""How a SQLite file is opened to be read alone, whatever signs its path has in it (`?`, `#`, `%`)."""

from __future__ import annotations

from pathlib import Path


def read_only(path: Path) -> str:
    """Return the URI, for `sqlite3.connect(…, uri=True)` and ATTACH, under which `path` can be read and not written; no
    file is made where there is none."""
    return f"{path.absolute().as_uri()}?mode=ro"
