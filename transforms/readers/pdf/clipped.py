"""Text that a page draws and does not show: it lies beyond the area that its drawing is confined to.

Spreadsheets draw a cell's whole text, also what does not fit: on both pages where a page break cuts a merged cell.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from itertools import compress

from transforms.document import Box
from transforms.readers.pdf.calls import BOUNDS, calls, told
from transforms.readers.pdf.lines import squeezed
from transforms.readers.pdf.marks import Clipped

_LEVEL = 0.5
"""What reaches no further into the area from its side, in points, cannot be seen."""
_SHOWN = 0.5
"""A line of which less than this share of its height is shown cannot be read: a page break shows the rest of it."""
_EXCERPT = 40
CutSide = tuple[Box, bool]
"""A cell that a page break cut, and whether at the page's foot."""
_POINT = struct.Struct("2f")
_MOST_PATHS, _MOST_SEGMENTS = 16, 64
"""An area of more pieces is no rectangle that text is confined to."""


def clipped_texts(texts: Sequence[int]) -> Iterator[int]:
    """Those of a page's own text objects of which nothing can be seen."""
    paths = list(map(calls().FPDFPageObj_GetClipPath, texts))
    count_paths = calls().FPDFClipPath_CountPaths
    counts = [count_paths(path) if path else 0 for path in paths]
    if max(counts, default=0) <= 0:
        return
    is_clipped = [0 < count <= _MOST_PATHS for count in counts]
    clipped = list(compress(texts, is_clipped))
    is_found, bounds = told(calls().FPDFPageObj_GetBounds, clipped, BOUNDS)
    areas = zip(compress(paths, is_clipped), compress(counts, is_clipped), strict=True)
    for text, found, box, (path, count) in zip(clipped, is_found, bounds, areas, strict=True):
        if found and any(_is_beyond(box, area) for number in range(count) if (area := _area(path, number))):
            yield text


def areas_of(item: int) -> Iterator[Box | None]:
    """The rectangles that an object's drawing is confined to: left, bottom, right, top; None for what is not told of."""
    path = calls().FPDFPageObj_GetClipPath(item)
    count = calls().FPDFClipPath_CountPaths(path) if path else 0
    return (_area(path, number) if count <= _MOST_PATHS else None for number in range(max(count, 0)))


def _area(path: int, number: int) -> Box | None:
    """The rectangle around one of the paths that a drawing is confined to: left, bottom, right, top."""
    count = calls().FPDFClipPath_CountPathSegments(path, number)
    if not 2 < count <= _MOST_SEGMENTS:
        return None
    segments = [calls().FPDFClipPath_GetPathSegment(path, number, index) for index in range(count)]
    is_found, points = told(calls().FPDFPathSegment_GetPoint, segments, _POINT)
    if not all(is_found):
        return None
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _is_beyond(box: Box, area: Box) -> bool:
    left, bottom, right, top = box
    shown = min(top, area[3]) - max(bottom, area[1])
    return right < area[0] + _LEVEL or left > area[2] - _LEVEL or shown < _SHOWN * (top - bottom)


def clipped_notes(number: int, clipped: Sequence[Clipped], cut: Sequence[CutSide], shown: str) -> list[str]:
    """What of a page is shown nowhere: the rest of a text that is too long for its cell.

    `cut`: the merged cells that a break at the page's top or foot cut; `shown`: all that the document shows, without
    white space.
    """
    lost = "".join(one.text for one in clipped if not (_is_beyond_break(one.box, cut) and squeezed(one.text) in shown))
    if not lost.strip():
        return []
    return [f"page {number}: text that its cell cuts off cannot be seen and was not read: {lost.strip()[:_EXCERPT]}"]


def _is_beyond_break(box: Box, cut: Sequence[CutSide]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(left < x < right and (y > bottom if at_foot else y < top) for (left, top, right, bottom), at_foot in cut)
