"""Reads .png and .jpg: the photograph or scan of one page."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from transforms.document import Document
from transforms.readers.options import PLAIN, ReadingOptions
from transforms.readers.pdf.flow import blocks_of
from transforms.readers.pdf.furniture import PageParts, without_furniture
from transforms.readers.pdf.lines import lines_of
from transforms.readers.pdf.table import tables_of
from transforms.readers.scan import ocr as scan

if TYPE_CHECKING:
    from transforms.readers.scan.picture import Grey

FORMAT = "image"


def read(content: bytes, options: ReadingOptions = PLAIN) -> Document:
    """The document of a photograph. Raises UnreadableDocument: `ocr_missing`, `document_damaged`."""
    scan.require(FORMAT)

    def picture() -> Grey:
        from transforms.readers.scan import picture as scan_picture

        return scan_picture.of_file(content)

    page = scan.cached_page(picture, f"{hashlib.sha256(content).hexdigest()}-1", 1, options)
    tables, outside = tables_of(page.edges, page.chars)
    parts = PageParts(page.number, page.width, page.height, tuple(lines_of(outside)), tuple(tables))
    blocks, notes = blocks_of(without_furniture([parts]))
    return Document(FORMAT, blocks, page_count=1, notes=notes, sheets=(scan.sheet_of(page),))
