"""`python -m bench.site ARCHIVE [WORD]`: how long the site takes over an archive and how much it sends, by address.

Every page of ours in both languages, every file, Datasette's own pages and every canned query (`bench/addresses.toml`;
with a WORD only the addresses that hold it) are asked over HTTP from `gongkai serve` with its own limits: cold, when
the system has forgotten the file, and warm, the middle of five. The first view of a page is what a browser with nothing
at hand fetches, compressed: the page, its style sheets, scripts and pictures. The goals are those of an archive of a
million reports.
"""

from __future__ import annotations

import gzip
import os
import re
import signal
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from lxml import html

from bench.addresses import Address, native_addresses, our_addresses, values

COLD, WARM = 1.0, 0.2
"""Goals in seconds."""
FIRST_VIEW = 300_000
"""Goal in bytes."""
ROUNDS = 5
PARTS = "//link[@rel='stylesheet' or contains(@rel, 'icon')]/@href | //script/@src | //img/@src | //iframe/@src"


@dataclass(frozen=True, slots=True)
class Answer:
    """One request: seconds, bytes on the wire, the text when it is a page, and what went wrong, if anything."""

    seconds: float
    size: int
    text: str
    fault: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What an address took. `view` and `requests` are 0 for what is no page."""

    address: Address
    cold: float
    warm: float
    size: int
    view: int
    requests: int
    fault: str

    @property
    def missed(self) -> list[str]:
        """The goals that it misses."""
        goals = {"cold": self.cold > COLD, "warm": self.warm > WARM, "first view": self.view > FIRST_VIEW}
        return [name for name, over in goals.items() if over] + ([self.fault] if self.fault else [])


@contextmanager
def served(archive: Path) -> Iterator[str]:
    """Serve the archive as its user would; give the address."""
    command = [sys.executable, "-m", "gongkai", "serve", "--port", "0", "--db", str(archive)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip().rstrip("/")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def forget(archive: Path) -> None:
    """Have the system drop what it holds of the file."""
    with archive.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def asked(url: str) -> Answer:
    """Ask for an address as a browser does."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    began = time.perf_counter()
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            sent = answer.read()
            seconds = time.perf_counter() - began
            is_page = answer.headers.get_content_type() == "text/html"
            packed = answer.headers.get("Content-Encoding") == "gzip"
    except urllib.error.HTTPError as error:
        said = re.sub(r"\s+", " ", error.read().decode("utf-8", "replace"))
        return Answer(time.perf_counter() - began, 0, "", f"{error.code} {said[:80]}")
    text = (gzip.decompress(sent) if packed else sent).decode("utf-8") if is_page else ""
    return Answer(seconds, len(sent), text, "")


def parts(page: str, url: str) -> set[str]:
    """Return the addresses of what a browser fetches with a page."""
    return {urljoin(url, one) for one in html.fromstring(page).xpath(PARTS) if not one.startswith("data:")}


def measured(site: str, address: Address, archive: Path, sizes: dict[str, int]) -> Measured:
    """Ask for an address cold and warm. `sizes` keeps the bytes of the parts of pages, so that each is asked once."""
    url = site + address.url
    forget(archive)
    first = asked(url)
    warm = statistics.median(asked(url).seconds for _ in range(ROUNDS))
    needed = parts(first.text, url) if first.text else set()
    for part in needed - sizes.keys():
        sizes[part] = asked(part).size
    view = first.size + sum(sizes[part] for part in needed) if first.text else 0
    return Measured(address, first.seconds, warm, first.size, view, len(needed) + 1 if view else 0, first.fault)


def line(one: Measured) -> str:
    """Return the line of the table."""
    view = f"{one.requests:3} {one.view / 1000:7.1f}" if one.view else f"{'—':>3} {'—':>7}"
    told = "  ".join(["MISSES " + ", ".join(one.missed)] if one.missed else [])
    return f"{one.warm * 1000:8.0f} {one.cold * 1000:8.0f} {one.size / 1000:8.1f} {view}  /{one.address.path}  {told}"


def addresses(archive: Path, word: str = "") -> Iterable[Address]:
    """Return every address of the site that holds `word`, but for the captures, which lie beside the archive."""
    known = values(archive)
    every = (*our_addresses(known), *native_addresses(known))
    return [one for one in every if word in one.path and not one.path.startswith("captures/")]


def main(archive: Path, word: str = "") -> int:
    """Print the table and name the addresses over the goal; return 1 when there is one."""
    lines: list[Measured] = []
    sizes: dict[str, int] = {}
    print(f"{'warm ms':>8} {'cold ms':>8} {'kB':>8} {'n':>3} {'view kB':>7}  address")
    with served(archive) as site:
        asked(site + "/")
        for address in addresses(archive, word):
            lines.append(measured(site, address, archive, sizes))
            print(line(lines[-1]), flush=True)
    missed = [one for one in lines if one.missed]
    goals = f"{WARM * 1000:.0f} ms warm, {COLD:.0f} s cold, {FIRST_VIEW // 1000} kB"
    named = ", ".join(f"/{one.address.path}" for one in missed) or "none"
    print(f"{len(lines)} addresses, {len(missed)} over the goal ({goals}): {named}")
    return int(bool(missed))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("Call: python -m bench.site ARCHIVE [WORD]")
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
