"""One workbook for people: a sheet a table with Chinese names, filters and number formats, contents and dictionary."""

from __future__ import annotations

import datetime as dt
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.exceptions import FileSizeError

from warehouse.exports.cells import CellWriter
from warehouse.exports.csv_files import plain_lists
from warehouse.exports.guide import Part, write_contents, write_dictionary
from warehouse.exports.source import Relation, batches, count, opened, tables, wide_views
from warehouse.exports.target import ExportRefused
from warehouse.query import display_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import duckdb
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

SHEET_ROWS = 1_048_576
"""Rows that a sheet holds."""

MOST_CELLS = 30_000_000
"""Cells of a workbook that programs still open; writing that many takes some minutes."""

_HEADER_ROWS = 2
_LABEL_HEIGHT = 32
_LOOKED_AT = 200
_NARROWEST, _WIDEST = 8, 48
_OPTIONS = {
    "constant_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
Row = tuple[Any, ...]


def write_workbook(database: Path, target: Path) -> list[Path]:
    """Writes every wide view and table to sheets of `target`, a new file, its temporary files beside it.

    A relation that is longer than a sheet goes on in further sheets. A number with more than 15 significant digits is
    written as text, a text that is longer than a cell is cut and says so there; the contents sheet counts both.

    Raises ExportRefused where the workbook would become larger than programs can open.
    """
    with opened(database) as connection:
        relations = [*wide_views(connection), *tables(connection)]
        _assure_size(connection, relations)
        return [_write_book(connection, relations, target)]


def _assure_size(connection: duckdb.DuckDBPyConnection, relations: Sequence[Relation]) -> None:
    cells = sum(count(connection, relation) * len(relation.columns) for relation in relations)
    if cells > MOST_CELLS:
        raise ExportRefused(
            f"the workbook would hold {cells:,} cells, and spreadsheets open {MOST_CELLS:,} at best: export csv, parquet "
            "or duckdb, or ask for a part of it with jixiao sql --format csv"
        )


def _write_book(connection: duckdb.DuckDBPyConnection, relations: Sequence[Relation], target: Path) -> Path:
    book = xlsxwriter.Workbook(str(target), {**_OPTIONS, "tmpdir": str(target.parent)})
    book.set_properties({"title": "部门预算绩效文本数据仓库", "created": dt.datetime.now(dt.UTC).replace(tzinfo=None)})
    contents, dictionary = book.add_worksheet("说明 Contents"), book.add_worksheet("数据字典 Dictionary")
    parts = [part for relation in relations for part in _write_relation(book, connection, relation)]
    write_contents(book, contents, parts)
    write_dictionary(book, dictionary, relations)
    try:
        book.close()
    except FileSizeError as error:
        raise ExportRefused("a sheet would exceed 4 GiB, more than a workbook holds; export csv or parquet") from error
    return target


def _write_relation(book: Workbook, connection: duckdb.DuckDBPyConnection, relation: Relation) -> list[Part]:
    """Writes all rows, going on in another sheet where one is full."""
    rows = _rows(connection, relation)
    parts: list[Part] = []
    first = next(rows, None)
    while first is not None or not parts:
        some = chain([] if first is None else [first], rows)
        parts.append(_write_sheet(book, relation, len(parts) + 1, some))
        first = next(rows, None)
    return parts


def _write_sheet(book: Workbook, relation: Relation, number: int, rows: Iterator[Row]) -> Part:
    name = relation.name if number == 1 else f"{relation.name} ({number})"
    sheet = book.add_worksheet(name)
    writers = [CellWriter(book, column) for column in relation.columns]
    _write_header(book, sheet, relation)
    beginning = list(islice(rows, min(_LOOKED_AT, SHEET_ROWS - _HEADER_ROWS)))
    _set_widths(sheet, relation, beginning)
    written = 0
    for row in chain(beginning, islice(rows, SHEET_ROWS - _HEADER_ROWS - len(beginning))):
        for place, (writer, value) in enumerate(zip(writers, row, strict=True)):
            writer.write(sheet, written + _HEADER_ROWS, place, value)
        written += 1
    _finish(book, sheet, name, len(relation.columns), written)
    return Part(name, relation, number, written, sum(w.as_text for w in writers), sum(w.cut for w in writers))


def _write_header(book: Workbook, sheet: Worksheet, relation: Relation) -> None:
    label = book.add_format(
        {"bold": True, "bg_color": "#DDEBF7", "text_wrap": True, "valign": "top", "num_format": "@"}
    )
    name = book.add_format({"font_color": "#595959", "bg_color": "#F2F2F2", "bottom": 1, "num_format": "@"})
    sheet.set_row(0, _LABEL_HEIGHT)
    # Row by row: with constant memory, a row is gone as soon as the next one begins.
    for place, column in enumerate(relation.columns):
        sheet.write_string(0, place, column.label, label)
    for place, column in enumerate(relation.columns):
        sheet.write_string(1, place, column.name, name)


def _set_widths(sheet: Worksheet, relation: Relation, rows: Sequence[Row]) -> None:
    for place, column in enumerate(relation.columns):
        shown = [len(column.name) + 4, *(display_width(str(row[place])) + 1 for row in rows if row[place] is not None)]
        sheet.set_column(place, place, min(max(_NARROWEST, *shown), _WIDEST))


def _finish(book: Workbook, sheet: Worksheet, name: str, columns: int, rows: int) -> None:
    """Filter and frozen header, and a name for the part that programs read: column names and data."""
    last = max(rows, 1) + _HEADER_ROWS - 1
    sheet.freeze_panes(_HEADER_ROWS, 0)
    sheet.autofilter(_HEADER_ROWS - 1, 0, last, columns - 1)
    area = f"$A${_HEADER_ROWS}:${xlsxwriter.utility.xl_col_to_name(columns - 1)}${last + 1}"
    book.define_name(f"data_{name.replace(' (', '_').removesuffix(')')}", f"='{name}'!{area}")


def _rows(connection: duckdb.DuckDBPyConnection, relation: Relation) -> Iterator[Row]:
    for batch in batches(connection, plain_lists(relation)):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
