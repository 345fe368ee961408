"""HTML to Document: the visible text in order, data tables as grids, layout tables unwrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from crawler.charset import Decoded
from crawler.media_type import HTML
from parsers.document import Block, Cell, Document, Heading, Paragraph, Table
from parsers.markers import markers
from parsers.plain_text import text_blocks
from parsers.visibility import BLOCK_TAGS, BREAK, PICTURE, drop_unseen, hidden_elements, mark_breaks, printed, text_of
from registry.titles import read_title

MOST_COLUMNS = 400
MOST_CELLS = 40_000
# No head of these tables is wider; a larger span is a slip that would push the rest of its row off the grid.
_MOST_SPAN = 50
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_ATTACHMENT = re.compile(
    r"\.(?:pdf|docx?|wps|xlsx?|et|rtf|ofd|zip|rar)(?:$|[?#&])|downfile|download\.jsp|DownloadAttach", re.IGNORECASE
)
_VIEWER = re.compile(r"pdf|ofd|viewer|preview|flip", re.IGNORECASE)
_IN_SCRIPT = re.compile(r"""["']([^"'<>\s]{1,300}\.(?:pdf|docx?|wps|ofd))["']""", re.IGNORECASE)
_MOST_FRAMES = 20
_ROW_PARENTS = ("tbody", "thead", "tfoot", "form", "center")
_DIGIT = re.compile(r"\d")
_LONG_TEXT = 300
_TITLED = etree.XPath("//*[contains(@class,'tit') or contains(@class,'Tit') or contains(@id,'title')]")


def _whole_text(element: etree._Element) -> str:
    return str(etree.tostring(element, method="text", encoding="unicode", with_tail=False))


class _Walk:
    """One pass over a page: collects blocks, joining inline text into paragraphs."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.inline: list[str] = []
        self.tables = 0

    def flush(self, level: int | None = None) -> None:
        if not self.inline:
            return
        text = printed("".join(self.inline))
        self.inline.clear()
        for line in text.split("\n"):
            if line:
                self.blocks.append(Paragraph(line) if level is None else Heading(line, level))

    def element(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == "table":
            self.table(element)
        elif tag in _HEADINGS:
            self.flush()
            self.inline.append(text_of(element))
            self.flush(_HEADINGS[tag])
        elif tag == "pre" and element.find(".//table") is None:
            self.flush()
            self.preformatted(element)
        elif tag in BLOCK_TAGS:
            self.flush()
            self.content(element)
            self.flush()
        else:
            self.content(element)
        if element.tail:
            self.inline.append(element.tail)

    def content(self, element: etree._Element) -> None:
        if element.text:
            self.inline.append(element.text)
        for child in element:
            self.element(child)

    def preformatted(self, element: etree._Element) -> None:
        """Line ends and tabs of the source count here."""
        blocks = text_blocks(text_of(element).replace(BREAK, "\n"), self.tables)
        self.tables += sum(isinstance(block, Table) for block in blocks)
        self.blocks += blocks

    def table(self, element: etree._Element) -> None:
        self.flush()
        rows = list(_rows(element))
        before, after = _outside_rows(element)
        self.each(before)
        if _is_layout(element, rows):
            for row in rows:
                for cell in row:
                    self.content(cell)
                    self.flush()
        else:
            self.tables += 1
            table = grid(rows, self.tables)
            if table.cells:
                self.blocks.append(table)
        self.each(after)

    def each(self, elements: list[etree._Element]) -> None:
        for element in elements:
            self.element(element)
            self.flush()


_CELL_TAGS = frozenset(("td", "th"))
_NO_TEXT_TAGS = _CELL_TAGS | {"colgroup", "col"}


def _rows(table: etree._Element) -> Iterator[list[etree._Element]]:
    """Yield the cells of each row; cells that stand outside any row (broken markup) make one row together."""
    stray: list[etree._Element] = []
    for child in table:
        if child.tag in _CELL_TAGS:
            stray.append(child)
            continue
        if stray:
            yield stray
            stray = []
        if child.tag == "tr":
            yield [cell for cell in child if cell.tag in _CELL_TAGS]
        elif child.tag in _ROW_PARENTS:
            yield from _rows(child)
    if stray:
        yield stray


def _outside_rows(table: etree._Element) -> tuple[list[etree._Element], list[etree._Element]]:
    """Return what stands in a table outside its rows, as a caption or after a lost end tag: before its rows, after."""
    before: list[etree._Element] = []
    after: list[etree._Element] = []
    rows = 0
    for child in table:
        if child.tag in _ROW_PARENTS:
            inner = _outside_rows(child)
            after += [*inner[0], *inner[1]]
            rows += 1
        elif child.tag == "tr":
            after += [cell for cell in child if cell.tag not in _CELL_TAGS and isinstance(cell.tag, str)]
            rows += 1
        elif child.tag not in _NO_TEXT_TAGS and isinstance(child.tag, str):
            (after if rows else before).append(child)
    return before, after


def _is_layout(table: etree._Element, rows: list[list[etree._Element]]) -> bool:
    own = sum(map(len, rows))
    holds = next(table.iterdescendants("table"), None) is not None
    nested = sum(1 for row in rows for cell in row for _ in cell.iterdescendants("td", "th")) if holds else 0
    if nested and nested >= own - 2:
        return True
    if own > 60:
        return False
    texts = [text_of(cell) for row in rows for cell in row]
    return (own <= 2 or max(map(len, texts), default=0) > _LONG_TEXT) and sum(
        1 for text in texts if len(text) < 20 and _DIGIT.search(text)
    ) < 4


@lru_cache(maxsize=1024)
def _span(value: str) -> int:
    match = re.match(r"\s*(\d{1,4})", value)
    return max(int(match[1]), 1) if match else 1


def grid(rows: list[list[etree._Element]], number: int) -> Table:
    """Lay rows of td elements on a rectangular grid, with spans as HTML lays them (spans bounded)."""
    cells: list[Cell] = []
    taken: dict[int, int] = {}
    width = 0
    for at, row in enumerate(rows):
        column = 0
        for element in row:
            while taken and taken.get(column, 0) > at:
                column += 1
            wide, high = element.get("colspan"), element.get("rowspan")
            colspan = min(_span(wide), _MOST_SPAN) if wide else 1
            rowspan = min(_span(high), len(rows) - at) if high else 1
            # Most cells hold a bare figure: they are spared two calls each.
            text = (text_of(element) if len(element) else element.text) or ""
            cells.append(Cell(text if text.isalnum() else printed(text), at, column, rowspan, colspan))
            if rowspan > 1:
                for covered in range(column, column + colspan):
                    taken[covered] = at + rowspan
            column += colspan
            if column > width:
                width = column
            if column > MOST_COLUMNS:
                break
            if len(cells) > MOST_CELLS:
                return Table(number, (), 0, 0)
    return Table(number, tuple(cells), len(rows), width)


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
    walk = _Walk()
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
    )


def _lead(root: etree._Element, main: etree._Element) -> tuple[str, ...]:
    """Return the lines with figures around the report, where portals print source and date of publication."""
    walk = _Walk()
    node = main
    while node is not root and node.getparent() is not None:
        for sibling in node.itersiblings(preceding=True):
            walk.element(sibling)
            walk.flush()
        node = node.getparent()
    lines = [block.text for block in walk.blocks if not isinstance(block, Table)]
    return tuple(line for line in lines[:200] if len(line) < 200 and _DIGIT.search(line))
