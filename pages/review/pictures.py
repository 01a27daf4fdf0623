"""Pictures of a document's pages, turned and made level as they were read, so that boxes fit them."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from transforms.document import Document, Sheet

if TYPE_CHECKING:
    from PIL.Image import Image

    from transforms.readers.scan.picture import Grey

_WIDTH = 1240
"""Pixels of the shorter side of A4 at 150 dpi: small print stays readable."""
_WIDTH_OF_MANY = 900
_MANY = 60
"""Pages; a book with more of them is shown coarser, so that its file can still be opened."""
_QUALITY = 55


def pictures(content: bytes, document: Document, passwords: tuple[str, ...] = ()) -> list[str]:
    """A data URI (WebP) for each of the document's sheets, in their order; none for formats without pages.

    `content` is the file that the document was read from. Raises UnreadableDocument where it cannot be opened.
    """
    if not document.sheets:
        return []
    width = _WIDTH if len(document.sheets) <= _MANY else _WIDTH_OF_MANY
    shown = (
        _of_file(content, document.sheets[0]) if document.format == "image" else _of_pdf(content, document, passwords)
    )
    return [_data_uri(picture, width) for picture in shown]


def _of_pdf(content: bytes, document: Document, passwords: tuple[str, ...]) -> Iterator[Image]:
    from transforms.readers.pdf.read import LOCK, opened

    with LOCK:
        pdf, _ = opened(content, passwords)
        try:
            for sheet in document.sheets:
                yield _page(pdf, sheet)
        finally:
            pdf.close()


def _page(pdf: Any, sheet: Sheet) -> Image:
    from pypdfium2 import PdfiumError

    try:
        page = pdf[sheet.number - 1]
    except PdfiumError:
        return _blank()
    try:
        if sheet.by_ocr:
            from transforms.readers.scan.picture import of_pdf_page

            return _levelled(of_pdf_page(page, *_as_shown(sheet)), sheet)
        across, down = page.get_size()
        if not across or not down:
            return _blank()
        scale = min(_WIDTH / min(across, down), _LONGEST / max(across, down), _MOST_SCALE)
        return _turned(page.render(scale=scale).to_pil(), sheet)
    finally:
        page.close()


def _blank() -> Image:
    """In the place of a damaged page, of which nothing was read either."""
    from PIL import Image

    return Image.new("L", (_WIDTH, _WIDTH), 255)


_MOST_SCALE = 6.0
"""Pages drawn tiny, in a unit of their own, are enlarged no further."""
_LONGEST = 5000
"""Pixels of the longer side."""


def _as_shown(sheet: Sheet) -> tuple[float, float]:
    """The sheet's size before it was turned."""
    return (sheet.height, sheet.width) if sheet.turned in (90, 270) else (sheet.width, sheet.height)


def _of_file(content: bytes, sheet: Sheet) -> Iterator[Image]:
    from transforms.readers.scan.picture import of_file

    yield _levelled(of_file(content), sheet)


def _levelled(picture: Grey, sheet: Sheet) -> Image:
    """A picture as OCR saw it: turned, and its tilt taken out, which is found again from the same ink."""
    import numpy as np
    from PIL import Image

    from transforms.readers.scan.grid import contrast_of, text_ink
    from transforms.readers.scan.straight import straightened

    turned = np.ascontiguousarray(np.rot90(picture, sheet.turned // 90))
    darker, contrast = contrast_of(turned, turned.shape[1] / sheet.width)
    level, _ = straightened(turned, text_ink(darker, contrast))
    return Image.fromarray(level)


def _turned(picture: Image, sheet: Sheet) -> Image:
    return picture.rotate(sheet.turned, expand=True) if sheet.turned else picture


def _data_uri(picture: Image, width: int) -> str:
    shorter = min(picture.size)
    if shorter > width:
        size = picture.width * width // shorter, picture.height * width // shorter
        picture = picture.resize(size)
    buffer = BytesIO()
    picture.convert("L" if picture.mode == "L" else "RGB").save(buffer, "WEBP", quality=_QUALITY, method=4)
    return "data:image/webp;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
