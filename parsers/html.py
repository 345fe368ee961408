"""HTML to Document: the visible text in order, data tables as grids, layout tables unwrapped."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from functools import partial

from lxml import etree

from crawler.charset import Decoded
from crawler.media_type import HTML
from parsers.document import Document, Paragraph, Picture, Table
from parsers.markers import markers
from parsers.markup import Walk
from parsers.pictures import LEAST_BYTES
from parsers.visibility import PICTURE, drop_unseen, hidden_elements, mark_breaks, printed, text_of
from registry.titles import read_title

_ATTACHMENT = re.compile(
    r"\.(?:pdf|docx?|wps|xlsx?|et|rtf|ofd|zip|rar)(?:$|[?#&])|downfile|download\.jsp|DownloadAttach", re.IGNORECASE
)
_VIEWER = re.compile(r"pdf|ofd|viewer|preview|flip", re.IGNORECASE)
_IN_SCRIPT = re.compile(r"""["']([^"'<>\s]{1,300}\.(?:pdf|docx?|wps|ofd))["']""", re.IGNORECASE)
_INLINE = re.compile(r"data:image/[\w.+-]+;base64,([A-Za-z0-9+/=\s]+)$")
_MOST_FRAMES = 20
_DIGIT = re.compile(r"\d")
_TITLED = etree.XPath("//*[contains(@class,'tit') or contains(@class,'Tit') or contains(@id,'title')]")


def _whole_text(element: etree._Element) -> str:
    return str(etree.tostring(element, method="text", encoding="unicode", with_tail=False))


def _main(root: etree._Element) -> etree._Element:
    """Return the smallest element that holds all the signs of a report that the whole page holds."""
    text = _whole_text(root)
    whole = markers(text)
    if not whole:
        return root
    node = root
    while True:
        inner, inside = next(_holding(node, whole), (None, ""))
        # What stands beside it is the rest of the page; a twin of the report there may be the one that is shown.
        if inner is None or inner.tag == "table" or _is_twin(text.replace(inside, "", 1), whole):
            return node
        node, text = inner, inside


def _holding(node: etree._Element, signs: frozenset[str]) -> Iterator[tuple[etree._Element, str]]:
    """Yield the children that hold all signs, with their text."""
    for child in node:
        if len(child):
            text = _whole_text(child)
            if all(sign in text for sign in signs):
                yield child, text


def _is_twin(rest: str, signs: frozenset[str]) -> bool:
    return len(markers(rest)) * 2 > len(signs)


_ROLES = dict.fromkeys(("h1", "h2", "h3"), "head") | dict.fromkeys(("iframe", "embed", "object"), "frame")
_ROLES |= {tag: tag for tag in ("meta", "title", "a", "script")}


def _by_role(root: etree._Element) -> dict[str, list[etree._Element]]:
    """Return the elements that say something of the page as a whole, found in one pass."""
    out: dict[str, list[etree._Element]] = {role: [] for role in _ROLES.values()}
    for element in root.iter(*_ROLES):
        out[_ROLES[element.tag]].append(element)
    return out


def _metadata(elements: list[etree._Element]) -> dict[str, str]:
    out: dict[str, str] = {}
    for meta in elements:
        name, content = meta.get("name"), meta.get("content")
        if name and content and content.strip():
            out.setdefault(name.strip().lower(), content.strip())
    return out


def _title_candidates(
    root: etree._Element, roles: dict[str, list[etree._Element]], metadata: dict[str, str], named: bool
) -> tuple[str, ...]:
    """Return what may be the title, best first: heads and metadata, then elements classed as titles, then <title>."""
    found = [text_of(element) for element in roles["head"]]
    found.append(metadata.get("articletitle", ""))
    page = [element.text or "" for element in roles["title"]]
    if named and not any(map(_is_complete, [*found, *page])):
        found += [text_of(element) for element in _TITLED(root) if len(element) < 8]
    found += page
    lines = (printed(text).replace("\n", "") for text in dict.fromkeys(found) if len(text) < 1000)
    return tuple(dict.fromkeys(line for line in lines if 4 < len(line) < 120))


def _is_complete(text: str) -> bool:
    reading = read_title(text) if len(text) < 120 else None
    return bool(reading and reading.kind == "report" and reading.year and reading.organ)


def _attachments(roles: dict[str, list[etree._Element]]) -> tuple[tuple[str, str], ...]:
    links = [
        (a.get("href").strip(), printed(text_of(a)))
        for a in roles["a"]
        if a.get("href") and _ATTACHMENT.search(a.get("href"))
    ]
    frames = [el.get("src") or el.get("data") or "" for el in roles["frame"]]
    shown = [(source.strip(), "") for source in frames if _ATTACHMENT.search(source) or _VIEWER.search(source)]
    scripts = [(path, "") for el in roles["script"] for path in _IN_SCRIPT.findall(el.text or "")[:_MOST_FRAMES]]
    return tuple(dict.fromkeys(links + shown + scripts))


def _shown(main: etree._Element) -> tuple[Picture, ...]:
    """Return the pictures whose bytes stand in the page itself (data: addresses), with how many were before each."""
    found = (match for image in main.iter("img") if (match := _INLINE.match(image.get("src") or "")))
    large = [match[1] for match in found if len(match[1]) > LEAST_BYTES]
    return tuple(
        Picture(f"图{number}", partial(base64.b64decode, text), number) for number, text in enumerate(large, start=1)
    )


def _parse(source: bytes) -> etree._Element | None:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    return etree.fromstring(source, parser) if source.strip() else None


def _utf8(data: bytes, decoded: Decoded) -> bytes:
    """Return a page in UTF-8 without NUL bytes; one that is so already is not copied."""
    if decoded.encoding == "utf-8" and not decoded.remarks and b"\x00" not in data:
        return data
    return decoded.text.replace("\x00", "").encode("utf-8", "ignore")


def read_html(data: bytes, decoded: Decoded) -> Document:
    """Read HTML bytes, and the text they were decoded to, into a Document.

    Hidden parts are left out unless only they hold the report.

    Raises ValueError with one sentence when nothing can be read.
    """
    source = _utf8(data, decoded)
    try:
        root = _parse(source)
    except etree.LxmlError as error:
        raise ValueError("the HTML is empty") from error
    if root is None:
        raise ValueError("the page is empty")
    roles = _by_role(root)
    metadata = _metadata(roles["meta"])
    # A quick look: the search among all elements is the dearest of a page pasted from a text processor.
    named = source.count(b"tit") + source.count(b"Tit") > source.count(b"title>")
    titles = _title_candidates(root, roles, metadata, named)
    attachments = _attachments(roles)
    hidden = hidden_elements(root)
    signs = markers(_whole_text(root)) if hidden else frozenset()
    drop_unseen(root, hidden)
    remarks: tuple[str, ...] = ()
    if hidden and len(markers(_whole_text(root))) < len(signs) // 2:
        root = _parse(source)
        assert root is not None
        drop_unseen(root)
        remarks = ("hidden_text_used",)
    mark_breaks(root)
    main = _main(root)
    walk = Walk()
    walk.content(main)
    walk.flush()
    pictures = sum(block.text.count(PICTURE) for block in walk.blocks if isinstance(block, Paragraph))
    return Document(
        titles[0] if titles else "",
        tuple(walk.blocks),
        HTML,
        metadata,
        titles,
        pictures,
        attachments,
        _lead(root, main),
        remarks,
        _shown(main) if b"data:image/" in source else (),
    )


def _lead(root: etree._Element, main: etree._Element) -> tuple[str, ...]:
    """Return the lines with figures around the report, where portals print source and date of publication."""
    walk = Walk()
    node = main
    while node is not root and node.getparent() is not None:
        for sibling in node.itersiblings(preceding=True):
            walk.element(sibling)
            walk.flush()
        node = node.getparent()
    lines = [block.text for block in walk.blocks if not isinstance(block, Table)]
    return tuple(line for line in lines[:200] if len(line) < 200 and _DIGIT.search(line))
