"""The spiders of the families, by the name that a portal's row or a fingerprint gives."""

from __future__ import annotations

from functools import cache
from typing import cast

from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawler.settings import SPIDER_MODULES
from crawler.spiders.base import PortalSpider


@cache
def _loader() -> SpiderLoader:
    return SpiderLoader.from_settings(Settings({"SPIDER_MODULES": SPIDER_MODULES}))


def spider_of(family: str) -> type[PortalSpider]:
    """The spider of a family, or the one for `auto`. Raises KeyError for a name that no spider has."""
    return cast(type[PortalSpider], _loader().load(family))


def families_crawled() -> list[str]:
    """The names of all spiders, `auto` among them."""
    return sorted(_loader().list())
