"""A captured page as the site shows it: nothing of it runs, loads or leads away, and a cell is marked only where it is."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.provenance import CellRead
from parsers.document import Place
from parsers.located import located
from publish.captured_page import SafePage
from publish.cell_place import spot
from publish.pages import captures
from publish.site import make_site, site_of
from tests.archive.builder import World
from tests.parsers.official import figures, report_page
from tests.publish.hostile_world import MARKUP

PDF = Path(__file__).parent.parent / "parsers" / "pdf" / "files" / "chromium.pdf"
PAGES = "report_versions WHERE media_type = 'text/html'"
FINE = {"colspan", "rowspan", "align", "valign", "start", "alt", "id"}


class Attributes(HTMLParser):
    """Collects tags, and names and values of attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.pairs: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.pairs += attrs


def prove_harmless(html: str) -> None:
    seen = Attributes(html)
    assert not seen.tags & {"script", "style", "iframe", "a", "link", "meta", "base", "form", "input", "svg", "object"}
    for name, value in seen.pairs:
        assert name in FINE or (name == "src" and (value or "").startswith("data:image/")), (name, value)


def page(extra: str = "") -> bytes:
    html = report_page(figures(), title="濮阳市教育局2022年政府信息公开工作年度报告").decode()
    return html.replace("</body>", f"{extra}</body>").encode()


def test_what_a_page_could_do_is_gone_and_what_it_says_is_there() -> None:
    shown = SafePage(page(MARKUP))
    prove_harmless(shown.body)
    assert "evil.example" not in shown.body and "alert(2)" not in shown.body
    assert "印章" in shown.body and "1386" in shown.body


@given(st.lists(st.sampled_from([*re.findall(r"<[^>]+>", MARKUP), "<table>", "<td>", "<p>", "1", "<!--", "-->", "</style>", "<noscript>", "<textarea>"]), max_size=25).map("".join))  # fmt: skip
@settings(deadline=None, max_examples=60)
def test_no_order_of_harmful_markup_gets_through(mixed: str) -> None:
    prove_harmless(SafePage(page(mixed)).body)


def test_a_picture_in_the_page_itself_stays_and_ids_of_the_page_do_not() -> None:
    shown = SafePage(page('<img src="data:image/png;base64,AAAA"><p id="cell-1-1-1">x</p><td id="cell-9-9-9">y</td>'))
    assert 'src="data:image/png;base64,AAAA"' in shown.body
    assert "cell-9-9-9" not in shown.body and shown.body.count('"cell-1-1-1"') <= 1


def test_every_cell_stands_where_the_reader_says_also_when_parts_are_hidden() -> None:
    hidden = '<div style="display:none"><table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table></div>'
    plain = report_page(figures())
    bent = plain.replace(b"<body>", b"<body>" + hidden.encode())
    for data in (plain, bent):
        root, cells = located(data)
        texts = {position: text for position, (_, text) in cells.items()}
        assert "245" in texts.values() and "1386" in texts.values()
        (place,) = [position for position, text in texts.items() if text == "1386"]
        assert (
            cells[place][0].text == "1386" and cells[place][0].getroottree().getroot() is root.getroottree().getroot()
        )


@pytest.mark.parametrize("data", [b"", b" ", b"%PDF-1.4", b"\x00\x01"])
def test_what_is_no_page_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(ValueError, match="page"):
        located(data)


CELL = CellRead(7816.0, "reported", "7816.0", Place(1, 2, 3))


@pytest.mark.parametrize(
    ("cell", "elsewhere", "shown", "state"),
    [
        (CELL, False, {(1, 2, 3): "7816"}, "holds"),
        (CELL, False, {(1, 2, 3): "7,816 "}, "holds"),
        (CELL, False, {(1, 2, 3): "7817"}, "differs"),
        (CELL, False, {(1, 2, 4): "7816"}, "not_found"),
        (CELL, True, {(1, 2, 3): "7816"}, "elsewhere"),
        (CELL, False, None, "not_a_page"),
        (CellRead(3, "reported", "3", None), False, {}, "no_place"),
        (CellRead(None, "blank", "", Place(1, 2, 3)), False, {(1, 2, 3): ""}, "holds"),
        (CellRead(None, "blank", "", Place(1, 2, 3)), False, {(1, 2, 3): "0"}, "differs"),
    ],
)
def test_a_cell_is_marked_only_where_the_page_prints_it(
    cell: CellRead, elsewhere: bool, shown: Any, state: str
) -> None:
    assert spot(cell, elsewhere, shown).state == state


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A site over pages that were read in earnest: a report in two versions, and a file that is no page."""
    world = World(tmp_path_factory.mktemp("captures"))
    world.visit("http://127.0.0.1:9/puyang/a", page(MARKUP))
    world.visit("http://127.0.0.1:9/puyang/a", page(MARKUP).replace(b">1386<", b">1387<"))
    world.visit("http://127.0.0.1:9/puyang/b", b"%PDF-1.4 nothing")
    world.visit("http://127.0.0.1:9/puyang/c", PDF.read_bytes())
    world.build()
    site = make_site(world.db, world.data)
    yield site
    site_of(site).desk.close()


def ask(site: Any, address: str) -> Any:
    return asyncio.run(site.client.get(address))


def digests(site: Any, where: str) -> list[str]:
    sql = f"SELECT sha256 FROM {where}"
    return [row["sha256"] for row in asyncio.run(site.get_database("archive").execute(sql)).rows]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_cell_asked_for_is_marked_in_each_version(real: Any, prefix: str) -> None:
    for digest, value in zip(digests(real, f"{PAGES} ORDER BY number"), ("1386", "1387"), strict=True):
        look = ask(real, f"{prefix}/captures/{digest}/view?code=license_decisions")
        anchor = re.search(rf'src="/captures/{digest}/page#(cell-[\d-]+)"', look.text)
        assert look.status_code == 200 and anchor and f"“{value}”" in look.text
        assert "frame-src 'self'" in look.headers["content-security-policy"]
        framed = ask(real, f"/captures/{digest}/page")
        assert re.search(rf'id="{anchor[1]}"[^>]*>{value}<', framed.text)


def test_a_captured_page_is_of_no_origin_and_loads_nothing(real: Any) -> None:
    framed = ask(real, f"/captures/{digests(real, PAGES)[0]}/page")
    policy = framed.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'") and "script" not in policy and "http" not in policy
    assert framed.headers["x-frame-options"] == "SAMEORIGIN"
    assert "evil.example" not in framed.text and "onerror" not in framed.text


def test_what_is_no_page_is_offered_as_a_file(real: Any) -> None:
    (digest,) = digests(real, "captures WHERE media_type LIKE '%pdf%' AND size < 100")
    look = ask(real, f"/captures/{digest}/view")
    assert look.status_code == 200 and "<iframe" not in look.text and f'/captures/{digest}"' in look.text
    assert ask(real, f"/captures/{digest}/page").status_code == 404
    assert ask(real, f"/captures/{'0' * 64}/view").status_code == 404


def test_a_page_that_is_too_large_is_not_shown(real: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(captures, "MOST_BYTES", 100)
    look = ask(real, f"/captures/{digests(real, PAGES)[0]}/view")
    assert "MB" in look.text and "<iframe" not in look.text


def test_without_the_folder_of_captures_the_page_says_so(real: Any) -> None:
    digest = digests(real, PAGES)[0]
    bare = make_site(Path(site_of(real).db), None)
    look = ask(bare, f"/captures/{digest}/view?code=license_decisions")
    assert look.status_code == 200 and "不在这台服务器上" in look.text and "<iframe" not in look.text
    site_of(bare).desk.close()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_cell_of_a_pdf_is_found_with_its_page_and_box_when_it_is_read_again(real: Any, prefix: str) -> None:
    (digest,) = digests(real, "report_versions WHERE media_type LIKE '%pdf%'")
    look = ask(real, f"{prefix}/captures/{digest}/view?code=req_new__total").text
    (address,) = re.findall(r'href="([^"]+again=1)"', look)
    again = ask(real, address.replace("&amp;", "&")).text
    assert ("与本库相同" in again or "as the archive has it" in again) and "again=1" not in again.split("<main")[1]
    assert re.search(r"第 \d+ 页，框自左上角起（\d+, \d+）|page \d+, box from \(\d+, \d+\)", again)


def test_a_capture_is_not_read_again_where_the_desk_is_closed_or_full(
    real: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (digest,) = digests(real, "report_versions WHERE media_type LIKE '%pdf%'")
    desk = site_of(real).desk
    monkeypatch.setattr(desk, "_taken", 1000)
    busy = ask(real, f"/captures/{digest}/view?code=req_new__total&again=1")
    assert "请稍候再试" in busy.text and "etag" not in busy.headers and busy.headers["cache-control"] == "no-store"
    monkeypatch.setattr(desk, "settings", replace(desk.settings, workers=0))
    assert "again=1" not in ask(real, f"/captures/{digest}/view?code=req_new__total").text.split("<main")[1]
