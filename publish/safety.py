"""What every answer tells the browser to refuse, so that nothing that a report prints can run or be framed."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache

from datasette.app import Datasette

Headers = list[tuple[bytes, bytes]]
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_COMMON = "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; img-src 'self' data:"
_INLINE = ("_codemirror_foot.html", "table.html")
"""Datasette's templates with scripts of their own in the page: each runs because its text is known, others do not."""
_FACET = "{{ datasette_allow_facet }}"


OURS = {"content-security-policy": f"{_COMMON}; style-src 'self'"}
"""The header of a page of ours, which runs nothing at all."""
COPYING = {"content-security-policy": f"{_COMMON}; style-src 'self'; script-src 'self'"}
"""The header of a page of ours with lines to copy, which runs the file static/copy.js."""

FRAMING = {"content-security-policy": f"{_COMMON}; style-src 'self'; frame-src 'self'"}
"""That of a page of ours that frames a captured page of this site."""
CAPTURED = {
    "content-security-policy": "sandbox; default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'self'",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "no-referrer",
}
"""The headers of a captured page: it is of no origin, runs and loads nothing, and only this site may frame it."""


def security_headers(datasette: Datasette, present: set[bytes]) -> Headers:
    """Return the headers that an answer lacks that has those `present`."""
    wanted = {**ALWAYS, "content-security-policy": native_policy(datasette)}
    return [(name.encode(), text.encode()) for name, text in wanted.items() if name.encode() not in present]


def native_policy(datasette: Datasette) -> str:
    """Return the policy of Datasette's pages: they run its own files and the few scripts that its templates set in the
    page, by their hashes."""
    scripts = " ".join(f"'{one}'" for one in inline_scripts(datasette))
    return f"{_COMMON}; connect-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' {scripts}"


@cache
def inline_scripts(datasette: Datasette) -> tuple[str, ...]:
    """Return the hashes of the scripts in Datasette's templates, as a policy names them."""
    environment = datasette.jinja_env
    assert environment.loader is not None
    out = []
    for name in _INLINE:
        source, _, _ = environment.loader.get_source(environment, name)
        for script in re.findall(r"<script>(.*?)</script>", source, re.DOTALL):
            out += [_hash(script.replace(_FACET, value)) for value in ("true", "false")]
    return tuple(dict.fromkeys(out))


def _hash(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
