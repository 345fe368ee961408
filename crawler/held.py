"""Articles held in JSON, in a script of their page or as the whole answer: set as a page that any reader can read.

The names of the parts are rows of `held.toml`. Both the crawler and the parsers read pages this way; a pure function.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from itertools import islice
from typing import Any

from crawler.json_answers import day_of, decode_at, read_json, words
from crawler.tables import table

_TAG = re.compile(r"</?(?:p|div|table|span|br|h\d|section|body)\b", re.IGNORECASE)
_WHOLE = re.compile(r"<body\b[^>]*>(.*?)(?:</body>|\Z)", re.DOTALL | re.IGNORECASE)
_STYLE = re.compile(r"<style\b.*?</style>", re.DOTALL | re.IGNORECASE)
_UNSEEN = re.compile(r"<(script|style|head)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.DOTALL | re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^>]*>(.*?)</title", re.DOTALL | re.IGNORECASE)
_BEGIN = re.compile(r"<body\b[^>]*>|\Z", re.IGNORECASE)
_STRING_VALUE = re.compile(r":\s*\"")
_DEPTH = 6
_MOST = 30
"""Strings of a page that are tried as its article, and objects that are tried as the one around it."""
_SAMPLE = 60
"""Characters of an article by which its text is known to stand in the page already."""


@dataclass(frozen=True, slots=True)
class Held:
    """An article from JSON: its HTML, title, day (ISO), source, and files as address and name; "" where not told."""

    body: str
    title: str = ""
    date: str = ""
    source: str = ""
    files: tuple[tuple[str, str], ...] = ()


def unfolded(text: str) -> str | None:
    """A page with the article that its JSON holds set in it; None for a page that holds none, or shows it anyway."""
    if text[:400].lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        held = _best(_in_value(read_json(text)))
        return None if held is None else f"<html><head></head><body>{_block(held, '')}</body></html>"
    held = _best(_in_scripts(text))
    if held is None or not held.body or not _is_of(held, text):
        return None
    return _BEGIN.sub(lambda begin: f"{begin[0]}{_block(held, text)}", text, count=1)


def _is_of(held: Held, text: str) -> bool:
    """Tell whether an article in a script is what the page is about: it is not shown anyway, and either bears the title
    of the page or says more than the page does."""
    shown, body = _bare(text), _bare(held.body)
    if body[:_SAMPLE] in shown and body:
        return False
    title = _TITLE.search(text)
    return len(body) > len(shown) or bool(title and held.title and _bare(held.title) in _bare(title[1]))


def _block(held: Held, page: str) -> str:
    """The article as markup; what the page says of it already is not said twice."""
    lower = page.lower()
    metas = {"ArticleTitle": held.title, "PubDate": held.date, "ContentSource": held.source}
    told = "".join(
        f'<meta name="{name}" content="{escape(value)}">'
        for name, value in metas.items()
        if value and f'name="{name.lower()}"' not in lower
    )
    head = f"<h1>{escape(held.title)}</h1>" if held.title and "<h1" not in lower else ""
    files = "".join(f'<p><a href="{escape(url)}">{escape(name or url)}</a></p>' for url, name in held.files)
    whole = _WHOLE.search(held.body)
    body = "".join(_STYLE.findall(held.body)) + whole[1] if whole else held.body
    return f'{told}{head}<div class="article-content">{body}</div>{files}'


def _bare(markup: str) -> str:
    return re.sub(r"\s+", "", unescape(_UNSEEN.sub("", markup)))


def _best(found: Iterator[Held]) -> Held | None:
    return max(found, key=lambda held: len(held.body), default=None)


def _in_value(value: Any, depth: int = 0) -> Iterator[Held]:
    """Every article in a JSON value."""
    if depth > _DEPTH:
        return
    if isinstance(value, dict):
        held = _held(value)
        if held is not None:
            yield held
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        yield from _in_value(one, depth + 1)


def _in_scripts(text: str) -> Iterator[Held]:
    """Every article that a script of the page holds as a JSON string, with what the object around it says."""
    values = _STRING_VALUE.finditer(text)
    for match in islice((one for one in values if _is_body(text[max(0, one.start() - 40) : one.start()])), _MOST):
        body = decode_at(text, match.end() - 1)
        if isinstance(body, str) and _TAG.search(body):
            around = _around(text, match.start(), body)
            held = _held(around) if around else None
            yield held or Held(body)


def _is_body(before: str) -> bool:
    """Tell whether the words before a colon end in a name of an article's text."""
    name = re.search(r"(\w+)[\"']?\s*$", before)
    return name is not None and name[1] in table("held")["body"]


def _around(text: str, place: int, body: str) -> dict[str, Any] | None:
    """The innermost object around a place that is JSON and holds this body."""
    for _ in range(_MOST):
        place = text.rfind("{", 0, place)
        if place < 0:
            return None
        value = decode_at(text, place)
        if isinstance(value, dict) and body in value.values():
            return value
    return None


def _held(value: dict[str, Any]) -> Held | None:
    """What an object says of an article: one with a text, or with a file that is its text."""
    body = _named(value, "body")
    if not isinstance(body, str) or not _TAG.search(body):
        if not any(value.get(name) for name in table("held")["file"]):
            return None
        body = ""
    date, source = day_of(_named(value, "date")), words(_named(value, "source"))
    return Held(body, words(_named(value, "title")), date, source, tuple(_files(value)))


def _files(value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in table("held")["file"]:
        if isinstance(value.get(name), str) and value[name].strip():
            yield value[name].strip(), ""
    listed = _named(value, "files")
    for one in listed if isinstance(listed, list) else []:
        address = _named(one, "file_address") if isinstance(one, dict) else None
        if isinstance(address, str) and address.strip():
            yield address.strip(), words(_named(one, "file_name"))


def _named(value: dict[str, Any], part: str) -> Any:
    """The value under the first of a part's names that has one."""
    return next((value[name] for name in table("held")[part] if value.get(name)), None)
