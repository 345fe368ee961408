"""Older office formats: the same cells as in the .docx they were made from; without LibreOffice, one sentence."""

from __future__ import annotations

import io
import random
import socket
import subprocess
import threading
import zipfile

import pytest

from parsers import libreoffice
from parsers.read import read
from tests.parsers.test_variety import wrong_cells
from tests.parsers.variety.figures import figures
from tests.parsers.variety.sheet import sheet
from tests.parsers.word.word_files import data_of, report

FORMATS = {"doc": "doc", "rtf": "rtf", "odt": "odt", "xml": "xml:MS Word 2003 XML"}


@pytest.mark.parametrize("name", FORMATS)
def test_each_older_format_gives_the_cells_of_the_report(name, tmp_path):
    rng = random.Random(name)
    made = sheet(rng, "f2021", figures(rng, "f2021"))
    office = libreoffice.program()
    if office is None:
        assert read(b"{\\rtf1 }").reason == libreoffice.NEEDED
        return
    (tmp_path / "report.docx").write_bytes(data_of(report(made)))
    command = [office, "--headless", f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--convert-to",
               FORMATS[name], "--outdir", str(tmp_path), str(tmp_path / "report.docx")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    reading = read((tmp_path / f"report.{name}").read_bytes())
    assert reading.verdict == "report"
    assert not wrong_cells(reading.report, made)


def test_without_libreoffice_one_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    reading = read(b"{\\rtf1 some text}")
    assert (reading.verdict, reading.reason) == ("unreadable", "needs LibreOffice: install libreoffice-writer")


def linked_odt(address: str) -> bytes:
    """An .odt whose picture stands on another host."""
    names = ("office", "text", "drawing", "manifest")
    office, text, draw, manifest = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in names)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        container.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        container.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{manifest}"><m:file-entry m:full-path="/" m:media-type='
            '"application/vnd.oasis.opendocument.text"/><m:file-entry m:full-path="content.xml" m:media-type="text/xml"/>'
            "</m:manifest>",
        )
        container.writestr(
            "content.xml",
            f'<o:document-content xmlns:o="{office}" xmlns:t="{text}" xmlns:d="{draw}" '
            'xmlns:x="http://www.w3.org/1999/xlink"><o:body><o:text><t:p>before<d:frame><d:image x:type="simple" '
            f'x:show="embed" x:actuate="onLoad" x:href="{address}"/></d:frame></t:p></o:text></o:body>'
            "</o:document-content>",
        )
    return out.getvalue()


def test_a_document_that_links_to_a_host_does_not_make_it_be_asked():
    if libreoffice.program() is None:
        return
    asked: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def listen():
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            asked.append(connection.recv(1000))
            connection.close()

    threading.Thread(target=listen, daemon=True).start()
    reading = read(linked_odt(f"http://127.0.0.1:{server.getsockname()[1]}/x.png"))
    server.close()
    assert reading.verdict == "not_a_report"
    assert not asked


def test_a_conversion_that_never_ends_is_stopped(monkeypatch, tmp_path):
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(libreoffice, "program", lambda: str(slow))
    monkeypatch.setattr(libreoffice, "SECONDS", 0.3)
    reading = read(b"{\\rtf1 some text}")
    assert reading.verdict == "unreadable"
    assert "within 0.3 seconds" in reading.reason
