"""CSV by RFC 4180, with one rule for what CSV cannot say by itself: text stands in quotes, numbers never do, and
nothing at all is a null. So `""` is an empty text, `"12"` a text and `12` a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

Quote = Callable[[str], str]
END = "\r\n"
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]", re.DOTALL)
_GUARDED = re.compile(r"'+[=+\-@＝＋－＠\t\r\n]", re.DOTALL)


def quoted(text: str) -> str:
    """Return `text` in quotes, those inside it doubled."""
    return '"' + text.replace('"', '""') + '"'


def guarded(text: str) -> str:
    """Return `text` in quotes, with an apostrophe before what a spreadsheet would take for a formula.

    Spreadsheets run a cell that begins with = + - @ (OWASP, CSV injection; the wide forms too where Chinese or Japanese
    is set). A lone sign is none. `unguarded` takes the apostrophe away again, whatever the text.
    """
    return quoted("'" + text if len(text) > 1 and _FORMULA.match(text) else text)


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given, without quotes."""
    return text[1:] if _GUARDED.match(text) else text


def line(row: Iterable[Any], quote: Quote = quoted) -> str:
    """Return one row as a line with its end."""
    cells = ["" if cell is None else quote(cell) if isinstance(cell, str) else repr(cell) for cell in row]
    return ",".join(cells) + END
