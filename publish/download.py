"""What is shown, as a file: CSV that spreadsheet programs read, and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from datasette.utils.asgi import Response


def as_csv(name: str, head: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Response:
    """Return the rows as a CSV file `name`; keys that `head` does not name are left out."""
    out = io.StringIO()
    writer = csv.DictWriter(out, head, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    disposition = {"content-disposition": f'attachment; filename="{name}"'}
    # The mark lets spreadsheet programs read the Chinese.
    return Response("\ufeff" + out.getvalue(), headers=disposition, content_type="text/csv; charset=utf-8")


def as_json(content: Any) -> Response:
    """Return a value as JSON, its Chinese as it is."""
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return Response(text, content_type="application/json; charset=utf-8")
