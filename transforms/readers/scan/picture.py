"""Gets a page's picture as grey pixels, in bounds that no hostile file can break: sizes are checked before decoding."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
import numpy.typing as npt

from transforms.document import UnreadableDocument

Grey = npt.NDArray[np.uint8]
"""A picture by row and column, 0 black to 255 white."""

LONGEST_SIDE = 3600
"""Pixels of the longer side that are worked on: 300 dpi on A4. More tells the recogniser nothing and costs time."""
_SHORTEST_LONG_SIDE = 1750
"""Pages scanned below 150 dpi on A4 are enlarged to that: strokes must be wide enough to tell lines apart."""
_MOST_PIXELS = 120_000_000
"""A larger picture is no scan of a page: A3 at 600 dpi has 70 million pixels."""

_TOO_LARGE = "图片过大（{0}×{1} 像素），请重新扫描。 The picture is too large ({0}×{1} pixels): scan it again."
_DAMAGED = "图片已损坏，请重新扫描。 The picture is damaged: scan it again."


def of_pdf_page(page: Any, width: float, height: float) -> Grey:
    """What an open pypdfium2 page shows, at the resolution its pictures have. `width`, `height`: as shown, in points.

    Raises UnreadableDocument (`document_damaged`) where a picture on it is too large to be a page.
    """
    longer = max(width, height, 1.0)
    pixels = min(max(_finest(page) * longer, _SHORTEST_LONG_SIDE), LONGEST_SIDE)
    bitmap = page.render(scale=pixels / longer, grayscale=True, fill_color=(255, 255, 255, 255))
    try:
        return np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width, -1)[:, :, 0].copy()
    finally:
        bitmap.close()


def _finest(page: Any) -> float:
    """Pixels a point of the finest large picture on the page; 0 without one."""
    import pypdfium2.raw as pdfium

    finest = 0.0
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        across, down = item.get_px_size()
        _check_size(across, down)
        a, b, _, _, _, _ = item.get_matrix().get()
        placed = float(np.hypot(a, b))
        if placed > _LARGE_PICTURE:
            finest = max(finest, across / placed)
    return finest


_LARGE_PICTURE = 72.0
"""A picture narrower than an inch is a seal or a logo and does not tell the page's resolution."""


def of_file(content: bytes) -> Grey:
    """The pixels of a .png or .jpg file, upright as its camera says, within the same bounds.

    Raises UnreadableDocument (`document_damaged`).
    """
    import cv2

    across, down = _stated_size(content)
    _check_size(across, down)
    try:
        picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_GRAYSCALE)
    except cv2.error as error:
        raise UnreadableDocument("document_damaged", _DAMAGED, "image") from error
    if picture is None or not picture.size:
        raise UnreadableDocument("document_damaged", _DAMAGED, "image")
    longer = max(picture.shape)
    pixels = min(max(longer, _SHORTEST_LONG_SIDE), LONGEST_SIDE)
    if pixels == longer:
        return np.asarray(picture, dtype=np.uint8)
    size = (max(1, round(picture.shape[1] * pixels / longer)), max(1, round(picture.shape[0] * pixels / longer)))
    how = cv2.INTER_AREA if pixels < longer else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, size, interpolation=how), dtype=np.uint8)


def _check_size(across: int, down: int) -> None:
    if across * down > _MOST_PIXELS:
        raise UnreadableDocument("document_damaged", _TOO_LARGE.format(across, down))


def _stated_size(content: bytes) -> tuple[int, int]:
    """Width and height as the file's head states them, without decoding anything."""
    try:
        if content.startswith(b"\x89PNG"):
            across, down = struct.unpack(">II", content[16:24])
            return across, down
        return _jpeg_size(content)
    except (struct.error, IndexError) as error:
        raise UnreadableDocument("document_damaged", _DAMAGED, "image") from error


def _jpeg_size(content: bytes) -> tuple[int, int]:
    position = 2
    while position + 9 <= len(content):
        if content[position] != _MARKER:
            position += 1
        elif content[position + 1] in _FRAMES:
            down, across = struct.unpack(">HH", content[position + 5 : position + 9])
            return across, down
        elif content[position + 1] in _ALONE:
            position += 1 if content[position + 1] == _MARKER else 2
        else:
            position += 2 + struct.unpack(">H", content[position + 2 : position + 4])[0]
    raise UnreadableDocument("document_damaged", _DAMAGED, "image")


_MARKER = 0xFF
_FRAMES = frozenset({*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})
"""JPEG markers of a frame's head, which states the size."""
_ALONE = frozenset({0x00, 0x01, *range(0xD0, 0xD9), _MARKER})
"""JPEG markers that no length follows."""
