"""Which runs of cells between blank lines of a text dump are one row.

A dump's blank line ends a row, but a cell that ends with an empty paragraph leaves one too. In a table whose rows are
all equally wide, a row cut in pieces by such a cell shows: the pieces add up to the width. In a table whose rows differ
in width nothing shows, and every run stays a row of its own.
"""

from __future__ import annotations

from transforms.readers.text.plain import Located

Segment = list[Located]

_Cost = tuple[int, int, int]
"""Rows of another width than the table's, joins in front of an empty cell, joins."""


def joined_segments(segments: list[Segment]) -> list[Segment]:
    """The rows of a table, from its runs of cells between blank lines.

    The cheapest way to cut the runs into rows: fewest rows of another width, then fewest joins in front of a run that
    begins with an empty cell (a vertical merge carried on begins a row so), then fewest joins.
    """
    width = _regular_width([len(segment) for segment in segments])
    if width is None:
        return segments
    return [[cell for segment in segments[start:end] for cell in segment] for start, end in _cuts(segments, width)]


def _regular_width(widths: list[int]) -> int | None:
    """The width all rows of a table should have, or None where its rows differ.

    It is the widest run's, where at least half of the runs have it, or where every row can be made up to it.
    """
    widest = max(widths)
    full = widths.count(widest)
    if full == 1 or full == len(widths):
        return None
    return widest if 2 * full >= len(widths) or _adds_up(widths, widest) else None


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
