"""`python -m tests.parsers.scan.make_samples`: print, scan and write the sample pages beside this file (needs Chromium)."""

from __future__ import annotations

import io
import json
import random
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from tests.parsers.scan.paper import Scanner, printed_by_chromium, rasterised, scanned, styled
from tests.parsers.test_variety import bent
from tests.parsers.variety import quirks

FOLDER = Path(__file__).with_name("samples")


def pages(seed: int, dpi: int, chosen: list) -> tuple[dict, list[Image.Image]]:
    made = bent(seed, chosen)
    with tempfile.TemporaryDirectory() as folder:
        pdf = printed_by_chromium(styled(made, random.Random(seed)), Path(folder))
    return made.truth, list(rasterised(pdf, dpi))


def fax(images: list[Image.Image]) -> bytes:
    """Two grey levels, as copiers send pages by mail: a TIFF of several pages."""
    grain = np.random.default_rng(5)
    out = io.BytesIO()
    black = []
    for at, image in enumerate(images):
        grey = np.asarray(image.rotate((0.7, -0.9)[at % 2], Image.Resampling.BICUBIC, fillcolor=255), dtype=np.float32)
        black.append(
            Image.fromarray((grey + grain.normal(0, 12, grey.shape) > 150).astype(np.uint8) * 255).convert("1")
        )
    black[0].save(out, "TIFF", save_all=True, append_images=black[1:], compression="group4", dpi=(150, 150))
    return out.getvalue()


def small_png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.quantize(16).save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    truth: dict[str, dict] = {}
    truth["fax.tif"], images = pages(201, 150, [])
    (FOLDER / "fax.tif").write_bytes(fax(images))
    truth["tilted.jpg"], images = pages(202, 150, [quirks.blank_zeros])
    scanner = Scanner(150, tilt=1.5, noise=1, quality=(22, 22))
    part = images[1].crop((0, 0, images[1].width, images[1].height * 2 // 3))
    (FOLDER / "tilted.jpg").write_bytes(scanned(part, random.Random(4), scanner))
    truth["screen.png"], images = pages(203, 96, [])
    (FOLDER / "screen.png").write_bytes(small_png(images[1]))
    (FOLDER / "truth.json").write_text(json.dumps(truth, indent=0, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
