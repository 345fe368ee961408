"""The rows of a listing: the links of a page, those that its scripts write among them (`portals.md` §3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from urllib.parse import urljoin

from lxml import etree

from crawler.items import Link
from crawler.pages import Page, date_beside, link_of, parse, squeeze, target_of, text_of, words_of
from crawler.spans import replaced, scripts
from crawler.tables import table
from registry.titles import read_title

_STRING = r"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
_TERM = rf"(?:{_STRING}|[\w.$\[\]]+)"
_SUM = rf"{_TERM}(?:\s*\+\s*{_TERM})*"
_STEP = re.compile(
    rf"(?P<open>\{{)|(?P<close>\}})|document\.write(?:ln)?\s*\(\s*(?P<written>{_SUM})"
    rf"|\b(?P<name>\w+)\s*=(?!=)\s*(?P<value>{_SUM})|//[^\n]*|/\*.*?\*/|{_STRING}",
    re.DOTALL,
)
_TERMS = re.compile(_TERM)
_OBJECT = re.compile(r"\{[^{}]*\}")
_UNKNOWN = "\ufffd"
"""Stands for what a script leaves open: an address that holds it is none."""
_DATE = re.compile(r"20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?")


def rows_of(page: Page) -> list[Link]:
    """Every link of a listing, each address once, with those that scripts write; nested extras count as hidden."""
    if page.rows is None:
        page.rows = _rows(page)
    return page.rows


def _rows(page: Page) -> list[Link]:
    extras = set(_extras(page))
    links = [replace(link, hidden=True) if link in extras else link for link in page.links]
    known = {link.url for link in links}
    for link in _scripted(page):
        if link.url not in known:
            known.add(link.url)
            links.append(link)
    return links


def frames_of(page: Page) -> list[Link]:
    """The lists that a page shows in frames of a known name."""
    names = {name.lower() for name in table("listings")["list_frames"]}
    frames = (frame for frame in page.tree.iter("iframe", "frame") if (frame.get("name") or "").lower() in names)
    return [
        Link(urljoin(page.base, frame.get("src").strip()), "", "", page.url) for frame in frames if frame.get("src")
    ]


def written(script: str) -> str:
    """What a script writes into the page, as far as joining strings and variables tells."""
    known: dict[str, str] = {}
    out: list[str] = []
    depth = 0
    for step in _STEP.finditer(script):
        depth += bool(step["open"]) - bool(step["close"])
        if step["written"]:
            out.append(_joined(step["written"], known))
        elif step["name"] and (not depth or step["name"] not in known):  # a branch changes nothing that is settled
            known[step["name"]] = _joined(step["value"], known)
    return "".join(out) or "".join(_described(script, known))


def _scripted(page: Page) -> Iterator[Link]:
    """The links of the page as its scripts complete it, when one of them has an address to give."""
    if not any(_address().search(script.inner) for script in scripts(page.text)):
        return
    tree = parse(replaced(page.text, scripts(page.text), lambda script: written(script.inner)))
    for anchor in tree.iter("a"):
        url = "" if _UNKNOWN in (anchor.get("href") or "") else target_of(anchor, page.base)
        words = (words_of(anchor) or _words_beside(anchor)).replace(_UNKNOWN, "") if url else ""
        if words:
            yield Link(url, words, date_beside(anchor), page.url)


def _words_beside(anchor: etree._Element) -> str:
    """The words of the row of an anchor that has none itself."""
    row = next(anchor.iterancestors("tr", "li"), None)
    return "" if row is None else squeeze(_DATE.sub("", text_of(row)))


def _joined(expression: str, known: dict[str, str]) -> str:
    terms = _TERMS.findall(expression)
    return "".join(
        re.sub(r"\\(.)", r"\1", term[1:-1]) if term[0] in "'\"" else known.get(term, _UNKNOWN) for term in terms
    )


def _described(script: str, known: dict[str, str]) -> Iterator[str]:
    """Rows of a script that writes nothing itself: objects, or else variables, that hold an address and words."""
    objects = [re.findall(_STRING, text) for text in _OBJECT.findall(script)]
    for values in [[value[1:-1] for value in strings] for strings in objects] + [list(known.values())]:
        address = next((value for value in values if _address().fullmatch(f"'{value}'")), None)
        if address:
            words = max((value for value in values if re.search(r"[\u4e00-\u9fff]", value)), key=len, default="")
            day = next((value for value in values if _DATE.match(value)), "")
            yield f'<a href="{escape(address)}" title="{escape(words)}"></a><span>{escape(day)}</span>'


def _address() -> re.Pattern[str]:
    return re.compile(table("listings")["script_address"], re.IGNORECASE)


def _extras(page: Page) -> list[Link]:
    """Links in a block inside a row whose own link titles a report: explanations of it, whatever they are called."""
    found = []
    for row in page.tree.iter("li"):
        main = next((child for child in row if child.tag == "a" and read_title(words_of(child)).kind == "report"), None)
        if main is not None:
            blocks = [child for child in row if child.tag in ("div", "ul", "dl", "table", "p")]
            inner = [
                anchor for block in blocks for anchor in block.iter("a") if next(anchor.iterancestors("li")) is row
            ]
            urls = [(anchor, target_of(anchor, page.base)) for anchor in inner]
            found += [
                page.as_sent(link_of(anchor, url, page.url))
                for anchor, url in urls
                if url and url != target_of(main, page.base)
            ]
    return found
