"""Units printed in a head or a label: 万元, 元, 亿元, 万件; the plain unit of a count says nothing new."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

_COUNTS = "件项条个份宗起次"
_SCALES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4}
_SCALES |= {"十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_SCALE = "十万|百万|千万|十|百|千|万|亿"
_STATED = re.compile(
    rf"单位\s*+[:：为是]?\s*+(?:人民币)?\s*+((?:{_SCALE})?(?:元|[{_COUNTS}]))"
    rf"|[（(]\s*+(?:人民币)?\s*+[:：]?\s*+((?:{_SCALE})?(?:元|[{_COUNTS}]))\s*+[)）]"
)
_BRACKETED = re.compile(
    rf"(?:[（(]|(?<!\s))\s*+单位.*|[（(]\s*+(?:人民币)?\s*+[:：]?\s*+(?:{_SCALE})?(?:元|[{_COUNTS}])\s*+[)）]"
)


@lru_cache(maxsize=4096)
def stated_unit(text: str) -> str:
    """Return the unit that a head or label states where it matters: one of money, or of thousands and more; else ""."""
    match = _STATED.search(text)
    unit = (match[1] or match[2]) if match else ""
    return "" if unit in _COUNTS else unit


def without_unit(text: str) -> str:
    """Return a head or label without the unit that it states."""
    return _BRACKETED.sub("", text) if "单位" in text or "(" in text or "（" in text else text


def factor(unit: str) -> Decimal:
    """Return how many of the plain unit (元, 件) one of `unit` is."""
    return Decimal(_SCALES.get(unit[:-1], 1))
