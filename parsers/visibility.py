"""What a browser would not show: scripts, hidden twins, struck-out text; taken out before a page is read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from parsers.stylesheets import hidden_by_rules, hides

_UNSEEN = (
    "script",
    "style",
    "noscript",
    "template",
    "select",
    "option",
    "textarea",
    "button",
    "head",
    "del",
    "s",
    "strike",
)
_CONDITIONAL = re.compile(
    r"<!--\[if[^\]]*\]-->|<!--\[endif\]-->|<!\[endif\]-*>|<!\[if[^\]]*\]>|^\s*-->\s*", re.IGNORECASE
)
_PICTURES = ("img", "embed", "object", "svg", "canvas")
BREAK = "\u2028"
RAISED = "^"
"""Stands before what is set above or below its line: the sign of a footnote, no digit of the figure beside it."""
_NO_SIZE = re.compile(r"font-size\s*:\s*0(?:px|pt|em)?\s*(?:!\s*important\s*)?(?:;|$)", re.IGNORECASE)
_RAISES = re.compile(r"vertical-align\s*:\s*(?:super|sub)\b", re.IGNORECASE)
PICTURE = "\ufffc"
UNSEEN = " \u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\u00ad"
"""Signs without width or meaning: alone in a cell, they print nothing."""
BLOCK_TAGS = frozenset(
    (
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "section",
        "article",
        "center",
        "blockquote",
        "pre",
        "form",
        "header",
    )
)


_STYLES = etree.XPath("//@style", smart_strings=False)
_STYLED = etree.XPath("//*[@style]")
# The attributes first, then whose they are: a predicate would be evaluated for every element of the page.
_HIDDEN = etree.XPath("//@hidden/..")


def hidden_elements(root: etree._Element) -> list[etree._Element]:
    """Return the elements that a browser would not show, scripts and the like apart."""
    styles = set(_STYLES(root))
    hiding = {value for value in styles if hides(value)}
    out = [element for element in _STYLED(root) if element.get("style") in hiding] if hiding else []
    # What stands inside may have a size of its own: pages set letters of no size around columns to close gaps.
    tiny = {value for value in styles if _NO_SIZE.search(value)}
    out += [element for element in _STYLED(root) if element.get("style") in tiny and not len(element)] if tiny else []
    closed = [dialog for dialog in root.iter("dialog") if dialog.get("open") is None]
    return [*out, *_HIDDEN(root), *closed, *hidden_by_rules(root)]


def drop_unseen(root: etree._Element, hidden: Iterable[etree._Element] = ()) -> None:
    """Take out what is never shown: the elements found `hidden`, and scripts and the like."""
    for element in hidden:
        _drop(element)
    etree.strip_elements(root, *_UNSEEN, with_tail=False)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None or element.tag in ("body", "html"):
        return
    if element.tail:
        previous = element.getprevious()
        if previous is None:
            parent.text = (parent.text or "") + element.tail
        else:
            previous.tail = (previous.tail or "") + element.tail
    parent.remove(element)


def mark_breaks(root: etree._Element) -> None:
    """Mark line breaks, footnote signs and pictures in the text, so that joining keeps apart what stands apart."""
    for element in root.iter("br", "hr", "sup", "sub", "input", *_PICTURES):
        tag = element.tag
        if tag in ("br", "hr"):
            element.tail = BREAK + (element.tail or "")
        elif tag in ("sup", "sub"):
            element.text = RAISED + element.text if element.text else None
        elif tag in _PICTURES:
            element.tail = PICTURE + (element.tail or "")
        elif element.get("value") and (element.get("type") or "text").lower() in ("text", "number"):
            # A form filled in on screen prints its figures in boxes.
            element.tail = element.get("value") + (element.tail or "")
    _mark_raised(root)


def _mark_raised(root: etree._Element) -> None:
    raising = {value for value in set(_STYLES(root)) if _RAISES.search(value)}
    for element in _STYLED(root) if raising else ():
        if element.get("style") in raising and element.text and element.tag not in ("sup", "sub", "td", "th"):
            element.text = RAISED + element.text


def whole_text(element: etree._Element) -> str:
    """Return all text inside an element without its tail, as it stands."""
    return str(etree.tostring(element, method="text", encoding="unicode", with_tail=False))


def text_of(element: etree._Element) -> str:
    """Return all text inside an element without its tail; blocks inside are kept apart as marked breaks."""
    children = len(element)
    if not children:
        return element.text or ""
    if children == 1:
        only = element[0]
        if only.tag in BLOCK_TAGS:
            around = (element.text or "") + (only.tail or "")
            if not around or around.isspace():
                return text_of(only)
        elif not len(only):
            return (element.text or "") + (only.text or "") + (only.tail or "")
        else:
            return whole_text(element)
    if not BLOCK_TAGS.isdisjoint([child.tag for child in element]):
        parts = [element.text or ""]
        for child in element:
            edge = BREAK if child.tag in BLOCK_TAGS or child.tag in ("table", "tr", "td") else ""
            parts += (edge, text_of(child), edge, child.tail or "")
        return "".join(parts)
    return whole_text(element)


def printed(text: str) -> str:
    """Return text as a reader sees it: source white space folded, marked breaks as line ends, no empty lines."""
    if not text or text.isalnum():
        return text
    if "<!" in text or "-->" in text:
        text = _CONDITIONAL.sub("", text)
    if BREAK not in text:
        return " ".join(text.split()).strip(UNSEEN)
    lines = (" ".join(line.split()).strip(UNSEEN) for line in text.split(BREAK))
    return "\n".join(line for line in lines if line)
