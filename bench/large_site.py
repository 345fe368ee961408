"""Serve one portal of many small report pages, made as they are asked for, until standard input ends.

`python -m bench.large_site HOW-MANY` prints the address of its listing.
"""

from __future__ import annotations

import sys

from demo.portals import Site, serve
from demo.portals.server import Call, Reply

LISTING = "/zwgk/zfxxgknb/"
PER_PAGE = 20


class LargePortal(Site):
    """Listings in the manner of TRS WCM; report number n stands at `202401/t20240101_{n}.html` and has no file."""

    def __init__(self, reports: int) -> None:
        super().__init__("large", validators=False)
        self.reports = reports

    @property
    def listings(self) -> int:
        """Pages of the listing."""
        return -(-self.reports // PER_PAGE)

    def answer(self, call: Call) -> Reply:
        """The listing, one of its pages, or a report."""
        self.log.clear()
        name = call.path.rpartition("/")[2].removesuffix(".html")
        kind, _, number = name.partition("_")
        if call.path == LISTING:
            return self._listing(0)
        if kind == "index" and number.isdigit() and 0 < int(number) < self.listings:
            return self._listing(int(number))
        if kind == "t20240101" and number.isdigit() and int(number) < self.reports:
            return self._page(f"<h1>{_title(int(number))}</h1><p>一、总体情况</p><p>收到申请{number}件。</p>" * 8)
        return self.missing(call)

    def _listing(self, page: int) -> Reply:
        numbers = range(page * PER_PAGE, min((page + 1) * PER_PAGE, self.reports))
        rows = "".join(
            f'<li><a href="./202401/t20240101_{n}.html">{_title(n)}</a><span>2024-01-01</span></li>' for n in numbers
        )
        return self._page(
            f'<ul class="list">{rows}</ul><script>createPageHTML({self.listings}, {page}, "index", "html");</script>'
        )

    def _page(self, content: str) -> Reply:
        head = "<!DOCTYPE html><html><head><title>政府信息公开年报</title></head><body>"
        return Reply(f"{head}{content}</body></html>".encode())


def _title(number: int) -> str:
    return f"练习区第{number}局2023年政府信息公开工作年度报告"


def main(reports: int) -> None:
    site = LargePortal(reports)
    with serve([site]) as addresses:
        print(addresses[site.name] + LISTING, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(int(sys.argv[1]))
