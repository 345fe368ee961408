"""The address at which the site is reached, as whoever asks sees it."""

from __future__ import annotations

import re

from datasette.utils.asgi import Request

_HOST = re.compile(r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")


def origin(request: Request) -> str:
    """Return scheme and host of a request, such as https://gongkai.example.org, without a slash at the end.

    Behind a proxy the scheme is what it says in X-Forwarded-Proto, if uvicorn trusts it (FORWARDED_ALLOW_IPS). The host
    is printed in lines that people paste into a shell: what is no host name becomes localhost.
    """
    host = request.headers.get("host", "")
    scheme = "https" if request.scope.get("scheme") == "https" else "http"
    return f"{scheme}://{host if _HOST.fullmatch(host) else 'localhost'}"
