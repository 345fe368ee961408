"""HTML to Document: the visible text in order, data tables as grids, layout tables unwrapped."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping, Sized
from functools import partial
from itertools import chain, islice

from lxml import etree

from crawler.charset import Decoded
from crawler.held import unfolded
from crawler.media_type import HTML
from parsers.document import Document, Paragraph, Picture, lines_of
from parsers.markers import first_markers, markers
from parsers.markup import Walk
from parsers.pictures import LEAST_BYTES
from parsers.visibility import PICTURE, drop_unseen, hidden_elements, mark_breaks, printed, text_of, whole_text
from registry.titles import read_title

_ATTACHMENT = re.compile(
    r"\.(?:pdf|docx?|wps|xlsx?|et|rtf|ofd|zip|rar)(?:$|[?#&])|downfile|download\.jsp|DownloadAttach", re.IGNORECASE
)
_VIEWER = re.compile(r"pdf|ofd|viewer|preview|flip", re.IGNORECASE)
_PAGE = re.compile(r"\.[sx]?html?(?:$|[?#])", re.IGNORECASE)
_IN_SCRIPT = re.compile(r"""["']([^"'<>\s]{1,300}\.(?:pdf|docx?|wps|ofd))["']""", re.IGNORECASE)
_INLINE = re.compile(r"data:image/[\w.+-]+;base64,([A-Za-z0-9+/=\s]+)$")
_MOST_FRAMES = 20
_MOST_LEAD = 200
_MOST_FOOT = 6
_LONGEST_LEAD = 200
_TITLED = etree.XPath("//*[contains(@class,'tit') or contains(@class,'Tit') or contains(@id,'title')]")


Span = tuple[int, int]


def main_part(root: etree._Element) -> etree._Element:
    """Return the smallest element that holds all the signs of a report that the whole page holds."""
    text = whole_text(root)
    signs = first_markers(text)
    if not signs:
        return root
    settled = min(signs.values()), max(first + len(sign) for sign, first in signs.items())
    node, begin, end = root, 0, len(text)
    while True:
        inner, start, stop = _holding(node, (begin, end), text, signs, settled)
        # What stands beside it is the rest of the page; a twin of the report there may be the one that is shown.
        if inner is None or inner.tag == "table" or _is_twin(text[begin:start] + text[stop:end], signs):
            return node
        node, begin, end = inner, start, stop


def _holding(
    node: etree._Element, reach: Span, text: str, signs: Mapping[str, int], settled: Span
) -> tuple[etree._Element | None, int, int]:
    """Return the first child that holds all signs, and where its text begins and ends in that of the page, as
    `reach` says of the node's. `signs` says where each stands first, `settled` where the first of these begins and the
    last ends: what reaches over them holds all, and is not searched."""
    begin = reach[0] + len(node.text or "")
    for number, child in enumerate(node, start=1):
        if number == len(node):
            end = reach[1] - len(child.tail or "")
        else:
            end = begin + (len(whole_text(child)) if len(child) else len(child.text or ""))
        if end >= settled[1] and len(child):
            missed = () if begin <= settled[0] else [sign for sign, first in signs.items() if first < begin]
            if all(text.find(sign, begin, end) >= 0 for sign in missed):
                return child, begin, end
        begin = end + len(child.tail or "")
    return None, begin, begin


def _is_twin(rest: str, signs: Sized) -> bool:
    """Tell whether more than half as many signs stand in the rest. They are not sought where hardly anything stands."""
    if len(rest) * 2 <= len(signs) or rest.isspace():
        return False
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
    root: etree._Element, roles: dict[str, list[etree._Element]], metadata: dict[str, str], source: bytes
) -> tuple[str, ...]:
    """Return what may be the title, best first: heads and metadata, then elements classed as titles, then <title>."""
    found = [text_of(element) for element in roles["head"]]
    found.append(metadata.get("articletitle", ""))
    page = [element.text or "" for element in roles["title"]]
    if not any(map(_is_complete, [*found, *page])) and _names_titles(source):
        found += [text_of(element) for element in _TITLED(root) if len(element) < 8]
    found += page
    lines = (printed(text).replace("\n", "") for text in dict.fromkeys(found) if len(text) < 1000)
    return tuple(dict.fromkeys(line for line in lines if 4 < len(line) < 120))


def _names_titles(source: bytes) -> bool:
    """A quick look: the search among all elements is the dearest of a page pasted from a text processor."""
    return source.count(b"tit") + source.count(b"Tit") > source.count(b"title>")


def _is_complete(text: str) -> bool:
    reading = read_title(text) if len(text) < 120 else None
    return bool(reading and reading.kind == "report" and reading.year and reading.organ)


def _attachments(roles: dict[str, list[etree._Element]]) -> tuple[tuple[str, str], ...]:
    links = [
        (a.get("href").strip(), printed(text_of(a)))
        for a in roles["a"]
        if a.get("href") and _ATTACHMENT.search(a.get("href"))
    ]
    frames = [(el.get("src") or el.get("data") or "").strip() for el in roles["frame"] if not _is_tiny(el)]
    shown = [(source, "") for source in frames if any(kind.search(source) for kind in (_ATTACHMENT, _VIEWER, _PAGE))]
    scripts = [(path, "") for el in roles["script"] for path in _IN_SCRIPT.findall(el.text or "")[:_MOST_FRAMES]]
    return tuple(dict.fromkeys(links + shown + scripts))


def _is_tiny(frame: etree._Element) -> bool:
    """Tell whether a frame shows nothing: counters of visits stand in such."""
    return any(frame.get(side) in ("0", "1", "0px", "1px") for side in ("width", "height"))


def _shown(main: etree._Element) -> tuple[Picture, ...]:
    """Return the pictures whose bytes stand in the page itself (data: addresses), with how many were before each."""
    found = (match for image in main.iter("img") if (match := _INLINE.match(image.get("src") or "")))
    large = [match[1] for match in found if len(match[1]) > LEAST_BYTES]
    return tuple(
        Picture(f"图{number}", partial(base64.b64decode, text), number) for number, text in enumerate(large, start=1)
    )


def parse_html(source: bytes) -> etree._Element | None:
    """Return the root of a page in UTF-8, without comments; None for one of white space."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    return etree.fromstring(source, parser) if source and not source.isspace() else None


def _utf8(data: bytes, decoded: Decoded) -> bytes:
    """Return a page in UTF-8 without NUL bytes; one that is so already is not copied."""
    if decoded.encoding == "utf-8" and not decoded.remarks and b"\x00" not in data:
        return data
    return decoded.text.replace("\x00", "").encode("utf-8", "ignore")


def source_of(data: bytes, decoded: Decoded) -> bytes:
    """Return a page in UTF-8 as it is read: with the article set in it that its JSON holds."""
    page = unfolded(decoded.text)
    return _utf8(data, decoded) if page is None else page.replace("\x00", "").encode("utf-8", "ignore")


def without_unseen(
    root: etree._Element, parse: Callable[[], etree._Element | None]
) -> tuple[etree._Element, tuple[str, ...]]:
    """Return the page without what a browser would not show, unless only that holds the report; and what is to be
    remarked of it. `root` is changed; where that was wrong, `parse` gives the page anew."""
    hidden = hidden_elements(root)
    signs = markers(whole_text(root)) if hidden else frozenset()
    drop_unseen(root, hidden)
    if not hidden or len(markers(whole_text(root))) >= len(signs) // 2:
        return root, ()
    again = parse()
    assert again is not None
    drop_unseen(again)
    return again, ("hidden_text_used",)


def read_html(data: bytes, decoded: Decoded) -> Document:
    """Read HTML bytes, and the text they were decoded to, into a Document.

    Hidden parts are left out unless only they hold the report. An article that stands in JSON in a script of the page
    is read as if it stood in the page (`portals.md` §3.4).

    Raises ValueError with one sentence when nothing can be read.
    """
    source = source_of(data, decoded)
    try:
        root = parse_html(source)
    except etree.LxmlError as error:
        raise ValueError("the HTML is empty") from error
    if root is None:
        raise ValueError("the page is empty")
    roles = _by_role(root)
    metadata = _metadata(roles["meta"])
    titles = _title_candidates(root, roles, metadata, source)
    attachments = _attachments(roles)
    root, remarks = without_unseen(root, partial(parse_html, source))
    mark_breaks(root)
    main = main_part(root)
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
        _foot(main),
        remarks,
        _shown(main) if b"data:image/" in source else (),
    )


def _lead(root: etree._Element, main: etree._Element) -> tuple[str, ...]:
    """Return the lines before the report, in order, where portals print title, source and date of publication."""
    within = [main, *main.iterancestors()]
    walk = Walk()
    for node in reversed(within[: within.index(root)]):
        for sibling in reversed(list(node.itersiblings(preceding=True))):
            walk.element(sibling)
    walk.flush()
    lines = [line for block in walk.blocks for line in lines_of(block)]
    return tuple(line for line in lines if len(line) < _LONGEST_LEAD)[-_MOST_LEAD:]


def _foot(main: etree._Element) -> tuple[str, ...]:
    """Return the lines right behind the report, where some portals print its date."""
    walk = Walk()
    behind = chain.from_iterable(node.itersiblings() for node in (main, *main.iterancestors()))
    for sibling in islice(behind, _MOST_FOOT):
        walk.element(sibling)
        walk.flush()
    return tuple([line for block in walk.blocks for line in lines_of(block) if len(line) < _LONGEST_LEAD][:_MOST_FOOT])
