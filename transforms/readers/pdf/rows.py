"""The rows of a table without lines: heights at which cell texts are cut, so that each text below another has its own."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from transforms.readers.pdf.borderless_text import Blob
from transforms.readers.pdf.marks import Edge

_REACH = 6.0
"""Cell texts further apart than so many character sizes have rows between them that others tell."""
_TOUCH = 0.35
"""A text that reaches this share of a character's size into a row stands in it."""
_RULED = 0.7
"""Where this share of the borders between rows is drawn, only drawn ones are borders."""
_CLEAR = 0.2
"""White of this share of a character's size parts rows."""
_NEAR = 3.0
_FEWEST_RULES = 4


@dataclass(slots=True)
class Row:
    """What stands between two heights, texts that reach over several rows in each of them."""

    top: float
    bottom: float
    blobs: list[Blob]


def rows_of(blobs: list[Blob], rules: Sequence[Edge], size: float) -> tuple[list[Row], bool]:
    """The rows of a region, and whether lines part all of them."""
    drawn = _drawn_cuts(blobs, rules, size)
    cuts = sorted([*drawn, *_clear_cuts(blobs, drawn, size)])
    cuts = sorted([*cuts, *_needed_cuts(blobs, cuts, size)])
    inner = [cut for cut in cuts if blobs[0].top < cut < max(blob.bottom for blob in blobs)]
    seen = [rule.top for rule in rules if not rule.is_faint]
    ruled = [cut for cut in inner if any(abs(cut - at) < _NEAR for at in seen)]
    is_ruled = len(ruled) + 2 >= _FEWEST_RULES and len(ruled) >= _RULED * len(inner)
    if not is_ruled:
        inner = list(_without_slips(blobs, inner, size))
    return _filled(blobs, ruled if is_ruled else inner, size), is_ruled


def _drawn_cuts(blobs: list[Blob], rules: Sequence[Edge], size: float) -> list[float]:
    """The heights of lines between texts; a line through a text is none."""
    stretches = [stretch for blob in blobs for stretch in blob.stretches]
    cuts: list[float] = []
    for rule in sorted(rules, key=lambda rule: rule.top):
        struck = any(
            one.top + 0.2 * size < rule.top < one.bottom - 0.2 * size and one.x0 < rule.x1 and one.x1 > rule.x0
            for one in stretches
        )
        if not struck and (not cuts or rule.top - cuts[-1] > _NEAR):
            cuts.append(rule.top)
    return cuts


def _clear_cuts(blobs: list[Blob], drawn: list[float], size: float) -> Iterable[float]:
    """The middle of every white that runs through between all texts, where no line does."""
    bottom = blobs[0].bottom
    for blob in blobs[1:]:
        if blob.top > bottom + _CLEAR * size and not any(bottom - _NEAR < cut < blob.top + _NEAR for cut in drawn):
            yield (bottom + blob.top) / 2
        bottom = max(bottom, blob.bottom)


def _needed_cuts(blobs: list[Blob], cuts: list[float], size: float) -> Iterable[float]:
    """The fewest further heights that part every two texts of which one stands below the other."""
    whites = sorted(
        (below.top, above.bottom)
        for above, below in _stacked(blobs, size)
        if bisect_left(cuts, above.bottom - 1) == bisect_right(cuts, below.top + 1)
    )
    group: tuple[float, float] | None = None
    for top, bottom in whites:
        if group is not None and bottom <= group[1]:
            group = max(group[0], bottom), group[1]
            continue
        if group is not None:
            yield _clearest(blobs, *group, size)
        group = bottom, top
    if group is not None:
        yield _clearest(blobs, *group, size)


def _without_slips(blobs: list[Blob], cuts: list[float], size: float) -> Iterable[float]:
    """The heights without those around a single text in the white between two rows that have nothing above or below
    it: it is merged over both, and stands in their middle."""
    sides = [float("-inf"), *cuts, float("inf")]
    bands = [[blob for blob in blobs if top < blob.middle <= bottom] for top, bottom in pairwise(sides)]
    kept: list[float] = list(cuts)
    for number in range(1, len(bands) - 1):
        above, own, below = bands[number - 1 : number + 2]
        if len(own) == 1 and len(above) > 1 and len(below) > 1 and _slips_between(own[0], above, below, size):
            kept[number - 1] = kept[number] = own[0].middle
    return sorted(set(kept))


def _slips_between(blob: Blob, above: list[Blob], below: list[Blob], size: float) -> bool:
    middle = (max(one.bottom for one in above) + min(one.top for one in below)) / 2
    is_alone = not any(one.x0 < blob.x1 and blob.x0 < one.x1 for one in (*above, *below))
    return is_alone and abs(blob.middle - middle) < 0.3 * size


def _stacked(blobs: list[Blob], size: float) -> Iterable[tuple[Blob, Blob]]:
    for number, above in enumerate(blobs):
        for below in blobs[number + 1 :]:
            if below.top > above.bottom + _REACH * size:
                break
            is_over = min(above.ink, below.ink) - max(above.x0, below.x0) > 0.1 * size
            if is_over and below.top >= above.bottom - 0.1 * size:
                yield above, below


def _clearest(blobs: list[Blob], low: float, high: float, size: float) -> float:
    """The height between two at which fewest texts are cut; white as narrow as a sliver is none."""
    blobs = [blob for blob in blobs if blob.top < high and blob.bottom > low]
    sides = sorted({low, high, *(side for blob in blobs for side in (blob.top, blob.bottom) if low < side < high)})
    stretches = [(a, b) for a, b in pairwise(sides) if b - a >= _CLEAR * size] or [(low, high)]
    crossed = [sum(blob.top < (a + b) / 2 < blob.bottom for blob in blobs) for a, b in stretches]
    _, _, place = min((count, a - b, (a + b) / 2) for count, (a, b) in zip(crossed, stretches, strict=True))
    return place


def _filled(blobs: list[Blob], cuts: list[float], size: float) -> list[Row]:
    """The rows between heights; one in which no text stands alone is no row of its own."""
    top, bottom = blobs[0].top - 2, max(blob.bottom for blob in blobs) + 2
    rows = [Row(above, below, []) for above, below in pairwise([top, *cuts, bottom])]
    for blob in blobs:
        own = [row for row in rows if min(row.bottom, blob.bottom) - max(row.top, blob.top) > _TOUCH * size]
        for row in own or [min(rows, key=lambda row: abs(row.top + row.bottom - 2 * blob.middle))]:
            row.blobs.append(blob)
    kept: list[Row] = []
    for row in rows:
        earlier = {id(blob) for blob in kept[-1].blobs} if kept else set()
        if kept and all(id(blob) in earlier for blob in row.blobs):
            kept[-1].bottom = row.bottom
        elif row.blobs:
            kept.append(row)
    for row in kept:
        row.blobs.sort(key=lambda blob: blob.x0)
    return kept
