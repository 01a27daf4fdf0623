"""Fills the tables that a PDF page's ruling lines draw with its characters."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import takewhile
from operator import itemgetter

from transforms.document import Box
from transforms.readers.pdf.borderless import borderless_tables
from transforms.readers.pdf.borderless_stripes import without_stripes
from transforms.readers.pdf.grid import RuledTable, ruled_tables
from transforms.readers.pdf.lines import HANGING, Line, head_width, least, lines_of, paragraphs_in, room_left
from transforms.readers.pdf.marks import Char, Edge
from transforms.readers.pdf.upright import turned_back, turned_char
from warehouse.schema.frozen import value_class

_FEWEST_CHARS = 9
"""A table without lines has at least three rows of three texts."""
_LARGEST_MARGIN = 12.0
"""No table leaves more room than this, in points, between a cell's side and its text."""
_TOUCHING = 0.2
"""A mark follows what is drawn just before it within this share of its height, unless the line is spread out."""
_OVERRUN = 0.08
"""A line that ends so much of its height beyond its cell's side runs over it."""
_OVERLAP = 0.75
"""Marks are moved back over what they follow by no more than this share of their height."""
_BASELINE = 0.5
_SIGNS_OF_UNIT = frozenset("%％")
"""These stand in a cell of their own as well, where a table has a column for the unit."""


@value_class(frozen=True, slots=True)
class PageCell:
    """A cell on its page, counted within the page's part of the table."""

    text: str
    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    lines: tuple[Line, ...]
    room: float
    """How wide a line can be, in points."""
    confidence: float | None
    is_cut_above: bool = False
    is_cut_below: bool = False
    """No line closes it at the table's outer side, though cells beside it have one: it goes on upon another page."""

    @property
    def head(self) -> float:
        """The width of what the first line begins with, in points: a line before it was full where less was left."""
        return head_width(self.lines[0]) if self.lines else 0.0

    @property
    def left_over(self) -> float:
        """What the last line leaves free, in points."""
        return room_left(self.lines[-1], self.room) if self.lines else 0.0


@value_class(frozen=True, slots=True)
class PageTable:
    """A table as far as it stands on one page."""

    cells: tuple[PageCell, ...]
    box: Box
    is_open_above: bool = False
    is_open_below: bool = False
    """No line closes it: its first or last row stands on another page as well, or its outer lines are not drawn."""
    is_drawn: bool = True
    """Whether its columns are told by lines, not by the white between them."""
    overrun: tuple[str, ...] = ()
    """Lines of text that run over the side of their cell: what was too long for it stands in the next one as well."""

    def edges_of_rows(self, row: int | None = None) -> tuple[float, ...]:
        """The sides of the cells, from left to right: of all rows, or of the cells that cover one row."""
        cells = [cell for cell in self.cells if row is None or cell.row <= row < cell.row + cell.row_span]
        return tuple(sorted({side for cell in cells for side in (cell.box[0], cell.box[2])}))

    @property
    def row_count(self) -> int:
        return max(cell.row + cell.row_span for cell in self.cells)


def tables_of(edges: list[Edge], chars: list[Char], *, ruled_only: bool = False) -> tuple[list[PageTable], list[Char]]:
    """The tables that a page's ruling lines draw, from top to bottom, and the characters outside them;
    unless `ruled_only`, also those whose columns only the white between them tells. Raises TooManyLines.

    Where in a line OCR saw a character is an estimate: the white between such characters tells no columns.
    """
    found = [_Frame(table) for table in _ruled(edges, chars)]
    outside = _placed(found, chars)
    if outside and not ruled_only and not _are_estimated(outside) and (added := _unruled(edges, outside, found)):
        outside = _placed(added, outside)
        found = sorted([*found, *added], key=lambda frame: frame.top)
    return [frame.table() for frame in found], outside


def _are_estimated(chars: list[Char]) -> bool:
    return any(char.confidence is not None for char in chars)


def _placed(frames: list[_Frame], chars: list[Char]) -> list[Char]:
    """The characters that stand in no table; those in one go to the cell their middle stands in, and marks that hang
    over a cell's side to the cell of what is drawn just before them."""
    if not frames:
        return chars
    alone = [not any(frame.overlaps(other) for other in frames[:number]) for number, frame in enumerate(frames)]
    outside: list[Char] = []
    before: Char | None = None
    held: _Place | None = None
    place: _Place | None = None
    left = top = right = bottom = 0.0
    for char in chars:
        sign, x0, y0, x1, y1, _, _ = char
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        # Most characters stand in the square of the one before.
        if not (left <= x < right and top <= y < bottom):
            place, (left, top, right, bottom) = _place_at(x, y, frames, alone)
        own = place
        if sign in HANGING and not _is_same(own, held) and before is not None and held is not None:
            own = held if _hangs(char, before, held[0].right_of(held[1])) else own
        if own is None:
            outside.append(char)
        else:
            own[2].append(char)
        if sign != " ":
            before, held = char, own
    return outside


def _place_at(x: float, y: float, frames: list[_Frame], alone: list[bool]) -> tuple[_Place | None, Box]:
    """Where a point stands, and the area around it of which that is true as well; `alone`: which frames overlap none
    of those before them."""
    for frame, is_alone in zip(frames, alone, strict=True):
        i, j = frame.square_of(x, y)
        index = frame.index_in(i, j)
        if index is not None:
            return (frame, index, frame.chars[index]), frame.sides_of(i, j) if is_alone else _NOWHERE
    return None, _NOWHERE


_NOWHERE = (0.0, 0.0, 0.0, 0.0)


def _is_same(one: _Place | None, other: _Place | None) -> bool:
    return (one and one[2]) is (other and other[2])


def _hangs(mark: Char, before: Char, side: float) -> bool:
    """Whether a mark belongs to the character before it, though its middle stands beyond the right side of that one's
    cell: it begins in that cell, or follows at once what hangs over already."""
    height = mark.bottom - mark.top
    if mark.angle or before.angle or abs(mark.top + mark.bottom - before.top - before.bottom) > 2 * _BASELINE * height:
        return False
    gap = mark.x0 - before.x1
    touches = -_OVERLAP * height <= gap <= _TOUCHING * height
    begins_inside = mark.x0 < side
    if mark.text in _SIGNS_OF_UNIT:
        return touches and begins_inside
    return touches or (begins_inside and 0 <= gap <= height)


def _unruled(edges: list[Edge], outside: list[Char], found: list[_Frame]) -> list[_Frame]:
    """The tables without vertical lines, or without any, among the text that the others leave."""
    if len(outside) < _FEWEST_CHARS:
        return []
    apart = [edge for edge in edges if not any(frame.reaches((edge.top + edge.bottom) / 2) for frame in found)]
    tables = borderless_tables(outside, apart)
    return [_Frame(table, is_drawn=False) for table in tables if len(table.boxes) > 1]


def _ruled(edges: list[Edge], chars: list[Char]) -> list[RuledTable]:
    """The tables of the lines to be seen; those of coloured areas and white lines where there are no others."""
    tables = ruled_tables(edge for edge in edges if not edge.is_faint)
    if faint := [edge for edge in edges if edge.is_faint]:
        others = [table for table in ruled_tables(faint) if _has_columns(table)]
        others = without_stripes(others, chars)
        tables += [other for other in others if not any(_overlap(_box(other), _box(table)) for table in tables)]
        tables.sort(key=lambda table: _box(table)[1::-1])
    return tables


def _has_columns(table: RuledTable) -> bool:
    columns, rows = (len({round(box[side]) for box in table.boxes}) for side in (0, 1))
    return columns > 2 or (columns > 1 and rows > 1)


def _box(table: RuledTable) -> Box:
    lefts, tops, rights, bottoms = zip(*table.boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


class _Frame:
    """The cells of a table, still empty, that take the characters standing in them."""

    def __init__(self, ruled: RuledTable, *, is_drawn: bool = True) -> None:
        self._is_drawn = is_drawn
        boxes = ruled.boxes
        self._is_open = (ruled.is_open_above, ruled.is_open_below)
        self._cut = (ruled.cut_above, ruled.cut_below)
        self._boxes = sorted(boxes, key=lambda box: (box[1], box[0]))
        self._xs = sorted({side for box in boxes for side in (box[0], box[2])})
        self._ys = sorted({side for box in boxes for side in (box[1], box[3])})
        self._lefts = sorted({box[0] for box in boxes})
        self._tops = sorted({box[1] for box in boxes})
        self._places: dict[tuple[int, int], int] = {}
        columns = {x: number for number, x in enumerate(self._xs)}
        rows = {y: number for number, y in enumerate(self._ys)}
        for index, (left, top, right, bottom) in enumerate(self._boxes):
            for i in range(columns[left], columns[right]):
                for j in range(rows[top], rows[bottom]):
                    self._places.setdefault((i, j), index)
        self.chars: list[list[Char]] = [[] for _ in boxes]

    @property
    def top(self) -> float:
        return self._ys[0]

    def reaches(self, y: float) -> bool:
        return self._ys[0] <= y <= self._ys[-1]

    def square_of(self, x: float, y: float) -> tuple[int, int]:
        """Column and row of the square around a point; -1 before the first."""
        return bisect_right(self._xs, x) - 1, bisect_right(self._ys, y) - 1

    def index_in(self, i: int, j: int) -> int | None:
        """Which cell a square is part of."""
        return self._places.get((i, j))

    def sides_of(self, i: int, j: int) -> Box:
        """The sides of a square of the table, all points between which stand in the same cell."""
        return self._xs[i], self._ys[j], self._xs[i + 1], self._ys[j + 1]

    def overlaps(self, other: _Frame) -> bool:
        return _overlap(self._box, other._box)

    @property
    def _box(self) -> Box:
        return self._xs[0], self._ys[0], self._xs[-1], self._ys[-1]

    def right_of(self, index: int) -> float:
        return self._boxes[index][2]

    def table(self) -> PageTable:
        seen = [_upright(box, chars) for box, chars in zip(self._boxes, self.chars, strict=True)]
        lines = [lines_of(chars) for _, chars in seen]
        gaps = _gaps([box for box, _ in seen], lines)
        margin = min(max(gaps[len(gaps) // 10][0] if gaps else 0.0, 0.0), _LARGEST_MARGIN)
        over = takewhile(lambda one: one[0] < 0, gaps)
        overrun = [line.text for gap, line in over if gap < -_OVERRUN * line.height and line.confidence is None]
        cells = tuple(
            self._cell(box, sides, inside, margin)
            for box, (sides, _), inside in zip(self._boxes, seen, lines, strict=True)
        )
        return PageTable(cells, self._box, *self._is_open, self._is_drawn, tuple(overrun))

    def _cell(self, box: Box, sides: Box, lines: list[Line], margin: float) -> PageCell:
        """A cell of the table in its box; `sides` are the box's as its text runs, which may be downwards."""
        left, top, right, bottom = box
        column, row = bisect_left(self._lefts, left), bisect_left(self._tops, top)
        row_span = bisect_left(self._tops, bottom) - row
        column_span = bisect_left(self._lefts, right) - column
        room = sides[2] - sides[0] - 2 * margin
        confidence = least([line.confidence for line in lines])
        text, (above, below) = paragraphs_in(lines, room), self._cut
        spans = row, column, row_span, column_span
        return PageCell(text, *spans, box, tuple(lines), room, confidence, box in above, box in below)


_Place = tuple[_Frame, int, list[Char]]
"""A table, which of its cells, and the characters of that cell so far."""


def _upright(box: Box, chars: list[Char]) -> tuple[Box, list[Char]]:
    """A cell and its characters, turned together where the text is turned."""
    angle = chars[0].angle if chars else 0
    if not angle or any(char.angle != angle for char in chars):
        return box, chars
    return turned_back(box, angle, 0.0, 0.0), [turned_char(char, angle, 0.0, 0.0) for char in chars]


def _gaps(boxes: list[Box], lines: list[list[Line]]) -> list[tuple[float, Line]]:
    """What each line leaves free between its cell's side and itself, the least first. The table leaves a margin of the
    tenth narrowest."""
    gaps = [
        (min(line.box[0] - box[0], box[2] - line.box[2]), line)
        for box, inside in zip(boxes, lines, strict=True)
        for line in inside
        if line.box[2] <= box[2] or line.chars[-1].text not in HANGING
    ]
    return sorted(gaps, key=_FIRST)


_FIRST = itemgetter(0)
