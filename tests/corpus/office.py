"""LibreOffice without a window: many files converted by one call, with a profile of its own."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

SECONDS_A_FILE, SECONDS_TO_START = 30, 60
BATCH = 40


def program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(files: Sequence[Path], to: str, out: Path, infilter: str = "") -> None:
    """Convert `files` into the folder `out`; `to` is an extension with or without the name of a filter."""
    for at in range(0, len(files), BATCH):
        _convert(files[at : at + BATCH], to, out, infilter)
    lost = [file.name for file in files if not (out / file.with_suffix("." + to.split(":")[0]).name).exists()]
    if lost:
        raise RuntimeError(f"LibreOffice did not convert {', '.join(lost)}")


def _convert(files: Sequence[Path], to: str, out: Path, infilter: str) -> None:
    soffice = program()
    if soffice is None:
        raise RuntimeError("LibreOffice is not installed: apt-get install libreoffice-writer libreoffice-calc")
    with tempfile.TemporaryDirectory() as profile:
        call = [
            soffice,
            "--headless",
            "--norestore",
            "--nolockcheck",
            f"-env:UserInstallation={Path(profile).as_uri()}",
        ]
        call += [f"--infilter={infilter}"] if infilter else []
        call += ["--convert-to", to, "--outdir", str(out), *map(str, files)]
        limit = SECONDS_TO_START + SECONDS_A_FILE * len(files)
        subprocess.run(call, check=True, capture_output=True, timeout=limit)
