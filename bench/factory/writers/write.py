"""The writer of each format, and what else is known of a file once it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.factory.layouts.blocks import Block
from bench.factory.writers.docx import docx
from bench.factory.writers.fonts import Font
from bench.factory.writers.marks import html, markdown, text_dump
from bench.factory.writers.page import HALF_WIDE, bound, pages
from bench.factory.writers.scan import scan
from bench.factory.writers.sheet import xlsx
from bench.factory.writers.word97 import word97

if TYPE_CHECKING:
    from bench.factory.layouts.habits import Habits

FORMATS = ("docx", "doc", "pdf", "pdf_scan", "text", "xlsx", "html", "markdown")


@dataclass(frozen=True, slots=True)
class Written:
    """A file's bytes, and its pages where the format has any."""

    content: bytes
    pages: int | None = None


def written(blocks: list[Block], document_format: str, own: Habits, font: Font = HALF_WIDE) -> Written:
    """The blocks as a file of a format, as an office writes it; `font` is that of a PDF. Raises ValueError for a format
    that has no writer."""
    match document_format:
        case "pdf":
            streams = pages(blocks, own.style, font)
            return Written(bound(streams, own.style, font), len(streams))
        case "pdf_scan":
            streams = pages(blocks, own.style)
            return Written(scan(bound(streams, own.style)), len(streams))
        case "docx":
            return Written(docx(blocks, own.hand))
        case "text":
            return Written(text_dump(blocks, has_bookmarks=own.has_bookmarks))
    writers = {"doc": word97, "html": html, "markdown": markdown, "xlsx": xlsx}
    if document_format not in writers:
        raise ValueError(f"nothing writes {document_format}")
    return Written(writers[document_format](blocks))
