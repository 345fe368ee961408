"""Scrapy's settings for the crawl of one portal: the crawler's own, with the components of this room."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from scrapy.settings import Settings

from captures.browser import browser_settings
from crawler.addresses import only_here
from registry.portals import Portal

BACKOFF_HERE = 5.0
"""Seconds to leave a practice portal alone when it refuses."""
COMPONENTS: dict[str, Any] = {
    "ITEM_PIPELINES": {"captures.recorder.Recorder": 100},
    "DOWNLOADER_MIDDLEWARES": {"captures.revisits.Revisits": 570},
}
TURNS = "captures.turns.TurnHandler"


def crawl_settings(portal: Portal, overrides: dict[str, Any], shared: bool) -> dict[str, Any]:
    """The crawler's settings with the components of this room; on this machine alone no pause is needed.

    `shared` makes every request wait for its turn among all workers of a run.
    """
    settings = Settings()
    settings.setmodule(import_module("crawler.settings"), priority="project")
    chosen: dict[str, Any] = {name: settings[name] for name in settings if settings.getpriority(name) == 20}
    for name, components in COMPONENTS.items():
        chosen[name] = {**dict(chosen.get(name) or {}), **components}
    delay = portal.delay
    if delay is None and only_here(portal):
        delay = 0.0
    if delay is not None:
        chosen["DOWNLOAD_DELAY"] = chosen["AUTOTHROTTLE_START_DELAY"] = delay
        chosen["AUTOTHROTTLE_ENABLED"] = delay > 0
    if only_here(portal):
        chosen["BACKOFF_SECONDS"] = BACKOFF_HERE
    if shared:
        chosen["DOWNLOAD_HANDLERS"] = {"http": TURNS, "https": TURNS}
    if portal.browser:
        chosen |= browser_settings(shared)
    return {**chosen, **overrides}
