"""Writes blocks as a Word file, with the merges, page breaks and header rows that Word itself would write.

The package holds no more than Word needs: what a template brings costs LibreOffice a second a file.
"""

from __future__ import annotations

from html import escape
from io import BytesIO
from zipfile import ZipFile

from tests.formats.blocks import Block, Line, PageBreak, Space, Table
from transforms.document import Cell

WIDTH = 8640
"""The width of a table in twentieths of a point: between the margins of the page."""
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1600" w:bottom="1440" w:left="1600" '
    'w:header="700" w:footer="700" w:gutter="0"/></w:sectPr>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        'PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>'
    ),
}


def docx(blocks: list[Block]) -> bytes:
    """The Word file."""
    body = "".join(_block(block) for block in blocks)
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    content = BytesIO()
    with ZipFile(content, "w") as package:
        for name, part in _PARTS.items():
            package.writestr(name, part)
        package.writestr("word/document.xml", f"<w:document {names}><w:body>{body}{_PAGE}</w:body></w:document>")
    return content.getvalue()


def _block(block: Block) -> str:
    match block:
        case Line():
            return _heading(block.text) if block.is_heading else _paragraph(block.text)
        case PageBreak():
            return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        case Space():
            return "<w:p/>" * block.lines
        case Table():
            return _table(block, WIDTH)


def _heading(text: str) -> str:
    run = f"<w:r><w:rPr><w:sz w:val='32'/></w:rPr><w:t>{escape(text)}</w:t></w:r>"
    return f"<w:p><w:pPr><w:jc w:val='center'/></w:pPr>{run}</w:p>"


def _paragraph(text: str) -> str:
    runs = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\t"))
    return f"<w:p><w:r>{runs}</w:r></w:p>"


def _table(table: Table, width: int) -> str:
    unit = width // table.width
    rows = []
    inner = table.inner_tables()
    for number, cells in enumerate(table.full_rows()):
        header = "<w:trPr><w:tblHeader/></w:trPr>" if table.repeats_header and not number else ""
        made = "".join(_cell(cell, unit, _merge(cell, table), inner.get((number, cell.column))) for cell in cells)
        rows.append(f"<w:tr>{header}{made}</w:tr>")
    columns = f'<w:gridCol w:w="{unit}"/>' * table.width
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{unit * table.width}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _merge(cell: Cell, table: Table) -> str:
    if cell.row_span > 1:
        return '<w:vMerge w:val="restart"/>'
    starts = {(one.row, one.column) for one in table.cells()}
    return "" if (cell.row, cell.column) in starts else "<w:vMerge/>"


def _cell(cell: Cell, unit: int, merge: str, inner: Table | None) -> str:
    width = unit * cell.column_span
    span = f'<w:gridSpan w:val="{cell.column_span}"/>' if cell.column_span > 1 else ""
    properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}</w:tcPr>'
    held = _table(inner, width - 240) if inner else ""
    return f"<w:tc>{properties}{held}{''.join(map(_paragraph, cell.text.split(chr(10))))}</w:tc>"
