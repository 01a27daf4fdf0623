"""Reads .pdf with a text layer: pages become lines and tables, and those one flow of paragraphs and grids."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from transforms.document import Document, UnreadableDocument
from transforms.readers.pdf_damage import broken_streams
from transforms.readers.pdf_flow import blocks_of
from transforms.readers.pdf_furniture import PageParts, without_furniture
from transforms.readers.pdf_lines import lines_of
from transforms.readers.pdf_page import Char, PageContent, page_content
from transforms.readers.pdf_table import PageTable, tables_of

FORMAT = "pdf"

_ENCRYPTED = "PDF 已加密，请去除密码后重新提交。 The PDF is encrypted: remove its password and submit it again."
_DAMAGED = "PDF 已损坏，请重新导出。 The PDF is damaged: export it again."
_SCAN = (
    "PDF 是扫描图片，没有文字层，请提交由 Word 导出的 PDF 或 .docx。 "
    "The PDF is a scan without a text layer: submit the .docx or a PDF exported from it."
)

_LOCK = threading.Lock()
"""pdfium keeps state of its own and may run in one thread of a process at a time."""


def read(content: bytes) -> Document:
    """The document of a PDF.

    Raises UnreadableDocument: `document_encrypted`, `document_damaged`, or `scan_without_text` where the pages are
    pictures only.
    """
    with _LOCK:
        contents = _contents(content)
    if not any(page.chars for page in contents) and any(page.has_images for page in contents):
        raise UnreadableDocument("scan_without_text", _SCAN, "pdf_scan")
    pages = without_furniture([_parts(page) for page in contents])
    blocks, notes = blocks_of(pages)
    notes = (*_damage_notes(content), *_page_notes(contents), *notes)
    return Document(FORMAT, blocks, page_count=len(pages), notes=notes)


def page_tables(content: bytes) -> list[list[list[str | None]]]:
    """Each page's tables by row and column, None where a merged cell hides one: what pdfplumber's `extract_tables`
    gives for the pages one after the other. Raises UnreadableDocument as `read` does."""
    with _LOCK:
        contents = _contents(content)
    return [_by_row_and_column(table) for page in contents for table in tables_of(page.edges, page.chars)[0]]


def _by_row_and_column(table: PageTable) -> list[list[str | None]]:
    columns = max(cell.column + cell.column_span for cell in table.cells)
    rows: list[list[str | None]] = [[None] * columns for _ in range(table.row_count)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


def _contents(content: bytes) -> list[PageContent]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise _refusal(error) from error
    try:
        if not len(document):
            raise UnreadableDocument("document_damaged", _DAMAGED)
        pages = [_content(document, index) for index in range(len(document))]
    finally:
        document.close()
    return _completed(content, pages) if any(page.lacks_text for page in pages) else pages


def _completed(content: bytes, pages: list[PageContent]) -> list[PageContent]:
    """The pages, with pdfplumber's characters (slower, but all of them) where pdfium leaves some out."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # what it warns of is judged by `broken_streams`
    with pdfplumber.open(BytesIO(content)) as document:
        return [
            replace(page, chars=_plumbed(document.pages[page.number - 1])) if page.lacks_text else page
            for page in pages
        ]


def _plumbed(page: Any) -> list[Char]:
    left, top = page.bbox[:2]
    chars = [
        Char(char["text"], char["x0"] - left, char["top"] - top, char["x1"] - left, char["bottom"] - top)
        for char in page.chars
    ]
    page.close()
    return chars


def _refusal(error: pypdfium2.PdfiumError) -> UnreadableDocument:
    if getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return UnreadableDocument("document_encrypted", _ENCRYPTED)
    return UnreadableDocument("document_damaged", _DAMAGED)


def _content(document: Any, index: int) -> PageContent:
    page = document[index]
    try:
        return page_content(page, index + 1)
    finally:
        page.close()


def _parts(page: PageContent) -> PageParts:
    tables, outside = tables_of(page.edges, page.chars)
    return PageParts(page.number, page.width, page.height, tuple(lines_of(outside)), tuple(tables))


def _damage_notes(content: bytes) -> list[str]:
    broken = broken_streams(content)
    return [f"{broken} parts of the file are damaged: text may be missing or wrong"] if broken else []


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
    return notes
