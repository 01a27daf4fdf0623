"""Tells which of a PDF page's painted paths are ruling lines: strokes, and bars and frames that look like them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from transforms.readers.pdf.marks import IDENTITY, Edge, Matrix, Turn

_STRAIGHT = 0.5
"""How far, in points, a ruling line may run askew."""
_THICKEST = 3.5
"""A bar up to so many points thick is a line to the eye, a thicker one an area."""
_PALE = 247
"""A colour whose every part is at least so bright is white on paper."""
_SEE_THROUGH = 10
"""A colour with less of its alpha than this cannot be seen."""
_BAR_SEGMENTS = 6
"""A filled path of no more segments is one bar or area, told by its bounds alone."""

Point = tuple[float, float]
Outline = list[Point]
Rect = tuple[float, float, float, float]


def path_edges(path: Any, matrix: Matrix, holder: Matrix, turn: Turn) -> Iterator[Edge]:
    """The ruling lines of one path. `matrix` leads from its points to the page, `holder` from the form that draws it.

    The sides of coloured areas, and lines that are white or see-through, come as faint edges.
    """
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(filled), ctypes.byref(stroked)):
        return
    if stroked.value:
        is_faint = _is_pale(path, pdfium.FPDFPageObj_GetStrokeColor)
        thick = _width(path, matrix)
        for outline in _outlines(path, matrix, is_closed=bool(filled.value)):
            yield from _drawn(outline, thick, turn, is_faint=is_faint)
    elif filled.value:
        is_faint = _is_pale(path, pdfium.FPDFPageObj_GetFillColor)
        if pdfium.FPDFPath_CountSegments(path) <= _BAR_SEGMENTS:
            yield from _bar(_bounds(path, holder), turn, is_faint=is_faint)
        else:
            yield from _shapes(list(_outlines(path, matrix, is_closed=True)), turn, is_faint=is_faint)


def _is_pale(path: Any, colour_of: Any) -> bool:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not colour_of(path, *(ctypes.byref(part) for part in parts)):
        return False
    return parts[3].value < _SEE_THROUGH or all(part.value >= _PALE for part in parts[:3])


def _width(path: Any, matrix: Matrix) -> float:
    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(path, ctypes.byref(width))
    return width.value * max(abs(matrix[0]), abs(matrix[1]))


def _bounds(path: Any, holder: Matrix) -> Rect:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(path, *(ctypes.byref(side) for side in (left, bottom, right, top)))
    if holder is IDENTITY:
        return left.value, bottom.value, right.value, top.value
    a, b, c, d, e, f = holder
    corners = [(x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    return _around([(a * x + c * y + e, b * x + d * y + f) for x, y in corners])


def _around(points: list[Point]) -> Rect:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)


def _drawn(outline: Outline, thick: float, turn: Turn, *, is_faint: bool) -> Iterator[Edge]:
    """The straight stretches of a stroke; a stroke as thick as a band is an area."""
    for start, end in pairwise(outline):
        x0, y0, x1, y1 = _around([start, end])
        if min(x1 - x0, y1 - y0) >= _STRAIGHT:
            continue
        if thick <= _THICKEST:
            yield Edge(*turn(x0, y0, x1, y1), is_faint)
        elif x1 - x0 > y1 - y0:
            yield from _bar((x0, y0 - thick / 2, x1, y1 + thick / 2), turn, is_faint=is_faint)
        else:
            yield from _bar((x0 - thick / 2, y0, x1 + thick / 2, y1), turn, is_faint=is_faint)


def _bar(box: Rect, turn: Turn, *, is_faint: bool) -> Iterator[Edge]:
    """A thin bar as the line it looks like, an area as its four sides."""
    left, top, right, bottom = turn(*box)
    if min(right - left, bottom - top) <= _THICKEST:
        yield Edge(left, top, right, bottom, is_faint)
    else:
        yield Edge(left, top, right, top, is_faint=True)
        yield Edge(left, bottom, right, bottom, is_faint=True)
        yield Edge(left, top, left, bottom, is_faint=True)
        yield Edge(right, top, right, bottom, is_faint=True)


def _shapes(outlines: list[Outline], turn: Turn, *, is_faint: bool) -> Iterator[Edge]:
    """A filled path of many segments: bars and areas drawn at once, frames (one outline close inside another), or a
    shape whose sides are those of lines that cross."""
    boxes = [_around(outline) for outline in outlines]
    for number, outline in enumerate(outlines):
        beside = boxes[max(0, number - 1) : number] + boxes[number + 1 : number + 2]
        if len(outline) > _BAR_SEGMENTS or any(_frames(boxes[number], box) for box in beside):
            yield from _drawn(outline, 0.0, turn, is_faint=is_faint)
        else:
            yield from _bar(boxes[number], turn, is_faint=is_faint)


def _frames(one: Rect, other: Rect) -> bool:
    """Whether one box lies in the other with only a line's thickness around it."""
    outer, inner = (one, other) if one[0] <= other[0] else (other, one)
    sides = (inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3])
    return all(-_STRAIGHT <= side <= _THICKEST for side in sides) and one != other


def _outlines(path: Any, matrix: Matrix, *, is_closed: bool) -> Iterator[Outline]:
    """The outlines of a path as points on the page; a curve breaks one off. A filled outline is closed even where the
    path does not say so."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    outline: Outline = []
    start: Point = (0.0, 0.0)
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_LINETO:
            outline.append(point)
        else:
            yield from _finished(outline, start, is_closed=is_closed)
            outline = [point]
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            outline.append(start)
    yield from _finished(outline, start, is_closed=is_closed)


def _finished(outline: Outline, start: Point, *, is_closed: bool) -> Iterator[Outline]:
    if len(outline) > 1:
        yield [*outline, start] if is_closed and outline[-1] != start else outline
