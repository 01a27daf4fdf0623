"""Which lines of a PDF page are no part of the text: page numbers, and headers and footers that run through."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from transforms.readers.pdf.lines import Line
from transforms.readers.pdf.table import PageTable

_PAGE_NUMBER = re.compile(
    r"[-—–－~·\s]*(?:第\s*)?(?:\d{1,4}|[ivxlc]{1,6})\s*页?[-—–－~·\s]*(?:[/,，共]\s*共?\s*\d{1,4}\s*页?)?",
    re.IGNORECASE,
)
_MARGIN = 0.1
"""Page numbers, headers and footers stand in the outer tenth of a page's height, above and below."""
_LARGER = 1.15
_RUNNING = 3
"""A line that stands in the same place on so many pages runs through the document."""


@dataclass(frozen=True)
class PageParts:
    """A page's lines outside tables and its tables, each from top to bottom."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    tables: tuple[PageTable, ...]
    text_height: float = 0.0
    """How high most characters on the page are, in points, those in tables included; 0 where that is not known."""
    is_overdrawn: bool = False
    """Whether so many lines cross on it that its tables were not looked for."""


def without_furniture(pages: list[PageParts]) -> list[PageParts]:
    """The pages without page numbers and running headers and footers."""
    places = Counter(_place(line) for page in pages for line in page.lines if _is_marginal(line, page))
    running = {place for place, count in places.items() if count >= _RUNNING and 2 * count > len(pages)}
    return [replace(page, lines=tuple(_kept(page, running))) for page in pages]


def _place(line: Line) -> tuple[str, int]:
    return line.text, round(line.box[1] / 4)


def _is_marginal(line: Line, page: PageParts) -> bool:
    return line.box[3] < _MARGIN * page.height or line.box[1] > (1 - _MARGIN) * page.height


def _kept(page: PageParts, running: set[tuple[str, int]]) -> list[Line]:
    return [
        line
        for line in page.lines
        if not (_is_marginal(line, page) and (_runs(line, page, running) or _PAGE_NUMBER.fullmatch(line.text)))
    ]


def _runs(line: Line, page: PageParts, running: set[tuple[str, int]]) -> bool:
    """Whether a line is a running header or footer: one in larger type is a title, which forms on every page share."""
    is_title = page.text_height > 0 and line.height > _LARGER * page.text_height
    return _place(line) in running and not is_title
