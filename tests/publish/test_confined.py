"""The worker that reads a draft: no draft makes it ask another host, read another file, or write elsewhere."""

from __future__ import annotations

import asyncio
import operator
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from parsers.bounded import BoundedPool, Limits
from parsers.libreoffice import program
from publish import confined
from publish.desk import Desk, DeskSettings, _prepare
from tests.parsers.hostile.office_files import R, _relations, docx, paragraph
from tests.parsers.word.test_libreoffice import linked_odt

SECRET = "a-secret-of-this-machine"
needs_walls = pytest.mark.skipif(not confined.has_walls(), reason="this system has no Landlock that knows networks")


@pytest.fixture
def asked() -> Iterator[tuple[str, list[bytes]]]:
    """The address of a listening server and what it was asked."""
    heard: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def listen() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            heard.append(connection.recv(1000))
            connection.close()

    threading.Thread(target=listen, daemon=True).start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}/x", heard
    server.close()


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    desk = Desk(DeskSettings(workers=1))
    yield desk
    desk.close()


def outside(address: str) -> bytes:
    external = " TargetMode='External'"
    kinds = ("attachedTemplate", "image", "oleObject", "hyperlink", "aFChunk")
    links = _relations(*((kind, address, external) for kind in kinds))
    return docx(paragraph("x") + f"<w:altChunk r:id='r4' xmlns:r='{R}'/>", relations=links)


def entity(address: str) -> bytes:
    return docx(
        paragraph("&k;"), f"<!DOCTYPE x [<!ENTITY % p SYSTEM '{address}.dtd'> %p;<!ENTITY k SYSTEM '{address}'>]>"
    )


def flat(address: str) -> bytes:
    return (
        f"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY k SYSTEM '{address}'>]><?mso-application progid='Word.Document'?>"
        "<w:wordDocument xmlns:w='http://schemas.microsoft.com/office/word/2003/wordml'><w:body><w:p><w:r><w:t>&k;"
        "</w:t></w:r></w:p></w:body></w:wordDocument>"
    ).encode()


def page(address: str) -> bytes:
    return (
        f"<html><head><link rel=stylesheet href='{address}'><script src='{address}'></script><base href='{address}'></head>"
        f"<body><img src='{address}'><iframe src='{address}'></iframe><object data='{address}'></object>"
        f"<table><tr><td style='background:url({address})'>1</table><embed src='{address}'></body></html>"
    ).encode()


def rich_text(address: str, kind: str = "INCLUDETEXT") -> bytes:
    field = f'{{\\field{{\\*\\fldinst {kind} "{address}" }}{{\\fldrslt none}}}}'
    return f"{{\\rtf1\\ansi {{\\*\\template {address}}} before {field} after\\par}}".encode()


LINKED: dict[str, Callable[[str], bytes]] = {
    "page": page,
    "docx": outside,
    "docx with entities": entity,
    "Word XML": flat,
    "rtf": rich_text,
    "rtf with a picture": partial(rich_text, kind="INCLUDEPICTURE"),
    "odt": linked_odt,
}


@pytest.mark.parametrize("name", LINKED)
def test_a_draft_makes_no_request(desk, asked, name: str) -> None:
    address, heard = asked
    said = asyncio.run(desk.check(LINKED[name](address), "draft"))
    assert said.reading.verdict in ("not_a_report", "unreadable")
    assert heard == []


@pytest.mark.parametrize("name", LINKED)
def test_a_draft_does_not_show_a_file_of_this_machine(desk, tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.txt").write_text(SECRET)
    said = asyncio.run(desk.check(LINKED[name]((tmp_path / "secret.txt").as_uri()), "draft"))
    assert SECRET not in repr(said)


@pytest.fixture
def own() -> Iterator[Path]:
    """A folder outside /tmp, which a worker has for itself."""
    with TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture
def walled(own: Path) -> Iterator[Callable[..., Any]]:
    """Return a function that has a worker call something, and a folder in which that worker may write."""
    pool = BoundedPool(1, Limits(30, 3072), 1, partial(_prepare, str(own), 30))

    def call(what: Callable[..., object], *given: object) -> object:
        return next(pool.results(operator.call, [partial(what, *given)], lambda _, reason: reason, bool))

    yield call
    pool.close()


@needs_walls
@pytest.mark.parametrize("place", ["/tmp", "/dev/shm", "/var/tmp"])
def test_the_walls_around_a_worker(own: Path, walled, place: str) -> None:
    assert walled(Path.write_text, own / "a", "a") == 1 and walled(Path.read_text, own / "a") == "a"
    with TemporaryDirectory(dir=place) as folder:
        secret = Path(folder, "secret")
        secret.write_text(SECRET)
        deeds = [(Path.read_text, secret), (Path.write_text, secret, ""), (os.listdir, folder)]
        # Where the programs themselves lie below /tmp a worker has no other one of its own, and LibreOffice must be able
        # to remove its socket there (publish/confined.py).
        if place != "/tmp" or not any(Path(each).is_relative_to(place) for each in (sys.prefix, __file__)):
            deeds.append((os.unlink, secret))
        for deed in deeds:
            with pytest.raises((PermissionError, FileNotFoundError)):
                walled(*deed)
        assert secret.read_text() == SECRET


@needs_walls
def test_a_worker_connects_to_nothing(walled, asked) -> None:
    address, heard = asked
    # Without a network of its own a worker is refused; with one, there is nobody to connect to.
    with pytest.raises(OSError, match="Permission denied|unreachable|refused"):
        walled(socket.create_connection, ("127.0.0.1", int(address.split(":")[2].split("/")[0])), 5)
    assert heard == []


def test_a_worker_knows_no_setting_of_the_site(monkeypatch, walled) -> None:
    monkeypatch.setenv("GONGKAI_CONTACT", SECRET)
    assert walled(os.getenv, "GONGKAI_CONTACT", "nothing") == "nothing"


def test_a_worker_that_ends_by_itself_ends_no_other_check() -> None:
    desk = Desk(DeskSettings(workers=1))
    try:
        asyncio.run(desk.check(b"<p>a", "a"))
        before = children()
        for process in before:
            os.kill(process, signal.SIGKILL)
        assert asyncio.run(desk.check(b"<p>a", "a")).reading.verdict == "not_a_report"
        assert before
    finally:
        desk.close()


def children() -> list[int]:
    """Return the workers: what this process started by `spawn`."""
    mine = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return [int(one) for one in mine if b"spawn_main" in Path("/proc", one, "cmdline").read_bytes()]


@needs_walls
@pytest.mark.skipif(program() is None, reason="needs LibreOffice")
def test_libreoffice_reads_a_draft_behind_the_walls(desk) -> None:
    said = asyncio.run(desk.check(b"{\\rtf1 hello\\par}", "a.rtf"))
    assert said.reading.verdict == "not_a_report"
