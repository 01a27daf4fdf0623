"""Joins the pieces that ruling lines are drawn in: dots, dashes and doubled strokes become lines, each of one piece."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from transforms.readers.pdf.marks import Edge

NEAR = 3.0
"""How far apart, in points, lines and their ends may lie that are drawn as one: pdfplumber's own tolerance."""
_DASH = 6.0
"""A piece shorter than this may be a dash: the gap to the next may be as long as the piece itself."""
_REST = 2.9
"""How much of the gap at either end belongs to a dashed line: no more than the tolerance, or it would reach out."""
_DOT = 2.0
"""A mark no longer than this may be part of a line of dots, across or down."""
_SHORTEST = 5.0
"""A line shorter than this bounds no cell: the thickness of another line, a dot, a tick."""


class Line(NamedTuple):
    """A horizontal line at height `at` from left to right, or a vertical one from top to bottom."""

    at: float
    start: float
    end: float


def ruling_lines(edges: Iterable[Edge]) -> tuple[list[Line], list[Line]]:
    """The horizontal and the vertical lines, those at one place at their mean, without such as bound no cell."""
    flat: defaultdict[int, list[Line]] = defaultdict(list)
    steep: defaultdict[int, list[Line]] = defaultdict(list)
    for edge in edges:
        left, top, right, bottom, _ = edge
        width, height = right - left, bottom - top
        is_dot = width < _DOT and height < _DOT
        if width >= height or is_dot:
            at = (top + bottom) / 2
            flat[round(4 * at)].append(Line(at, left, right))
        if width < height or is_dot:
            at = (left + right) / 2
            steep[round(4 * at)].append(Line(at, top, bottom))
    return _snapped(_runs(flat)), _snapped(_runs(steep))


def flat_lines(edges: Iterable[Edge]) -> list[Edge]:
    """The horizontal lines, each of one piece."""
    return [Edge(line.start, line.at, line.end, line.at) for line in ruling_lines(edges)[0]]


def steep_lines(edges: Iterable[Edge]) -> list[Edge]:
    """The vertical lines, each of one piece."""
    return [Edge(line.at, line.start, line.at, line.end) for line in ruling_lines(edges)[1]]


def _runs(pieces: dict[int, list[Line]]) -> list[Line]:
    """Pieces at one height as lines, without those that are too short: dots and dashes are joined first."""
    lines: list[Line] = []
    for group in pieces.values():
        lines.extend([line for line in _one_height(group) if line.end - line.start >= _SHORTEST])
    return lines


def _joined(pieces: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Pieces on one line as the stretches they make. Dashes make one although the gaps between them are wide; the gap
    that may stand at either end of it belongs to it."""
    pieces.sort()
    start, end = pieces[0]
    last = end - start
    widest = 0.0
    for begin, stop in pieces[1:]:
        length = stop - begin
        gap = max(NEAR, 1.25 * max(last, length)) if max(last, length) < _DASH else NEAR
        if begin - end > gap:
            yield start - widest, end + widest
            start, end, widest = begin, stop, 0.0
        else:
            widest = _REST if begin - end > NEAR else widest
            end = max(end, stop)
        last = length
    yield start - widest, end + widest


def _snapped(lines: list[Line]) -> list[Line]:
    """Lines within the tolerance of one another lie at their mean, and are joined where their ends meet."""
    lines.sort()
    snapped: list[Line] = []
    group: list[Line] = []
    for line in lines:
        if group and (line.at - group[-1].at > NEAR or line.at - group[0].at > 2 * NEAR):
            snapped.extend(_one_height(group))
            group = []
        group.append(line)
    if group:
        snapped.extend(_one_height(group))
    return snapped


def _one_height(group: list[Line]) -> list[Line]:
    if len(group) == 1:
        return group
    at = sum([line.at for line in group]) / len(group)
    return [Line(at, start, end) for start, end in _joined([(line.start, line.end) for line in group])]
