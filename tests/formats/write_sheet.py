"""Writes blocks as a workbook: one sheet, lines and tables one below the other."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.formats.blocks import Block, Line, Table

_THIN = Side(style="thin")
_RULED = Border(_THIN, _THIN, _THIN, _THIN)


def xlsx(blocks: list[Block]) -> bytes:
    """The workbook; lines are merged over the width of the tables."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    width = max((block.width for block in blocks if isinstance(block, Table)), default=1)
    row = 1
    for block in blocks:
        if isinstance(block, Line):
            _put(sheet, row, 1, block.text)
            _merge(sheet, row, 1, row, width)
            row += 1
        elif isinstance(block, Table):
            row = _table(sheet, row, block)
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def _table(sheet: Worksheet, top: int, table: Table) -> int:
    for cell in table.cells():
        first, last = top + cell.row, top + cell.row + cell.row_span - 1
        left, right = cell.column + 1, cell.column + cell.column_span
        _put(sheet, first, left, cell.text)
        sheet.cell(first, left).border = _RULED
        if (first, left) != (last, right):
            _merge(sheet, first, left, last, right)
    return top + len(table.rows)


def _merge(sheet: Worksheet, first: int, left: int, last: int, right: int) -> None:
    """Merges cells without the borders that `merge_cells` works out for every one of them, which takes most of the time."""
    sheet.merged_cells.add(f"{get_column_letter(left)}{first}:{get_column_letter(right)}{last}")


def _put(sheet: Worksheet, row: int, column: int, text: str) -> None:
    if text:
        cell = sheet.cell(row, column, text)
        cell.data_type = "s"  # `=12个` is no formula
