"""Chinese text of a given size for synthetic reports: words that the project has anyway, in chance order."""

from __future__ import annotations

import random
import re
from functools import cache

from publish.strings import strings

_WORD = re.compile("[㐀-鿿]{2,}")
_BYTES_A_CHARACTER = 3
_WORDS_A_SENTENCE = 12


@cache
def _words() -> list[str]:
    """Return the words of the site, about a thousand: in chance order as many pairs of characters as real reports."""
    return sorted({word for text in strings().values() for word in _WORD.findall(text["zh"])})


def sentences(seed: int, size: int) -> str:
    """Return sentences of about `size` bytes of UTF-8, the same for the same `seed`."""
    rng, out, left = random.Random(seed), [], size
    while left > 0:
        out.append("，".join(rng.choices(_words(), k=_WORDS_A_SENTENCE)) + "。")
        left -= len(out[-1]) * _BYTES_A_CHARACTER
    return "\n".join(out)
