"""What a browser would not show: scripts, hidden twins, struck-out text; taken out before a page is read."""

from __future__ import annotations

import re

from lxml import etree

_UNSEEN = ("script", "style", "noscript", "template", "select", "option", "textarea", "button", "head", "del", "s")
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE_SELECTOR = re.compile(r"(?:[a-z0-9]+)?([.#])([\w-]+)", re.IGNORECASE)
_CONDITIONAL = re.compile(
    r"<!--\[if[^\]]*\]-->|<!--\[endif\]-->|<!\[endif\]-*>|<!\[if[^\]]*\]>|^\s*-->\s*", re.IGNORECASE
)
BREAK = "\u2028"
PICTURE = "\ufffc"
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


def hidden_names(root: etree._Element) -> tuple[set[str], set[str]]:
    """Return the classes and ids that the page's own style sheets hide on every screen (rules in @media excepted)."""
    sheet = "\n".join(element.text or "" for element in root.iter("style"))
    if "none" not in sheet and "hidden" not in sheet:
        return set(), set()
    sheet = re.sub(r"@[^{;]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", sheet)
    names: dict[str, set[str]] = {".": set(), "#": set()}
    for selectors, body in _RULE.findall(sheet):
        if _HIDING_STYLE.search(body):
            for selector in selectors.split(","):
                match = _SIMPLE_SELECTOR.fullmatch(selector.strip())
                if match:
                    names[match[1]].add(match[2])
    return names["."], names["#"]


def _hidden(root: etree._Element) -> list[etree._Element]:
    classes, ids = hidden_names(root)
    out = [
        element
        for element in root.iter(etree.Element)
        if element.get("hidden") is not None or _HIDING_STYLE.search(element.get("style") or "")
    ]
    if classes or ids:
        for element in root.xpath("//*[@class or @id]"):
            if element.get("id") in ids or classes.intersection((element.get("class") or "").split()):
                out.append(element)
    return out


_HIDING_WORDS = ("display", "visibility", "mso-hide", " hidden", "DISPLAY", "VISIBILITY", " HIDDEN", "Display")


def may_hide(source: str) -> bool:
    """Tell whether a page's source can hide anything at all: a quick look that spares most pages the search."""
    return any(word in source for word in _HIDING_WORDS)


def drop_unseen(root: etree._Element, keep_hidden: bool = False) -> int:
    """Take out what is never shown; return how many hidden elements (not scripts) were taken out."""
    hidden = [] if keep_hidden else _hidden(root)
    for element in hidden:
        _drop(element)
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    return len(hidden)


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
    for element in root.iter("br", "hr"):
        element.tail = BREAK + (element.tail or "")
    for element in root.iter("sup", "sub"):
        if element.text:
            element.text = "^" + element.text
    for element in root.iter("img", "embed", "object", "svg", "canvas"):
        element.tail = PICTURE + (element.tail or "")


def text_of(element: etree._Element) -> str:
    """Return all text inside an element without its tail; blocks inside are kept apart as marked breaks."""
    children = len(element)
    if not children:
        return element.text or ""
    if children == 1:
        only = element[0]
        if only.tag in BLOCK_TAGS and not (element.text or "").strip() and not (only.tail or "").strip():
            return text_of(only)
    if any(child.tag in BLOCK_TAGS for child in element):
        parts = [element.text or ""]
        for child in element:
            edge = BREAK if child.tag in BLOCK_TAGS or child.tag in ("table", "tr", "td") else ""
            parts += (edge, text_of(child), edge, child.tail or "")
        return "".join(parts)
    return "".join(element.itertext())


def printed(text: str) -> str:
    """Return text as a reader sees it: source white space folded, marked breaks as line ends, no empty lines."""
    if not text or text.isalnum():
        return text
    if "<!" in text or "-->" in text:
        text = _CONDITIONAL.sub("", text)
    if BREAK not in text:
        return " ".join(text.split())
    lines = (" ".join(line.split()) for line in text.split(BREAK))
    return "\n".join(line for line in lines if line)
