"""Rows that scripts write into a page or keep as data for it (`portals.md` §3.1): their links with words and dates."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any

from crawler.items import Link
from crawler.json_answers import decode_from
from crawler.pages import Page, date_beside, parse, squeeze, target_of, text_of, words_of
from crawler.spans import Span, replaced, scripts, spans
from crawler.tables import pattern

_STRING = r"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
_TERM = rf"(?:{_STRING}|[\w.$\[\]]+)"
_SUM = rf"{_TERM}(?:\s*\+\s*{_TERM})*"
_WRITE = r"(?:document\.write(?:ln)?|\.(?:html|append|prepend))\s*\(|\.(?:innerHTML|outerHTML)\s*\+?="
_STEP = re.compile(
    rf"(?P<open>\{{)|(?P<close>\}})|(?:{_WRITE})\s*(?P<written>{_SUM})"
    rf"|\b(?P<name>\w+)\s*=(?!=)\s*(?P<value>{_SUM})|//[^\n]*|/\*.*?\*/|{_STRING}",
    re.DOTALL,
)
_TERMS = re.compile(_TERM)
_GROUP = re.compile(r"\{[^{}]*\}|\[[^\[\]{}]*\]|\([^(){}]*\)")
"""What keeps the parts of one row together: an object, an array, the arguments of a call."""
_UNKNOWN = "\ufffd"
"""Stands for what a script leaves open: an address that holds it is none."""
_LEFT_OPEN = re.compile(rf"""href\s*=\s*[\\"']*[^"'>]{{0,500}}{_UNKNOWN}""", re.IGNORECASE)
_DATE = re.compile(r"20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_TEMPLATE = re.compile(r"<textarea\b[^<>]*>", re.IGNORECASE)
_MARKUP = re.compile(r"\A\s*<(?:li|tr|a|ul|table|div|p)\b", re.IGNORECASE)
_DATA = re.compile(r"[\[{]\s*[\[{\"]")
_MOST_VALUES = 20
"""JSON values of one script."""
_DEPTH = 8


def written_links(page: Page) -> Iterator[Link]:
    """The links of the page as its scripts complete it, when one of them has an address to give."""
    text = replaced(page.text, spans(page.text, _TEMPLATE, "</textarea>"), _opened)
    found = page.scripts if text is page.text else list(scripts(text))
    if text is page.text and not any(pattern("listings", "script_address").search(script.inner) for script in found):
        return
    tree = parse(replaced(text, iter(found), lambda script: written(script.inner)))
    for anchor in tree.iter("a"):
        url = "" if _UNKNOWN in (anchor.get("href") or "") else target_of(anchor, page.base)
        words = (words_of(anchor) or _words_beside(anchor)).replace(_UNKNOWN, "") if url else ""
        if words:
            yield Link(url, words, date_beside(anchor), page.url)


def file_names(page: Page) -> Iterator[str]:
    """The strings in the scripts of a page that are addresses of documents."""
    for script in page.scripts:
        names = [unquoted(found[0]) for found in pattern("listings", "script_file").finditer(script.inner)]
        placed = [name for name in names if "/" in name]
        yield from placed or names  # beside an address, a bare name is what the file is called


def written(script: str) -> str:
    """What a script writes into the page, as far as joining strings and variables tells; else the rows of its data."""
    if _MARKUP.search(script):
        return script  # a template that a script will show
    known: dict[str, str] = {}
    out: list[str] = []
    depth = 0
    for step in _STEP.finditer(script):
        depth += bool(step["open"]) - bool(step["close"])
        if step["written"]:
            out.append(_joined(step["written"], known))
        elif step["name"] and (not depth or step["name"] not in known):  # a branch changes nothing that is settled
            known[step["name"]] = _joined(step["value"], known)
    text = "".join(out)
    settled = text and not _LEFT_OPEN.search(text)
    return text if settled else text + "".join(_described(script, known))


def unquoted(literal: str) -> str:
    """The characters that a string of a script stands for, its escapes undone."""
    inner = literal[1:-1]
    if "\\" not in inner:
        return inner
    try:
        return str(json.loads('"' + re.sub(r"\\(?![\"\\/bfnrtu])", "", inner.replace('"', '\\"')) + '"', strict=False))
    except ValueError:
        return re.sub(r"\\(.)", r"\1", inner)


def _opened(span: Span) -> str:
    """What a hidden field holds, if that is markup with links."""
    inner = unescape(span.inner)
    return inner if "<a" in inner.lower() and "<datastore" not in inner.lower() else ""


def _words_beside(anchor: Any) -> str:
    """The words of the row of an anchor that has none itself."""
    row = next(anchor.iterancestors("tr", "li"), None)
    return "" if row is None else squeeze(_DATE.sub("", text_of(row)))


def _joined(expression: str, known: dict[str, str]) -> str:
    terms = _TERMS.findall(expression)
    return "".join(unquoted(term) if term[0] in "'\"" else known.get(term, _UNKNOWN) for term in terms)


def _described(script: str, known: dict[str, str]) -> Iterator[str]:
    """Rows of a script that writes none itself: groups of strings, or variables, that hold an address and words."""
    groups = [[unquoted(one) for one in re.findall(_STRING, text)] for text in _GROUP.findall(script)]
    values = [row for value in _values(script) for row in _records(value)]
    for strings in [*values, *groups, list(known.values())]:
        addresses = [value for value in strings if pattern("listings", "script_address").fullmatch(f"'{value}'")]
        if addresses:
            address = next((value for value in addresses if "/" in value), addresses[0])  # not the name of the file
            words = max((value for value in strings if _HAN.search(value)), key=len, default="")
            day = next((value for value in strings if _DATE.match(value)), "")
            yield f'<p><a href="{escape(address)}" title="{escape(words)}"></a><span>{escape(day)}</span></p>'


def _values(script: str) -> Iterator[Any]:
    """The JSON values that a script holds, the outermost alone."""
    end = 0
    for _ in range(_MOST_VALUES):
        found = _DATA.search(script, end)
        if found is None:
            return
        value, end = decode_from(script, found.start())
        end = max(end, found.end())
        yield value


def _records(value: Any, depth: int = 0) -> Iterator[list[str]]:
    """The strings of every object in a JSON value, those of one object together."""
    if depth > _DEPTH:
        return
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    if isinstance(value, dict):
        yield [one for one in inner if isinstance(one, str)]
    for one in inner:
        yield from _records(one, depth + 1)
