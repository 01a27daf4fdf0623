"""Puts the lines and tables of a PDF's pages into one flow: wrapped paragraphs, tables that ran over pages."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

from transforms.document import Block, Box, Cell, Grid, Paragraph
from transforms.readers.pdf.breaks import NEAR, Tear, continues, lacks_line, run_on, tear
from transforms.readers.pdf.clipped import CutSide, clipped_notes
from transforms.readers.pdf.cut_cells import CutCell, cut_cells, running_on, whole_text
from transforms.readers.pdf.furniture import PageParts, is_marginal, is_title
from transforms.readers.pdf.lines import ENUMERATION, Line, joined, least, squeezed
from transforms.readers.pdf.repeated import begins_alike, printed_again, says_heads_again, unglued
from transforms.readers.pdf.table import PageTable

_RIGHT_HALF = 0.6
"""Full lines end beyond this share of the page's width."""
_NARROWER = 0.12
"""Tables that end so much of the page's width before the margin opposite to the left one do not show where lines end."""
_REACH = 1.5
"""A line ending within so many characters of the right edge may have been wrapped."""
_LEADING = 1.3
"""Lines of a paragraph are no further apart than so many character heights."""
_SAME_HEIGHT = 0.15
_SAME_HEIGHT_SEEN = 0.25
"""Of two lines in one type OCR puts the boxes more or less close around the characters that each has."""
_ENTRY_END = re.compile(r"(?:\.{4}|…{2}|·{4}|．{4})[.…·．\s]*[-—－]?\s*\d{1,4}$")
"""Dots that lead to the number of a page end an entry of a contents page."""
_SENTENCE_END = "。！？；：.!?;:"


@dataclass
class _OpenParagraph:
    page: int
    first: Line
    last: Line
    text: str
    last_page: int
    confidence: float | None
    box: Box
    """Around its lines on the page where it begins."""

    def closed(self) -> Paragraph:
        return Paragraph(self.text, page=self.page, box=self.box, confidence=self.confidence)


@dataclass
class _OpenGrid:
    """A table with its parts on the pages it runs over."""

    parts: list[tuple[int, PageTable]]
    tears: list[Tear] = field(default_factory=list)
    """How the row at each break between two parts was cut."""
    cuts: list[tuple[CutCell, ...]] = field(default_factory=list)
    """The merged cells that each break cut."""

    def goes_on(self, page: int, table: PageTable) -> bool:
        return page == self.parts[-1][0] + 1 and continues(self.tables(), table)

    def tables(self) -> list[PageTable]:
        return [table for _, table in self.parts]


@dataclass
class Flow:
    """The blocks of a document in reading order, gathered page by page."""

    right_edges: dict[int, float]
    left_edges: dict[int, float]
    wholes: frozenset[str] = frozenset()
    """What cells say, without white space, that no page break may have torn."""
    blocks: list[_OpenParagraph | _OpenGrid] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    top: list[Line] = field(default_factory=list)
    """The lines above the first table of the last page."""
    cut: defaultdict[int, list[CutSide]] = field(default_factory=lambda: defaultdict(list))
    """By page, the merged cells that go on from or to another."""

    def add_page(self, page: PageParts) -> None:
        items: list[Line | PageTable] = [*page.lines, *page.tables]
        items.sort(key=lambda item: item.box[1])
        items = self._without_titles_again(page, items)
        for item in items:
            if isinstance(item, Line):
                self._add_line(page, item)
            else:
                self._add_table(page, item, is_first=item is items[0])

    def _without_titles_again(self, page: PageParts, items: list[Line | PageTable]) -> list[Line | PageTable]:
        """What stands on a page without the lines above its first table that stand there on the page before as well, where
        the table goes on beneath them: titles that a spreadsheet prints on every page, or a header close above."""
        last, before = self.blocks[-1] if self.blocks else None, self.top
        count = next((number for number, item in enumerate(items) if isinstance(item, PageTable)), len(items))
        self.top = [item for item in items[:count] if isinstance(item, Line)]
        if not isinstance(last, _OpenGrid) or not 0 < count < len(items) or not _stand_alike(self.top, before[:count]):
            return items
        table = items[count]
        if not isinstance(table, PageTable) or not last.goes_on(page.number, table):
            return items
        is_header = all(is_marginal(line, page) and not is_title(line, page) for line in self.top)
        is_header = is_header and not begins_alike(last.tables(), table)
        return items[count:] if is_header or says_heads_again(last.tables(), table) else items

    def _add_line(self, page: PageParts, line: Line) -> None:
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, _OpenGrid) and line.box[3] < last.parts[-1][1].box[3] and last.parts[-1][0] == page.number:
            # What stands beside a table comes before it: the table may go on on the next page.
            own = _OpenParagraph(page.number, line, line, line.text, page.number, line.confidence, line.box)
            self.blocks.insert(-1, own)
        elif isinstance(last, _OpenParagraph) and self._runs_on(last, page, line):
            last.text = joined(last.text, line.text)
            last.last, last.last_page = line, page.number
            last.box = _around(last.box, line.box) if page.number == last.page else last.box
            last.confidence = least((last.confidence, line.confidence))
        else:
            self.blocks.append(
                _OpenParagraph(page.number, line, line, line.text, page.number, line.confidence, line.box)
            )

    def _runs_on(self, paragraph: _OpenParagraph, page: PageParts, line: Line) -> bool:
        """Whether a line carries the paragraph before it on."""
        last = paragraph.last
        same = _SAME_HEIGHT if line.confidence is None else _SAME_HEIGHT_SEEN
        if abs(line.height - last.height) > same * last.height:
            return False
        if last.box[2] < self.right_edges[round(page.width)] - _REACH * last.height:
            return False
        if last.text[-1] in _SENTENCE_END and ENUMERATION.match(line.text):
            return False
        if _ENTRY_END.search(last.text):
            return False
        if paragraph.last_page != page.number:
            return last.text[-1] not in _SENTENCE_END and not self._is_indented(line, last, page)
        return line.box[1] - last.box[3] < _LEADING * last.height and not self._is_indented(line, last, page)

    def _is_indented(self, line: Line, last: Line, page: PageParts) -> bool:
        left = min(last.box[0], self.left_edges[round(page.width)])
        centred = abs((line.box[0] + line.box[2]) - (last.box[0] + last.box[2])) < line.height
        return line.box[0] > left + 0.5 * line.height and not centred

    def _add_table(self, page: PageParts, table: PageTable, *, is_first: bool) -> None:
        if lacks_line(table):
            self.notes.append(
                f"page {page.number}: all texts of a row have parts: a line between two rows may be missing"
            )
        last = self.blocks[-1] if self.blocks else None
        if is_first and isinstance(last, _OpenGrid) and last.goes_on(page.number, table):
            earlier = last.tables()
            table = self._unglued(page.number, earlier, table)
            torn = tear(earlier, table, self.wholes)
            cuts = cut_cells(earlier[-1], table, torn.header_rows)
            if cuts:  # the others of its cells are closed: the row ended
                self.cut[last.parts[-1][0]] += [(cell.box, True) for cell, _ in cuts]
                self.cut[page.number] += [(rest.box, False) for _, rest in cuts]
                torn = Tear(header_rows=torn.header_rows)
            elif not torn.pairs:
                cuts, is_judged = running_on(earlier[-1], table, torn.header_rows, self.wholes)
                if is_judged:
                    self.notes.append(f"page {page.number}: a merged cell was joined to the one on the page before")
            last.parts.append((page.number, table))
            last.tears.append(torn)
            last.cuts.append(cuts)
            self._note_tear(page.number, torn)
        else:
            self.blocks.append(_OpenGrid([(page.number, table)]))

    def _unglued(self, page: int, earlier: list[PageTable], table: PageTable) -> PageTable:
        parted = unglued(earlier, table)
        if parted is not table:
            self.notes.append(f"page {page}: the table's header, said again, was parted from the row that it runs into")
        return parted

    def _note_tear(self, page: int, torn: Tear) -> None:
        row = f"row {torn.header_rows + 1}" if torn.header_rows else "the first row"
        if torn.pairs:
            self.notes.append(f"page {page}: {row} was joined to the row on the page before, which runs on")
        elif torn.is_likely:
            self.notes.append(f"page {page}: {row} of the table may be the rest of the row on the page before")

    def closed(self) -> tuple[Block, ...]:
        closed: list[Block] = []
        number = 0
        for block in self.blocks:
            if isinstance(block, _OpenParagraph):
                closed.append(block.closed())
            else:
                number += 1
                closed.append(_grid(number, block))
        return tuple(closed)


def blocks_of(pages: list[PageParts]) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks of all pages in reading order, and what was not certain about them."""
    flow = Flow(_right_edges(pages), _left_edges(pages), frozenset(_wholes(pages)))
    for page in pages:
        flow.add_page(page)
    if any(page.clipped for page in pages):
        shown = squeezed("".join(text for page in pages for text in _texts(page)))
        for page in pages:
            flow.notes += clipped_notes(page.number, page.clipped, flow.cut[page.number], shown)
    return flow.closed(), tuple(flow.notes)


def _texts(page: PageParts) -> Iterator[str]:
    yield from (line.text for line in page.lines)
    yield from (cell.text for table in page.tables for cell in table.cells)


def _right_edges(pages: list[PageParts]) -> dict[int, float]:
    """Where full lines end, by page width: the furthest right that three lines reach together, or else the margin that
    the tables keep, or the left one: where no line is full, none is wrapped."""
    lefts = _left_edges(pages)
    edges = {}
    for width, ends in _sides(pages, 2).items():
        heights = [line.height for page in pages if round(page.width) == width for line in page.lines]
        tables = [table.box[2] for page in pages if round(page.width) == width for table in page.tables]
        reach = _REACH * median(heights)
        together = (
            end for third, end in zip(reversed(ends[:-2]), reversed(ends[2:]), strict=True) if end - third <= reach
        )
        edge = next((end for end in together if end > _RIGHT_HALF * width), None)
        edges[width] = edge if edge is not None else _margin(tables, width, width - lefts[width])
    return edges


def _margin(tables: list[float], width: float, opposite: float) -> float:
    """The margin that the tables keep, or, where they are much narrower than the page's text may be, the left one."""
    right = max(tables, default=opposite)
    return right if right > opposite - _NARROWER * width else opposite


def _left_edges(pages: list[PageParts]) -> dict[int, float]:
    return {width: starts[:3][-1] for width, starts in _sides(pages, 0).items()}


def _sides(pages: list[PageParts], side: int) -> dict[int, list[float]]:
    sides: defaultdict[int, list[float]] = defaultdict(list)
    for page in pages:
        sides[round(page.width)].extend(line.box[side] for line in page.lines)
    return {width: sorted(values) for width, values in sides.items() if values}


def _stand_alike(lines: list[Line], others: list[Line]) -> bool:
    return len(lines) == len(others) and all(
        line.text == other.text and all(abs(a - b) <= NEAR for a, b in zip(line.box, other.box, strict=True))
        for line, other in zip(lines, others, strict=True)
    )


# --- tables over pages


def _wholes(pages: list[PageParts]) -> Iterator[str]:
    for page in pages:
        for number, table in enumerate(page.tables):
            top = number == 0
            bottom = table.row_count - (number == len(page.tables) - 1)
            for cell in table.cells:
                if cell.row >= top and cell.row + cell.row_span <= bottom:
                    yield squeezed(cell.text)


def _grid(number: int, grid: _OpenGrid) -> Grid:
    """The table in one piece. Rows that are there only because a page began are counted and stay empty."""
    tables = grid.tables()
    lefts = _merged(sorted(cell.box[0] for _, table in grid.parts for cell in table.cells))
    said = _said(grid)
    cells: list[Cell] = []
    rows = 0
    for part, (page, table) in enumerate(grid.parts):
        again = printed_again(tables[:part], table) if part else 0
        for cell in table.cells:
            if cell.row < again:
                continue
            first, after = _index(lefts, cell.box[0]), _index(lefts, cell.box[2])
            text, sure = said[part, cell.row, cell.column]
            spans = (cell.row + rows, first, cell.row_span, after - first)
            cells.append(Cell(text, *spans, page=page, box=_rounded(cell.box), confidence=sure))
        rows += table.row_count
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(number, tuple(cells))


def _said(grid: _OpenGrid) -> dict[tuple[int, int, int], tuple[str, float | None]]:
    """The text and confidence of every cell by part, row and column: what a page break tore off stands where its cell
    began."""
    said = {
        (part, cell.row, cell.column): (cell.text, cell.confidence)
        for part, (_, table) in enumerate(grid.parts)
        for cell in table.cells
    }
    for part in range(len(grid.tears), 0, -1):
        for cell, rest in grid.cuts[part - 1]:
            below, sure = said[part, rest.row, rest.column]
            said[part - 1, cell.row, cell.column] = whole_text(cell, rest, below), least((cell.confidence, sure))
            said[part, rest.row, rest.column] = "", None
        for cell, rest in grid.tears[part - 1].pairs:
            below, sure = said[part, rest.row, rest.column]
            said[part - 1, cell.row, cell.column] = run_on(cell, rest, below), least((cell.confidence, sure))
            said[part, rest.row, rest.column] = "", None
        for cell, spilt, end in grid.tears[part - 1].spills:
            text, sure = said[part, spilt.row, spilt.column]
            begun, own = said[part - 1, cell.row, cell.column]
            said[part - 1, cell.row, cell.column] = joined(begun, text[:end]), least((own, sure))
            said[part, spilt.row, spilt.column] = text[end:].lstrip(), sure
    return said


def _merged(sides: list[float]) -> list[float]:
    """Sides that lie within the tolerance of one another count once."""
    kept: list[float] = []
    for side in sides:
        if not kept or side - kept[-1] > NEAR:
            kept.append(side)
    return kept


def _index(lefts: list[float], side: float) -> int:
    """How many columns begin before a side; a side within the tolerance of a column's begins it."""
    return bisect_left(lefts, side - NEAR)


def _around(box: Box, other: Box) -> Box:
    return min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3])


def _rounded(box: Box) -> Box:
    return round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)
