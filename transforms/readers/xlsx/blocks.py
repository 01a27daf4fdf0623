"""What the cells of a sheet are in a document: paragraphs and grids, told apart by blank rows, lines and lone cells."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, groupby

from transforms.document import Block, Cell, Grid, Paragraph, UnreadableDocument
from transforms.readers.captions import blocks_of
from transforms.readers.hidden import shown_cells
from transforms.readers.xlsx.sheet import MOST_CELLS, Place, SheetCells

MOST_COLUMNS = 256
"""How wide a table may be; no form is."""

_TOO_LARGE = "工作表“{0}”的表格过大，无法读取，请拆分。 A table of the sheet {0} is too large: split it."


def sheet_blocks(sheet: SheetCells, page: int) -> list[Block]:
    """The blocks of a sheet in reading order; grids are not numbered yet.

    A blank row ends a table. Rows with one written cell at a table's head, and those without lines around their cells
    in or below a table that has lines, are paragraphs. Every cell's `page` is the sheet's number and its `line` the
    sheet's row, so that people find it. Rows and columns that are hidden part nothing and stand in no block.
    """
    return _Layout(sheet, page).blocks()


class _Layout:
    def __init__(self, sheet: SheetCells, page: int) -> None:
        self._sheet, self._page = sheet, page
        self._columns: dict[int, list[int]] = defaultdict(list)
        for row, column in sheet.texts:
            self._columns[row].append(column)
        self._last = max(self._columns, default=0)
        self._merges: dict[int, list[tuple[Place, Place]]] = defaultdict(list)
        for start, end in sheet.merges:
            self._merges[start[0]].append((start, end))
        self._positions = 0

    def blocks(self) -> list[Block]:
        blocks: list[Block] = []
        for first, last in self._segments():
            blocks += self._segment(first, last)
        return blocks

    def _segments(self) -> list[tuple[int, int]]:
        """First and last row of each run of rows without a blank one; a written cell merged downwards fills its rows."""
        filled = (
            set(self._columns) | self._sheet.struck_rows | {row for row in self._sheet.bordered if row < self._last}
        )
        reach = 0
        for row in sorted(self._columns):
            ends = [end[0] for start, end in self._merges.get(row, ()) if start in self._sheet.texts]
            end = min(max(ends, default=row), self._last)
            filled.update(range(max(row, reach) + 1, end + 1))
            reach = max(reach, end)
        runs = groupby(enumerate(sorted(filled)), key=lambda item: item[1] - item[0])
        rows = [[row for _, row in run] for _, run in runs]
        return [(run[0], run[-1]) for run in rows if any(row in self._columns for row in run)]

    def _segment(self, first: int, last: int) -> list[Block]:
        cells = self._grid_rows(first, last)
        blocks: list[Block] = []
        table: list[list[Cell]] = []
        has_lines = any(row in self._sheet.bordered for row in range(first, last + 1))
        rows = (row for row in range(first, last + 1) if not self._sheet.hides_row(row))
        for row, row_cells in zip(rows, cells, strict=True):
            if has_lines and self._stands_outside(row, row_cells):
                blocks += [*blocks_of(table), *(self._paragraph(cell) for cell in row_cells if cell.text)]
                table = []
            else:
                table.append(row_cells)
        return [_from_row_0(block) for block in [*blocks, *blocks_of(table)]]

    def _stands_outside(self, row: int, cells: list[Cell]) -> bool:
        """A row with one written cell and no line around any, where the table has lines."""
        return row not in self._sheet.bordered and sum(bool(cell.text) for cell in cells) == 1

    def _paragraph(self, cell: Cell) -> Paragraph:
        return Paragraph(cell.text, page=cell.page, line=cell.line)

    def _grid_rows(self, first: int, last: int) -> list[list[Cell]]:
        left, right = self._sides(first, last)
        self._positions += (last - first + 1) * (right - left + 1)
        if right - left >= MOST_COLUMNS or self._positions > MOST_CELLS:
            raise UnreadableDocument("document_too_large", _TOO_LARGE.format(self._sheet.name[:40]))
        spans, covered = self._spans(first, last, left, right)
        rows = [
            [
                self._cell((row, column), spans.get((row, column), (1, 1)), first, left)
                for column in range(left, right + 1)
                if (row, column) not in covered
            ]
            for row in range(first, last + 1)
        ]
        return self._without_hidden(rows, first, left, right)

    def _without_hidden(self, rows: list[list[Cell]], first: int, left: int, right: int) -> list[list[Cell]]:
        """The rows that are shown, with their cells in columns that are."""
        hidden_rows = [row for row in range(len(rows)) if self._sheet.hides_row(first + row)]
        hidden_columns = [column - left for column in range(left, right + 1) if self._sheet.hides_column(column)]
        if not hidden_rows and not hidden_columns:
            return rows
        shown: list[list[Cell]] = [[] for _ in range(len(rows) - len(hidden_rows))]
        for cell in shown_cells(chain.from_iterable(rows), hidden_rows, hidden_columns):
            shown[cell.row].append(cell)
        return shown

    def _sides(self, first: int, last: int) -> tuple[int, int]:
        """First and last column of a run of rows: as far as cells are written, have lines, or are merged with such."""
        columns = [column for row in range(first, last + 1) for column in self._columns.get(row, ())]
        columns += [
            column
            for row in range(first, last + 1)
            for column in self._sheet.bordered.get(row, ())
            if row in self._columns
        ]
        left, right = min(columns), max(columns)
        ends = [
            end[1]
            for row in range(first, last + 1)
            for start, end in self._merges.get(row, ())
            if left <= start[1] <= right and end[1] - left < MOST_COLUMNS
        ]
        return left, max([right, *ends])

    def _spans(self, first: int, last: int, left: int, right: int) -> tuple[dict[Place, Place], set[Place]]:
        """Rows and columns spanned by the cells that merges begin with, and the cells beneath the merges."""
        spans: dict[Place, Place] = {}
        covered: set[Place] = set()
        for start, end in (merge for row in range(first, last + 1) for merge in self._merges.get(row, ())):
            rows, columns = min(end[0], last) - start[0] + 1, min(end[1], right) - start[1] + 1
            if not left <= start[1] <= right or start in covered or start in spans:
                continue
            below = {(start[0] + row, start[1] + column) for row in range(rows) for column in range(columns)} - {start}
            self._positions += len(below)
            if self._positions > 2 * MOST_CELLS:
                raise UnreadableDocument("document_too_large", _TOO_LARGE.format(self._sheet.name[:40]))
            if not below & covered and not below & spans.keys():
                spans[start] = (rows, columns)
                covered |= below
        return spans, covered

    def _cell(self, place: Place, span: Place, first: int, left: int) -> Cell:
        row, column = place
        text = self._sheet.texts.get(place, "")
        return Cell(text, row - first, column - left, *span, page=self._page, line=row)


def _from_row_0(block: Block) -> Block:
    """A grid whose rows count from its own first row: what stood above it are paragraphs."""
    if isinstance(block, Paragraph) or not block.cells:
        return block
    first = min(cell.row for cell in block.cells)
    cells = (
        Cell(cell.text, cell.row - first, cell.column, cell.row_span, cell.column_span, cell.page, cell.line)
        for cell in block.cells
    )
    return Grid(block.number, tuple(cells))
