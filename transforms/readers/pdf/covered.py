"""Text that a page draws and then paints over: whoever mends a figure in a PDF lays a white area over the old one."""

from __future__ import annotations

import ctypes
import struct
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import compress
from typing import Any

import pypdfium2.raw as pdfium

from transforms.document import Box
from transforms.readers.pdf.calls import BOUNDS, calls, told
from transforms.readers.pdf.clipped import areas_of

_TEXT, _PATH = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH
_MOST_PIECES = 6
"""An area of more is no rectangle."""
_THICKEST = 3.5
"""A bar up to so many points thick is a line."""
_COVERED = 0.9
"""Of a text that cannot be read so much, across and down, is painted over."""
_OPAQUE = 250
_LONGEST = 256
"""Bytes of a text that a note quotes the beginning of."""
_ABOUT = 0.01
"""Of a side so much is nothing."""
_MODES, _COLOUR, _POINT = struct.Struct("2i"), struct.Struct("4I"), struct.Struct("2f")


def covered_texts(items: Sequence[int], kinds: Sequence[int]) -> list[int]:
    """Those of a page's or form's texts that lie beneath an area painted later; its objects are given in the order in
    which they are drawn, with their kinds."""
    first = kinds.index(_TEXT) if _TEXT in kinds else len(kinds)
    later = [number for number in range(first + 1, len(kinds)) if kinds[number] == _PATH]
    areas = _areas(items, later) if later else []
    if not areas:
        return []
    texts = [number for number, kind in enumerate(kinds) if kind == _TEXT and number < areas[-1][0]]
    is_found, bounds = told(calls().FPDFPageObj_GetBounds, [items[number] for number in texts], BOUNDS)
    places = sorted(
        ((box[1] + box[3]) / 2, number, box)
        for number, found, box in zip(texts, is_found, bounds, strict=True)
        if found and box[2] > box[0]
    )
    heights = [place[0] for place in places]
    covered: set[int] = set()
    for order, area in areas:
        for _, number, box in places[bisect_left(heights, area[1]) : bisect_right(heights, area[3])]:
            if number < order and _is_beneath(box, area):
                covered.add(number)
    return [items[number] for number in sorted(covered)]


def taken_off(page: Any, texts: Sequence[int]) -> list[str]:
    """What texts of an open page of pdfium's say that are then no more of it: it would leave out the signs of others that
    stand where the same signs of these do."""
    text_page = pdfium.FPDFText_LoadPage(page)
    handles = [ctypes.cast(text, pdfium.FPDF_PAGEOBJECT) for text in texts]
    said = [_said(handle, text_page) for handle in handles]
    pdfium.FPDFText_ClosePage(text_page)
    for handle in handles:
        if pdfium.FPDFPage_RemoveObject(page, handle):
            pdfium.FPDFPageObj_Destroy(handle)
    return said


def _said(text: Any, text_page: Any) -> str:
    buffer = ctypes.create_string_buffer(_LONGEST)
    place = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
    length = min(pdfium.FPDFTextObj_GetText(text, text_page, place, _LONGEST), _LONGEST)
    return buffer.raw[:length].decode("utf-16-le", "replace").strip("\0 \r\n")


def _areas(items: Sequence[int], numbers: list[int]) -> list[tuple[int, Box]]:
    """The areas that hide what is beneath them, each with its number among the objects."""
    numbers = [number for number in numbers if calls().FPDFPath_CountSegments(items[number]) <= _MOST_PIECES]
    paths = [items[number] for number in numbers]
    _, bounds = told(calls().FPDFPageObj_GetBounds, paths, BOUNDS)
    wide = [right - left > _THICKEST and top - bottom > _THICKEST for left, bottom, right, top in bounds]
    numbers, paths = list(compress(numbers, wide)), list(compress(paths, wide))
    _, modes = told(calls().FPDFPath_GetDrawMode, paths, _MODES)
    has_colour, colours = told(calls().FPDFPageObj_GetFillColor, paths, _COLOUR)
    areas: list[tuple[int, Box]] = []
    for number, path, (is_filled, _), has, colour, box in zip(
        numbers, paths, modes, has_colour, colours, compress(bounds, wide), strict=True
    ):
        is_opaque = is_filled and has and colour[3] >= _OPAQUE and not calls().FPDFPageObj_HasTransparency(path)
        shown = _shown(path, (box[0], box[1], box[2], box[3])) if is_opaque and _is_rectangle(path) else None
        if shown is not None:
            areas.append((number, shown))
    return areas


def _is_rectangle(path: int) -> bool:
    """Whether a path has a point at each corner around it, and none elsewhere: what a frame or a slanting bar has around it
    is not hidden."""
    count = calls().FPDFPath_CountSegments(path)
    segments = [calls().FPDFPath_GetPathSegment(path, number) for number in range(count)]
    is_found, points = told(calls().FPDFPathSegment_GetPoint, segments, _POINT)
    if not all(is_found) or not points:
        return False
    xs, ys = zip(*points, strict=True)
    corners = {(_end_of(x, xs), _end_of(y, ys)) for x, y in points}
    return corners == {(0, 0), (0, 1), (1, 0), (1, 1)}


def _end_of(at: float, others: tuple[float, ...]) -> int | None:
    """0 at the lowest of some numbers, 1 at the highest, None between."""
    low, high = min(others), max(others)
    near = _ABOUT * (high - low)
    return 0 if at <= low + near else 1 if at >= high - near else None


def _shown(path: int, box: Box) -> Box | None:
    """What of an area its drawing is not confined to leave out; None where that is no rectangle."""
    left, bottom, right, top = box
    for area in areas_of(path):
        if area is None:
            return None
        left, bottom, right, top = max(left, area[0]), max(bottom, area[1]), min(right, area[2]), min(top, area[3])
    return (left, bottom, right, top) if left < right and bottom < top else None


def _is_beneath(box: Box, area: Box) -> bool:
    across = min(box[2], area[2]) - max(box[0], area[0])
    down = min(box[3], area[3]) - max(box[1], area[1])
    return across >= _COVERED * (box[2] - box[0]) and down >= _COVERED * (box[3] - box[1])
