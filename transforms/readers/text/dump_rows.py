"""Which runs of cells between blank lines of a text dump are one row.

A dump's blank line ends a row, but a cell that ends with an empty paragraph leaves one too. In a table whose rows are
all equally wide, a row cut in pieces by such a cell shows: the pieces add up to the width. In a table most of whose rows
are equally wide, only pieces between two such rows show one; rows that differ in width stand side by side and may add up
by chance. Elsewhere nothing shows, and every run stays a row of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import mode

from transforms.readers.text.plain import Located

Segment = list[Located]

_PAIR = 2

_Cost = tuple[int, int, int]
"""Rows of another width than the table's, joins in front of an empty cell, joins."""


@dataclass(frozen=True, slots=True)
class JoinedRows:
    """The rows of a table, and those of them that were put together where the table's rows differ in width."""

    rows: list[Segment]
    doubtful: list[Segment]


def joined_segments(segments: list[Segment]) -> JoinedRows:
    """The rows of a table, from its runs of cells between blank lines.

    Where all rows are equally wide, the cheapest way to cut the runs into rows: fewest rows of another width, then
    fewest joins in front of a run that begins with an empty cell (a vertical merge carried on begins a row so), then
    fewest joins.
    """
    widths = [len(segment) for segment in segments]
    widest = max(widths)
    if widths.count(widest) == len(widths):
        return JoinedRows(segments, [])
    if _adds_up(widths, widest) and widths.count(widest) > 1:
        return JoinedRows(_rows(segments, _cuts(segments, widest)), [])
    width = mode(widths)
    if 2 * widths.count(width) < len(widths):
        return JoinedRows(segments, [])
    cuts = _lone_cuts(segments, width)
    return JoinedRows(_rows(segments, cuts), _rows(segments, [cut for cut in cuts if cut[1] - cut[0] > 1]))


def _rows(segments: list[Segment], cuts: list[tuple[int, int]]) -> list[Segment]:
    return [[cell for segment in segments[start:end] for cell in segment] for start, end in cuts]


def _lone_cuts(segments: list[Segment], width: int) -> list[tuple[int, int]]:
    """The rows where only pieces between two whole rows are joined, none of them beginning with an empty cell."""
    cuts: list[tuple[int, int]] = []
    while (start := cuts[-1][1] if cuts else 0) < len(segments):
        cuts.append((start, _end_of_pieces(segments, start, width) if start else 1))
    return cuts


def _end_of_pieces(segments: list[Segment], start: int, width: int) -> int:
    """Where the row ends that begins at a run: behind that run where the runs up to the next whole row are no pieces."""
    if len(segments[start - 1]) != width:
        return start + 1
    end, total = start, 0
    while end < len(segments) and total < width and (end == start or segments[end][0][0]):
        total += len(segments[end])
        end += 1
    is_row = total == width and (end == len(segments) or len(segments[end]) == width)
    return end if is_row and not _are_pairs(segments[start:end]) else start + 1


def _are_pairs(segments: list[Segment]) -> bool:
    """Whether runs are labels with their values, one beneath the other: two cells each, the first of them written."""
    return len(segments) > 1 and all(len(segment) == _PAIR and segment[0][0] for segment in segments)


def _adds_up(widths: list[int], width: int) -> bool:
    total = 0
    for part in widths:
        total += part
        if total > width:
            return False
        total %= width
    return total == 0


def _cuts(segments: list[Segment], width: int) -> list[tuple[int, int]]:
    best: list[tuple[_Cost, int]] = [((0, 0, 0), 0)]
    for end in range(1, len(segments) + 1):
        best.append(min(_choices(segments, best, end, width)))
    cuts = []
    end = len(segments)
    while end:
        start = best[end][1]
        cuts.append((start, end))
        end = start
    return cuts[::-1]


def _choices(segments: list[Segment], best: list[tuple[_Cost, int]], end: int, width: int) -> list[tuple[_Cost, int]]:
    """What each way to begin the row that ends before `end` costs in all."""
    alone = end - 1
    choices = [(_add(best[alone][0], (int(len(segments[alone]) != width), 0, 0)), alone)]
    total = len(segments[alone])
    empty_joins = 0
    for start in range(alone - 1, -1, -1):
        empty_joins += not segments[start + 1][0][0]
        total += len(segments[start])
        if total > width:
            break
        if total == width:
            choices.append((_add(best[start][0], (0, empty_joins, alone - start)), start))
    return choices


def _add(one: _Cost, other: _Cost) -> _Cost:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]
