"""Older formats of office programs (.doc, .wps, .rtf, .odt, Word XML), set as .docx by LibreOffice and read as such.

LibreOffice runs without a window, in a profile of its own that is thrown away, with macros and links to other hosts
off, and is stopped when it takes too long.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

from crawler import media_type as kinds
from parsers.document import Document

NEEDED = "needs LibreOffice: install libreoffice-writer"
SECONDS = 90
"""A conversion that takes longer is stopped; a report of a few pages takes 1 to 5 seconds, the first start 10."""
_NAMES = ("soffice", "libreoffice")
_PLACES = ("/Applications/LibreOffice.app/Contents/MacOS/soffice", "/opt/libreoffice/program/soffice")
_SUFFIXES = {kinds.DOC: ".doc", kinds.RTF: ".rtf", kinds.ODT: ".odt", kinds.WORD_XML: ".xml"}
_COMMON = "/org.openoffice.Office.Common/Security/Scripting"
_INTERNET = "/org.openoffice.Inet/Settings"
# Macros never run, links are not followed, and whatever would still ask the network meets a closed door.
_SETTINGS = (
    (_COMMON, "MacroSecurityLevel", "3"),
    (_COMMON, "DisableMacrosExecution", "true"),
    (_COMMON, "DisableActiveContent", "true"),
    (_COMMON, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    (_INTERNET, "ooInetProxyType", "2"),
    (_INTERNET, "ooInetNoProxy", ""),
    (_INTERNET, "ooInetHTTPProxyName", "127.0.0.1"),
    (_INTERNET, "ooInetHTTPProxyPort", "9"),
    (_INTERNET, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_INTERNET, "ooInetHTTPSProxyPort", "9"),
)


@cache
def program() -> str | None:
    """Return the path of LibreOffice, or None where it is not installed."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    return found or next((place for place in _PLACES if Path(place).exists()), None)


def read_office(data: bytes) -> Document:
    """Read a file of one of the formats above.

    Raises ValueError with one sentence: NEEDED where LibreOffice is not installed, or that it could not open the file.
    """
    office = program()
    if office is None:
        raise ValueError(NEEDED)
    from parsers.word import read_docx

    kind = kinds.media_type(data)
    document = read_docx(_converted(office, data, _SUFFIXES.get(kind, ".doc")))
    return replace(document, media_type=kind)


def _converted(office: str, data: bytes, suffix: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="gongkai-office-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        _write_profile(folder / "profile" / "user")
        source = folder / f"report{suffix}"
        source.write_bytes(data)
        _run(office, folder, source)
        made = folder / "out" / "report.docx"
        if not made.exists():
            raise ValueError("LibreOffice cannot open the file: it is damaged or encrypted")
        return made.read_bytes()


def _write_profile(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )


def _run(office: str, folder: Path, source: Path) -> None:
    """Run LibreOffice in a session of its own, so that all of it can be stopped."""
    command = [
        office, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", "docx:MS Word 2007 XML",
        "--outdir", str(folder / "out"), str(source),
    ]  # fmt: skip
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:  # fmt: skip
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            raise ValueError(f"LibreOffice did not open the file within {SECONDS} seconds") from None
        finally:
            # Whatever ends the waiting, an end of this process too, ends LibreOffice: it would go on for ever.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
