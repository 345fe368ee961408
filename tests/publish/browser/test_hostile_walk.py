"""In a real browser nothing runs that a report, a page or an address brought along: on no page of ours or of Datasette's."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from archive import reader
from archive.schema import tables, views
from tests.archive.builder import World, read_pickle
from tests.publish.browser.test_walk import SERVE, browser  # noqa: F401 - a fixture
from tests.publish.hostile_world import hostile_finding, hostile_pages, hostile_world

MOST_OF_A_KIND = 2
"""Pages of one template that are opened in each language."""
FOUND = """() => {
  const all = [...document.querySelectorAll('*')];
  const ours = [...document.scripts].every(one => one.src ? one.src.startsWith(location.origin) : !/alert\\(/.test(one.text));
  const handlers = all.filter(one => [...one.attributes].some(a => /^on/i.test(a.name)));
  const addresses = all.filter(one => ['href', 'src', 'action', 'xlink:href'].some(a => /^\\s*javascript:/i.test(one.getAttribute(a) || '')));
  return {ours, bad: [...handlers, ...addresses].map(one => one.outerHTML.slice(0, 200))};
}"""


def readings(folder: Path, patch: pytest.MonkeyPatch) -> World:
    patch.setattr(reader, "read", read_pickle)
    patch.setattr(reader, "check_report", hostile_finding)
    return hostile_world(folder)


@pytest.fixture(
    scope="module", params=[readings, lambda folder, _patch: hostile_pages(folder)], ids=["readings", "pages"]
)
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site over a hostile archive."""
    make: Callable[..., World] = request.param
    with pytest.MonkeyPatch.context() as patch:
        world = make(tmp_path_factory.mktemp("hostile"), patch)
        world.build()
    command = [sys.executable, "-c", SERVE, str(world.db), str(world.data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.terminate()


class Watch:
    """What a page must never do: open a dialog, run what was brought along, ask another host."""

    def __init__(self, page: Page, address: str) -> None:
        self.said: list[str] = []
        page.on("dialog", lambda dialog: (self.said.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda error: self.said.append(f"error {error}"))
        page.on("console", lambda message: self.said.append(message.text) if message.type == "error" else None)
        page.on("request", lambda one: None if one.url.startswith((address, "data:")) else self.said.append(one.url))

    def prove(self, page: Page, address: str) -> None:
        for frame in page.frames:
            found = frame.evaluate(FOUND)
            assert found == {"ours": True, "bad": []}, (address, found)
        assert self.said == [], (address, self.said)


def kind(address: str) -> tuple[str, ...]:
    """Return what template a path is of: its words without keys and numbers."""
    return tuple(word for word in address.split("?")[0].split("/") if word.isalpha() and word.isascii())


def test_nothing_runs_on_any_page(browser: Browser, hostile: str) -> None:  # noqa: F811
    page = browser.new_page()
    watch = Watch(page, hostile)
    waiting = ["", "en/", "search?q=补正", "en/search?q=alert", "archive"]
    waiting += [f"archive/{name}?_size=20" for name in [*tables(), *views()]]
    opened: dict[tuple[str, ...], int] = {}
    seen: set[str] = set()
    while waiting:
        path = waiting.pop(0)
        known = opened.get(kind(path), 0)
        if path in seen or (known >= MOST_OF_A_KIND and not path.startswith("archive/")):
            continue
        seen.add(path)
        opened[kind(path)] = known + 1
        answer = page.goto(hostile + path)
        assert answer is not None and answer.status < 500, path
        watch.prove(page, path)
        links = page.eval_on_selector_all(
            "a[href]", "all => all.map(one => new URL(one.getAttribute('href'), location.href).href)"
        )
        fine = [link.removeprefix(hostile).split("#")[0] for link in links if link.startswith(hostile)]
        waiting += [link for link in fine if not leads_to_file(link)]
    assert {("reports",), ("reports", "cells"), ("captures", "view"), ("organs",), ("en", "reports")} <= opened.keys()
    page.close()


def leads_to_file(link: str) -> bool:
    path = link.split("?")[0]
    return path.endswith((".json", ".csv", ".svg", ".bib", ".ris", ".db")) or (
        path.startswith("archive") or path.count("/") == 1 and path.startswith("captures/")
    )


def test_rows_and_searches_of_datasette_run_nothing(browser: Browser, hostile: str) -> None:  # noqa: F811
    page = browser.new_page()
    watch = Watch(page, hostile)
    for path in ("archive/sections?_search=alert", "archive?sql=select+*+from+reports", "archive/sightings?_size=5",
                 "archive/findings?_facet=message_zh", "archive/reports?_facet=title&_sort=title"):  # fmt: skip
        page.goto(hostile + path)
        watch.prove(page, path)
    for name in ("reports", "sections", "report_versions"):
        page.goto(f"{hostile}archive/{name}?_size=2")
        row = page.locator("td.col-Link a, td.type-pk a").first.get_attribute("href")
        answer = page.goto(hostile + str(row).removeprefix("/"))
        assert answer is not None and answer.status == 200
        watch.prove(page, name)
    page.close()
