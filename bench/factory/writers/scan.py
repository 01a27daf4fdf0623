"""Makes a scan of a drawn PDF: its pages as pictures, grey and a little tilted, with no text behind them."""

from __future__ import annotations

import io
from functools import cache

import pypdfium2

from bench.factory.layouts.blocks import Line
from bench.factory.writers.page import Style, pdf

DPI = 200
TILT = 1.0
"""Degrees, as a sheet lies on the glass."""


@cache
def has_chinese_font() -> bool:
    """Whether this machine draws Chinese characters at all, the PDF bringing no font: two that differ must show it."""
    pages = [_drawn(pdf([Line(text)], Style()))[0] for text in ("一", "鑫")]
    return bool((pages[0] != pages[1]).any())


def _drawn(content: bytes) -> list:  # type: ignore[type-arg] # numpy comes with OCR alone
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.render(scale=DPI / 72, grayscale=True).to_numpy().squeeze() for page in document]
    finally:
        document.close()


def pictures(content: bytes, ending: str) -> list[bytes]:
    """Every page of a PDF as a picture file."""
    import cv2

    made = []
    for page in _drawn(content):
        down, across = page.shape
        turn = cv2.getRotationMatrix2D((across / 2, down / 2), TILT, 1.0)
        tilted = cv2.warpAffine(page, turn, (across, down), flags=cv2.INTER_CUBIC, borderValue=255)
        made.append(cv2.imencode(ending, tilted)[1].tobytes())
    return made


def scan(content: bytes) -> bytes:
    """A PDF of the pictures of another PDF's pages."""
    document = pypdfium2.PdfDocument.new()
    for picture in pictures(content, ".jpg"):
        image = pypdfium2.PdfImage.new(document)
        image.load_jpeg(io.BytesIO(picture), inline=True)
        across, down = (side * 72 / DPI for side in image.get_px_size())
        image.set_matrix(pypdfium2.PdfMatrix().scale(across, down))
        page = document.new_page(across, down)
        page.insert_obj(image)
        page.gen_content()
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
