"""Every address of the site with an example of the archive at hand, for who walks them and who measures them."""

from __future__ import annotations

import re
import sqlite3
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from captures.read_only import read_only
from publish.archive_db import DATABASE
from publish.metadata import queries

LISTED = Path(__file__).with_name("addresses.toml")
EN = "en/"


@dataclass(frozen=True, slots=True)
class Address:
    """One address below the site's root, readable and without a slash before it. `is_page`: a person looks at it."""

    path: str
    is_page: bool = True

    @property
    def url(self) -> str:
        """The address as it is sent."""
        return "/" + quote(self.path, safe="/?=&.,+:%")


@cache
def listed() -> dict[str, Any]:
    """Return the groups of `addresses.toml`."""
    with LISTED.open("rb") as file:
        return tomllib.load(file)


def values(archive: Path) -> dict[str, str]:
    """Return a value of the archive for each name that an address may need. Raises ValueError when it holds none."""
    out = {}
    with closing(sqlite3.connect(read_only(archive), uri=True)) as db:
        for name, sql in listed()["values"].items():
            row = db.execute(sql).fetchone()
            if row is None or row[0] is None:
                raise ValueError(f"{archive} holds no {name} for an example: take an archive with reports.")
            out[name] = str(row[0])
    return out


def our_addresses(known: dict[str, str]) -> Iterator[Address]:
    """Yield an example of every page and file of ours, in both languages."""
    ours = listed()["ours"]
    for group, is_page in (("pages", True), ("files", False)):
        for prefix in ("", EN):
            yield from _filled([prefix + path for path in ours[group]], known, is_page)
    yield from _filled(ours["alone"], known, is_page=False)


def native_addresses(known: dict[str, str]) -> Iterator[Address]:
    """Yield an example of every kind of page of Datasette, and each canned query."""
    yield from _filled(listed()["native"]["pages"], known, is_page=True)
    yield from _filled(listed()["native"]["files"], known, is_page=False)
    for query in queries():
        yield Address(f"{DATABASE}/{query['name']}" + _parameters(query, known))


def _filled(paths: Iterable[str], known: dict[str, str], is_page: bool) -> Iterator[Address]:
    for path in paths:
        yield Address(path.format(**known), is_page)


def _parameters(query: dict[str, Any], known: dict[str, str]) -> str:
    """Return the query string with which a question has an answer: its defaults, else what the archive holds.

    Raises ValueError for a parameter that has neither.
    """
    given = {}
    for name, value in query.get("default", {}).items():
        given[name] = value or known.get(name, "")
        if not given[name]:
            raise ValueError(f"The query {query['name']} needs a {name}: give it a default, or addresses.toml a value.")
    return f"?{urlencode(given)}" if given else ""


def without_example(patterns: Iterable[str], addresses: Iterable[Address]) -> list[str]:
    """Return the patterns of routes, in their order, that no address leads to."""
    patterns = list(patterns)
    reached = {
        next((pattern for pattern in patterns if re.match(pattern, address.path.partition("?")[0])), "")
        for address in addresses
        if not address.path.startswith(EN)
    }
    return [pattern for pattern in patterns if pattern not in reached]
