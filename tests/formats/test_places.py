"""Every value stands where its `source_ref` says: looked up in the file itself, by libraries that read it another way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO

import docx
import openpyxl
import pytest
from docx.table import Table

from tests.formats.layouts import Layout, layouts
from tests.formats.test_formats import FILE_NAMES, written
from transforms.extract import read_records
from transforms.form.labels import says_nothing
from transforms.stated import values
from transforms.text import fold
from warehouse.schema.records import Text

LAYOUTS = [
    layout for layout in layouts() if layout.id in ("merged", "cut", "cut_header", "unit_cell", "order", "listing")
]
Lookup = Callable[[str], str]
"""From a `source_ref` to what stands there."""


def in_word(content: bytes) -> Lookup:
    """Tables, rows and columns as python-docx counts them; paragraphs and tables that say something, from 1."""
    document = docx.Document(BytesIO(content))
    blocks = [part for part in document.iter_inner_content() if isinstance(part, Table) or part.text.strip()]

    def found(place: str) -> str:
        if in_table := re.fullmatch(r"table (\d+), row (\d+), column (\d+)", place):
            table, row, column = map(int, in_table.groups())
            return document.tables[table - 1].cell(row - 1, column - 1).text
        return blocks[int(place.removeprefix("block ")) - 1].text

    return found


def in_workbook(content: bytes) -> Lookup:
    """Sheets and their rows as openpyxl counts them: what a row says, cell by cell."""
    workbook = openpyxl.load_workbook(BytesIO(content))

    def found(place: str) -> str:
        sheet, row = map(int, re.match(r"page (\d+), line (\d+)", place).groups())
        return "\n".join(str(cell.value) for cell in workbook.worksheets[sheet - 1][row] if cell.value is not None)

    return found


def in_lines(content: bytes) -> Lookup:
    """Lines as editors count them. A text may go on in those that follow."""
    lines = content.decode().split("\n")
    return lambda place: "".join(lines[int(re.match(r"line (\d+)", place)[1]) - 1 :][:8])


def told(layout: Layout, name: str) -> Iterator[Text]:
    record = read_records(written(layout, name), FILE_NAMES.get(name, "form"))
    for address, text in values(record):
        if text is not None and address.field != "project.money_unit":  # told as 单位:万元, wherever it is written
            yield text


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.id)
@pytest.mark.parametrize(
    ("name", "open_file"), [("docx", in_word), ("xlsx", in_workbook), ("text", in_lines), ("markdown", in_lines)]
)
def test_every_value_stands_where_it_says(layout: Layout, name: str, open_file: Callable[[bytes], Lookup]) -> None:
    found = open_file(written(layout, name))
    seen = 0
    for text in told(layout, name):
        there, wanted = fold(found(text.source_ref)), fold(text.text.split("\n")[0])
        assert wanted in there or says_nothing(text.text), (text, there)
        seen += 1
    assert seen > 20
