"""A web server of a few lines: routes to answers, and a log of what was asked."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Ask:
    """A request as the server saw it."""

    method: str
    target: str
    headers: dict[str, str]
    form: str = ""
    at: float = 0.0
    status: int = 0

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def fields(self) -> dict[str, str]:
        """Query and form together."""
        pairs = parse_qs(urlsplit(self.target).query, keep_blank_values=True)
        pairs |= parse_qs(self.form, keep_blank_values=True)
        return {name: values[0] for name, values in pairs.items()}


@dataclass
class Reply:
    """What the server says; `promised` is a Content-Length that is not kept, `reset` a connection thrown away."""

    body: bytes = b""
    status: int = 200
    kind: str | None = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    promised: int | None = None
    wait: float = 0.0
    reset: bool = False


Route = Reply | Callable[[Ask], Reply]


def html(text: str, charset: str = "utf-8", label: str | None = "utf-8") -> Reply:
    """A page in `charset` under the header `label` (None: a header without one)."""
    return Reply(text.encode(charset), kind=f"text/html; charset={label}" if label else "text/html")


def to(address: str, status: int = 302, **headers: str) -> Reply:
    """A redirect."""
    return Reply(status=status, headers={"Location": address, **headers})


class Web:
    """A site: routes by path, everything else by `absent`."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self.log: list[Ask] = []
        self.absent: Route = Reply("<html><title>404</title>您访问的资源没有找到</html>".encode(), 404)
        self.busy = self.most_busy = 0
        self.address = ""

    def answer(self, ask: Ask) -> Reply:
        """The reply to a request."""
        route = self.routes.get(ask.path, self.absent)
        return route if isinstance(route, Reply) else route(ask)

    def asked(self, part: str = "") -> list[str]:
        """The targets asked for that hold `part`, without robots.txt."""
        return [ask.target for ask in self.log if part in ask.target and ask.path != "/robots.txt"]

    @property
    def host(self) -> str:
        return self.address.removeprefix("http://")

    @contextmanager
    def open(self) -> Iterator[Web]:
        """Serve until the block ends."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"web": self}))
        server.daemon_threads = True
        self.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    web: Web

    def _take(self) -> None:
        form = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("latin-1")
        ask = Ask(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, form, time.monotonic())
        self.web.busy += 1
        self.web.most_busy = max(self.web.most_busy, self.web.busy)
        reply = self.web.answer(ask)
        ask.status = reply.status
        self.web.log.append(ask)
        time.sleep(reply.wait)
        self.web.busy -= 1
        self._give(reply)

    do_GET = do_POST = do_HEAD = _take  # noqa: N815 - the names that http.server calls

    def _give(self, reply: Reply) -> None:
        if reply.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
            return
        length = len(reply.body) if reply.promised is None else reply.promised
        lines = [f"HTTP/1.1 {reply.status} X", *(f"{k}: {v}" for k, v in reply.headers.items())]
        lines += [f"Content-Type: {reply.kind}"] if reply.kind else []
        lines += [f"Content-Length: {length}"] if reply.status != 304 else []
        # Latin-1 lets a header carry the bytes of any encoding, as these servers do.
        self.wfile.write("\r\n".join([*lines, "", ""]).encode("latin-1") + reply.body)
        self.close_connection = self.close_connection or length != len(reply.body)

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:  # the other side left, or the connection was thrown away on purpose
            self.close_connection = True

    def finish(self) -> None:
        try:
            super().finish()
        except (OSError, ValueError):
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """The site's own log has it."""
