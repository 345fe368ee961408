"""Answers in JSON: values by their path, titles without line breaks, days as people print them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from crawler.pages import close_up

CHINA = timezone(timedelta(hours=8))
_DAY = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})")
_MILLISECONDS = 10**11
"""A number of seconds as large as this would be the year 5138."""


def read_json(text: str) -> Any:
    """The value that a text holds, None if it is no JSON; control characters inside strings are let pass."""
    try:
        return json.loads(text.lstrip("\ufeff").strip(), strict=False)
    except (ValueError, RecursionError):
        return None


def decode_at(text: str, place: int) -> Any:
    """The JSON value that begins at a place of a text, whatever follows it; None if none does."""
    return decode_from(text, place)[0]


def decode_from(text: str, place: int) -> tuple[Any, int]:
    """The JSON value that begins at a place of a text, and where it ends; None and the place if none does."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, place)
    except (ValueError, RecursionError):
        return None, place


def value_at(data: Any, path: str) -> Any:
    """The value at a path such as `data.rows`; None where the path ends."""
    for name in path.split("."):
        data = data.get(name) if isinstance(data, dict) else None
    return data


def words(value: Any) -> str:
    """A title as one line; a line break between two Chinese characters is no blank."""
    return close_up(str(value)) if value is not None else ""


def day_of(value: Any) -> str:
    """The day (ISO) of a printed date or of seconds since 1970 in UTC, as the clocks of China show it; "" for none."""
    if isinstance(value, str) and (match := _DAY.search(value)):
        return "{:04}-{:02}-{:02}".format(*(int(part) for part in match.groups()))
    if isinstance(value, str) and value.isdigit():
        value = int(value)
    if not isinstance(value, int | float) or isinstance(value, bool) or value <= 0:
        return ""
    seconds = value / 1000 if value >= _MILLISECONDS else value
    return datetime.fromtimestamp(seconds, UTC).astimezone(CHINA).date().isoformat()
