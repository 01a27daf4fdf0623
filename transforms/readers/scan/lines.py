"""Finds the lines of writing in a cell or a stretch of a page: rows of ink, parted where no ink stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import cv2
import numpy as np

from transforms.readers.scan.picture import Grey
from transforms.readers.scan.straight import Ink

Area = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""

_SMALLEST_FONT, _LARGEST_FONT = 6.0, 30.0
"""Points."""
_USUAL_FONT = 11.0
_SPECK = 0.55
"""Points: ink that is neither wider nor higher is dirt; a full stop is larger."""
_ONE_LINE = 1.2
"""Rows of ink that are together no higher than so many characters belong to one line: 三, =, ≥."""
_TWO_LINES = 1.7
_APART = 2.2
"""Ink further apart than so many characters is read apart: what stands between is no writing."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of writing: the box of its ink and its characters' height, in pixels."""

    ink: Area
    height: float
    room: Area
    """How far a crop may reach: to the sides of the cell, halfway to the lines above and below."""


def without_specks(ink: Ink, darker: Grey, darkest_needed: float, scale: float) -> Ink:
    """The ink without dirt and without what is larger than writing: pictures, shading, edges of the sheet.

    `darker`: how dark each pixel is; what nowhere reaches `darkest_needed` is grain.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    across, down, area = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_AREA]
    size = max(2.0, _SPECK * scale)
    speck = (area < size * size) | ((across <= size) & (down <= size))
    huge = (down > 1.6 * _LARGEST_FONT * scale) | (across > 12 * _LARGEST_FONT * scale)
    peak = np.zeros(len(area), np.uint8)
    np.maximum.at(peak, labels[ink].astype(np.intp), darker[ink])
    keep = ~(speck | huge) & (peak >= darkest_needed)
    keep[0] = False
    return np.asarray(keep[labels], dtype=np.bool_)


def usual_height(ink: Ink, areas: list[Area], scale: float) -> float:
    """The height of a character, in pixels: what most single lines in these areas measure."""
    heights = [bottom - top for area in areas for top, bottom in _rows(_cut(ink, area))]
    likely = [height for height in heights if _SMALLEST_FONT * scale <= height <= 1.5 * _USUAL_FONT * scale]
    return median(likely) if likely else _USUAL_FONT * scale


def lines_in(ink: Ink, area: Area, height: float, scale: float, *, is_cell: bool) -> list[TextLine]:
    """The lines of writing in an area, from top to bottom, those side by side from left to right."""
    left, top, right, bottom = area
    inside = _cut(ink, area)
    rows = _parted(inside, _together(_rows(inside), height, scale, is_cell=is_cell), height, is_cell=is_cell)
    found = []
    for number, (first, last) in enumerate(rows):
        above = (rows[number - 1][1] + first) // 2 if number else 0
        below = (last + rows[number + 1][0]) // 2 if number + 1 < len(rows) else bottom - top
        own = height if is_cell else max(last - first, 0.5 * height)
        for start, end in _stretches(inside[first:last], own):
            box = (left + start, top + first, left + end, top + last)
            room = (left, top + above, right, top + below)
            found.append(TextLine(box, max(own, last - first), room))
    return found


def _cut(ink: Ink, area: Area) -> Ink:
    left, top, right, bottom = area
    return ink[top:bottom, left:right]


def _rows(ink: Ink) -> list[tuple[int, int]]:
    return list(_filled(np.asarray(ink.any(axis=1), dtype=np.bool_)))


def _filled(marks: Ink) -> Iterator[tuple[int, int]]:
    """Start and end of every stretch of marks."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], marks, [False])).astype(np.int8)))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        yield int(start), int(end)


def _together(rows: list[tuple[int, int]], height: float, scale: float, *, is_cell: bool) -> list[tuple[int, int]]:
    """Rows of ink as lines: parts of characters that stand above each other are put together."""
    lines: list[tuple[int, int]] = []
    for start, end in rows:
        if lines and _is_one_line(lines[-1], (start, end), height, is_cell=is_cell):
            lines[-1] = (lines[-1][0], end)
        else:
            lines.append((start, end))
    return [line for line in lines if line[1] - line[0] >= _SPECK * scale]


def _is_one_line(above: tuple[int, int], below: tuple[int, int], height: float, *, is_cell: bool) -> bool:
    low = min(above[1] - above[0], below[1] - below[0])
    if below[1] - above[0] <= _ONE_LINE * height:
        return below[0] - above[1] <= 0.45 * height
    # A heading's characters are higher than usual: a thin part close to a high one belongs to it.
    return (
        not is_cell
        and low < 0.35 * height
        and below[0] - above[1] <= 0.2 * max(above[1] - above[0], below[1] - below[0])
    )


def _parted(ink: Ink, lines: list[tuple[int, int]], height: float, *, is_cell: bool) -> list[tuple[int, int]]:
    """The lines, with those that run into each other parted where there is least ink."""
    parted = []
    for start, end in lines:
        count = round((end - start) / (1.25 * height)) if is_cell and end - start > _TWO_LINES * height else 1
        cuts = [start, *(_thinnest(ink, start, end, part / count, height) for part in range(1, count)), end]
        parted += [(first, last) for first, last in pairwise(cuts) if last > first]
    return parted


def _thinnest(ink: Ink, start: int, end: int, share: float, height: float) -> int:
    middle = start + share * (end - start)
    first, last = int(middle - 0.4 * height), int(middle + 0.4 * height) + 1
    return first + int(np.argmin(ink[first:last].sum(axis=1)))


def _stretches(ink: Ink, height: float) -> list[tuple[int, int]]:
    """Where a line's ink stands from left to right, parted at wide gaps."""
    stretches: list[tuple[int, int]] = []
    for start, end in _filled(np.asarray(ink.any(axis=0), dtype=np.bool_)):
        if stretches and start - stretches[-1][1] <= _APART * height:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    return stretches


def crop(picture: Grey, line: TextLine, margin: float) -> tuple[Grey, int]:
    """A line's pixels and the column of the page its left side stands at; `margin`: what is shown above and below, as a
    share of the line's height."""
    left, top, right, bottom = line.ink
    beside = round(0.3 * line.height)
    lacking = max(0.0, line.height - (bottom - top))
    above = max(line.room[1], round(top - lacking / 2 - margin * line.height), 0)
    below = min(line.room[3], round(bottom + lacking / 2 + margin * line.height), picture.shape[0])
    first, last = max(line.room[0], left - beside, 0), min(line.room[2], right + beside)
    return picture[above:below, first:last], first
