"""Cut-out lines of text to characters with probabilities: the PP-OCR models that the wheel of rapidocr carries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import onnxruntime

from parsers.ocr.pixels import Grey

_THREADS = 2
_HEIGHT = 48
"""Rows of pixels that the model wants of a line."""
_NARROWEST, _WIDEST = 64, 2400
_BATCH_PIXELS = 48 * 320 * 8
_STEP = 32
BLANK = 0

Probabilities = np.ndarray
"""Steps from left to right by characters, `BLANK` (nothing) first."""


class Read(NamedTuple):
    """One line as read: its text, how sure the least sure character is (0 to 1), and all probabilities."""

    text: str
    confidence: float
    steps: Probabilities


@cache
def session(task: str) -> Any:
    """Return the model for a task (det, rec); ModuleNotFoundError where the wheel that carries it is not installed."""
    spec = find_spec("rapidocr")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("rapidocr")
    models = sorted(Path(spec.submodule_search_locations[0], "models").glob(f"*_{task}_*.onnx"))
    if not models:
        raise ModuleNotFoundError(f"rapidocr carries no model for {task}")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _THREADS
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(models[-1]), options, providers=["CPUExecutionProvider"])


@cache
def characters() -> tuple[str, ...]:
    """Return the character of every column of `Probabilities`; "" for none."""
    listed = session("rec").get_modelmeta().custom_metadata_map["character"]
    return ("", *listed.splitlines(), " ")


def recognise(crops: Sequence[Grey]) -> list[Read]:
    """Read cut-out lines, each a few pixels wider than its ink, in the order given."""
    scaled = [_scaled(crop) for crop in crops]
    out: dict[int, Read] = {}
    for batch in _batches([crop.shape[1] for crop in scaled]):
        width = -(-max(max(scaled[at].shape[1] for at in batch), _NARROWEST) // _STEP) * _STEP
        data = np.zeros((len(batch), 3, _HEIGHT, width), dtype=np.float32)
        for row, at in enumerate(batch):
            data[row, :, :, : scaled[at].shape[1]] = scaled[at].astype(np.float32) / 127.5 - 1
        model = session("rec")
        steps = model.run(None, {model.get_inputs()[0].name: data})[0]
        for row, at in enumerate(batch):
            out[at] = _read(steps[row])
    return [out[at] for at in range(len(crops))]


def _scaled(crop: Grey) -> Grey:
    rows, columns = crop.shape
    width = min(max(round(columns * _HEIGHT / rows), 8), _WIDEST)
    how = cv2.INTER_AREA if rows > 1.5 * _HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(crop, (width, _HEIGHT), interpolation=how), dtype=np.uint8)


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the positions of lines of about one width, as many as the memory of one run should hold."""
    batch: list[int] = []
    for at in sorted(range(len(widths)), key=widths.__getitem__):
        if batch and (widths[at] + _STEP) * _HEIGHT * (len(batch) + 1) > _BATCH_PIXELS:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _read(steps: Probabilities) -> Read:
    best = steps.argmax(axis=1)
    kept = (best != BLANK) & (np.r_[-1, best[:-1]] != best)
    text = "".join(characters()[at] for at in best[kept])
    sure = steps.max(axis=1)[kept]
    return Read(text, float(sure.min()) if len(sure) else 0.0, steps)
