"""Finds ink and ruling lines in a page's picture: dark against what is around it, thin and long, meeting each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from transforms.readers.pdf.page import Edge
from transforms.readers.scan.picture import Grey
from transforms.readers.scan.sides import missing_sides
from transforms.readers.scan.straight import Ink

_STROKE = 7.0
"""Points: nothing that is written or ruled is as thick; darker ground that is wider is shading."""
_FAINTEST_LINE = 0.22
_FAINTEST_TEXT = 0.33
"""Shares of the page's contrast by which a pixel must be darker than its ground to belong to a line, to text."""
_LEAST_CONTRAST = 40.0
_GRAIN = 0.22
"""Points over which the grain of the paper is evened out."""
_MOST_GRAIN = 8.0
"""Ink is darker than the paper's grain by so many times its median."""
_SHORTEST = {"h": 22.0, "v": 10.5}
"""Points. Columns are two characters wide at least; rows are higher than the characters written in them."""
_THICKEST = 3.5
_SMOOTHED = 1.0
"""Points along a line over which noise is evened out."""
_BESIDE = 1.4
"""Points beside a line: no writing comes closer to it."""
_CROSSING = 1.8
"""Points around a line that crosses which are not counted as ink beside the line that is crossed."""
_ALONE, _ALMOST_ALONE = 0.2, 0.6
_PARTS = 1.5
"""A run has parts where it is so many times as long as the shortest."""
_GAP = 6.0
"""Points that a line may be broken over by noise, less than any cell's side."""
_MEETS = 2.5
"""Points that a line may end before the line it meets."""


@dataclass(frozen=True)
class Rulings:
    """The ruling lines of a page, exactly level or upright, in pixels, and which pixels they darken."""

    edges: list[Edge]
    covered: Ink


def contrast_of(picture: Grey, scale: float) -> tuple[Grey, float]:
    """How much darker each pixel is than its ground, and how dark the page's writing is in this measure.

    `scale`: pixels a point.
    """
    smooth = cv2.GaussianBlur(picture, (0, 0), max(0.6, _GRAIN * scale))
    darker = np.asarray(cv2.subtract(_ground(picture, scale), smooth), dtype=np.uint8)
    # The ground is the brightest around: on grainy paper all of it is that much darker than the ground.
    sample = darker[::3, ::3]
    paper = float(np.median(sample))
    grain = float(np.median(np.abs(sample - paper)))
    darker = np.asarray(cv2.subtract(darker, np.full_like(darker, round(paper))), dtype=np.uint8)
    inked: Grey = darker[darker > max(_LEAST_CONTRAST, _MOST_GRAIN * grain)]
    return darker, float(np.percentile(inked, 75)) if inked.size else 255.0


def _ground(picture: Grey, scale: float) -> Grey:
    """The paper or shading behind what is written: the brightest within a stroke's reach, measured on coarse pixels."""
    down, across = picture.shape
    coarse = min(1.0, 2.0 / scale)
    small = cv2.resize(picture, None, fx=coarse, fy=coarse, interpolation=cv2.INTER_AREA)
    size = max(3, round(_STROKE * scale * coarse) | 1)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    return np.asarray(cv2.resize(closed, (across, down), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def text_ink(darker: Grey, contrast: float) -> Ink:
    """The pixels that are dark enough to be written; `darker` and `contrast` as `contrast_of` gives them."""
    grain = min(_ABOVE_GRAIN * _grain(darker), _MOST_LIFTED * contrast)
    return np.asarray(darker > max(_FAINTEST_TEXT * contrast, grain, _LEAST_CONTRAST / 2), dtype=np.bool_)


def darkest_needed(darker: Grey, contrast: float) -> float:
    """How dark something written is in its darkest place at least: grain that clusters stays below."""
    return max(_FAINT_WRITING * contrast, min(_CLUSTERED * _grain(darker), _MOST_CLUSTERED * contrast))


def _grain(darker: Grey) -> float:
    """The standard deviation of the paper's grain: most of a page is paper, half of it lighter than the middle."""
    return float(np.percentile(darker[::3, ::3], 80)) / 0.84


_ABOVE_GRAIN, _MOST_LIFTED = 3.5, 0.5
_CLUSTERED, _MOST_CLUSTERED = 6.0, 0.7
"""Times the grain, and shares of the contrast that this may not exceed: writing must be seen on the worst of paper."""
_FAINT_WRITING = 0.4


def rulings(darker: Grey, contrast: float, scale: float) -> Rulings:
    """The lines of tables; `darker` and `contrast` as `contrast_of` gives them, for a picture that is upright."""
    least = max(_FAINTEST_LINE * contrast, _LEAST_CONTRAST / 3)
    level, level_mask = _runs(darker, least, scale, "h")
    turned = np.ascontiguousarray(darker.T)
    upright, upright_mask = _runs(turned, least, scale, "v")
    sides = missing_sides(level, upright, _MEETS * scale, scale)
    level, upright = _meeting(level, upright + sides, scale)
    drawn = [line for line in upright if line[0] not in {side[0] for side in sides}]
    level, upright = _steady(darker, level, upright, scale), _steady(turned, drawn, level, scale)
    level, upright = _meeting(level, upright + sides, scale)
    edges = [Edge(start, at, end, at) for at, start, end in level]
    edges += [Edge(at, start, at, end) for at, start, end in upright]
    return Rulings(edges, _covered(level_mask | upright_mask.T, edges, scale))


def _covered(runs: Grey, edges: list[Edge], scale: float) -> Ink:
    """The pixels of the runs along the lines that were kept, with their blurred sides."""
    near = np.zeros_like(runs)
    for edge in edges:
        ends = (round(edge.x0), round(edge.top)), (round(edge.x1), round(edge.bottom))
        cv2.line(near, *ends, color=1, thickness=max(3, round(_THICKEST * scale)))
    size = max(3, round(_BLURRED * scale) | 1)
    return np.asarray(cv2.dilate(runs & near, np.ones((size, size), np.uint8)), dtype=np.bool_)


_BLURRED = 0.6


_Run = tuple[float, float, float]
"""A line: where it runs, where it starts, where it ends."""


def _runs(darker: Grey, least: float, scale: float, kind: str) -> tuple[list[_Run], Grey]:
    """The level lines in a picture, broken ones joined, and the pixels they cover."""
    shortest = max(5, round(_SHORTEST[kind] * scale))
    along = cv2.blur(darker, (max(3, round(_SMOOTHED * scale) | 1), 1))
    dark = (along > least).astype(np.uint8)
    opened = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    crossing = _crossing(dark, scale, "v" if kind == "h" else "h")
    beside = dark & ~crossing
    count, labels, stats, middles = cv2.connectedComponentsWithStats(opened, connectivity=8)
    runs, keep = [], np.zeros(count, np.uint8)
    for label in range(1, count):
        left, top, across, down, area = (int(value) for value in stats[label])
        if area / across > _THICKEST * scale or down > 2 * _THICKEST * scale:
            continue
        at = float(middles[label][1]) + 0.5
        for start, end in _alone(beside, crossing, (left, top, left + across, top + down), shortest, scale):
            runs.append((at, float(start), float(end)))
            keep[label] = 1
    return _joined(runs, scale), np.asarray(keep[labels], dtype=np.uint8)


def _alone(
    dark: Grey, crossing: Grey, box: tuple[int, int, int, int], shortest: int, scale: float
) -> list[tuple[int, int]]:
    """Where a run that stands alone starts and ends. A line may go on in a stroke on the other side of a line it meets:
    of a run that does not, the parts between the lines that cross it may."""
    left, top, right, bottom = box
    if _is_alone(dark, box, scale):
        return [(left, right)]
    if right - left < _PARTS * shortest:
        return []
    crossed = np.concatenate(([1], crossing[(top + bottom) // 2, left:right], [1])).astype(np.int8)
    sides = np.flatnonzero(np.diff(crossed))
    parts = [(left + int(start), left + int(end)) for start, end in zip(sides[::2], sides[1::2], strict=True)]
    reach = round(_CROSSING * scale)
    return [
        (max(left, start - reach), min(right, end + reach))
        for start, end in parts
        if end - start + 2 * reach >= shortest and _is_alone(dark, (start, top, end, bottom), scale)
    ]


def _crossing(dark: Grey, scale: float, kind: str) -> Grey:
    """The pixels of the lines in the other direction, a little widened."""
    shortest = max(5, round(_SHORTEST[kind] * scale))
    opened = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((shortest, 1), np.uint8))
    wide = max(3, round(_CROSSING * scale) | 1)
    return np.asarray(cv2.dilate(opened, np.ones((1, wide), np.uint8)), dtype=np.uint8)


def _is_alone(dark: Grey, box: tuple[int, int, int, int], scale: float) -> bool:
    """Whether there is little ink along a line, on one side at least: strokes of writing stand among others.

    What is longer than any stroke may have close-set writing on both sides, or a second line on one.
    """
    left, top, right, bottom = box
    beside = max(2, round(_BESIDE * scale))
    sides = [row for row in (top - beside, bottom - 1 + beside) if 0 <= row < len(dark)]
    shares = [float(dark[row, left:right].mean()) for row in sides]
    if not shares or right - left > _LONG * scale:
        return not shares or min(shares) <= _ALMOST_ALONE
    return min(shares) <= _ALONE and max(shares) <= _ALMOST_ALONE


def _joined(runs: list[_Run], scale: float) -> list[_Run]:
    """Pieces of one line as one: they run at the same height, and only noise parts them."""
    joined: list[_Run] = []
    for run in sorted(runs, key=lambda run: (run[1], run[0])):
        near = next(
            (
                index
                for index in range(len(joined) - 1, -1, -1)
                if abs(joined[index][0] - run[0]) <= 1.2 * scale and run[1] - joined[index][2] <= _GAP * scale
            ),
            None,
        )
        if near is None:
            joined.append(run)
        else:
            at, start, end = joined[near]
            length, more = end - start, run[2] - run[1]
            middle = (at * length + run[0] * more) / (length + more)
            joined[near] = (middle, start, max(end, run[2]))
    return joined


def _meeting(level: list[_Run], upright: list[_Run], scale: float) -> tuple[list[_Run], list[_Run]]:
    """The lines whose both ends meet a line of the other direction, lengthened to it: strokes of writing meet none."""
    reach = _MEETS * scale
    for _ in range(_ROUNDS):
        before = len(level), len(upright)
        upright = [line for run in upright if (line := _reaching(run, level, reach))]
        level = [line for run in level if (line := _reaching(run, upright, reach))]
        if (len(level), len(upright)) == before:
            break
    return level, upright


_ROUNDS = 4


def _reaching(run: _Run, others: list[_Run], reach: float) -> _Run | None:
    """The run from the outermost line it meets at its start to the one at its end; None where it meets fewer than two."""
    at, start, end = run
    met = [
        other[0]
        for other in others
        if other[1] - reach <= at <= other[2] + reach and start - reach <= other[0] <= end + reach
    ]
    if not met or max(met) - min(met) < reach:
        return None
    first, last = min(met), max(met)
    return at, first, last


def _steady(darker: Grey, runs: list[_Run], others: list[_Run], scale: float) -> list[_Run]:
    """The lines that are as dark all the way between the lines they meet: the strokes of characters leave gaps.

    A long line may be broken by noise. No stroke is so long, but strokes that stand below each other in narrow rows are,
    and a line may end where strokes go on: from one line met to the next it is dark or is not there.
    """
    return [part for run in runs for part in _parts(darker, run, others, scale)]


def _parts(darker: Grey, run: _Run, others: list[_Run], scale: float) -> Iterator[_Run]:
    at, start, end = run
    reach = _MEETS * scale
    path = _path(darker, at, scale)
    whole = path[round(start) : round(end)]
    if not whole.size:
        yield run
        return
    least = _STEADY * float(np.median(whole))
    is_sound = _percentile(whole, scale) >= least
    places = (other[0] for other in others if other[1] - reach <= at <= other[2] + reach)
    met = sorted({start, end, *(place for place in places if start < place < end)})
    begin = start
    for first, last in pairwise(met):
        part = slice(round(first), round(last))
        may_be_torn = is_sound and _is_clear(darker[:, part], at, least, scale)
        if not _is_dark(path[part], least, scale, may_be_torn=may_be_torn):
            if first - begin > reach:
                yield at, begin, first
            begin = last
    if end - begin > reach:
        yield at, begin, end


def _path(darker: Grey, at: float, scale: float) -> Grey:
    """How dark it is along a line that may waver."""
    wide = max(1, round(_WOBBLE * scale))
    return np.asarray(darker[max(0, round(at) - wide) : round(at) + wide + 1].max(axis=0), dtype=np.uint8)


def _is_dark(path: Grey, least: float, scale: float, *, may_be_torn: bool) -> bool:
    return not path.size or (np.percentile(path, _TORN) if may_be_torn else _percentile(path, scale)) >= least


def _percentile(path: Grey, scale: float) -> float:
    return float(np.percentile(path, _BROKEN if path.size > _LONG * scale else _UNBROKEN))


def _is_clear(darker: Grey, at: float, least: float, scale: float) -> bool:
    """Whether nothing is written right beside a line."""
    beside = max(2, round(_BESIDE * scale))
    sides = [row for row in (round(at) - beside, round(at) + beside) if 0 <= row < len(darker)]
    return all(float((darker[row] > least).mean()) <= _ALONE for row in sides)


_LONG = 40.0
_WOBBLE = 0.6
"""Points to either side within which a line may run unevenly."""
_STEADY = 0.5
_UNBROKEN, _BROKEN, _TORN = 5, 10, 20
"""Per cent of a short line, of a long one, and of a part of one that is sound as a whole, which may be less dark than
this share of what is usual along it."""
