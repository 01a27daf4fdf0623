"""The first sheets of the workbook: what it holds and how to read it, and the data dictionary."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.schema.star import bilingual

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from warehouse.exports.source import Column, Relation

_NOTES = (
    ("金额单位为元（_wan_cny 为万元），百分比 95 即 95%，空单元格表示原文空白或未知，不等于 0。",
     "Money is in yuan (_wan_cny: 10,000 yuan); 95 per cent is written 95; an empty cell means blank or unknown, never 0."),
    ("数据表第 1 行为中文名，第 2 行为字段名，数据自第 3 行起；名称 data_<表名> 指字段名与数据，供数据透视表和其他软件引用。",
     "Row 1 has the Chinese names, row 2 the column names, data begins in row 3; data_<sheet> names the data for programs."),
    ("电子表格只保留 15 位有效数字；位数更多的数值按文本写入，分毫不差，但不参与求和。",
     "A spreadsheet keeps 15 significant digits; a number with more is written as text, exact, and is not summed up."),
    ("超出一张工作表行数上限（1,048,576 行）的表续写在“表名 (2)”等工作表中；超长文本在单元格内注明截断。",
     "A table longer than a sheet (1,048,576 rows) goes on in “name (2)”; a text longer than a cell says where it was cut."),
)  # fmt: skip
_CONTENTS = (
    "工作表 Sheet",
    "部分 Part",
    "行数 Rows",
    "文本形式的数值 Numbers as text",
    "截断的文本 Texts cut",
    "含义",
    "Meaning",
)
_DICTIONARY = ("表 Table", "字段 Column", "中文名 Label", "类型 Type", "可空 NULL", "取值 Values", "含义", "Meaning")


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet of a relation: which part of it, rows, numbers written as text, and texts that were cut."""

    sheet: str
    relation: Relation
    number: int
    rows: int
    as_text: int
    cut: int


def write_contents(book: Workbook, sheet: Worksheet, parts: Sequence[Part]) -> None:
    """Fills the first sheet: notes, and a line for every sheet with a link to it."""
    bold, text, link = _formats(book)
    sheet.write_string(0, 0, "部门预算绩效文本数据仓库", book.add_format({"bold": True, "font_size": 14}))
    now = dt.datetime.now(dt.UTC).isoformat(sep=" ", timespec="minutes")
    sheet.write_string(1, 0, f"导出时间 Exported at {now}", text)
    row = 3
    for note in (half for both in _NOTES for half in both):
        sheet.write_string(row, 0, note)
        row += 1
    row += 1
    _write_row(sheet, row, _CONTENTS, bold)
    for part in parts:
        row += 1
        chinese, english = bilingual(part.relation.comment)
        sheet.write_url(row, 0, f"internal:'{part.sheet}'!A1", link, part.sheet)
        for place, number in enumerate((part.number, part.rows, part.as_text, part.cut), 1):
            sheet.write_number(row, place, number, text)
        _write_row(sheet, row, (chinese, english), text, first=5)
    for place, width in enumerate((28, 10, 12, 16, 14, 60, 80)):
        sheet.set_column(place, place, width)
    sheet.activate()


def write_dictionary(book: Workbook, sheet: Worksheet, relations: Sequence[Relation]) -> None:
    """Fills the second sheet: a line for every column of every relation."""
    bold, text, _ = _formats(book)
    _write_row(sheet, 0, _DICTIONARY, bold)
    row = 0
    for relation in relations:
        for column in relation.columns:
            row += 1
            _write_row(sheet, row, _explained(relation, column), text)
    for place, width in enumerate((22, 24, 24, 16, 10, 30, 70, 90)):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(row, 1), len(_DICTIONARY) - 1)


def _explained(relation: Relation, column: Column) -> tuple[str, ...]:
    chinese, english = bilingual(column.comment)
    nullable = "key" if column.name in relation.primary_key else "NULL" if column.nullable else ""
    values = ", ".join(map(str, column.values))
    return (relation.name, column.name, column.label, column.type, nullable, values, chinese, english)


def _write_row(sheet: Worksheet, row: int, cells: Sequence[str], shape: Format, first: int = 0) -> None:
    for place, cell in enumerate(cells, first):
        if cell:
            sheet.write_string(row, place, cell, shape)


def _formats(book: Workbook) -> tuple[Format, Format, Format]:
    bold = book.add_format({"bold": True, "bg_color": "#DDEBF7", "bottom": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"valign": "top"})
    link = book.add_format({"font_color": "#0563C1", "underline": 1, "valign": "top"})
    return bold, text, link
