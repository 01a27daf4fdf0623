"""The columns of a table without lines: white that runs through rows, and where texts begin, end or have their middle."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from transforms.readers.pdf.borderless_text import Blob
from transforms.readers.pdf.marks import Edge
from transforms.readers.pdf.rows import Row

Span = tuple[float, float]

_NEAR = 3.0
_LEAST = 0.3
"""White of this share of a character's size, or what rows share of it, parts two columns."""
_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 3
_MANY_COLUMNS = 4
_SURE_COLUMNS = 5
"""One row of so many columns is a table's, two rows of one less."""
_ALIGNED = 0.6
"""In a column, this share of the texts begin, end or have their middle in one place."""
_FULL = 0.9
_PROSE = 8
"""Text set in columns has lines of so many characters."""
_INDENT = 1.5
"""A row's text that begins so many character sizes further right than the table stands beneath a column of its own."""
_EXACT = 0.2
"""A text as near as this share of a character's size to the middle of a cell is in its middle by no chance."""
_LEEWAY_IF_CENTRED = 1.2
"""Where texts are centred, it may be further off: where the table ends at the right is not known."""
_LEADER = re.compile(r"[.…·․]{4,}|…{2,}")
_INTEGER = re.compile(r"\d{1,4}")


@dataclass(slots=True)
class _Section:
    """Rows that share their columns."""

    rows: list[int]
    gaps: list[Span]
    ends: Span
    """Where its text begins and ends."""


def borders_of(rows: list[Row], upright: Sequence[Edge], size: float) -> list[list[float]]:
    """The sides of each row's cells, from left to right; rows that share a column share its sides."""
    left = min(blob.x0 for row in rows for blob in row.blobs) - _NEAR
    right = max(blob.x1 for row in rows for blob in row.blobs) + _NEAR
    sections = _sections(rows, size)
    places = _places([gap for section in sections for gap in section.gaps], upright)
    leeway = _LEEWAY_IF_CENTRED if _is_centred_mostly(rows, sections) else _EXACT
    inner: list[list[float]] = [[] for _ in rows]
    for section in sections:
        sides = _chosen(section, places, right, (size, leeway))
        for number in section.rows:
            inner[number] = list(sides)
    for number, row in enumerate(rows):
        start = min(blob.x0 for blob in row.blobs)
        if start <= left + _NEAR + _INDENT * size or _is_centred(row, left, right):
            continue
        beside = [x for other in (number - 1, number + 1) if 0 <= other < len(rows) for x in inner[other]]
        own = sorted(x for x in beside if left + size < x < start)
        if own and not any(x < start for x in inner[number]):
            end = min(inner[number], default=right)
            text = start, max(blob.x1 for blob in row.blobs if blob.x0 < end)
            inner[number].insert(0, _side_of(own, text, end, (size, leeway)))
    return [[left, *sides, right] for sides in inner]


def _chosen(section: _Section, places: dict[Span, float], right: float, scale: Span) -> list[float]:
    """The sides of a section's columns; where texts are centred, a gap may hold the sides of several, and theirs is
    the one that has them in the middle."""
    sides: list[float] = []
    ends = [*(gap[0] for gap in section.gaps[1:]), section.ends[1]] if section.gaps else []
    for gap, end in zip(reversed(section.gaps), reversed(ends), strict=True):
        inside = sorted({places[gap], *(x for x in places.values() if gap[0] < x < gap[1])})
        sides.append(_side_of(inside, (gap[1], end), sides[-1] if sides else right, scale))
    return sides[::-1]


def _side_of(sides: list[float], text: Span, right: float, scale: Span) -> float:
    """The side in front of a text that ends in front of another, of several: the next where the text begins at it, or
    the one that has it in the middle. `scale` is a character's size, and how many of these off the middle may be."""
    size, leeway = scale
    middle = text[0] + text[1]
    centred = min(sides, key=lambda side: abs(side + right - middle))
    off = abs(centred + right - middle)
    if text[0] - sides[-1] <= _INDENT * size and off > leeway * size:
        return sides[-1]
    return centred if off < size else sides[0]


def _is_centred_mostly(rows: list[Row], sections: list[_Section]) -> bool:
    """Whether in more columns the texts have their middle in one place than begin in one."""
    votes = 0
    for section in sections:
        sides = [side for gap in section.gaps for side in gap]
        columns = zip([float("-inf"), *sides[1::2]], [*sides[0::2], float("inf")], strict=True)
        for left, right in columns if len(section.rows) >= _FEWEST_ROWS else ():
            blobs = _column([rows[number] for number in section.rows], left, right)
            votes += _spread(blobs, 0.0) - _spread(blobs, 0.5)
    return votes > 0


def _spread(blobs: list[Blob], part: float) -> int:
    """How many texts do not have this part of their width where most have it."""
    places = [blob.x0 + part * (blob.x1 - blob.x0) for blob in blobs]
    middle = median(places) if places else 0.0
    return sum(abs(place - middle) > 1 for place in places)


def _is_centred(row: Row, left: float, right: float) -> bool:
    return len(row.blobs) == 1 and abs(row.blobs[0].x0 + row.blobs[0].x1 - left - right) < 2 * _NEAR


def is_table(rows: list[Row], rules: int, size: float) -> bool:
    """Whether rows are a table's: several have three columns or more, in which texts stand in line, and they are
    neither a contents page nor text set in columns."""
    many = [row for row in rows if len(row.blobs) >= _FEWEST_COLUMNS]
    most = [row for row in rows if len(row.blobs) >= _MANY_COLUMNS]
    sure = [row for row in most if len(row.blobs) >= _SURE_COLUMNS and _has_words(row)]
    if len(many) + bool(rules) < _FEWEST_ROWS and len(most) < 2 and not sure:
        return False
    if any(_LEADER.search(one.text) for row in rows for blob in row.blobs for one in blob.stretches):
        return False
    for section in _sections(rows, size):
        held = [rows[number] for number in section.rows]
        if (
            len(held) >= _FEWEST_ROWS
            and len(section.gaps) + 1 >= _FEWEST_COLUMNS
            and not _stands_in_line(held, section)
        ):
            return False
    return not _is_contents(many)


def _has_words(row: Row) -> bool:
    """Whether the texts of a row are words, not the letters of a word set wide."""
    return 2 * sum(len(blob.stretches[0].text) > 1 for blob in row.blobs) > len(row.blobs)


def _is_contents(rows: list[Row]) -> bool:
    """Whether the last column holds page numbers, in rising order."""
    last = [row.blobs[-1].stretches[-1].text for row in rows]
    if not all(_INTEGER.fullmatch(text) for text in last):
        return False
    numbers = [int(text) for text in last]
    return all(one <= other for one, other in pairwise(numbers))


def _stands_in_line(rows: list[Row], section: _Section) -> bool:
    sides = [side for gap in section.gaps for side in gap]
    columns = zip([float("-inf"), *sides[1::2]], [*sides[0::2], float("inf")], strict=True)
    texts = [_column(rows, *span) for span in columns]
    return sum(_is_aligned(blobs) for blobs in texts) >= _FULL * len(texts) - 0.5 and not _is_prose(texts)


def _column(rows: list[Row], left: float, right: float) -> list[Blob]:
    found = {id(blob): blob for row in rows for blob in row.blobs if left - 1 <= blob.x0 and blob.x1 <= right + 1}
    return list(found.values())


def _is_aligned(blobs: list[Blob]) -> bool:
    for part in (0.0, 0.5, 1.0):
        places = [blob.x0 + part * (blob.x1 - blob.x0) for blob in blobs]
        middle = median(places) if places else 0.0
        if sum(abs(place - middle) <= _NEAR for place in places) >= _ALIGNED * len(blobs):
            return True
    return False


def _is_prose(columns: list[list[Blob]]) -> bool:
    """Whether most lines of words fill their column, each of them a row: then it is text set in columns."""
    full = total = 0
    for blobs in columns:
        widest = max((blob.x1 - blob.x0 for blob in blobs), default=0.0)
        lines = [blob for blob in blobs if not blob.stretches[0].text.isascii()]
        full += sum(blob.x1 - blob.x0 >= _FULL * widest and len(blob.stretches[0].text) >= _PROSE for blob in lines)
        total += len(lines)
    return 2 * full > total


# --- rows that share columns


def _sections(rows: list[Row], size: float) -> list[_Section]:
    """Rows in order, together as long as no gap between their columns closes."""
    sections: list[_Section] = []
    for number, row in enumerate(rows):
        gaps, ends = _gaps(row, size), (row.blobs[0].x0, max(blob.x1 for blob in row.blobs))
        last = sections[-1] if sections else None
        common = _common(last, gaps, ends, size) if last is not None else None
        if last is None or common is None:
            sections.append(_Section([number], gaps, ends))
        else:
            last.rows.append(number)
            last.gaps = common
            last.ends = min(last.ends[0], ends[0]), max(last.ends[1], ends[1])
    return sections


def _gaps(row: Row, size: float) -> list[Span]:
    gaps = []
    last: Blob | None = None
    for blob in row.blobs:
        if last is not None and (blob.x0 - last.x1 > _LEAST * size or _are_beside(last, blob, size)):
            gaps.append((last.x1 if last.x1 < blob.x0 - _LEAST * size else last.ink, blob.x0))
        last = blob if last is None or blob.x1 > last.x1 else last
    return gaps


def _are_beside(one: Blob, other: Blob, size: float) -> bool:
    """Whether two texts that no white worth the name parts stand side by side all the same: lines of the one stand at
    the height of the other, and so they are no text that runs on."""
    return one.ink < other.x0 and min(one.bottom, other.bottom) - max(one.top, other.top) > _LEAST * size


def _common(section: _Section, gaps: list[Span], ends: Span, size: float) -> list[Span] | None:
    """The gaps that a section and another row share; None where the text of either closes a gap of the other's."""
    if not section.gaps or not gaps:
        return None
    shared = sorted(
        (max(one[0], other[0]), min(one[1], other[1]))
        for one in _opened(section.gaps, section.ends)
        for other in _opened(gaps, ends)
        if min(one[1], other[1]) - max(one[0], other[0]) > _LEAST * size
    )
    is_closed = any(not any(one[0] <= gap[0] and gap[1] <= one[1] for gap in shared) for one in (*section.gaps, *gaps))
    inner = [gap for gap in shared if gap[0] > float("-inf") and gap[1] < float("inf")]
    return None if is_closed else inner


def _opened(gaps: list[Span], ends: Span) -> Iterator[Span]:
    """The gaps with the white on either side of all text."""
    yield float("-inf"), ends[0]
    yield from gaps
    yield ends[1], float("inf")


def _places(gaps: list[Span], upright: Sequence[Edge]) -> dict[Span, float]:
    """Where the side in each gap stands: gaps above one another have theirs in one place, a drawn line's if any."""
    places: dict[Span, float] = {}
    group: list[Span] = []
    for gap in sorted(set(gaps), key=lambda gap: (gap[1], gap[0])):
        if group and max(gap[0], *(one[0] for one in group)) > group[0][1] - 1:
            places.update(_placed(group, upright))
            group = []
        group.append(gap)
    places.update(_placed(group, upright))
    return places


def _placed(group: list[Span], upright: Sequence[Edge]) -> dict[Span, float]:
    if not group:
        return {}
    low, high = max(one[0] for one in group), min(one[1] for one in group)
    drawn = [edge.x0 for edge in upright if low - 1 <= edge.x0 <= high + 1]
    # Texts begin at a column's side more often than they end at it.
    place = drawn[0] if drawn else max(high - _NEAR, (low + high) / 2)
    return dict.fromkeys(group, place)
