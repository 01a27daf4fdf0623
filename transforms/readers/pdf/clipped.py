"""Text that a page draws and does not show: it lies beyond the area that its drawing is confined to.

Spreadsheets draw a cell's whole text, also what does not fit: on both pages where a page break cuts a merged cell.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from itertools import compress

from transforms.document import Box
from transforms.readers.pdf.calls import BOUNDS, calls, told
from transforms.readers.pdf.marks import PageContent

_LEVEL = 0.5
"""What reaches no further into the area from its side, in points, cannot be seen."""
_SHOWN = 0.5
"""A line of which less than this share of its height is shown cannot be read: a page break shows the rest of it."""
_EXCERPT = 40
_POINT = struct.Struct("2f")
_MOST_PATHS, _MOST_SEGMENTS = 16, 64
"""An area of more pieces is no rectangle that text is confined to."""


def clipped_texts(texts: Sequence[int]) -> Iterator[int]:
    """Those of a page's own text objects of which nothing can be seen."""
    paths = list(map(calls().FPDFPageObj_GetClipPath, texts))
    counts = [calls().FPDFClipPath_CountPaths(path) if path else 0 for path in paths]
    if not any(count > 0 for count in counts):
        return
    is_clipped = [0 < count <= _MOST_PATHS for count in counts]
    clipped = list(compress(texts, is_clipped))
    is_found, bounds = told(calls().FPDFPageObj_GetBounds, clipped, BOUNDS)
    areas = zip(compress(paths, is_clipped), compress(counts, is_clipped), strict=True)
    for text, found, box, (path, count) in zip(clipped, is_found, bounds, areas, strict=True):
        if found and any(_is_beyond(box, area) for number in range(count) if (area := _area(path, number))):
            yield text


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


def clipped_notes(pages: Sequence[PageContent]) -> list[str]:
    """What is shown on no page: the rest of a text that is too long for its cell."""
    if not any(page.clipped for page in pages):
        return []
    shown = "".join(char.text for page in pages for char in page.chars if char.text.strip())
    notes = []
    for page in pages:
        lost = "".join(text for text in page.clipped if _squeezed(text) not in shown)
        if lost.strip():
            notes.append(
                f"page {page.number}: text that its cell cuts off cannot be seen and was not read: {lost[:_EXCERPT]}"
            )
    return notes


def _squeezed(text: str) -> str:
    return "".join(text.split())
