"""Recognises lines of writing with RapidOCR's model: characters with where they stand and how sure the model was."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from transforms.readers.scan.picture import Grey
from transforms.readers.scan.signs import Sign

_HEIGHT = 48
"""The height, in pixels, that the recognition model reads lines at."""
_NARROWEST = 96
_WIDEST = 3200
_BATCH_PIXELS = 9600
"""Columns recognised at once: lines of like width go together, so that little is padded and memory stays bounded."""
THREADS = "JIXIAO_OCR_THREADS"
"""The environment variable that limits the threads of one process; unset, all cores are used."""


@dataclass(frozen=True)
class Model:
    """The recognition model: lines of pixels to the likelihood of every character at every step."""

    session: Any
    alphabet: list[str]


@cache
def model() -> Model:
    """The model of the installed RapidOCR, loaded once a process. Raises ImportError where it is not installed."""
    from rapidocr import RapidOCR

    threads = int(os.environ.get(THREADS, "-1"))
    engine: Any = RapidOCR(
        params={"Global.log_level": "critical", "EngineConfig.onnxruntime.intra_op_num_threads": threads}
    )
    recogniser = engine._load_rec_model()
    return Model(recogniser.session, recogniser.postprocess_op.character)


def recognise(crops: list[Grey]) -> list[list[Sign]]:
    """The characters of each line, from left to right, in the order of the crops."""
    found: list[list[Sign]] = [[] for _ in crops]
    scaled = [_scaled(crop) for crop in crops]
    for batch in _batches([picture.shape[1] for picture in scaled]):
        width = max(scaled[index].shape[1] for index in batch)
        likelihoods = _likelihoods([scaled[index] for index in batch], width)
        step = width / likelihoods.shape[1]
        for index, likelihood in zip(batch, likelihoods, strict=True):
            ratio = crops[index].shape[1] / scaled[index].shape[1]
            steps = int(np.ceil(scaled[index].shape[1] / step))
            found[index] = list(_decoded(likelihood[:steps], step * ratio))
    return found


def _scaled(crop: Grey) -> Grey:
    import cv2

    down, across = crop.shape
    width = min(max(round(across * _HEIGHT / max(down, 1)), 8), _WIDEST)
    how = cv2.INTER_AREA if down > _HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(crop, (width, _HEIGHT), interpolation=how), dtype=np.uint8)


def _batches(widths: list[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    for index in sorted(range(len(widths)), key=lambda index: widths[index]):
        if batch and max(widths[index], _NARROWEST) * (len(batch) + 1) > _BATCH_PIXELS:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _likelihoods(pictures: list[Grey], width: int) -> npt.NDArray[np.float32]:
    width = max(width, _NARROWEST)
    lines = np.zeros((len(pictures), 3, _HEIGHT, width), np.float32)
    for line, picture in zip(lines, pictures, strict=True):
        line[:, :, : picture.shape[1]] = picture.astype(np.float32) / 127.5 - 1.0
    return np.asarray(model().session(lines), dtype=np.float32)


@cache
def _same(index: int) -> list[int]:
    """The classes of a character and its other width, `；` and `;`: which of them it was means nothing."""
    folded = unicodedata.normalize("NFKC", model().alphabet[index])
    return _by_fold()[folded] if index else [index]


@cache
def _by_fold() -> dict[str, list[int]]:
    classes: dict[str, list[int]] = {}
    for index, character in enumerate(model().alphabet[1:], start=1):
        classes.setdefault(unicodedata.normalize("NFKC", character), []).append(index)
    return classes


def _decoded(likelihood: npt.NDArray[np.float32], step: float) -> Iterator[Sign]:
    """A character is a stretch of steps that agree on it; class 0 says that none stands there."""
    best = likelihood.argmax(axis=1)
    alphabet = model().alphabet
    starts = np.flatnonzero(np.diff(best, prepend=-1))
    for start, end in zip(starts, [*starts[1:], len(best)], strict=True):
        if best[start]:
            confidence = min(1.0, float(likelihood[start:end, _same(int(best[start]))].sum(axis=1).max()))
            yield Sign(alphabet[best[start]], (start + end) / 2 * step, confidence)
