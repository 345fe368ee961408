"""Serve practice portals until standard input ends: a process of its own, so that it shares no interpreter lock.

The first argument is the number of organs of the portal that is measured. Prints one line: its address, then that of
a small portal to warm up with.
"""

from __future__ import annotations

import sys

from bench.practice import portal
from demo.portals import serve


def main(organs: int) -> None:
    sites = [portal("bench", organs), portal("warm-up", 1)]
    with serve(sites) as addresses:
        print(*(addresses[site.name] + site.listing for site in sites), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(int(sys.argv[1]))
