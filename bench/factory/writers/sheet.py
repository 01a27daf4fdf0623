"""Writes blocks as a workbook: one sheet, lines and tables one below the other."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bench.factory.layouts.blocks import Block, Line, Table
from bench.factory.writers.docx import MOMENT


def xlsx(blocks: list[Block]) -> bytes:
    """The workbook; lines are merged over the width of the tables."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": datetime(*MOMENT, tzinfo=UTC)})
        sheet = workbook.add_worksheet()
        plain, ruled = workbook.add_format({"text_wrap": True}), workbook.add_format({"border": 1, "text_wrap": True})
        width = max((block.width for block in blocks if isinstance(block, Table)), default=1)
        row = 0
        for block in blocks:
            if isinstance(block, Line):
                _put(sheet, row, 0, row, width - 1, block.text, plain)
                row += 1
            elif isinstance(block, Table):
                row = _table(sheet, row, block, ruled)
    return content.getvalue()


def _table(sheet: Worksheet, top: int, table: Table, look: Format) -> int:
    for cell in table.cells():
        first, last = top + cell.row, top + cell.row + cell.row_span - 1
        _put(sheet, first, cell.column, last, cell.column + cell.column_span - 1, cell.text, look)
    return top + len(table.rows)


def _put(sheet: Worksheet, first: int, left: int, last: int, right: int, text: str, look: Format) -> None:
    """Text is text: `=12个` is no formula, `100%` no number."""
    if (first, left) == (last, right):
        sheet.write_string(first, left, text, look) if text else sheet.write_blank(first, left, None, look)
        return
    sheet.merge_range(first, left, last, right, "", look)
    if text:
        sheet.write_string(first, left, text, look)
