"""The page /data and the files it offers: whole, verified, and nothing but what a release lists."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner
from datasette.utils import asgi
from lxml import html

from archive.export.command import export_command
from gongkai import main
from publish.origin import origin
from publish.releases import TYPES
from publish.site import make_site
from tests.publish.pasted import lines_in, paste

Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def offering(built, released) -> Any:
    return make_site(built.db, built.data, None, released)


@pytest.fixture(scope="module")
def ask(offering) -> Ask:
    return lambda address, **options: asyncio.run(offering.client.get(address, **options))


def sums_of(folder: Path) -> dict[str, str]:
    lines = (folder / "2026-01" / "SHA256SUMS").read_text("utf-8").splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def test_without_a_release_the_page_says_so_and_how_one_is_made(get, tmp_path: Path) -> None:
    page = get("/data").text
    assert "本站目前没有发布文件" in page and "no release at present" in get("/en/data").text
    command, *options = shlex.split(lines_in(page, "@id='make'"))[1:]
    main.commands[command].make_context(command, options)
    # The interface is there all the same.
    assert "example-table-curl" in page


def test_every_file_of_a_release_is_linked_with_its_sum_and_is_what_was_released(ask, released) -> None:
    page = html.fromstring(ask("/data").text)
    shown = {row.findtext(".//a"): row.findtext(".//code") for row in page.xpath("//tr[.//code[@class='sum']]")}
    assert shown == sums_of(released)
    for link in page.xpath("//a[starts-with(@href, '/data/releases/')]"):
        answer = ask(link.get("href"))
        assert answer.status_code == 200, link.text
        if link.text != "SHA256SUMS":
            assert hashlib.sha256(answer.content).hexdigest() == sums_of(released)[link.text_content()]


def test_a_file_has_its_type_its_size_and_its_name_and_is_sent_as_it_lies(ask, released) -> None:
    for path in ("README.md", "LICENSE", "datapackage.json", "dictionary.csv", "data/csv/reports.csv.gz"):
        answer = ask(f"/data/releases/2026-01/{path}", headers={"accept-encoding": "gzip"})
        assert answer.headers["content-type"] == TYPES[Path(path).suffix]
        assert int(answer.headers["content-length"]) == (released / "2026-01" / path).stat().st_size
        assert "content-encoding" not in answer.headers
        assert answer.headers["content-disposition"] == f'attachment; filename="{Path(path).name}"'
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert len(answer.headers.get_list("etag")) == 1


def test_a_broken_download_goes_on_where_it_broke(ask, released) -> None:
    whole = (released / "2026-01" / "dictionary.csv").read_bytes()
    part = ask("/data/releases/2026-01/dictionary.csv", headers={"range": "bytes=100-"})
    assert part.status_code == 206 and part.content == whole[100:]
    assert part.headers["content-range"] == f"bytes 100-{len(whole) - 1}/{len(whole)}"


OUTSIDE = (
    "../../archive.db", "%2e%2e/%2e%2e/archive.db", "..%2f..%2farchive.db", "data/../../../archive.db", "secret.txt",
    "data", "data/", "%00", "SHA256SUMS/../secret.txt", "link.txt", "/etc/passwd", "..%5c..%5carchive.db",
)  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_but_the_files_of_the_list_can_be_taken(ask, built, released, path) -> None:
    folder = released / "2026-01"
    (folder / "secret.txt").write_text("secret")
    (folder / "link.txt").unlink(missing_ok=True)
    (folder / "link.txt").symlink_to(built.db)
    try:
        answer = ask(f"/data/releases/2026-01/{path}")
        assert answer.status_code in (302, 404), answer.text
        assert b"SQLite format" not in answer.content and answer.content != b"secret"
        assert ask(f"/data/releases/{quote('..', safe='')}/archive.db").status_code == 404
        assert ask("/data/releases/%2e%2e/2026-01/README.md").status_code == 404
    finally:
        (folder / "secret.txt").unlink()
        (folder / "link.txt").unlink()


def test_a_list_that_names_what_is_outside_its_folder_gives_nothing_of_it(built, tmp_path: Path) -> None:
    folder = tmp_path / "releases" / "odd"
    folder.mkdir(parents=True)
    (tmp_path / "releases" / "other.txt").write_text("not of this release")
    (folder / "inside.txt").symlink_to(tmp_path / "releases" / "other.txt")
    (folder / "datapackage.json").write_text("{}")
    (folder / "CITATION.cff").write_text("no: [json")
    names = ("../other.txt", str(built.db), "inside.txt", "gone.txt", "datapackage.json")
    (folder / "SHA256SUMS").write_text("".join(f"{'0' * 64}  {name}\n" for name in names))
    site = make_site(built.db, None, None, tmp_path / "releases")
    get = lambda address: asyncio.run(site.client.get(address))  # noqa: E731
    for name in names[:4]:
        assert get(f"/data/releases/odd/{quote(name, safe='')}").status_code == 404
    assert get("/data/releases/odd/datapackage.json").status_code == 200
    assert "odd" in get("/data").text


def test_the_lines_on_the_page_take_the_whole_release_and_verify_it(served, released, tmp_path: Path) -> None:
    with urlopen(f"{served}/data") as answer:
        code = lines_in(answer.read().decode("utf-8"), "@id='whole'")
    assert "every file is as it was released" in paste("curl", code, tmp_path)
    for path in (*sums_of(released), "SHA256SUMS"):
        assert (tmp_path / "2026-01" / path).read_bytes() == (released / "2026-01" / path).read_bytes()
    (tmp_path / "2026-01" / "README.md").write_text("another")
    with pytest.raises(AssertionError, match="README.md"):
        paste("curl", "cd 2026-01 && sha256sum -c --quiet SHA256SUMS >&2", tmp_path)


def test_a_second_release_says_what_changed_and_the_first_stays(built, released, tmp_path: Path) -> None:
    folder = tmp_path / "releases"
    shutil.copytree(released, folder)
    assert (
        export_command("datapackage", folder / "2026-02", (), folder / "2026-01", "10.5281/zenodo.1", built.db, -1) == 0
    )
    (folder / ".2026-03.1.exporting").mkdir()
    (folder / "scratch").mkdir()
    site = make_site(built.db, None, None, folder)
    page = asyncio.run(site.client.get("/en/data")).text
    assert "Against version" in page and "doi.org/10.5281/zenodo.1" in page
    assert "/en/data?release=2026-01" in page and "scratch" not in page and "exporting" not in page
    older = asyncio.run(site.client.get("/en/data?release=2026-01")).text
    assert "/data/releases/2026-01/README.md" in older and "The first release" in older
    assert asyncio.run(site.client.get("/data?release=2025")).status_code == 404


def test_it_can_be_cited_and_the_licence_is_that_of_the_release(ask, released) -> None:
    page = ask("/en/data", headers={"host": "gongkai.example.org"}).text
    package = json.loads((released / "2026-01" / "datapackage.json").read_text("utf-8"))
    citation = (released / "2026-01" / "CITATION.cff").read_text("utf-8")
    assert lines_in(page, "@id='cff'").strip() == citation.strip()
    for where in ("cited", "bibtex"):
        text = lines_in(page, f"@id='{where}'")
        assert package["version"] in text and "http://gongkai.example.org" in text
    entry = lines_in(page, "@id='bibtex'")
    assert entry.count("{") == entry.count("}") and entry.startswith("@misc{gongkai")
    assert package["licenses"][0]["name"] in page and "Article 5" in page and "Apache-2.0" in page


@pytest.mark.parametrize(
    ("host", "scheme", "shown"),
    [
        ("gongkai.example.org", "https", "https://gongkai.example.org/archive/"),
        ("127.0.0.1:8001", "http", "http://127.0.0.1:8001/archive/"),
        ("[::1]:8001", "http", "http://[::1]:8001/archive/"),
        ("a'; rm -rf ~ #", "http", "http://localhost/archive/"),
        ("$(id).org", "javascript", "http://localhost/archive/"),
    ],
)
def test_examples_show_the_address_at_which_the_site_is_reached(offering, host, scheme, shown) -> None:
    scope = {"type": "http", "scheme": scheme, "headers": [(b"host", host.encode())], "path": "/data"}
    assert f"{origin(asgi.Request(scope, None))}/archive/" == shown


def test_the_scheme_is_that_of_the_proxy_before_the_site(served) -> None:
    sent = {"Host": "gongkai.example.org", "X-Forwarded-Proto": "https"}
    with urlopen(Request(f"{served}/data", headers=sent)) as answer:
        page = answer.read().decode("utf-8")
    assert "curl -fsS 'https://gongkai.example.org/reports/" in lines_in(page, "@id='example-report-curl'")
    assert "http://gongkai" not in page


def test_the_archive_file_is_given_only_where_its_keeper_says_so(built, get, monkeypatch) -> None:
    assert get("/archive.db").status_code == 403
    assert "/archive.db" not in get("/data").text
    monkeypatch.setenv("GONGKAI_OFFER_ARCHIVE", "1")
    site = make_site(built.db)
    answer = asyncio.run(site.client.get("/archive.db", headers={"accept-encoding": "gzip"}))
    assert answer.content == built.db.read_bytes()
    assert answer.headers["content-length"] == str(built.db.stat().st_size)
    assert 'href="/archive.db"' in asyncio.run(site.client.get("/data")).text


def test_a_folder_of_releases_that_is_not_there_is_said_in_one_sentence(built, tmp_path: Path) -> None:
    told = CliRunner().invoke(
        main, ["serve", "--db", str(built.db), "--data", str(built.data), "--releases", str(tmp_path / "none")]
    )
    assert told.exit_code == 1 and re.fullmatch(
        r"There is no folder .*: make it, or leave out --releases\.\n", told.output
    )
