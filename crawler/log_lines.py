"""Log lines without the bodies that items carry."""

from __future__ import annotations

import logging
from typing import Any

from scrapy.logformatter import LogFormatter, LogFormatterResult


class QuietItems(LogFormatter):
    """One short line for an item, none of its bytes."""

    def scraped(self, item: Any, response: Any, spider: Any) -> LogFormatterResult:
        """Name the kind of the item and its address."""
        link = getattr(item, "link", None)
        args = {"kind": type(item).__name__, "outcome": getattr(item, "outcome", ""), "url": getattr(link, "url", "")}
        return {"level": logging.DEBUG, "msg": "%(kind)s %(outcome)s %(url)s", "args": args}
