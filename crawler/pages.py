"""A fetched page, decoded and parsed once: its words, metas, links and likeness to other pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from lxml import etree
from w3lib.url import safe_url_string

from crawler.addresses import viewed
from crawler.charset import LEGACY, Decoded, decode
from crawler.items import Link
from crawler.spans import Span, scripts
from crawler.tables import table

_DATE = re.compile(r"(20\d\d)(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})(?!\d)")
# A line break between two Chinese characters is no blank (CSS Text 3 §4.1.3).
_CUT_LINE = re.compile(r"(?<=[\u3001-\u9fff\uff01-\uffef])[ \t]*[\r\n]\s*(?=[\u3001-\u9fff\uff01-\uffef])")
_ROW_TAGS = {"li", "tr", "dd", "dt", "p"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SCRIPTED = ("javascript:", "mailto:", "tel:", "data:", "#")
_LABELLED = re.compile(r"\s*(?:文章)?标\s*题[:：]\s*(.+?)\s*(?:[\r\n]|发布|来源|作者|日期|时间|$)")
"""A tooltip that tells the title among other things."""
_MOST_BLOCKS = 12
_SHORTEST_NAME = 6
"""Characters of the shortest name that a block in a link may give."""
_LEVELS = 3
"""Boxes around a link that may be its row."""
_DATA = ("data-href", "data-url", "data-link")
_NAMED_IN_SCRIPT = re.compile(
    r"""["'\(]\s*((?:https?:/|\.{1,2})?/?[^"'()\s<>]*\.(?:s?html?|jhtml|jspx?|aspx?|php|do|docx?|pdf|wps|rtf|xlsx?|ofd|zip|rar)"""
    r"""(?:[?][^"'()\s<>]*)?)\s*["')]""",
    re.IGNORECASE,
)
"""An address among the words of a script: of a page or a document, by its extension."""


@dataclass
class Page:
    """The bytes of an HTML page with the address they came from; reading never raises.

    `rows` keeps what `crawler.rows.rows_of` found, so that a listing is not gone through again for its check.
    """

    url: str
    body: bytes
    label: str | None = None
    rows: list[Link] | None = field(default=None, init=False, repr=False, compare=False)

    @cached_property
    def text(self) -> str:
        """The page as characters; labels are not trusted."""
        return self._decoded.text

    @cached_property
    def _decoded(self) -> Decoded:
        return decode(self.body, self.label)

    @cached_property
    def tree(self) -> etree._Element:
        """The parsed page; a body without a single tag gives an empty page."""
        return parse(self.text)

    @cached_property
    def base(self) -> str:
        """The address that relative links start from."""
        given = next((element.get("href", "") for element in self.tree.iter("base") if element.get("href")), "").strip()
        return urljoin(self.url, given) if given else self.url

    @cached_property
    def title(self) -> str:
        """The words of `<title>`."""
        element = next(self.tree.iter("title"), None)
        return "" if element is None else squeeze(text_of(element))

    def meta(self, name: str) -> str:
        """The first non-empty `<meta>` of this name, in any case of letters; "" without one."""
        for element in self.tree.iter("meta"):
            if (element.get("name") or "").lower() == name.lower() and (element.get("content") or "").strip():
                return squeeze(element.get("content") or "")
        return ""

    @cached_property
    def scripts(self) -> list[Span]:
        """The scripts of the page."""
        return list(scripts(self.text))

    @cached_property
    def tree_text(self) -> str:
        """The characters of the page without its tags, scripts among them."""
        return text_of(self.tree)

    @cached_property
    def words(self) -> str:
        """The visible words, without blanks, digits and Latin letters (clocks, counters and addresses vary)."""
        text = "".join(_visible(self.tree))
        return re.sub(r"[\s\da-zA-Z]+", "", unicodedata.normalize("NFKC", text))

    def is_like(self, other: Page) -> bool:
        """Tell whether two pages say the same to a reader; a page that says nothing is like its own bytes alone."""
        if self.title != other.title:
            return False
        return self.words == other.words if self.words or self.title else self.body == other.body

    @cached_property
    def links(self) -> list[Link]:
        """Every link of the page in document order, with its words and the date beside it."""
        return [self.as_sent(link) for link in links_of(self.tree, self.base, self.url)]

    def as_sent(self, link: Link) -> Link:
        """The link as browsers send it: the characters of its query in the encoding of the page, if that is not UTF-8.

        The rule is that of the URL standard (the query of a special URL takes the encoding of the document).
        """
        if link.url.isascii():
            return link
        encoding = self._decoded.encoding
        return replace(link, url=safe_url_string(link.url, encoding=encoding)) if encoding in LEGACY else link


def parse(text: str) -> etree._Element:
    """Parse characters as HTML whatever they declare; never raises."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, huge_tree=True)
    try:
        tree = etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError:
        tree = None
    return tree if tree is not None else etree.HTML("<html><body></body></html>")


def squeeze(text: str) -> str:
    """Join the words of a text with single blanks."""
    return " ".join(text.split())


def close_up(text: str) -> str:
    """Words as one line: a line break between two Chinese characters is no blank, any other is one."""
    return squeeze(_CUT_LINE.sub("", text))


def text_of(element: etree._Element) -> str:
    """All the characters inside an element."""
    return "".join(element.itertext())


def target_of(element: etree._Element, base: str) -> str:
    """The absolute address that an anchor, a row or an option of a jump menu leads to, or "" (a fragment, a script
    that names no address). A document that a viewer shows is meant itself.
    """
    raw = element.get("value" if element.tag == "option" else "href") or ""
    href = re.sub(r"[\r\n\t]+", "", raw).strip()
    if element.tag == "option" and "/" not in href:
        return ""
    if not href or href.lower().startswith(_SCRIPTED):
        href = _acted(element, href)
    return resolved(href, base) if href else ""


def resolved(href: str, base: str) -> str:
    """An address made absolute as browsers do, which take a backslash for a slash; "" if it is none."""
    try:
        url = viewed(urljoin(base, href.replace("\\", "/")).partition("#")[0])
        _ = urlsplit(url).port
    except ValueError:
        return ""
    return url


def _acted(element: etree._Element, href: str) -> str:
    """The address that an element names in what a script reads of it: `onclick`, `javascript:`, `data-url`; or ""."""
    data = next((value for name in _DATA if (value := (element.get(name) or "").strip())), "")
    if data and not data.lower().startswith(_SCRIPTED):
        return data
    named = _NAMED_IN_SCRIPT.search(f"{element.get('onclick') or ''} {href}")
    return named[1].strip() if named else ""


def links_of(tree: etree._Element, base: str, found_on: str) -> Iterator[Link]:
    """The links of a tree: anchors, areas, the options of a jump menu, and rows that a click turns into a link."""
    for element in tree.iter("a", "area", "option", "li", "tr"):
        if element.tag in ("li", "tr") and (not element.get("onclick") or next(element.iter("a"), None) is not None):
            continue
        url = target_of(element, base)
        if url:
            yield link_of(element, url, found_on)


def link_of(element: etree._Element, url: str, found_on: str) -> Link:
    """A link with its words, the date beside it, and whether it is shown."""
    words = words_of(element)
    words = (_row_words(element) or words) if re.fullmatch(table("listings")["bare_words"], words) else words
    return Link(url, words, date_beside(element), found_on, is_hidden(element))


def words_of(anchor: etree._Element) -> str:
    """The words of a link: its title attribute unless the visible words say more; a date inside is left out."""
    shown = "".join(_visible(_naming(anchor))).strip()
    shown = _DATE.sub("", shown) if _DATE.search(re.sub(r"\s", "", shown)) else shown
    given = anchor.get("title") or anchor.get("alt") or ""
    labelled = _LABELLED.match(given)
    given = labelled[1] if labelled else given
    shortened = shown.rstrip().endswith(("…", "..."))
    chosen = given if given.strip() and (shortened or len(squeeze(given)) >= len(squeeze(shown))) else shown
    return close_up(chosen)


def _naming(anchor: etree._Element) -> etree._Element:
    """The part of a link that names where it leads: the heading in it, or the first of some blocks, or all of it."""
    if not len(anchor):
        return anchor
    heading = next(anchor.iter("h1", "h2", "h3", "h4", "h5", "h6"), None)
    if heading is not None and text_of(heading).strip():
        return heading
    blocks = list(anchor.iter("div", "p", "dt", "dd"))
    if not 1 < len(blocks) <= _MOST_BLOCKS:
        return anchor
    leaves = [block for block in blocks if not any(other in block.iterdescendants() for other in blocks)]
    named = [block for block in leaves if len(squeeze(_DATE.sub("", text_of(block)))) >= _SHORTEST_NAME]
    return named[0] if len(leaves) > 1 and named else anchor


def date_beside(anchor: etree._Element) -> str:
    """The date printed in the row of a link, ISO, or "". Line breaks inside a date are closed up first.

    Where no row is marked as one, what holds this link alone is its row.
    """
    row = next((node for node in anchor.iterancestors() if node.tag in _ROW_TAGS), anchor)
    found = _day_in(row)
    for _, block in zip(range(_LEVELS), row.iterancestors("div", "dl", "article", "section", "dd"), strict=False):
        if found or len(set(block.iter("a", "area")) - {anchor}) > 0:
            break
        found = _day_in(block)
    return found


def _day_in(element: etree._Element) -> str:
    match = _DATE.search(re.sub(r"\s", "", text_of(element)))
    if not match:
        return ""
    year, month, day = (int(part) for part in match.groups())
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def is_hidden(anchor: etree._Element) -> bool:
    """Tell whether a link stands in a block that is not shown, inside a row whose own link is.

    A whole list may be hidden until a tab is chosen: its rows are rows like any other.
    """
    for node in (anchor, *anchor.iterancestors()):
        if node.get("hidden") is not None or _HIDDEN.search(node.get("style") or ""):
            row = next(node.iterancestors("li", "tr", "dd"), None)
            return row is not None and _has_own_link(row, node)
    return False


def _has_own_link(row: etree._Element, block: etree._Element) -> bool:
    """Tell whether a row has a link outside of a block in it, and is no frame around other rows."""
    inside = set(block.iter("a", "li", "tr", "dd"))
    outside = [node.tag for node in row.iter("a", "li", "tr", "dd") if node is not row and node not in inside]
    return set(outside) == {"a"}


def _row_words(anchor: etree._Element) -> str:
    """The words of the row of a link that says nothing itself (查看), without its date; "" if another link does."""
    row = next(anchor.iterancestors("tr", "li"), None)
    if row is None or any(node is not row for node in row.iter("tr", "li")):
        return ""
    bare = table("listings")["bare_words"]
    if any(not re.fullmatch(bare, words_of(other)) for other in row.iter("a")):
        return ""
    own = "".join("".join(_visible(cell)) + " " for cell in row if not _holds_only(cell, anchor))
    said = close_up(_DATE.sub("", f"{row.text or ''} {own} {''.join(cell.tail or '' for cell in row)}"))
    return re.sub(r"^\d{1,3}[\s、.]+", "", said)


def _holds_only(cell: etree._Element, anchor: etree._Element) -> bool:
    return cell is anchor or (anchor in set(cell.iter("a")) and squeeze(text_of(cell)) == squeeze(text_of(anchor)))


def _visible(tree: etree._Element) -> Iterator[str]:
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style", "title"):
            yield element.text or ""
        if element is not tree:
            yield element.tail or ""
