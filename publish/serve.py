"""`gongkai serve`: the site on one address of this machine."""

from __future__ import annotations

import socket
from pathlib import Path

import uvicorn

from publish.site import SiteError, make_site


def serve(db: Path, port: int, host: str = "127.0.0.1", data: Path | None = None) -> None:
    """Serve the archive `db` until interrupted; prints the address. `data` is the folder of captures, if at hand.

    Raises SiteError with one sentence when the archive is missing or not ours, or the port is taken.
    """
    datasette = make_site(db, data)
    listener = listen(host, port)
    print(f"http://{host}:{listener.getsockname()[1]}/", flush=True)
    config = uvicorn.Config(datasette.app(), log_level="warning", lifespan="on")
    uvicorn.Server(config).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes a free one. Raises SiteError when the address cannot be had."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise SiteError(
            f"Port {port} of {host} cannot be used ({error.strerror}): choose another with --port."
        ) from error
    return listener
