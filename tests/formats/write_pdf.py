"""Writes blocks as a PDF, page by page, with its tables' lines drawn in the ways that programs draw them."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.formats.blocks import Block, Line, PageBreak, Space, Table
from tests.formats.layouts import Style
from tests.pdf_file import paged
from transforms.document import Cell

ACROSS, DOWN, MARGIN = 595.0, 842.0, 50.0
SIZE, LEADING, PADDING = 10.0, 13.0, 4.0
HEADING, HEADING_LEADING = 14.0, 20.0
_THIN = 0.5
_ASCII_WIDTH = "/W [1 95 500]"
"""ASCII is half as wide as high."""


@dataclass(frozen=True)
class _Placed:
    """A cell on the page, its text broken into lines."""

    cell: Cell
    lines: list[str]


@dataclass
class _Pages:
    style: Style
    streams: list[list[str]] = field(default_factory=lambda: [[]])
    top: float = MARGIN

    def new_page(self) -> None:
        self.streams.append([])
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
                self.top += block.lines * LEADING
            case Line():
                self._line(block)
            case Table():
                self._table(block)

    def _line(self, line: Line) -> None:
        """A paragraph, its first line indented where it has several; a heading stands in the middle, larger."""
        width = ACROSS - 2 * MARGIN
        text = line.text.replace("\t", "…………")
        size, leading = (HEADING, HEADING_LEADING) if line.is_heading else (SIZE, LEADING)
        parts = wrapped(text, width, size)
        if len(parts) > 1:
            parts = [part.strip("\u3000") for part in wrapped(f"\u3000\u3000{text}", width, size)]
        for number, part in enumerate(parts):
            if self.room < leading:
                self.new_page()
            left = (width - length(part, size)) / 2 if line.is_heading else 2 * size * (len(parts) > 1 and not number)
            self._say(MARGIN + left, self.top, part, size)
            self.top += leading
        self.top += PADDING

    def _say(self, x: float, top: float, text: str, size: float = SIZE) -> None:
        if text:
            code = text.encode("utf-16-be").hex()
            self.streams[-1].append(f"BT /F {size} Tf {x:.2f} {DOWN - top - size:.2f} Td <{code}> Tj ET")

    def _rule(self, x0: float, top0: float, x1: float, top1: float) -> None:
        if self.style.lines == "none" or (self.style.lines == "across" and x0 == x1):
            return
        if self.style.lines == "rectangles":
            width, height = max(x1 - x0, _THIN), max(top1 - top0, _THIN)
            self.streams[-1].append(f"{x0:.2f} {DOWN - top0 - height:.2f} {width:.2f} {height:.2f} re f")
        else:
            self.streams[-1].append(f"{x0:.2f} {DOWN - top0:.2f} m {x1:.2f} {DOWN - top1:.2f} l S")

    def _table(self, table: Table) -> None:
        unit = (ACROSS - 2 * MARGIN) / table.width
        placed = [
            _Placed(
                cell,
                [
                    line
                    for part in cell.text.split("\n")
                    for line in wrapped(part, cell.column_span * unit - 2 * PADDING)
                ],
            )
            for cell in table.cells()
        ]
        heights = _heights(placed, len(table.rows))
        first = 0
        while first < len(heights):
            header = [0] if table.repeats_header and first else []
            room = self.room - sum(heights[row] for row in header)
            last, height = first, 0.0
            while last < len(heights) and height + heights[last] <= room:
                height += heights[last]
                last += 1
            torn = self.style.tears_rows and last < len(heights) and room - height > LEADING + 2 * PADDING
            if last == first and not torn:
                self.new_page()
                continue
            self._part(placed, heights, [*header, *range(first, last)], unit)
            if torn:
                self._torn_row(placed, last, unit)
                last += 1
            if last < len(heights) and not torn:
                self.new_page()
            first = last

    def _part(self, placed: list[_Placed], heights: list[float], rows: list[int], unit: float) -> None:
        """Rows of a table; of a merged cell that begins on an earlier page only its sides go on."""
        tops: dict[int, float] = {}
        for row in rows:
            tops[row] = self.top
            self.top += heights[row]
        for one in placed:
            own = [row for row in range(one.cell.row, one.cell.row + one.cell.row_span) if row in tops]
            if own:
                is_first = own[0] == one.cell.row
                self._cell(
                    one.cell, tops[own[0]], tops[own[-1]] + heights[own[-1]], one.lines if is_first else [], unit
                )

    def _torn_row(self, placed: list[_Placed], row: int, unit: float) -> None:
        """A row begun at the foot of one page and ended at the top of the next, cell by cell."""
        count = int((self.room - 2 * PADDING) // LEADING)
        above = self.top
        beside = [one for one in placed if one.cell.row <= row < one.cell.row + one.cell.row_span]
        for one in beside:
            lines = one.lines[:count] if one.cell.row == row else []
            self._cell(one.cell, above, above + self.room, lines, unit)
        self.new_page()
        longest = max(len(one.lines) for one in beside if one.cell.row_span == 1)
        height = max(longest - count, 1) * LEADING + 2 * PADDING
        for one in beside:
            self._cell(one.cell, self.top, self.top + height, one.lines[count:] if one.cell.row == row else [], unit)
        self.top += height

    def _cell(self, cell: Cell, top: float, bottom: float, lines: list[str], unit: float) -> None:
        left, right = MARGIN + cell.column * unit, MARGIN + (cell.column + cell.column_span) * unit
        for x0, top0, x1, top1 in (
            (left, top, right, top), (left, bottom, right, bottom), (left, top, left, bottom), (right, top, right, bottom),
        ):  # fmt: skip
            self._rule(x0, top0, x1, top1)
        for number, line in enumerate(lines):
            self._say(left + PADDING, top + PADDING + number * LEADING, line)


def _heights(placed: list[_Placed], rows: int) -> list[float]:
    heights = [LEADING + 2 * PADDING] * rows
    for one in sorted(placed, key=lambda one: one.cell.row_span):
        cell = one.cell
        wanted = len(one.lines) * LEADING + 2 * PADDING
        held = sum(heights[cell.row : cell.row + cell.row_span])
        heights[cell.row + cell.row_span - 1] += max(0.0, wanted - held)
    return heights


def length(text: str, size: float = SIZE) -> float:
    """How wide a text is, in points."""
    return sum(size / 2 if character.isascii() else size for character in text)


def wrapped(text: str, width: float, size: float = SIZE) -> list[str]:
    """The text in lines of no more than a width in points."""
    lines = [""]
    for character in text:
        if lines[-1] and length(lines[-1] + character, size) > width:
            lines.append("")
        lines[-1] += character
    return lines


def pdf(blocks: list[Block], style: Style) -> bytes:
    """The PDF; its text is that of the blocks, no font is embedded."""
    pages = _Pages(style)
    for block in blocks:
        pages.put(block)
    upright = [f"{_THIN} w", *(["0 1 -1 0 0 0 cm", f"1 0 0 1 0 {-DOWN} cm"] if style.is_rotated else [])]
    streams = ["\n".join([*upright, *drawn]) for drawn in pages.streams]
    size = (DOWN, ACROSS) if style.is_rotated else (ACROSS, DOWN)
    return paged(streams, size, page=f"/Rotate {90 if style.is_rotated else 0}", widths=_ASCII_WIDTH)
