"""Pages that send the reader on by themselves: a meta refresh, or a script that does nothing else."""

from __future__ import annotations

import re

from crawler.pages import Page, resolved

MOST = 3
"""So many times one request is sent on at most."""
_STUB_BYTES = 3000
_LONGEST_WAIT = 10
"""Seconds after which a refresh is no sending on but a page to be read first."""
_REFRESH = re.compile(r"\s*(\d+)(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'>]+)", re.IGNORECASE)
_SCRIPT = re.compile(
    r"""\b(?:location(?:\.href)?\s*=(?!=)|location\.(?:replace|assign)\s*\(|window\.open\s*\()\s*["']([^"'<>]+)["']"""
)
_COMPUTES = re.compile(r"document\.cookie|\beval\b|\batob\b|setRequestHeader|navigator\.")
"""A script that does more than lead on is a firewall's, or tells phones from others."""


def sent_on(page: Page) -> str:
    """The address that a page sends every reader on to, "" for a page that is to be read itself."""
    for meta in page.tree.iter("meta"):
        if (meta.get("http-equiv") or "").lower() == "refresh":
            match = _REFRESH.match(meta.get("content") or "")
            if match and int(match[1]) <= _LONGEST_WAIT:
                return _elsewhere(match[2].strip(), page)
    if len(page.body) > _STUB_BYTES or page.links or _COMPUTES.search(page.text):
        return ""
    match = _SCRIPT.search(page.text)
    return _elsewhere(match[1].strip(), page) if match else ""


def _elsewhere(href: str, page: Page) -> str:
    url = resolved(href, page.base)
    return url if url != page.url else ""
