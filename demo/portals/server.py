"""A small web server on loopback, one for each practice portal, that notes every call it gets."""

from __future__ import annotations

import gzip
import hashlib
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

_STARTED = formatdate(1_767_225_600, usegmt=True)


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it came: method, path with query, headers with names in lower case, body."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        """The path alone, decoded."""
        return unquote(urlsplit(self.target).path)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. `cut` sends so many bytes of the body that it promised; `delay` waits so many seconds first; status 0
    breaks the connection without a word, as some hosts do for clients that are no browser."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)
    cut: int | None = None
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class Served:
    """A call with the status and the number of body bytes that it was given; when it came and when it was answered, in
    seconds of the monotonic clock.
    """

    call: Call
    status: int
    sent: int
    began: float = 0.0
    ended: float = 0.0


@dataclass
class Site:
    """Pages by path. `validators`: serve and honour ETag and Last-Modified; `gzip`: always compress."""

    name: str
    validators: bool = True
    pages: dict[str, Reply] = field(default_factory=dict)
    gzip: bool = False
    log: list[Served] = field(default_factory=list)

    def answer(self, call: Call) -> Reply:
        """The answer to a call; portals with behaviour of their own override this."""
        return self.pages.get(call.path.replace("/index.html", "/")) or self.missing(call)

    def missing(self, call: Call) -> Reply:
        """The answer for an address that does not exist."""
        return Reply("<html><title>404</title><body><p>页面不存在</p></body></html>".encode(), 404)

    def put(self, path: str, page: str | bytes, content_type: str = "text/html; charset=utf-8", **how: object) -> None:
        """Put a page at a path; `index.html` is the same page as its directory."""
        body = page.encode() if isinstance(page, str) else page
        headers = (("Content-Type", content_type),)
        self.pages[path.replace("/index.html", "/")] = Reply(body, headers=headers, **how)  # type: ignore[arg-type]

    def paths_asked(self) -> list[str]:
        """The targets of every call so far, robots.txt left out."""
        return [served.call.target for served in self.log if served.call.target != "/robots.txt"]


@contextmanager
def serve(sites: Sequence[Site], ports: Sequence[int] = ()) -> Iterator[dict[str, str]]:
    """Serve each site on 127.0.0.1, at its port in `ports` or else a free one; gives name → "http://127.0.0.1:port".

    Raises OSError when a port is taken.
    """
    with ExitStack() as stack:
        wanted = [*ports, *[0] * (len(sites) - len(ports))]
        yield {site.name: stack.enter_context(_running(site, port)) for site, port in zip(sites, wanted, strict=True)}


@contextmanager
def _running(site: Site, port: int) -> Iterator[str]:
    handler = type("Handler", (_Handler,), {"site": site})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name=f"portal {site.name}", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    site: Site

    def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
        self._serve()

    def do_POST(self) -> None:  # noqa: N802 - the name that http.server calls
        self._serve()

    def _serve(self) -> None:
        began = time.monotonic()
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        call = Call(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        reply = self.site.answer(call)
        time.sleep(reply.delay)
        if not reply.status:
            self.site.log.append(Served(call, 0, 0))
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        headers = list(reply.headers)
        status, content = reply.status, reply.body
        if self.site.validators and status == 200 and call.method == "GET":
            etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
            headers += [("ETag", etag), ("Last-Modified", _STARTED)]
            if call.headers.get("if-none-match") == etag:
                status, content = 304, b""
        if self.site.gzip and content:
            headers.append(("Content-Encoding", "gzip"))
            content = gzip.compress(content, mtime=0)
        sent = content[: reply.cut]
        self._send(status, headers, len(content), sent)
        self.site.log.append(Served(call, status, len(sent), began, time.monotonic()))

    def _send(self, status: int, headers: list[tuple[str, str]], length: int, sent: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(sent)
        if len(sent) < length:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing; the site's log has it."""
