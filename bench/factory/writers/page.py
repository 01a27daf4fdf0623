"""Writes blocks as a PDF, page by page, with its tables' lines drawn in the ways that programs draw them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from bench.factory.layouts.blocks import Block, Line, PageBreak, Placed, Space, Table
from bench.factory.writers.fonts import Font, named
from bench.factory.writers.measure import length, wrapped
from bench.factory.writers.pdf_objects import paged

ACROSS, DOWN, MARGIN = 595.0, 842.0, 50.0
PADDING = 4.0
_THIN = 0.5
_LEADERS = "…………"
"""What leads from an entry of a contents page to its number."""
HALF_WIDE = named("/W [1 95 500]")
"""ASCII is half as wide as high."""


class Sizes(NamedTuple):
    """Points, by what a line is (`Line.role`)."""

    cover: float = 10.0
    part: float = 10.0
    contents: float = 10.0
    section: float = 10.0
    heading: float = 14.0
    body: float = 10.0
    cell: float = 10.0


ALIKE = Sizes()
PRINTED = Sizes(22.0, 20.0, 16.0, 14.0, 14.0, 12.0, 9.0)
"""As in the samples."""


@dataclass(frozen=True)
class Style:
    """How a PDF drawn line by line shows its tables."""

    lines: str = "strokes"
    """`strokes`, `rectangles`, `across` (no vertical lines) or `none`."""
    tears_rows: bool = False
    """Whether a row may break within its lines of text at the foot of a page."""
    is_rotated: bool = False
    sizes: Sizes = ALIKE
    is_compressed: bool = False


@dataclass
class _Held:
    """A cell on the page, its text broken into lines that are still to be drawn."""

    cell: Placed
    lines: list[str]

    def taken(self, count: int) -> list[str]:
        """The next lines, for a part of the cell that holds so many."""
        drawn, self.lines = self.lines[:count], self.lines[count:]
        return drawn


def _leading(size: float) -> float:
    return size + 6 if size > 12 else 1.3 * size


@dataclass
class _Pages:
    style: Style
    font: Font
    streams: list[list[str]] = field(default_factory=lambda: [[]])
    top: float = MARGIN
    ruled: set[tuple[float, float, float, float]] = field(default_factory=set)
    """The lines that this page has: neighbouring cells share one."""

    def __post_init__(self) -> None:
        self.size = self.style.sizes.cell
        self.leading = _leading(self.size)

    def new_page(self) -> None:
        self.streams.append([])
        self.ruled.clear()
        self.top = MARGIN

    @property
    def room(self) -> float:
        return DOWN - MARGIN - self.top

    def put(self, block: Block) -> None:
        match block:
            case PageBreak():
                if self.streams[-1]:
                    self.new_page()
            case Space():
                self.top += block.lines * self.leading
            case Line():
                self._line(block)
            case Table():
                self._table(block)

    def _line(self, line: Line) -> None:
        """A paragraph, its first line indented where it has several; a heading stands in the middle, larger."""
        width = ACROSS - 2 * MARGIN
        text = line.text.replace("\t", _LEADERS)
        size: float = getattr(self.style.sizes, "heading" if line.is_heading else line.role)
        is_central = line.is_heading or size > self.style.sizes.heading
        parts = wrapped(text, width, size)
        if len(parts) > 1:
            parts = [part.strip("\u3000") for part in wrapped(f"\u3000\u3000{text}", width, size)]
        for number, part in enumerate(parts):
            if self.room < _leading(size):
                self.new_page()
            left = (width - length(part, size)) / 2 if is_central else 2 * size * (len(parts) > 1 and not number)
            self._say(MARGIN + left, self.top, part, size)
            self.top += _leading(size)
        self.top += PADDING

    def _say(self, x: float, top: float, text: str, size: float) -> None:
        if text:
            code = self.font.coded(text)
            self.streams[-1].append(f"BT /F {size} Tf {x:.2f} {DOWN - top - size:.2f} Td <{code}> Tj ET")

    def _rule(self, x0: float, top0: float, x1: float, top1: float) -> None:
        if self.style.lines == "none" or (self.style.lines == "across" and x0 == x1):
            return
        if (x0, top0, x1, top1) in self.ruled:
            return
        self.ruled.add((x0, top0, x1, top1))
        if self.style.lines == "rectangles":
            width, height = max(x1 - x0, _THIN), max(top1 - top0, _THIN)
            self.streams[-1].append(f"{x0:.2f} {DOWN - top0 - height:.2f} {width:.2f} {height:.2f} re f")
        else:
            self.streams[-1].append(f"{x0:.2f} {DOWN - top0:.2f} m {x1:.2f} {DOWN - top1:.2f} l S")

    def _table(self, table: Table) -> None:
        ends = [MARGIN + place for place in table.shares(ACROSS - 2 * MARGIN)]
        held = [_Held(cell, self._wrapped(cell, ends)) for cell in table.cells()]
        heights = self._heights(held, len(table.rows))
        first = 0
        while first < len(heights):
            header = [0] if table.repeats_header and first else []
            for one in held[: len(table.rows[0])] if header else ():
                one.lines = self._wrapped(one.cell, ends)
            room = self.room - sum(heights[row] for row in header)
            last, height = first, 0.0
            while last < len(heights) and height + heights[last] <= room:
                height += heights[last]
                last += 1
            torn = self.style.tears_rows and last < len(heights) and room - height > self.leading + 2 * PADDING
            if last == first and not torn:
                self.new_page()
                continue
            self._part(held, heights, [*header, *range(first, last)], ends)
            if torn:
                self._torn_row(held, last, ends)
                last += 1
            if last < len(heights) and not torn:
                self.new_page()
            first = last

    def _wrapped(self, cell: Placed, ends: list[float]) -> list[str]:
        width = ends[cell.column + cell.column_span] - ends[cell.column] - 2 * PADDING
        return [line for part in cell.text.split("\n") for line in wrapped(part, width, self.size)]

    def _heights(self, held: list[_Held], rows: int) -> list[float]:
        heights = [self.leading + 2 * PADDING] * rows
        for one in sorted(held, key=lambda one: one.cell.row_span):
            cell = one.cell
            wanted = len(one.lines) * self.leading + 2 * PADDING
            there = sum(heights[cell.row : cell.row + cell.row_span])
            heights[cell.row + cell.row_span - 1] += max(0.0, wanted - there)
        return heights

    def _part(self, held: list[_Held], heights: list[float], rows: list[int], ends: list[float]) -> None:
        """Rows of a table; a merged cell that begins on an earlier page goes on, with what did not fit there."""
        tops: dict[int, float] = {}
        for row in rows:
            tops[row] = self.top
            self.top += heights[row]
        for one in held:
            own = [row for row in range(one.cell.row, one.cell.row + one.cell.row_span) if row in tops]
            if own:
                bottom = tops[own[-1]] + heights[own[-1]]
                is_last = own[-1] == one.cell.row + one.cell.row_span - 1
                room = int((bottom - tops[own[0]] - 2 * PADDING) / self.leading + 0.01)
                self._cell(one.cell, tops[own[0]], bottom, one.taken(len(one.lines) if is_last else room), ends)

    def _torn_row(self, held: list[_Held], row: int, ends: list[float]) -> None:
        """A row begun at the foot of one page and ended at the top of the next, cell by cell."""
        count = int((self.room - 2 * PADDING) // self.leading)
        above = self.top
        beside = [one for one in held if one.cell.row <= row < one.cell.row + one.cell.row_span]
        for one in beside:
            self._cell(one.cell, above, above + self.room, one.taken(count), ends)
        self.new_page()
        longest = max(len(one.lines) for one in beside if one.cell.row_span == 1)
        height = max(longest, 1) * self.leading + 2 * PADDING
        for one in beside:
            is_last = row == one.cell.row + one.cell.row_span - 1
            fits = len(one.lines) if is_last else int((height - 2 * PADDING) / self.leading + 0.01)
            self._cell(one.cell, self.top, self.top + height, one.taken(fits), ends)
        self.top += height

    def _cell(self, cell: Placed, top: float, bottom: float, lines: list[str], ends: list[float]) -> None:
        left, right = ends[cell.column], ends[cell.column + cell.column_span]
        corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
        for (x0, top0), (x1, top1) in pairwise(corners):
            self._rule(min(x0, x1), min(top0, top1), max(x0, x1), max(top0, top1))
        for number, line in enumerate(lines):
            self._say(left + PADDING, top + PADDING + number * self.leading, line, self.size)


def characters(blocks: list[Block]) -> set[str]:
    """Every character that stands on the pages of these blocks."""
    found = set(_LEADERS)
    for block in blocks:
        match block:
            case Line():
                found.update(block.text)
            case Table():
                found.update(*(cell.text for cell in block.cells()))
    return found - {"\t", "\n"}


def pages(blocks: list[Block], style: Style, font: Font = HALF_WIDE) -> list[str]:
    """The content of each page."""
    made = _Pages(style, font)
    for block in blocks:
        made.put(block)
    upright = [f"{_THIN} w", *(["0 1 -1 0 0 0 cm", f"1 0 0 1 0 {-DOWN} cm"] if style.is_rotated else [])]
    return ["\n".join([*upright, *drawn]) for drawn in made.streams]


def pdf(blocks: list[Block], style: Style) -> bytes:
    """The PDF; its text is that of the blocks, no font is embedded."""
    return bound(pages(blocks, style), style)


def bound(streams: list[str], style: Style, font: Font = HALF_WIDE) -> bytes:
    """Pages put together into a file, with the font that they are drawn with."""
    size = (DOWN, ACROSS) if style.is_rotated else (ACROSS, DOWN)
    rotated = f"/Rotate {90 if style.is_rotated else 0}"
    return paged(streams, size, page=rotated, font=font, is_compressed=style.is_compressed)
