"""Marks the Chinese words of an English page as Chinese, so that they are read aloud and drawn as such.

Names of organs and regions, titles and printed labels have no other language; they stand all over the English pages, in
text that many templates fill in. WCAG 2.2, criterion 3.1.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

TAG = re.compile(r"(<[^>]*>)")
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_WITHIN = rf"{_HAN}\u3000-\u303f\uff00-\uffef\d“”‘’—…·"
RUN = re.compile(rf"[“‘《（【]?[{_HAN}](?:[{_WITHIN}]*[{_HAN}\u3001-\u303f\uff00-\uffef”’])?")
"""Chinese characters with the digits and the punctuation between them."""
_NAME = re.compile(r"</?([a-zA-Z0-9]+)")
_CHINESE = re.compile(r"\slang=\"zh")
_NO_SPANS = ("title", "option", "textarea", "pre", "script", "style", "svg")
"""Elements that hold text alone, text to be copied, or a drawing."""


def marked(html: str) -> str:
    """Return a page with `<span lang="zh-CN">` around each run of Chinese that is not marked already."""
    return "".join(_marked(TAG.split(html)))


def _marked(pieces: list[str]) -> Iterator[str]:
    held, depth = "", 0
    for at, piece in enumerate(pieces):
        if at % 2 == 0:
            yield piece if held or piece.isascii() else RUN.sub(r'<span lang="zh-CN">\g<0></span>', piece)
            continue
        found = _NAME.match(piece)
        name = found.group(1).lower() if found else ""
        if held:
            depth += (name == held) * (-1 if piece.startswith("</") else 1)
            held = held if depth else ""
        elif piece[1] != "/" and (name in _NO_SPANS or _CHINESE.search(piece)) and not piece.endswith("/>"):
            held, depth = name, 1
        yield piece
