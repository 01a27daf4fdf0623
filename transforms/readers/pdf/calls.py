"""pdfium's functions that are called for every sign, object and piece of line, bound so that a call costs the least."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Sequence
from ctypes import c_char, c_char_p, c_float, c_int, c_uint, c_ulong, c_void_p
from functools import cache
from math import inf
from types import SimpleNamespace
from typing import Any

import pypdfium2.raw as pdfium

from transforms.readers.pdf.marks import IDENTITY, Matrix

_SIGNATURES: dict[str, tuple[Any, ...]] = {
    "FPDFText_GetUnicode": (c_uint, c_void_p, c_int),
    "FPDFText_GetText": (c_int, c_void_p, c_int, c_int, c_void_p),
    "FPDFText_GetLooseCharBox": (c_int, c_void_p, c_int, c_void_p),
    "FPDFText_GetCharAngle": (c_float, c_void_p, c_int),
    "FPDFText_GetFontInfo": (c_ulong, c_void_p, c_int, c_char_p, c_ulong, c_void_p),
    "FPDFText_IsGenerated": (c_int, c_void_p, c_int),
    "FPDFText_GetTextObject": (c_void_p, c_void_p, c_int),
    "FPDFPage_GetObject": (c_void_p, c_void_p, c_int),
    "FPDFPageObj_GetType": (c_int, c_void_p),
    "FPDFPageObj_GetMatrix": (c_int, c_void_p, c_void_p),
    "FPDFPageObj_GetBounds": (c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p),
    "FPDFPageObj_GetClipPath": (c_void_p, c_void_p),
    "FPDFPageObj_GetStrokeWidth": (c_int, c_void_p, c_void_p),
    "FPDFPageObj_GetStrokeColor": (c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p),
    "FPDFPageObj_GetFillColor": (c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p),
    "FPDFPageObj_HasTransparency": (c_int, c_void_p),
    "FPDFFormObj_CountObjects": (c_int, c_void_p),
    "FPDFFormObj_GetObject": (c_void_p, c_void_p, c_ulong),
    "FPDFTextObj_GetFont": (c_void_p, c_void_p),
    "FPDFTextObj_GetTextRenderMode": (c_int, c_void_p),
    "FPDFFont_GetIsEmbedded": (c_int, c_void_p),
    "FPDFClipPath_CountPaths": (c_int, c_void_p),
    "FPDFClipPath_CountPathSegments": (c_int, c_void_p, c_int),
    "FPDFClipPath_GetPathSegment": (c_void_p, c_void_p, c_int, c_int),
    "FPDFPath_CountSegments": (c_int, c_void_p),
    "FPDFPath_GetPathSegment": (c_void_p, c_void_p, c_int),
    "FPDFPath_GetDrawMode": (c_int, c_void_p, c_void_p, c_void_p),
    "FPDFPathSegment_GetPoint": (c_int, c_void_p, c_void_p, c_void_p),
    "FPDFPathSegment_GetType": (c_int, c_void_p),
    "FPDFPathSegment_GetClose": (c_int, c_void_p),
}
"""What each gives and takes, as pdfium's public headers declare it; handles and buffers are plain addresses."""


@cache
def calls() -> Any:
    """The functions by their names.

    Handles and buffers are passed as addresses (`address`, `ctypes.addressof`), which ctypes need not look into, and
    Python's own lock is kept: to hand it over and take it back costs more than what these do. They check nothing:
    handles must be those of open pages.
    """
    return SimpleNamespace(**{name: bind(name, *signature) for name, signature in _SIGNATURES.items()})


def bind(name: str, *signature: Any) -> Any:
    """One of pdfium's functions, so bound; the signature begins with what it gives."""
    return ctypes.PYFUNCTYPE(*signature)(address(getattr(pdfium, name)))


def matrices_of(items: Sequence[int]) -> list[Matrix]:
    """The matrices of objects, which lead from an object's own space to the space that it is drawn in."""
    buffer, places = room(_MATRIX, len(items))
    is_found = list(map(calls().FPDFPageObj_GetMatrix, items, places))
    found = list(_MATRIX.iter_unpack(buffer))
    return found if all(is_found) else [one if has else IDENTITY for one, has in zip(found, is_found, strict=True)]


def widths_of(items: Sequence[int]) -> list[float]:
    """How wide objects are in the space that they are drawn in, without end where pdfium does not know."""
    is_found, bounds = told(calls().FPDFPageObj_GetBounds, items, BOUNDS)
    return [right - left if has else inf for has, (left, _, right, _) in zip(is_found, bounds, strict=True)]


_MATRIX = struct.Struct("6f")
BOUNDS = struct.Struct("4f")
"""Left, bottom, right, top."""
_FIELD = 4
"""Every number that pdfium writes through an address of its own is of so many bytes."""


def told(function: Any, items: Sequence[int | None], layout: struct.Struct) -> tuple[list[int], list[tuple[Any, ...]]]:
    """For each object whether a function of pdfium's knows it, and the numbers that it writes, zeros where it does not."""
    buffer, places = room(layout, len(items))
    ways = (range(places.start + at, places.stop + at, places.step) for at in range(0, layout.size, _FIELD))
    return list(map(function, items, *ways)), list(layout.iter_unpack(buffer))


def room(layout: struct.Struct, count: int) -> tuple[bytearray, range]:
    """A buffer for so many records, and where each of them begins. (An array of ctypes would be a class of its own for
    each length.)"""
    buffer = bytearray(layout.size * count)
    start = ctypes.addressof(c_char.from_buffer(buffer)) if count else 0
    return buffer, range(start, start + layout.size * count, layout.size)


def address(handle: Any) -> int:
    """Where a function or handle of pypdfium2's points to; 0 where nowhere."""
    return ctypes.cast(handle, c_void_p).value or 0
