"""Tells which of a PDF page's painted paths are ruling lines: strokes, and bars and frames that look like them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from transforms.readers.pdf.calls import calls
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


class Pens:
    """Reads the paths of a page; its buffers are used again for each of them.

    Paths are pdfium's page objects by their addresses, those of a page that is open.
    """

    def __init__(self) -> None:
        self._pdfium = calls()
        self._numbers = (ctypes.c_float * 4)()
        self._colour = (ctypes.c_uint * 4)()
        self._modes = (ctypes.c_int * 2)()
        self._at_numbers = _places(self._numbers)
        self._at_colour = _places(self._colour)
        self._at_modes = _places(self._modes)

    def edges(self, path: int, matrix: Matrix, holder: Matrix, turn: Turn) -> Iterator[Edge]:
        """The ruling lines of one path. `matrix` leads from its points to the page, `holder` from the form that draws
        it.

        The sides of coloured areas, and lines that are white or see-through, come as faint edges.
        """
        if not self._pdfium.FPDFPath_GetDrawMode(path, *self._at_modes):
            return
        filled, stroked = self._modes
        if stroked:
            is_faint = self._is_pale(path, self._pdfium.FPDFPageObj_GetStrokeColor)
            thick = self._stroke_width(path, matrix)
            for outline in self._outlines(path, matrix, is_closed=bool(filled)):
                yield from _drawn(outline, thick, turn, is_faint=is_faint)
        elif filled:
            is_faint = self._is_pale(path, self._pdfium.FPDFPageObj_GetFillColor)
            if self._pdfium.FPDFPath_CountSegments(path) <= _BAR_SEGMENTS:
                yield from _bar(self._bounds(path, holder), turn, is_faint=is_faint)
            else:
                yield from _shapes(list(self._outlines(path, matrix, is_closed=True)), turn, is_faint=is_faint)

    def _bounds(self, path: int, holder: Matrix) -> Rect:
        is_found = self._pdfium.FPDFPageObj_GetBounds(path, *self._at_numbers)
        left, bottom, right, top = self._numbers if is_found else (0.0, 0.0, 0.0, 0.0)
        if holder is IDENTITY:
            return left, bottom, right, top
        a, b, c, d, e, f = holder
        corners = [(x, y) for x in (left, right) for y in (bottom, top)]
        return _around([(a * x + c * y + e, b * x + d * y + f) for x, y in corners])

    def _is_pale(self, path: int, colour_of: Any) -> bool:
        if not colour_of(path, *self._at_colour):
            return False
        red, green, blue, alpha = self._colour
        return alpha < _SEE_THROUGH or min(red, green, blue) >= _PALE

    def _stroke_width(self, path: int, matrix: Matrix) -> float:
        self._numbers[0] = 0.0
        self._pdfium.FPDFPageObj_GetStrokeWidth(path, self._at_numbers[0])
        return self._numbers[0] * max(abs(matrix[0]), abs(matrix[1]))

    def _outlines(self, path: int, matrix: Matrix, *, is_closed: bool) -> Iterator[Outline]:
        """The outlines of a path as points on the page; a curve breaks one off. A filled outline is closed even where
        the path does not say so."""
        a, b, c, d, e, f = matrix
        segment_of, point_of = self._pdfium.FPDFPath_GetPathSegment, self._pdfium.FPDFPathSegment_GetPoint
        kind_of, ends = self._pdfium.FPDFPathSegment_GetType, self._pdfium.FPDFPathSegment_GetClose
        numbers, (at_x, at_y, *_) = self._numbers, self._at_numbers
        outline: Outline = []
        start: Point = (0.0, 0.0)
        for index in range(self._pdfium.FPDFPath_CountSegments(path)):
            segment = segment_of(path, index)
            point_of(segment, at_x, at_y)
            x, y = numbers[0], numbers[1]
            point = (a * x + c * y + e, b * x + d * y + f)
            kind = kind_of(segment)
            if kind == pdfium.FPDF_SEGMENT_LINETO:
                outline.append(point)
            else:
                yield from _finished(outline, start, is_closed=is_closed)
                outline = [point]
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start = point
            if ends(segment):
                outline.append(start)
        yield from _finished(outline, start, is_closed=is_closed)


def _places(buffer: ctypes.Array[Any]) -> list[int]:
    start, size = ctypes.addressof(buffer), ctypes.sizeof(buffer) // len(buffer)
    return [start + size * number for number in range(len(buffer))]


def _around(points: list[Point]) -> Rect:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)


def _drawn(outline: Outline, thick: float, turn: Turn, *, is_faint: bool) -> Iterator[Edge]:
    """The straight stretches of a stroke; a stroke as thick as a band is an area."""
    for (x0, y0), (x1, y1) in pairwise(outline):
        x0, x1 = (x1, x0) if x1 < x0 else (x0, x1)  # noqa: PLW2901
        y0, y1 = (y1, y0) if y1 < y0 else (y0, y1)  # noqa: PLW2901
        if x1 - x0 >= _STRAIGHT and y1 - y0 >= _STRAIGHT:
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


def _finished(outline: Outline, start: Point, *, is_closed: bool) -> Iterator[Outline]:
    if len(outline) > 1:
        yield [*outline, start] if is_closed and outline[-1] != start else outline
