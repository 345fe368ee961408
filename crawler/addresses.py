"""Addresses: which two are one page, which hosts may be asked, what an address looks like."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

from crawler.tables import table
from registry.portals import Portal, is_loopback

_KEPT = "surrogateescape"
"""How bytes that are no UTF-8 (queries in GBK) are carried through."""
_DEFAULT_PORT = {"http": 80, "https": 443}


@lru_cache(maxsize=1 << 14)
def key(url: str) -> str:
    """The canonical key of a page: two addresses with one key are one page.

    Drops what `portals.md` §6 found to be noise: scheme, `www.`, default port, index file, fragment, big5 gate, the
    names of mobile twins, dots and doubled slashes in the path, the order of the parameters, and those of them that a
    server ignores.
    """
    rules = table("addresses")
    parts = urlsplit(url)
    host, port = _bare_host(parts.hostname or ""), parts.port
    if port and port != _DEFAULT_PORT.get(parts.scheme):
        host += f":{port}"
    path = re.sub(rules["session"], "", _unquoted(parts.path), flags=re.IGNORECASE) or "/"
    behind = re.search(rules["gate"], path)
    if behind:
        host, path = _bare_host(behind["host"]), behind["path"]
    path = _straight(path)
    path = re.sub(rules["index_file"], "/", path)
    path = re.sub(rules["mobile_suffix"], r"\1", path)
    path = re.sub(rules["mobile_prefix"], r"/\1", path)
    if not parts.query:
        return f"{host}{path}"
    ignored = [rules[name] for name in ("file_noise", "column_noise") if re.search(rules[name]["path"], path)]
    noise = {*rules["noise"], *(name for row in ignored for name in row["names"])}
    pairs = parse_qsl(parts.query, keep_blank_values=True, errors=_KEPT)
    query = sorted((pair for pair in pairs if pair[0] not in noise), key=lambda pair: pair[0])
    return f"{host}{path}" + (f"?{urlencode(query, errors=_KEPT)}" if query else "")


def _bare_host(host: str) -> str:
    """A host without the names of its twins: `www.`, `m.`, `wap.`, and the dot that careless joining leaves behind."""
    return re.sub(table("addresses")["mobile_host"], "", host.rstrip(".").removeprefix("www."))


def _straight(path: str) -> str:
    """A path without `.`, `..` and empty segments."""
    if "//" not in path and "/." not in path:
        return path
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            kept[-1:] = []
        elif segment not in ("", "."):
            kept.append(segment)
    return "/" + "/".join(kept) + ("/" if path.endswith(("/", "/.", "/..")) and kept else "")


def _unquoted(path: str) -> str:
    """A path in characters, if its bytes are UTF-8; two paths in another encoding must not become one."""
    try:
        return unquote(path, errors="strict")
    except UnicodeDecodeError:
        return path


def allowed(url: str, portal: Portal) -> bool:
    """Tell whether the crawler may ask for this address: the portal's own hosts and `*.gov.cn`, nothing else.

    A portal that lives on this machine alone (practice) leads nowhere else.
    """
    parts = urlsplit(url)
    if parts.scheme not in _DEFAULT_PORT:
        return False
    host = (parts.hostname or "").rstrip(".")
    own_hosts = _own_hosts(portal)
    if not _all_here(own_hosts) and (host == "gov.cn" or host.endswith(".gov.cn")):
        return True
    return parts.netloc.lower() in own_hosts or (parts.port is None and host in own_hosts)


def only_here(portal: Portal) -> bool:
    """Tell whether all hosts of a portal are this machine."""
    return _all_here(_own_hosts(portal))


@lru_cache(maxsize=1 << 10)
def _own_hosts(portal: Portal) -> frozenset[str]:
    return portal.own_hosts


@lru_cache(maxsize=1 << 10)
def _all_here(hosts: frozenset[str]) -> bool:
    return all(is_loopback(urlsplit(f"//{host}").hostname or "") for host in hosts)


@lru_cache(maxsize=1 << 12)
def home_of(url: str) -> str:
    """The home page of the host of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def looks_like_listing(url: str) -> bool:
    """Tell whether an address is that of a column (a directory or its index) rather than of an article."""
    path = urlsplit(url).path
    return bool(_compiled("listing").search(path)) and not _compiled("article").search(path)


@lru_cache(maxsize=1 << 12)
def looks_like_file(url: str) -> bool:
    """Tell whether an address is that of a document to download, by its path or by the parameter that names it."""
    parts = urlsplit(url)
    path = unquote(parts.path).partition(";")[0]
    if _compiled("file").search(path) or _compiled("download").search(path):
        return True
    return bool(parts.query) and any(_compiled("file").search(value) for _, value in parse_qsl(parts.query))


def viewed(url: str) -> str:
    """The document that a viewer shows whose address names it by a parameter; any other address as it is."""
    parts = urlsplit(url)
    if not parts.query or not _compiled("viewer").search(parts.path):
        return url
    values = (value for _, value in parse_qsl(parts.query))
    shown = next((value for value in values if _compiled("file").search(value.partition("#")[0].partition("?")[0])), "")
    is_page = _compiled("page").search(parts.path) is not None
    return urljoin(url, shown).partition("#")[0] if shown and (is_page or "/" in shown) else url


def looks_like_page(url: str) -> bool:
    """Tell whether an address is that of a web page, by its extension."""
    return bool(_compiled("page").search(urlsplit(url).path))


def looks_like_picture(url: str) -> bool:
    """Tell whether an address is that of a picture, by its extension, and not of one that dresses the page."""
    path = urlsplit(url).path
    return bool(_compiled("picture").search(path)) and not _compiled("decoration").search(path)


def looks_like_scan(url: str) -> bool:
    """Tell whether an image address is that of an uploaded picture (a scanned page), not of page decoration."""
    return bool(_compiled("scan").search(urlsplit(url).path))


def within(url: str, column: str) -> bool:
    """Tell whether an address lies under the directory of a column."""
    folder = key(column).partition("?")[0]
    folder = folder if folder.endswith("/") else folder.rpartition("/")[0] + "/"
    return key(url).startswith(folder)


@cache
def _compiled(name: str) -> re.Pattern[str]:
    rules: dict[str, Any] = table("addresses")
    return re.compile(rules[name], re.IGNORECASE)
