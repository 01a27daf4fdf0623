"""Which lines of a PDF page are no part of the text: page numbers, and headers and footers that run through."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from transforms.readers.pdf.lines import Line
from transforms.readers.pdf.marks import Clipped
from transforms.readers.pdf.table import PageTable

_PAGE_NUMBER = re.compile(
    r"[-—–－~·\s]*(?:第\s*)?(?:\d{1,4}|[ivxlc]{1,6})\s*页?[-—–－~·\s]*(?:[/,，共]\s*共?\s*\d{1,4}\s*页?)?",
    re.IGNORECASE,
)
_MARGIN = 0.1
"""Page numbers, headers and footers stand in the outer tenth of a page's height, above and below."""
_OFF_CENTRE = 0.05
_LARGER = 1.15
_RUNNING = 3
"""A line that stands in the same place on so many pages runs through the document."""
_CLEAR = 2.0
"""A header stands off from what is below it by so many of its heights."""
_CAPTION = 4
"""So many lines, close below one another, may say what the table below them is about: title, unit, year and money."""


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
    clipped: tuple[Clipped, ...] = ()
    """What it draws and does not show."""
    notes: tuple[str, ...] = ()
    """What was left out of it, without its number."""


def without_furniture(pages: list[PageParts]) -> list[PageParts]:
    """The pages without page numbers and running headers and footers.

    A form on every page says its unit in the same place on all of them: what stands close above a table is kept, unless
    it runs through pages as well where it stands above none. To keep a header harms less than to lose a unit.
    """
    counts: Counter[_Place] = Counter()
    apart: Counter[_Place] = Counter()
    captions = [_captions(page) for page in pages]
    for page, above in zip(pages, captions, strict=True):
        for line in page.lines:
            if is_marginal(line, page):
                counts[_place(line)] += 1
                apart[_place(line)] += id(line) not in above
    running = {place for place, count in counts.items() if count >= _RUNNING and 2 * count > len(pages)}
    sure = {place for place in running if apart[place] >= _RUNNING}
    return [_stripped(page, above, running, sure) for page, above in zip(pages, captions, strict=True)]


_Place = tuple[str, int]
"""What a line says and at which height."""


def _place(line: Line) -> _Place:
    return line.text, round(line.box[1] / 4)


def is_marginal(line: Line, page: PageParts) -> bool:
    """Whether a line stands in the outer part of a page, above or below, where headers and footers do."""
    return line.box[3] < _MARGIN * page.height or line.box[1] > (1 - _MARGIN) * page.height


def _captions(page: PageParts) -> set[int]:
    """The lines that stand close above a table, or above other lines that do, by their `id`."""
    captions: set[int] = set()
    above: list[Line] = []
    for item in _in_order(page):
        if above and item.box[1] - above[-1].box[3] > _CLEAR * above[-1].height:
            above = []
        if isinstance(item, Line):
            above.append(item)
        else:
            captions.update(map(id, above[-_CAPTION:]))
            above = []
    return captions


def _in_order(page: PageParts) -> list[Line | PageTable]:
    return sorted([*page.lines, *page.tables], key=lambda item: item.box[1])


def _stripped(page: PageParts, captions: set[int], running: set[_Place], sure: set[_Place]) -> PageParts:
    """The page without what runs through: page numbers, and lines with nothing between them and the page's edge."""
    dropped = {id(line) for line in page.lines if is_marginal(line, page) and _is_number(line)}
    items = _in_order(page)
    if items and isinstance(items[-1], Line) and _is_number_at_foot(items[-1], page):
        dropped.add(id(items[-1]))
    for ordered in (items, items[::-1]):
        for item in ordered:
            if id(item) in dropped:
                continue
            if not isinstance(item, Line) or not is_marginal(item, page):
                break
            if not _runs(item, page, sure if id(item) in captions else running):
                break
            dropped.add(id(item))
    return replace(page, lines=tuple(line for line in page.lines if id(line) not in dropped))


def _is_number(line: Line) -> bool:
    return _PAGE_NUMBER.fullmatch(line.text) is not None


def _is_number_at_foot(line: Line, page: PageParts) -> bool:
    """Whether the last line of a page is its number, which stands higher above the edge of a small or a wide page."""
    is_low = line.box[1] > (1 - 2 * _MARGIN) * page.height
    is_bare = line.text.isascii() and line.text.isalnum()
    off_centre = abs(line.box[0] + line.box[2] - page.width) / 2
    return is_low and _is_number(line) and (not is_bare or off_centre < _OFF_CENTRE * page.width)


def _runs(line: Line, page: PageParts, running: set[_Place]) -> bool:
    """Whether a line is a running header or footer."""
    return _place(line) in running and not is_title(line, page)


def is_title(line: Line, page: PageParts) -> bool:
    """Whether a line is in larger type than its page: a title, which forms on every page share."""
    return page.text_height > 0 and line.height > _LARGER * page.text_height
