"""Writes blocks as a Word file, with the merges, page breaks and header rows that Word itself would write."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx as python_docx

from bench.factory.layouts.blocks import Block, Line, PageBreak, Placed, Space, Table
from bench.factory.writers.hands import BOLD, SMALL, Hand

WIDTH = 9638
"""The width of a table in twentieths of a point: between the margins of the page."""
MOMENT = (2025, 1, 1, 0, 0, 0)
"""What every part says of when it was written, so that the same content gives the same bytes."""
_BODY = "word/document.xml"
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1134" w:bottom="1440" w:left="1134" '
    'w:header="720" w:footer="720" w:gutter="0"/><w:cols w:space="720"/><w:docGrid w:linePitch="360"/></w:sectPr>'
)
_HEAD = (
    "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>'
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
_SCRIPTS = re.compile(r"[\x21-\x7e]+|[^\x21-\x7e]+")
"""Stretches that Word keeps in different fonts: Latin characters, and all others."""


def docx(blocks: list[Block], hand: Hand = SMALL) -> bytes:
    """The Word file."""
    written = _Writer(hand)
    body = "".join(map(written.block, blocks))
    content = BytesIO()
    content.write(_package(is_whole=hand.is_whole))
    with ZipFile(content, "a", ZIP_DEFLATED) as package:
        package.writestr(_part(_BODY), f"{_HEAD}{body}{_PAGE}</w:body></w:document>")
    return content.getvalue()


def _part(name: str) -> ZipInfo:
    part = ZipInfo(name, MOMENT)
    part.compress_type = ZIP_DEFLATED
    return part


@cache
def _package(*, is_whole: bool) -> bytes:
    """Everything but the text: compressed once, for it is the same in every file."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as package:
        for name, part in (_template() if is_whole else _PARTS).items():
            package.writestr(_part(name), part)
    return content.getvalue()


def _template() -> dict[str, bytes]:
    """The parts of an empty file as Word saves it: styles, theme, fonts, settings. The samples have the same."""
    path = Path(python_docx.__file__).parent / "templates" / "default.docx"
    with ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist() if name != _BODY}


class _Writer:
    """Writes one file's blocks; strings that come again in it are made once."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.written = 0
        self.bookmarks = 0
        self.starts_page = False
        self._cells: dict[tuple[int, int, bool, bool], str] = {}
        self._looks = {(role, bold): self._look(role, bold=bold) for role in hand.sizes for bold in (True, False)}
        self._justified = {role: self._properties(role) for role in hand.sizes}

    def block(self, block: Block) -> str:
        match block:
            case Line():
                return self._line(block)
            case PageBreak():
                if self.hand.has_breaks_before:
                    self.starts_page = True
                    return ""
                return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
            case Space():
                return "<w:p/>" * block.lines
            case Table():
                return self._table(block, WIDTH)

    def _look(self, role: str, *, bold: bool) -> str:
        """The properties of a run."""
        if self.hand is SMALL:
            return '<w:rPr><w:sz w:val="32"/></w:rPr>' if role == "heading" else ""
        font, size = self.hand.font, self.hand.sizes[role]
        fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>' if font else ""
        complex_size = f'<w:szCs w:val="{size}"/>' if self.hand.rsids else ""
        weight = "<w:b/>" if bold else "" if self.hand.rsids else '<w:b w:val="0"/>'
        return f'<w:rPr>{fonts}{weight}<w:sz w:val="{size}"/>{complex_size}</w:rPr>'

    def _properties(self, role: str) -> str:
        """What a paragraph says of itself."""
        if not self.hand.rsids:
            return '<w:pPr><w:jc w:val="center"/></w:pPr>' if self.hand is SMALL and role == "heading" else ""
        mark = self._looks[role, role in BOLD]
        if role == "cell":
            return f'<w:pPr><w:spacing w:line="240" w:lineRule="exact"/><w:jc w:val="left"/>{mark}</w:pPr>'
        if role in ("cover", "part", "contents"):
            return f'<w:pPr><w:jc w:val="center"/>{mark}</w:pPr>'
        indent = "" if role == "heading" else '<w:ind w:firstLineChars="200" w:firstLine="480"/>'
        return f'<w:pPr><w:spacing w:line="360" w:lineRule="auto"/>{indent}{mark}</w:pPr>'

    def _line(self, line: Line) -> str:
        role = "heading" if line.is_heading else line.role
        text = self._paragraph(line.text, role, bold=role in BOLD)
        if not line.is_heading and role != "section":
            return text
        self.bookmarks += 1
        mark = f'<w:bookmarkStart w:id="{self.bookmarks}" w:name="_Toc_4_4_{self.bookmarks:010d}"/>'
        start = text.index("<w:r>") if "<w:r>" in text else len(text)
        return f'{text[:start]}{mark}{text[start:-6]}<w:bookmarkEnd w:id="{self.bookmarks}"/></w:p>'

    def _opened(self, role: str) -> str:
        """A paragraph's start: its session numbers and properties."""
        properties = self._justified[role]
        if self.starts_page and role != "cell":
            self.starts_page = False
            inner = properties.removeprefix("<w:pPr>").removesuffix("</w:pPr>")
            properties = f"<w:pPr><w:pageBreakBefore/>{inner}</w:pPr>"
        rsids = self.hand.rsids
        if not rsids:
            return f"<w:p>{properties}"
        self.written += 1
        first, second = rsids[self.written % len(rsids)], rsids[0]
        return f'<w:p w:rsidR="{first}" w:rsidRDefault="{second}" w:rsidP="{first}">{properties}'

    def _paragraph(self, text: str, role: str, *, bold: bool) -> str:
        look = self._looks[role, bold]
        if not self.hand.splits_runs:
            return f"{self._opened(role)}<w:r>{look}{_words(text)}</w:r></w:p>"
        runs = "".join([f"<w:r>{look}{_words(part)}</w:r>" for part in _SCRIPTS.findall(text)])
        return f"{self._opened(role)}{runs}</w:p>"

    def _table(self, table: Table, width: int) -> str:
        ends = [round(place) for place in table.shares(width)]
        columns = "".join(f'<w:gridCol w:w="{end - start}"/>' for start, end in pairwise(ends))
        rows = []
        for number, cells in enumerate(table.full_rows):
            header = "<w:trPr><w:tblHeader/></w:trPr>" if table.repeats_header and not number else ""
            rows.append(f"<w:tr>{header}{''.join([self._cell(cell, ends) for cell in cells])}</w:tr>")
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(rows)}</w:tbl>'
        )

    def _cell(self, cell: Placed, ends: list[int]) -> str:
        width = ends[cell.column + cell.column_span] - ends[cell.column]
        look = (width, cell.column_span, cell.is_start, cell.row_span > 1)
        if look not in self._cells:
            self._cells[look] = _cell_properties(look)
        held = self._table(cell.inner, width - 240) if cell.inner else ""
        paragraphs = "".join([self._paragraph(part, "cell", bold=cell.is_label) for part in cell.text.split("\n")])
        return f"{self._cells[look]}{held}{paragraphs}</w:tc>"


_MERGES = {True: '<w:vMerge w:val="restart"/>', False: "<w:vMerge/>"}


def _cell_properties(look: tuple[int, int, bool, bool]) -> str:
    """What a cell begins with, from its width, columns, whether it begins here, and whether it spans rows."""
    width, columns, is_start, is_merged = look
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    merge = _MERGES[is_start] if is_merged or not is_start else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}</w:tcPr>'


def _words(text: str) -> str:
    """The text of a run; tabs are elements of their own."""
    if not text:
        return ""
    if "&" in text or "<" in text or ">" in text:
        text = escape(text)
    return f'<w:t xml:space="preserve">{text}</w:t>'.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
