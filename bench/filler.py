"""Chinese text of a given size for synthetic reports: words that the project has anyway, in chance order."""

from __future__ import annotations

import random
import re
from functools import cache

from publish.strings import strings
from registry.regions import regions

_WORD = re.compile("[㐀-鿿]{2,}")
_BYTES_A_CHARACTER = 3
_WORDS_A_SENTENCE = 12


@cache
def _words() -> list[str]:
    """Return the words of the site and the names of its regions: some five thousand, as varied as real reports."""
    said = [word for text in strings().values() for word in _WORD.findall(text["zh"])]
    return sorted({*said, *(one.name for one in regions())})


def paragraphs(rng: random.Random, size: int) -> str:
    """Return HTML paragraphs of about `size` bytes of UTF-8 text; "" for none."""
    out, left = [], size
    while left > 0:
        sentence = "，".join(rng.choices(_words(), k=_WORDS_A_SENTENCE)) + "。"
        out.append(f"<p>{sentence}</p>")
        left -= len(sentence) * _BYTES_A_CHARACTER
    return "".join(out)
