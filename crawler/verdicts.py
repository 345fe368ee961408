"""Outcomes: what an answer, or its absence, amounts to. The signatures are rows of `signatures.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, cast

from twisted.python.failure import Failure

from crawler.fingerprints import asks_for_list
from crawler.held import unfolded
from crawler.items import Outcome
from crawler.media_type import HTML, JSON, media_type
from crawler.pages import Page
from crawler.rows import frames_of
from crawler.tables import table

STUB_BYTES = 500
"""An HTML page below this size that links to nothing is a stub of a firewall or a generator, not a page."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome with its reason, one sentence ("" for ok); `settled`: asking in another way would not help.

    `doubtful`: the host may only have been asked too fast. `everywhere`: the reason is not that of the address.
    `stub`: next to nothing came.
    """

    outcome: Outcome
    reason: str = ""
    doubtful: bool = False
    settled: bool = False
    everywhere: bool = False
    stub: bool = False


OK = Verdict("ok")
UNCHANGED = Verdict("unchanged", "The host says that the page has not changed (304).")


def of_failure(failure: Failure) -> Verdict:
    """The verdict on a request that got no answer."""
    error = failure.value
    names = {cls.__name__ for cls in type(error).__mro__}
    for row in table("signatures")["error"]:
        if row["name"] in names and row.get("pattern", "") in str(error):
            return _verdict(row, error=" ".join(str(error).split())[:200])
    return Verdict("failed", f"{type(error).__name__}: {' '.join(str(error).split())[:200]}")


def of_status(status: int, method: str = "GET") -> Verdict | None:
    """The verdict that a status alone gives; None for 200, which says nothing yet."""
    if status == 200:
        return None
    for row in table("signatures")["status"]:
        if status in row["codes"] and method == row.get("method", method):
            return _verdict(row, status=status)
    return Verdict("failed", f"The host answered with status {status}.")


def of_fence(status: int) -> Verdict:
    """The verdict on a missing page of a host that gives nothing but its home page: never absence."""
    return _verdict(table("signatures")["fence"], status=status)


def of_page(page: Page) -> Verdict:
    """The verdict on an HTML page that arrived with status 200, by its own words."""
    said = of_words(page)
    if said != OK:
        return said
    if len(page.body) < STUB_BYTES and not (
        page.links or frames_of(page) or asks_for_list(page) or unfolded(page.text)
    ):
        return Verdict("failed", f"A stub of {len(page.body)} bytes came instead of the page.", stub=True)
    return OK


def of_words(page: Page) -> Verdict:
    """The verdict on any answer that arrived with status 200, by the signatures of those that are none."""
    if not page.body.strip():
        return Verdict("failed", "The answer was empty.")
    for row in table("signatures")["body"]:
        if len(page.body) <= row["limit"] and re.search(row["pattern"], page.text):
            return _verdict(row)
    return OK


def of_file(body: bytes) -> Verdict:
    """The verdict on a document to download: a web page in its place is a failure (`html_instead_of_file`)."""
    if not body:
        return Verdict("failed", "The answer was empty.")
    kind = media_type(body)
    if kind == JSON:
        return Verdict("failed", "The answer of a script came instead of the file.")
    if kind == HTML:
        return Verdict("failed", "A web page came instead of the file (html_instead_of_file).")
    return OK


def _verdict(row: dict[str, Any], **values: object) -> Verdict:
    reason = row["reason"].format(**values)
    return Verdict(cast(Outcome, row["outcome"]), reason, everywhere=row.get("everywhere", False))
