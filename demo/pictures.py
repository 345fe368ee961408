"""`python -m demo.pictures`: make the demo, serve it, and take the pictures of the README as `pictures.toml` says."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from demo.chromium import chromium
from demo.run import demo_command

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = Path(__file__).resolve().parent
LANGUAGES = {"zh": "", "en": "en/"}
MARGIN = 14
COLOURS = 64
"""What a picture of text and flat colours is reduced to; three quarters of its size go."""


class PictureError(Exception):
    """A picture cannot be taken; the message is one sentence."""


def declared() -> dict[str, Any]:
    """Return `pictures.toml`."""
    with (HERE / "pictures.toml").open("rb") as file:
        return tomllib.load(file)


@contextmanager
def served(data: Path, db: Path) -> Iterator[str]:
    """Serve an archive by a process of its own; give the address."""
    command = [sys.executable, "-m", "gongkai", "serve", "--port", "0", "--data", str(data), "--db", str(db)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def take_all(address: str, folder: Path) -> list[Path]:
    """Take every picture of the site at `address` in both languages; return the files. Raises PictureError."""
    wanted = declared()
    out = []
    with chromium() as browser:
        for picture in wanted["picture"]:
            for language, prefix in LANGUAGES.items():
                path = folder / f"{picture['name']}.{language}.png"
                path.write_bytes(_small(_taken(browser, address + prefix, picture, wanted["width"])))
                out.append(path)
    return out


def _taken(browser: Browser, address: str, picture: dict[str, Any], width: int) -> bytes:
    page = browser.new_page(viewport={"width": width, "height": picture["height"]})
    answer = page.goto(address + picture["path"])
    place = page.locator(picture["at"]).first
    if answer is None or answer.status != 200 or not place.count():
        raise PictureError(f"The demo has no {picture['path']} with {picture['at']}: mend demo/pictures.toml.")
    box = place.bounding_box()
    assert box is not None
    clip = {"x": 0, "y": max(0, box["y"] - MARGIN), "width": width, "height": picture["height"]}
    shot = page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]
    page.close()
    return shot


def _small(png: bytes) -> bytes:
    from PIL import Image

    image = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> int:
    """Make the demo in a folder of its own and take the pictures; return 1 when that fails."""
    folder = HERE.parent / declared()["folder"]
    with tempfile.TemporaryDirectory() as kept:
        data, db = Path(kept) / "data", Path(kept) / "archive.db"
        if worst := demo_command(no_serve=True, port=0, data=data, db=db, verbosity=-1):
            return worst
        try:
            with served(data, db) as address:
                for path in take_all(address, folder):
                    print(f"{path.relative_to(HERE.parent)} {path.stat().st_size // 1000} kB")
        except (PictureError, FileNotFoundError) as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
