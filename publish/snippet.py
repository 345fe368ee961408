"""A passage of a text around the words searched for, with the words in 【】, which need no HTML."""

from __future__ import annotations

import re

AROUND = 36
OPEN, CLOSE = "【", "】"


def zh_snippet(text: str | None, query: str | None, around: int = AROUND) -> str:
    """Return about `around` characters on both sides of the first hit; the beginning of the text when none is found."""
    text = re.sub(r"\s+", " ", text or "").strip()
    words = sorted({word for word in re.split(r"\s+", (query or "").strip()) if word}, key=len, reverse=True)
    hits = re.compile("|".join(map(re.escape, words)), re.IGNORECASE) if words else None
    first = hits.search(text) if hits else None
    if not hits or not first:
        return text[: 2 * around] + ("…" if len(text) > 2 * around else "")
    start, end = max(0, first.start() - around), min(len(text), first.end() + around)
    passage = hits.sub(lambda hit: f"{OPEN}{hit.group()}{CLOSE}", text[start:end])
    return ("…" if start else "") + passage + ("…" if end < len(text) else "")
