"""Which product stands in front of a host, by the status, cookies and words of its answer (`signatures.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from crawler.pages import Page
from crawler.tables import table
from crawler.verdicts import Verdict


def product_of(status: int, cookies: Iterable[str], text: str) -> str:
    """The name of the product, Chinese and English; "" if nothing tells it.

    `cookies` are the names that the answer sets. What it sets and says goes before its status, which many share.
    """
    rows, names = table("signatures")["product"], list(cookies)
    for row in rows:
        sets = "cookies" in row and any(re.search(row["cookies"], name) for name in names)
        if sets or re.search(row["body"], text):
            return str(row["name"])
    return next((str(row["name"]) for row in rows if status in row.get("codes", ())), "")


def with_product(verdict: Verdict, status: int, cookies: Iterable[str], page: Page) -> Verdict:
    """A refusal with the name of the product in its reason; a stub that sets a product's cookie is a refusal too.

    Pages that arrived keep their verdict: such cookies come with good pages as well.
    """
    if verdict.outcome != "blocked" and not verdict.stub:
        return verdict
    name = product_of(status, cookies, page.text)
    return replace(verdict, outcome="blocked", reason=f"{verdict.reason} It looks like {name}.") if name else verdict
