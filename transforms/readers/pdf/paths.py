"""Tells which of a PDF page's painted paths are ruling lines: strokes, and bars and frames that look like them."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from itertools import chain, islice, pairwise, repeat
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from transforms.readers.pdf.calls import BOUNDS, calls, told
from transforms.readers.pdf.marks import IDENTITY, Edge, Matrix, Point, Turn

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

Outline = list[Point]
Rect = tuple[float, float, float, float]
_Piece = tuple[int, Point, int]
"""A piece of a path: its kind, where it ends in the path's own space, and whether the outline then goes back to its
start."""

_LINE_TO, _MOVE_TO = pdfium.FPDF_SEGMENT_LINETO, pdfium.FPDF_SEGMENT_MOVETO
_MODES, _WIDTH, _COLOUR, _POINT = (struct.Struct(layout) for layout in ("2i", "f", "4I", "2f"))


class _Path(NamedTuple):
    """A painted path by its address, of how many pieces it is, and the matrix from its points to the page."""

    address: int
    piece_count: int
    matrix: Matrix
    is_filled: bool


def edges_of(
    paths: Sequence[int], counts: Sequence[int], matrices: Sequence[Matrix], holder: Matrix, turn: Turn
) -> list[Edge]:
    """The ruling lines of paths of an open page, pdfium's objects by their addresses, and of how many pieces they are.

    `matrices` lead from their points to the page, `holder` from the form that draws them. The sides of coloured areas,
    and lines that are white or see-through, come as faint edges.
    """
    _, modes = told(calls().FPDFPath_GetDrawMode, paths, _MODES)
    painted = [
        (_Path(path, count, matrix, bool(filled)), stroked)
        for path, count, matrix, (filled, stroked) in zip(paths, counts, matrices, modes, strict=True)
    ]
    strokes = [path for path, stroked in painted if stroked]
    fills = [path for path, stroked in painted if path.is_filled and not stroked]
    shapes = [path for path in fills if path.piece_count > _BAR_SEGMENTS]
    bars = [path.address for path in fills if path.piece_count <= _BAR_SEGMENTS]
    return [*_stroked(strokes, turn), *_filled(shapes, turn), *_bars(bars, holder, turn)]


def _stroked(paths: list[_Path], turn: Turn) -> list[Edge]:
    addresses = [path.address for path in paths]
    faint = _are_pale(addresses, calls().FPDFPageObj_GetStrokeColor)
    _, widths = told(calls().FPDFPageObj_GetStrokeWidth, addresses, _WIDTH)
    edges: list[Edge] = []
    for path, pieces, is_faint, (width,) in zip(paths, _pieces(paths), faint, widths, strict=True):
        thick = width * max(abs(path.matrix[0]), abs(path.matrix[1]))
        for outline in _outlines(pieces, path.matrix, is_closed=path.is_filled):
            edges += _drawn(outline, thick, turn, is_faint=is_faint)
    return edges


def _filled(paths: list[_Path], turn: Turn) -> list[Edge]:
    faint = _are_pale([path.address for path in paths], calls().FPDFPageObj_GetFillColor)
    edges: list[Edge] = []
    for path, pieces, is_faint in zip(paths, _pieces(paths), faint, strict=True):
        edges += _shapes(_outlines(pieces, path.matrix, is_closed=True), turn, is_faint=is_faint)
    return edges


def _bars(paths: list[int], holder: Matrix, turn: Turn) -> list[Edge]:
    faint = _are_pale(paths, calls().FPDFPageObj_GetFillColor)
    _, bounds = told(calls().FPDFPageObj_GetBounds, paths, BOUNDS)
    if holder != IDENTITY:
        bounds = [_held(box, holder) for box in bounds]
    edges: list[Edge] = []
    for box, is_faint in zip(bounds, faint, strict=True):
        edges += _bar(box, turn, is_faint=is_faint)
    return edges


def _held(box: tuple[Any, ...], holder: Matrix) -> Rect:
    left, bottom, right, top = box
    a, b, c, d, e, f = holder
    corners = [(x, y) for x in (left, right) for y in (bottom, top)]
    return _around([(a * x + c * y + e, b * x + d * y + f) for x, y in corners])


def _are_pale(paths: list[int], colour_of: Any) -> list[bool]:
    is_found, colours = told(colour_of, paths, _COLOUR)
    return [
        bool(has) and (alpha < _SEE_THROUGH or min(red, green, blue) >= _PALE)
        for has, (red, green, blue, alpha) in zip(is_found, colours, strict=True)
    ]


def _pieces(paths: list[_Path]) -> Iterator[list[_Piece]]:
    """The pieces of each path, asked for all at once."""
    numbers = chain.from_iterable(range(path.piece_count) for path in paths)
    owners = chain.from_iterable(repeat(path.address, path.piece_count) for path in paths)
    segments = list(map(calls().FPDFPath_GetPathSegment, owners, numbers))
    _, points = told(calls().FPDFPathSegment_GetPoint, segments, _POINT)
    kinds, closes = map(calls().FPDFPathSegment_GetType, segments), map(calls().FPDFPathSegment_GetClose, segments)
    pieces = zip(kinds, points, closes, strict=True)
    return (list(islice(pieces, path.piece_count)) for path in paths)


def _outlines(pieces: list[_Piece], matrix: Matrix, *, is_closed: bool) -> list[Outline]:
    """The outlines of a path as points on the page; a curve breaks one off. A filled outline is closed even where the
    path does not say so."""
    a, b, c, d, e, f = matrix
    outlines: list[Outline] = []
    outline: Outline = []
    start: Point = (0.0, 0.0)
    for kind, (x, y), closes in pieces:
        point = (a * x + c * y + e, b * x + d * y + f)
        if kind == _LINE_TO:
            outline.append(point)
        else:
            outlines += _finished(outline, start, is_closed=is_closed)
            outline = [point]
            if kind == _MOVE_TO:
                start = point
        if closes:
            outline.append(start)
    return [*outlines, *_finished(outline, start, is_closed=is_closed)]


def _around(points: list[Point]) -> Rect:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)


def _drawn(outline: Outline, thick: float, turn: Turn, *, is_faint: bool) -> list[Edge]:
    """The straight stretches of a stroke; a stroke as thick as a band is an area."""
    edges: list[Edge] = []
    for (x0, y0), (x1, y1) in pairwise(outline):
        left, right = (x1, x0) if x1 < x0 else (x0, x1)
        low, high = (y1, y0) if y1 < y0 else (y0, y1)
        if right - left >= _STRAIGHT and high - low >= _STRAIGHT:
            continue
        if thick <= _THICKEST:
            edges.append(Edge(*turn(left, low, right, high), is_faint))
        elif right - left > high - low:
            edges += _bar((left, low - thick / 2, right, high + thick / 2), turn, is_faint=is_faint)
        else:
            edges += _bar((left - thick / 2, low, right + thick / 2, high), turn, is_faint=is_faint)
    return edges


def _bar(box: tuple[Any, ...], turn: Turn, *, is_faint: bool) -> list[Edge]:
    """A thin bar as the line it looks like, an area as its four sides."""
    left, top, right, bottom = turn(*box)
    if right - left <= _THICKEST or bottom - top <= _THICKEST:
        return [Edge(left, top, right, bottom, is_faint)]
    return [
        Edge(left, top, right, top, is_faint=True),
        Edge(left, bottom, right, bottom, is_faint=True),
        Edge(left, top, left, bottom, is_faint=True),
        Edge(right, top, right, bottom, is_faint=True),
    ]


def _shapes(outlines: list[Outline], turn: Turn, *, is_faint: bool) -> list[Edge]:
    """A filled path of many segments: bars and areas drawn at once, frames (one outline close inside another), or a
    shape whose sides are those of lines that cross."""
    boxes = [_around(outline) for outline in outlines]
    edges: list[Edge] = []
    for number, outline in enumerate(outlines):
        beside = boxes[max(0, number - 1) : number] + boxes[number + 1 : number + 2]
        if len(outline) > _BAR_SEGMENTS or any(_frames(boxes[number], box) for box in beside):
            edges += _drawn(outline, 0.0, turn, is_faint=is_faint)
        else:
            edges += _bar(boxes[number], turn, is_faint=is_faint)
    return edges


def _frames(one: Rect, other: Rect) -> bool:
    """Whether one box lies in the other with only a line's thickness around it."""
    outer, inner = (one, other) if one[0] <= other[0] else (other, one)
    sides = (inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3])
    return all(-_STRAIGHT <= side <= _THICKEST for side in sides) and one != other


def _finished(outline: Outline, start: Point, *, is_closed: bool) -> list[Outline]:
    if len(outline) < 2:
        return []
    return [[*outline, start]] if is_closed and outline[-1] != start else [outline]
