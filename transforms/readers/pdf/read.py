"""Reads .pdf: pages (pictures through OCR) become lines and tables, and those one flow of paragraphs and grids."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from transforms.collector import collector_paused
from transforms.document import Document, UnreadableDocument
from transforms.readers.options import PLAIN, ReadingOptions
from transforms.readers.pdf.damage import broken_streams
from transforms.readers.pdf.flow import blocks_of
from transforms.readers.pdf.furniture import PageParts, without_furniture
from transforms.readers.pdf.grid import TooManyLines
from transforms.readers.pdf.lines import Line, lines_of
from transforms.readers.pdf.lone import with_lone_chars
from transforms.readers.pdf.loops import draws_without_end
from transforms.readers.pdf.page import PageContent, page_content, unread
from transforms.readers.pdf.struck import has_strokes, without_struck
from transforms.readers.pdf.table import PageTable, tables_of
from transforms.readers.pdf.underlined import underlined_bounds, with_bounds
from transforms.readers.pdf.upright import upright
from transforms.readers.pdf.written_on import written_on
from transforms.readers.scan import ocr as scan

FORMAT = "pdf"

_ENCRYPTED = (
    "PDF 已加密，且密码文件中没有它的密码：请去除密码后重新提交，或把密码加入密码文件。 The PDF is encrypted and no "
    "password given opens it: submit it without a password, or add its password to the password file."
)
_UNKNOWN_LOCK = (
    "PDF 的加密方式无法识别，请用原软件另存为不加密的文件。 The PDF is encrypted in a way that nothing here can open: "
    "save it without encryption."
)
_DAMAGED = "PDF 已损坏，请重新导出。 The PDF is damaged: export it again."

_ENDLESS = (
    "PDF 中的图形循环引用自身，无法读取，请用原软件重新导出。 Drawings in the PDF draw themselves without end: export it "
    "again."
)
_MOST_PAGES = 20_000
_EXCERPT, _QUOTED = 40, 5
"""Characters of a text that a note quotes, and of how many texts."""

LOCK = threading.Lock()
"""pdfium keeps state of its own and may run in one thread of a process at a time."""


def read(content: bytes, options: ReadingOptions = PLAIN) -> Document:
    """The document of a PDF.

    Raises UnreadableDocument: `document_encrypted`, `document_damaged`, or `ocr_missing` where the pages are pictures
    only and nothing is installed to read them.
    """
    with LOCK:
        contents = _contents(content, options)
    if not any(page.width for page in contents):
        raise UnreadableDocument("document_damaged", _DAMAGED)
    if not any(page.chars for page in contents) and any(page.has_images for page in contents):
        scan.require(scan.FORMAT)
    with collector_paused():
        pages = without_furniture([_parts(page) for page in contents])
        blocks, notes = blocks_of(pages)
    notes = (*_damage_notes(content), *_page_notes(contents), *_table_notes(pages), *notes)
    missing = () if scan.is_installed() or not any(map(scan.is_picture, contents)) else ("ocr",)
    return Document(
        scan.format_of(contents, FORMAT),
        blocks,
        page_count=len(pages),
        notes=notes,
        missing=missing,
        sheets=tuple(map(scan.sheet_of, contents)),
    )


def page_tables(content: bytes) -> list[list[list[str | None]]]:
    """Each page's tables by row and column, None where a merged cell hides one: what pdfplumber's `extract_tables`
    gives for the pages one after the other. Raises UnreadableDocument as `read` does."""
    with LOCK:
        contents = _contents(content)
    with collector_paused():
        return [
            _by_row_and_column(table)
            for page in contents
            for table in tables_of(page.edges, page.chars, ruled_only=True)[0]
        ]


def _by_row_and_column(table: PageTable) -> list[list[str | None]]:
    columns = max(cell.column + cell.column_span for cell in table.cells)
    rows: list[list[str | None]] = [[None] * columns for _ in range(table.row_count)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


def _contents(content: bytes, options: ReadingOptions | None = None) -> list[PageContent]:
    """The pages; those that are pictures are read by OCR where there are options for it."""
    document, password = opened(content, options.passwords if options is not None else ())
    try:
        if not 0 < len(document) <= _MOST_PAGES:
            raise UnreadableDocument("document_damaged", _DAMAGED)
        with collector_paused():
            pages = [_content(document, index) for index in range(len(document))]
        if any(page.left_out for page in pages):
            pages = with_lone_chars(content, pages, password)
        pages = list(map(upright, pages))
        if options is not None:
            pages = scan.with_pictures_read(document, pages, content, options)
    finally:
        document.close()
    return pages


def opened(content: bytes, passwords: tuple[str, ...]) -> tuple[Any, str | None]:
    """The open pypdfium2 document, and the password that opened it; hold LOCK and close it. Raises UnreadableDocument."""
    if draws_without_end(content):
        raise UnreadableDocument("document_damaged", _ENDLESS)
    refusal: pypdfium2.PdfiumError | None = None
    for password in (None, *passwords):
        try:
            return pypdfium2.PdfDocument(content, password=password), password
        except pypdfium2.PdfiumError as error:
            refusal = error
            if getattr(error, "err_code", None) != pdfium.FPDF_ERR_PASSWORD:
                break
    raise _refusal(refusal) from refusal


def _refusal(error: pypdfium2.PdfiumError | None) -> UnreadableDocument:
    code = getattr(error, "err_code", None)
    if code == pdfium.FPDF_ERR_PASSWORD:
        return UnreadableDocument("document_encrypted", _ENCRYPTED, FORMAT, ("password",))
    if code == pdfium.FPDF_ERR_SECURITY:
        return UnreadableDocument("document_encrypted", _UNKNOWN_LOCK)
    return UnreadableDocument("document_damaged", _DAMAGED)


def _content(document: Any, index: int) -> PageContent:
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return unread(index + 1, 0.0, 0.0, "damaged, nothing on it was read")
    try:
        notes = written_on(page)
        if notes is None:
            return page_content(page, index + 1)
    finally:
        page.close()
    page = document[index]
    try:
        content = page_content(page, index + 1)
    finally:
        page.close()
    return replace(content, notes=(*content.notes, *notes))


def _parts(page: PageContent) -> PageParts:
    tables, lines, is_overdrawn = _read(page)
    texts = [*lines, *(line for table in tables for cell in table.cells for line in cell.lines)]
    shown, notes = _as_stroked(page, texts) if page.edges else (page, ())
    if shown is not page:
        tables, lines, is_overdrawn = _read(shown)
    height = median([char[4] - char[2] for char in shown.chars]) if shown.chars else 0.0
    return PageParts(page.number, page.width, page.height, lines, tables, height, is_overdrawn, page.clipped, notes)


def _as_stroked(page: PageContent, texts: Sequence[Line]) -> tuple[PageContent, tuple[str, ...]]:
    """The page as the strokes through and beneath its lines of text have it read, and a note of what they struck out."""
    bounds = underlined_bounds(page.edges, texts)
    notes: tuple[str, ...] = ()
    if has_strokes(page.edges, texts):
        page, notes = without_struck(page)
    return (with_bounds(page, bounds) if bounds else page), notes


def _read(page: PageContent) -> tuple[tuple[PageTable, ...], tuple[Line, ...], bool]:
    """A page's tables, the lines outside them, and whether more lines cross on it than can be followed."""
    try:
        tables, outside = tables_of(page.edges, page.chars)
    except TooManyLines:
        return (), tuple(lines_of(page.chars)), True
    return tuple(tables), tuple(lines_of(outside)), False


def _damage_notes(content: bytes) -> list[str]:
    broken = broken_streams(content)
    return [f"{broken} parts of the file are damaged: text may be missing or wrong"] if broken else []


def _table_notes(pages: list[PageParts]) -> list[str]:
    notes = [
        f"page {page.number}: a table without lines between its columns, which the white between them tells"
        for page in pages
        if any(not table.is_drawn for table in page.tables)
    ]
    notes += [f"page {page.number}: {note}" for page in pages for note in page.notes]
    notes += [
        f"page {page.number}: text that runs over the sides of its cell: {_quoted(overrun)}"
        for page in pages
        if (overrun := [text for table in page.tables if table.is_drawn for text in table.overrun])
    ]
    notes += [
        f"page {page.number}: more lines cross on it than can be followed: its tables, if any, are read as text"
        for page in pages
        if page.is_overdrawn
    ]
    notes += [
        f"page {page.number}: “{beside}” beside a table, close to its side, is read as text of its own"
        for page in pages
        if (beside := _beside_tables(page))
    ]
    return notes


def _quoted(texts: list[str]) -> str:
    more = f" and {len(texts) - _QUOTED} more" if len(texts) > _QUOTED else ""
    return ", ".join(f"“{text[:_EXCERPT]}”" for text in texts[:_QUOTED]) + more


def _beside_tables(page: PageParts) -> str:
    """What stands in none of a table's cells, but within a character of its sides: it may have run over them."""
    boxes = [table.box for table in page.tables if table.is_drawn]
    beside = [
        char.text
        for line in page.lines
        for left, top, right, bottom in boxes
        if line.box[1] < bottom and line.box[3] > top
        for char in line.chars
        if top < (char.top + char.bottom) / 2 < bottom
        and left < (char.x0 + char.x1) / 2 + (char.bottom - char.top)
        and right > (char.x0 + char.x1) / 2 - (char.bottom - char.top)
    ]
    return "".join(beside).strip()[:_EXCERPT]


def _page_notes(contents: list[PageContent]) -> list[str]:
    notes = [
        f"page {page.number}: a picture without text, not read"
        for page in contents
        if page.has_images and not page.chars
    ]
    notes += [
        f"page {page.number}: {page.unmapped} signs whose font does not say what they are (U+FFFD)"
        for page in contents
        if page.unmapped
    ]
    notes += [f"page {page.number}: {note}" for page in contents for note in page.notes]
    return notes
