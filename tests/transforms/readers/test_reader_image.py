"""Photographs: sizes are checked before anything is decoded, and damage is said, never met later."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import numpy as np
import pytest

from transforms.document import UnreadableDocument
from transforms.readers.open import open_document

cv2 = pytest.importorskip("cv2", reason="make ocr")

from transforms.readers.scan.picture import LONGEST_SIDE, of_file  # noqa: E402


def _encoded(picture: Any, kind: str) -> bytes:
    return bytes(cv2.imencode(kind, picture)[1].tobytes())


def _png_head(across: int, down: int) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", across, down, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def _jpeg_head(across: int, down: int) -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08" + struct.pack(">HH", down, across) + b"\x01\x01\x11\x00"


@pytest.mark.parametrize(
    "content",
    [
        _png_head(50_000, 50_000),
        _jpeg_head(50_000, 50_000),
        _png_head(800, 600),
        _jpeg_head(800, 600),
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff" + b"\xff" * 100,
        _png_head(0, 0),
        _encoded(np.zeros((40, 40), np.uint8), ".png")[:60],
    ],
    ids=["huge png", "huge jpeg", "png head", "jpeg head", "png mark", "jpeg mark", "fill", "no size", "cut"],
)
def test_a_picture_that_is_too_large_or_damaged_says_so(content: bytes) -> None:
    pytest.importorskip("rapidocr", reason="make ocr")
    with pytest.raises(UnreadableDocument) as refusal:
        open_document(content, "a.png")
    assert refusal.value.rule == "document_damaged"
    assert refusal.value.document_format == "image"


@pytest.mark.parametrize("kind", [".png", ".jpg"])
@pytest.mark.parametrize(("down", "across"), [(300, 200), (2000, 1500), (200, 6000)])
def test_a_picture_comes_grey_and_of_a_size_to_work_on(kind: str, down: int, across: int) -> None:
    picture = of_file(_encoded(np.full((down, across, 3), 127, np.uint8), kind))
    assert picture.dtype == np.uint8
    assert picture.ndim == 2
    assert max(picture.shape) <= LONGEST_SIDE
    assert max(picture.shape) >= 1750
    assert picture.shape[1] / picture.shape[0] == pytest.approx(across / down, rel=0.02)


def test_a_blank_picture_is_an_empty_document() -> None:
    pytest.importorskip("rapidocr", reason="make ocr")
    with pytest.raises(UnreadableDocument) as refusal:
        open_document(_encoded(np.full((400, 300), 255, np.uint8), ".png"), "a.png")
    assert refusal.value.rule == "document_empty"
