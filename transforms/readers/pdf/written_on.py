"""Makes what was filled into a PDF's form fields, or typed onto its pages, part of what the pages draw."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2.raw as pdfium

_TYPED = {pdfium.FPDF_ANNOT_WIDGET: b"V", pdfium.FPDF_ANNOT_FREETEXT: b"Contents"}
"""Annotations that are text of the page to whoever prints it, and the key that says what is in them."""
_MOST = 5_000
"""No page that people fill in has more."""
_NORMAL = pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL
_NO_TEXT = frozenset((pdfium.FPDF_OBJECT_DICTIONARY, pdfium.FPDF_OBJECT_REFERENCE))
"""What the value of a signature's field is: what it shows is a seal."""
_BLANK = 2
"""Bytes of an empty text."""
_EXCERPT = 40


def written_on(page: Any) -> list[str] | None:
    """What is filled into fields, or typed onto an open pypdfium2 page, is from now on drawn by the page, which has to be
    loaded again. Gives notes on what the file holds and does not draw; None where there is nothing of all that.

    Seals, stamps, marks and comments are taken off: they are no text of the page.
    """
    count = pdfium.FPDFPage_GetAnnotCount(page.raw)
    if count <= 0:
        return None
    kinds = [_kind(page, number) for number in range(min(count, _MOST))]
    if _TYPED.keys().isdisjoint(kinds):
        return None
    untold = [_undrawn(page, number, kind) for number, kind in enumerate(kinds) if kind in _TYPED]
    for number in reversed(range(count)):
        if number >= _MOST or kinds[number] not in _TYPED or _is_seal(page, number):
            pdfium.FPDFPage_RemoveAnnot(page.raw, number)
    pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
    quoted = " ".join(filter(None, untold))[:_EXCERPT]
    return [f"filled in, but not drawn by the file, and not read: {quoted}"] if quoted else []


@contextmanager
def _annotation(page: Any, number: int) -> Iterator[Any]:
    annotation = pdfium.FPDFPage_GetAnnot(page.raw, number)
    try:
        yield annotation
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)


def _kind(page: Any, number: int) -> int:
    with _annotation(page, number) as annotation:
        return int(pdfium.FPDFAnnot_GetSubtype(annotation))


def _is_seal(page: Any, number: int) -> bool:
    with _annotation(page, number) as annotation:
        return pdfium.FPDFAnnot_GetValueType(annotation, b"V") in _NO_TEXT and not _said(annotation, b"V")


def _undrawn(page: Any, number: int, kind: int) -> str:
    """The text of an annotation that has nothing to show it with."""
    with _annotation(page, number) as annotation:
        is_drawn = pdfium.FPDFAnnot_GetAP(annotation, _NORMAL, None, 0) > _BLANK
        return "" if is_drawn else _said(annotation, _TYPED[kind])


def _said(annotation: Any, key: bytes) -> str:
    length = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if length <= _BLANK:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
    return buffer.raw[:-_BLANK].decode("utf-16-le", "replace").strip()
