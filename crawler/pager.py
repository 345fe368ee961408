"""Page numbers of static listings: `createPageHTML`, its variants and its namesake (`portals.md` §3.1, §3.5)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from crawler.spans import replaced, scripts, spans, without_comments

_NUMBER = r"""(\w+|"\d+"|'\d+')"""
_CALL = re.compile(
    rf"""(?<!function\s)\bcreatePage(?:HTML|Html)?\s*\(\s*{_NUMBER}\s*,\s*{_NUMBER}\s*,\s*["']([\w-]+)["']\s*,\s*["']\.?(\w+)["']"""
)
_UCAP = re.compile(
    rf"""(?<!function\s)\bcreatePageHTML\s*\(\s*["'](?!\d+["'])[^"']*["']\s*,\s*{_NUMBER}\s*,\s*{_NUMBER}"""
    rf"""\s*,\s*["']([\w/-]+)["']\s*,\s*["']\.?(\w+)["'](?:\s*,\s*{_NUMBER})?"""
)
_COUNT_PAGE = re.compile(r"\bcountPage\s*=\s*[\"']?(\d+)")
_CURRENT_PAGE = re.compile(r"\bcurr(?:ent)?(?:Page|Index)\s*=\s*[\"']?(\d+)")
_JOINED_FILE = re.compile(r"""([A-Za-z][\w-]*)_\\?["']\s*\+[^;\n]{1,40}?\+\s*["']\.(s?html?|jhtml)\b""")
# Marks that hid scripts from browsers of old: the call between them is made.
_OLD_MARKS = re.compile(r"^[^\S\n]*<!--[^\n]*?(?=createPage|\n|$)|-->[^\S\n]*$", re.MULTILINE)
_COMMENT = re.compile(r"/\*")
_LINE_COMMENT = re.compile(r"^[^\S\n]*//[^\n]*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a listing in the order in which readers see them, as one of them states them.

    `count` pages, of which this is number `current` (0-based; None: it does not say); `address` gives the URL of each
    number; `total` is the number of records that the listing states, if it does.
    """

    count: int
    current: int | None
    address: Callable[[int], str]
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Pager:
    """`count` pages, of which this is number `current` (0-based); page k ≥ 1 is `{name}_{k + first}.{extension}`.

    `first` is the number that the system gives to the first page, `total` that of the records, where it is stated.
    """

    count: int
    current: int
    name: str
    extension: str
    first: int = 0
    total: int | None = None

    def file(self, page: int) -> str:
        """The file name of a page (0-based); the first has no number."""
        return f"{self.name}_{page + self.first}.{self.extension}" if page else f"{self.name}.{self.extension}"

    def pages(self, url: str) -> Pages:
        """The pages with their addresses, as seen from the page at `url`."""
        return Pages(self.count, self.current, lambda number: urljoin(url, self.file(number)), self.total)


def read_pager(text: str) -> Pager | None:
    """The pager of a listing, from its script; None without one. Numbers may be given by `var countPage = 9`."""
    text = _live(text)
    for count, current, name, extension in _CALL.findall(text):
        total, number = _number(count, text), _number(current, text)
        if total is not None:
            return Pager(max(total, 1), number or 0, name, extension)
    return _by_variables(text)


def _by_variables(text: str) -> Pager | None:
    """The pager of a template that writes the links itself, from `countPage`, `currentPage` and joined file names."""
    count, current, file = (pattern.search(text) for pattern in (_COUNT_PAGE, _CURRENT_PAGE, _JOINED_FILE))
    if count is None or file is None:
        return None
    return Pager(max(int(count[1]), 1), int(current[1]) if current else 0, file[1], file[2])


def read_ucap_pager(text: str, url: str) -> Pages | None:
    """The pages that UCAP's call states: `createPageHTML(block, count, current, name, extension, total)`, one-based.

    It bears the name of TRS's function; its first argument is a string that is no number (`portals.md` §3.5).
    """
    text = _live(text)
    for count, current, name, extension, total in _UCAP.findall(text):
        pages, number = _number(count, text), _number(current, text)
        if pages is not None:
            shown = max((number or 1) - 1, 0)
            return Pager(max(pages, 1), shown, name, extension, 1, _number(total, text)).pages(url)
    return None


def _live(text: str) -> str:
    """The text without what is commented out, in the page or in its scripts."""
    bared = replaced(text, scripts(text), lambda span: f"<script>\n{_OLD_MARKS.sub('', span.inner)}</script>")
    shown = without_comments(bared)
    return _LINE_COMMENT.sub("", replaced(shown, spans(shown, _COMMENT, "*/"), lambda span: ""))


def _number(token: str, text: str) -> int | None:
    token = token.strip("\"'")
    if not token:
        return None
    if token.isdigit():
        return int(token)
    match = re.search(rf"""\b{re.escape(token)}\s*=\s*["']?(\d+)""", text)
    return int(match[1]) if match else None
