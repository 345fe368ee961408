"""A captured page as it may be shown: its text and tables, and nothing that runs, styles, loads or leads elsewhere."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import nh3
from lxml import etree

from parsers.located import Position, located

FILE = Path(__file__).with_suffix(".toml")
MOST_BYTES = 4 * 2**20
"""Larger pages are offered as a file alone: no browser is glad of them, and each takes a processor's second."""
_PICTURES = ("data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,")


class SafePage:
    """The markup of a page, safe to send, and its cells by place: id of the element, and the text as it is read."""

    def __init__(self, data: bytes) -> None:
        """Raises ValueError with one sentence when the bytes are no page that can be read."""
        root, found = located(data)
        for element in root.iter("td", "th"):
            element.attrib.pop("id", None)
        self.cells: dict[Position, str] = {}
        for position, (element, text) in found.items():
            element.set("id", cell_id(position))
            self.cells[position] = text
        markup = etree.tostring(root, method="html", encoding="unicode")
        self.body = _cleaner().clean(markup)


def cell_id(position: Position) -> str:
    """Return the id that the cell at a place has in the markup."""
    return "cell-" + "-".join(map(str, position))


@cache
def _cleaner() -> nh3.Cleaner:
    with FILE.open("rb") as file:
        kept = tomllib.load(file)
    return nh3.Cleaner(
        tags=set(kept["tags"]),
        clean_content_tags=set(kept["dropped"]),
        attributes={tag: set(names) for tag, names in kept["attributes"].items()},
        attribute_filter=_kept,
        url_schemes={"data"},
        link_rel=None,
    )


def _kept(tag: str, attribute: str, value: str) -> str | None:
    """Keep of pictures only those whose bytes stand in the page itself; of ids only ours."""
    if attribute == "src":
        return value if value.startswith(_PICTURES) else None
    if attribute == "id":
        return value if value.startswith("cell-") else None
    return value
