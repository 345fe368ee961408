"""Hosts whose encryption is of a former age: the usual handshake first, one that accepts less only where it failed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.protocols.tls import TLSMemoryBIOProtocol
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

REMARK = "Read over an outdated encryption: the usual handshake failed."
_LEGACY_SERVER_CONNECT = 0x4
"""OpenSSL's option for servers that cannot renegotiate safely; pyOpenSSL has no name for it."""
# Level 0: OpenSSL 3 refuses TLS 1.0 and SHA-1 signatures at level 1. What is read is public, and Scrapy checks no
# certificate anyway; permissive from the start, the handshake hangs on modern hosts (portals.md §6).
_CIPHERS = b"ALL:@SECLEVEL=0"


def tls_host(url: str) -> str:
    """The host of an https address with its port."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or 443}"


def _context() -> SSL.Context:
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    context.set_cipher_list(_CIPHERS)
    context.set_min_proto_version(SSL.TLS1_VERSION)
    context.set_options(_LEGACY_SERVER_CONNECT)
    return context


@implementer(IOpenSSLClientConnectionCreator)
class _Permissive:
    """Makes connections to one host with small keys, old hashes and old versions of the protocol."""

    def __init__(self, hostname: bytes) -> None:
        self._hostname, self._context = hostname, _context()

    def clientConnectionForTLS(self, protocol: TLSMemoryBIOProtocol) -> SSL.Connection:  # noqa: N802 - the interface's
        connection = SSL.Connection(self._context, None)
        connection.set_app_data(protocol)
        connection.set_tlsext_host_name(self._hostname)
        connection.set_connect_state()
        return connection


@implementer(IPolicyForHTTPS)
class _TwoPolicies:
    """The usual policy, and the permissive one for the hosts in `legacy` (`name:port`)."""

    def __init__(self, usual: Any, legacy: set[str]) -> None:
        self._usual, self._legacy = usual, legacy

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802 - the interface's name
        if f"{hostname.decode('ascii')}:{port}" in self._legacy:
            return _Permissive(hostname)
        return self._usual.creatorForNetloc(hostname, port)


class PatientHandler(HTTP11DownloadHandler):
    """Scrapy's own handler of http and https with two policies; SchemeSwitch tells which hosts need the second."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        legacy = crawler.spider.state.legacy_tls  # type: ignore[union-attr]
        self._contextFactory: Any = _TwoPolicies(self._contextFactory, legacy)
