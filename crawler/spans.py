"""Stretches of a text between two marks, found in one pass: a page of a million opening marks must not stop a crawl."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_SCRIPT = re.compile(r"<script\b[^<>]*>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--")


@dataclass(frozen=True, slots=True)
class Span:
    """From the beginning of an opening mark (`start`) to the end of its closing mark (`stop`), with what is between."""

    start: int
    stop: int
    inner: str


def spans(text: str, opening: re.Pattern[str], closing: str) -> Iterator[Span]:
    """Each stretch from an opening mark to the next closing one, from left to right, none inside another.

    An opening mark that nothing closes ends the search. `closing` is in small letters and found in any.
    """
    if not opening.search(text):
        return
    small = text.lower()
    if len(small) != len(text):  # a few letters grow when they are made small
        small = text
    at = 0
    while (found := opening.search(text, at)) and (end := small.find(closing, found.end())) >= 0:
        at = end + len(closing)
        yield Span(found.start(), at, text[found.end() : end])


def replaced(text: str, found: Iterator[Span], by: Callable[[Span], str]) -> str:
    """The text with each of these stretches replaced."""
    out, at = [], 0
    for span in found:
        out += [text[at : span.start], by(span)]
        at = span.stop
    return "".join([*out, text[at:]]) if at else text


def scripts(text: str) -> Iterator[Span]:
    """The scripts of a page."""
    return spans(text, _SCRIPT, "</script>")


def without_comments(text: str) -> str:
    """A page without what is commented out in its markup."""
    return replaced(text, spans(text, _COMMENT, "-->"), lambda span: "")
