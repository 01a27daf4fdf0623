"""Finds the tables of a PDF page: pdfplumber's geometry over the page's ruling lines, filled with its characters."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

from pdfplumber import table as geometry
from pdfplumber.utils.geometry import filter_edges

from transforms.document import Box
from transforms.readers.pdf_lines import Line, head_width, lines_of, paragraphs_in, room_left
from transforms.readers.pdf_page import Char, Edge

_LARGEST_MARGIN = 12.0
"""No table leaves more room than this, in points, between a cell's side and its text."""


@dataclass(frozen=True, slots=True)
class PageCell:
    """A cell on its page, counted within the page's part of the table."""

    text: str
    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    head: float = 0.0
    """The width of what the first line begins with, in points: a line before it was full where less was left."""
    left_over: float = 0.0
    """What the last line leaves free, in points."""


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table as far as it stands on one page."""

    cells: tuple[PageCell, ...]
    box: Box

    def edges_of_rows(self, row: int | None = None) -> tuple[float, ...]:
        """The sides of the cells, from left to right: of all rows, or of the cells that cover one row."""
        cells = [cell for cell in self.cells if row is None or cell.row <= row < cell.row + cell.row_span]
        return tuple(sorted({side for cell in cells for side in (cell.box[0], cell.box[2])}))

    @property
    def row_count(self) -> int:
        return max(cell.row + cell.row_span for cell in self.cells)


def tables_of(edges: list[Edge], chars: list[Char]) -> tuple[list[PageTable], list[Char]]:
    """The tables that a page's ruling lines draw, from top to bottom, and the characters outside them."""
    found = [_Frame(boxes) for boxes in _boxes(edges)]
    outside = []
    for char in chars:
        x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
        if not any(frame.take(char, x, y) for frame in found):
            outside.append(char)
    return [frame.table() for frame in found], outside


def _boxes(edges: list[Edge]) -> list[list[Box]]:
    """The boxes of the cells of each table, as pdfplumber finds them with its default settings."""
    settings = geometry.TableSettings()
    parts = filter_edges([_as_object(edge) for edge in edges], min_length=settings.edge_min_length_prefilter)
    merged = geometry.merge_edges(
        parts,
        snap_x_tolerance=settings.snap_x_tolerance,
        snap_y_tolerance=settings.snap_y_tolerance,
        join_x_tolerance=settings.join_x_tolerance,
        join_y_tolerance=settings.join_y_tolerance,
    )
    lines = filter_edges(merged, min_length=settings.edge_min_length)
    crossings = geometry.edges_to_intersections(
        lines, settings.intersection_x_tolerance, settings.intersection_y_tolerance
    )
    tables: list[list[Box]] = geometry.cells_to_tables(geometry.intersections_to_cells(crossings))
    return tables


def _as_object(edge: Edge) -> dict[str, Any]:
    width, height = edge.x1 - edge.x0, edge.bottom - edge.top
    return {
        "x0": edge.x0,
        "x1": edge.x1,
        "top": edge.top,
        "bottom": edge.bottom,
        "width": width,
        "height": height,
        "orientation": "h" if width >= height else "v",
    }


class _Frame:
    """The cells of a table, still empty, that take the characters standing in them."""

    def __init__(self, boxes: list[Box]) -> None:
        self._boxes = sorted(boxes, key=lambda box: (box[1], box[0]))
        self._xs = sorted({side for box in boxes for side in (box[0], box[2])})
        self._ys = sorted({side for box in boxes for side in (box[1], box[3])})
        self._lefts = sorted({box[0] for box in boxes})
        self._tops = sorted({box[1] for box in boxes})
        self._places: dict[tuple[int, int], int] = {}
        for index, box in enumerate(self._boxes):
            for i in range(self._xs.index(box[0]), self._xs.index(box[2])):
                for j in range(self._ys.index(box[1]), self._ys.index(box[3])):
                    self._places.setdefault((i, j), index)
        self._chars: list[list[Char]] = [[] for _ in boxes]

    def take(self, char: Char, x: float, y: float) -> bool:
        """Whether the character's middle stands in a cell; then the cell keeps it."""
        index = self._places.get((bisect_right(self._xs, x) - 1, bisect_right(self._ys, y) - 1))
        if index is None:
            return False
        self._chars[index].append(char)
        return True

    def table(self) -> PageTable:
        lines = [lines_of(chars) for chars in self._chars]
        margin = _margin(self._boxes, lines)
        cells = tuple(self._cell(box, inside, margin) for box, inside in zip(self._boxes, lines, strict=True))
        return PageTable(cells, (self._xs[0], self._ys[0], self._xs[-1], self._ys[-1]))

    def _cell(self, box: Box, lines: list[Line], margin: float) -> PageCell:
        text = paragraphs_in(lines, box[0], box[2], margin)
        head = head_width(lines[0]) if lines else 0.0
        left_over = room_left(lines[-1], box[0], box[2], margin) if lines else 0.0
        column = self._lefts.index(box[0])
        row = self._tops.index(box[1])
        row_span = sum(box[1] <= top < box[3] for top in self._tops)
        column_span = sum(box[0] <= left < box[2] for left in self._lefts)
        return PageCell(text, row, column, row_span, column_span, box, head, left_over)


def _margin(boxes: list[Box], lines: list[list[Line]]) -> float:
    """What the table leaves free between a cell's side and its text: the tenth narrowest of the gaps seen."""
    gaps = sorted(
        min(line.box[0] - box[0], box[2] - line.box[2])
        for box, inside in zip(boxes, lines, strict=True)
        for line in inside
    )
    narrow = gaps[len(gaps) // 10] if gaps else 0.0
    return min(max(narrow, 0.0), _LARGEST_MARGIN)
