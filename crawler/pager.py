"""Page numbers of static listings: `createPageHTML` and its variants (`portals.md` §3.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CALL = re.compile(
    r"""(?<!function\s)\bcreatePage(?:HTML|Html)?\s*\(\s*(\w+)\s*,\s*(\w+)\s*,\s*["']([\w-]+)["']\s*,\s*["']\.?(\w+)["']""",
    re.VERBOSE,
)
_FOREIGN = re.compile(r"""(?<!function\s)\bcreatePageHTML\s*\(\s*["']""", re.VERBOSE)
_COMMENT = re.compile(r"<!--.*?-->|/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pager:
    """`count` pages, of which this is number `current` (0-based); page k ≥ 1 is the file `{name}_{k}.{extension}`."""

    count: int
    current: int
    name: str
    extension: str

    def file(self, page: int) -> str:
        """The file name of a page (0-based, from 1)."""
        return f"{self.name}_{page}.{self.extension}"


def read_pager(text: str) -> Pager | None:
    """The pager of a listing, from its script; None without one. Numbers may be given by `var countPage = 9`."""
    text = _COMMENT.sub("", text)
    for count, current, name, extension in _CALL.findall(text):
        total, number = _number(count, text), _number(current, text)
        if total is not None:
            return Pager(max(total, 1), number or 0, name, extension)
    return None


def read_foreign_pager(text: str) -> bool:
    """Tell whether the listing pages in the manner of another family (UCAP: the first argument is a string)."""
    return bool(_FOREIGN.search(_COMMENT.sub("", text)))


def _number(token: str, text: str) -> int | None:
    if token.isdigit():
        return int(token)
    match = re.search(rf"\bvar\s+{re.escape(token)}\s*=\s*(\d+)", text)
    return int(match[1]) if match else None
