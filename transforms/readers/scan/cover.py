"""Tells whether a PDF page is a picture with a little on top: what a scanner makes, and what people stamp on scans."""

from __future__ import annotations

from typing import Any

import pypdfium2.raw as pdfium

_COVERING = 0.8
"""A scan covers so large a share of its page."""
_MOST_TYPED = 12
"""Pieces of visible text on a scan: a page number, a stamp, the name of a scanning program."""
_MOST_NESTED_FORMS = 4
_INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE


def is_covered(page: Any, width: float, height: float) -> bool:
    """Whether a picture covers an open pypdfium2 page and hardly any text is visible on it. Sizes in points."""
    typed = 0
    largest = 0.0
    kinds = [pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_TEXT]
    for item in page.get_objects(filter=kinds, max_depth=_MOST_NESTED_FORMS):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            largest = max(largest, (right - left) * (top - bottom))
        elif pdfium.FPDFTextObj_GetTextRenderMode(item.raw) != _INVISIBLE:
            typed += 1
            if typed > _MOST_TYPED:
                return False
    return largest >= _COVERING * width * height
