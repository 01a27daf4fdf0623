"""What a cell of the workbook holds: values as spreadsheets keep them, exact or as text, never a formula or a link."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from warehouse.exports.source import Column

_EXACT_DIGITS = 15
"""Significant digits that a spreadsheet keeps of a number."""

LONGEST_TEXT = 32_767
"""UTF-16 units that a cell holds."""

_FIRST_DAY = dt.date(1900, 3, 1)
"""Before it, Excel counts a day that never was."""

_CUT = "…［单元格最多 32767 字，此处截断，全文 {} 字，见 csv 或 parquet 导出 | cut here: {} characters, whole in csv or parquet］"
_FORMATS = (
    ("_wan_cny", "#,##0.00####"),
    ("_cny", "#,##0.00"),
    ("_percent", 'General"%"'),
)
_TYPE_FORMATS = {"DATE": "yyyy-mm-dd", "TIMESTAMP": "yyyy-mm-dd hh:mm:ss", "VARCHAR": "@", "BOOLEAN": "General"}


class CellWriter:
    """Writes the values of one column, and counts those that a spreadsheet could not hold as they are."""

    def __init__(self, book: Workbook, column: Column) -> None:
        self._text: Format = book.add_format({"num_format": "@", "valign": "top"})
        self._text_number: Format = book.add_format({"num_format": "@", "valign": "top", "align": "right"})
        self._format: Format = book.add_format({"num_format": number_format(column), "valign": "top"})
        self.as_text = 0
        self.cut = 0

    def write(self, sheet: Worksheet, row: int, column: int, value: Any) -> None:
        """Writes a value of the kinds that DuckDB gives; None leaves the cell empty."""
        if value is None:
            return
        if isinstance(value, str):
            sheet.write_string(row, column, self._fitting(value), self._text)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value, self._format)
        elif isinstance(value, dt.date):
            self._write_date(sheet, row, column, value)
        elif is_exact(value):
            sheet.write_number(row, column, float(value), self._format)
        else:
            self.as_text += 1
            sheet.write_string(
                row, column, format(value, "f") if isinstance(value, Decimal) else str(value), self._text_number
            )

    def _write_date(self, sheet: Worksheet, row: int, column: int, value: dt.date) -> None:
        day = value.date() if isinstance(value, dt.datetime) else value
        if day >= _FIRST_DAY:
            sheet.write_datetime(row, column, value, self._format)
        else:
            self.as_text += 1
            sheet.write_string(row, column, value.isoformat(), self._text_number)

    def _fitting(self, text: str) -> str:
        if len(text) <= LONGEST_TEXT // 2 or _utf16_length(text) <= LONGEST_TEXT:
            return text
        self.cut += 1
        told = _CUT.format(len(text), len(text))
        room = (LONGEST_TEXT - _utf16_length(told)) * 2
        return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + told


def number_format(column: Column) -> str:
    """The number format of a column: by the suffix of its name, which carries its meaning, else by its type."""
    if column.type.startswith("DECIMAL"):
        return next((shown for suffix, shown in _FORMATS if column.name.endswith(suffix)), "General")
    return _TYPE_FORMATS.get(column.type, "@" if column.is_list else "General")


def is_exact(value: Decimal | float) -> bool:
    """Whether a spreadsheet, which keeps 15 significant digits, holds this number digit for digit."""
    if isinstance(value, float):
        return math.isfinite(value)
    digits = Decimal(value).normalize().as_tuple()
    return len(digits.digits) <= _EXACT_DIGITS


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
