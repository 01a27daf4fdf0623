"""One table of a web page: where its cells stand, and whether it tabulates anything or only lays out the page."""

from __future__ import annotations

from dataclasses import dataclass, field

from transforms.document import Block, Cell, Grid, Paragraph, UnreadableDocument
from transforms.readers.captions import blocks_of
from transforms.readers.nested import in_reading_order

MOST_COLUMNS = 256
"""No form is as wide; spans are cut there, and a table with more cells in a row is refused."""
_FORM_ROWS = 3
"""A table with tables inside is a form of its own where at least that many rows set two written cells side by side."""

_TOO_WIDE = "网页中的表格超过{0}列，无法读取，请另存为 .docx 或 .xlsx。 A table of the page has more than {0} columns."


@dataclass(slots=True)
class HtmlCell:
    """A cell as written: what it holds in reading order, its spans, its line in the source."""

    row_span: int
    column_span: int
    line: int | None = None
    blocks: list[Block] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The cell's own text, without that of the tables inside."""
        return "\n".join(block.text for block in self.blocks if isinstance(block, Paragraph))

    @property
    def holds_tables(self) -> bool:
        return any(isinstance(block, Grid) for block in self.blocks)


@dataclass(slots=True)
class HtmlTable:
    """A table as written. `sections` says which of thead, tbody, tfoot a row is of: no span leaves its section."""

    is_presentation: bool = False
    caption: list[Block] = field(default_factory=list)
    rows: list[list[HtmlCell]] = field(default_factory=list)
    sections: list[int] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    """What is not shown of it; of a layout that is no matter."""

    def start_row(self, section: int) -> None:
        self.rows.append([])
        self.sections.append(section)

    def add(self, cell: HtmlCell) -> None:
        if not self.rows:
            self.start_row(0)
        self.rows[-1].append(cell)

    def blocks(self) -> list[Block]:
        """What the table is in the document: its own grid and those inside, or, for a layout, what its cells hold."""
        if self._is_layout():
            self.hidden.clear()
            return [*self.caption, *(block for row in self.rows for cell in row for block in cell.blocks)]
        inside = [
            (number, block)
            for number, row in enumerate(self.rows)
            for cell in row
            for block in cell.blocks
            if isinstance(block, Grid)
        ]
        own = blocks_of(self._placed())
        if own and isinstance(own[-1], Grid):
            own = [*own[:-1], *in_reading_order(own[-1], inside)]
        else:
            own = [*own, *(block for _, block in inside)]
        return [*self.caption, *own]

    def _is_layout(self) -> bool:
        """Saved pages wrap what they show in tables; a form with a small table in one of its cells is still a form."""
        if self.is_presentation:
            return True
        side_by_side = sum(len([cell for cell in row if cell.blocks]) > 1 for row in self.rows)
        if not side_by_side:
            return True
        if not any(cell.holds_tables for row in self.rows for cell in row):
            return False
        written = (sum(bool(cell.text) and not cell.holds_tables for cell in row) for row in self.rows)
        return sum(number > 1 for number in written) < _FORM_ROWS

    def _placed(self) -> list[list[Cell]]:
        """The cells where browsers put them; spans end with the table and with their section."""
        taken: dict[int, int] = {}
        placed: list[list[Cell]] = []
        ends = self._section_ends()
        for number, row in enumerate(self.rows):
            placed.append([])
            column = 0
            for cell in row:
                column = _free(taken, number, column)
                width = _width(taken, number, column, cell.column_span)
                end = min(number + cell.row_span, ends[number]) if cell.row_span else ends[number]
                if end > number + 1:
                    taken.update(dict.fromkeys(range(column, column + width), end))
                placed[-1].append(Cell(cell.text, number, column, end - number, width, line=cell.line))
                column += width
        return _clipped(placed)

    def _section_ends(self) -> list[int]:
        ends = [len(self.rows)] * len(self.rows)
        for number in range(len(self.rows) - 2, -1, -1):
            ends[number] = ends[number + 1] if self.sections[number] == self.sections[number + 1] else number + 1
        return ends


def _free(taken: dict[int, int], row: int, column: int) -> int:
    while taken.get(column, 0) > row:
        column += 1
    if column >= MOST_COLUMNS:
        raise UnreadableDocument("document_too_large", _TOO_WIDE.format(MOST_COLUMNS))
    return column


def _width(taken: dict[int, int], row: int, column: int, span: int) -> int:
    """The span as far as no cell from above is in its way."""
    end = column + 1
    while end < min(column + span, MOST_COLUMNS) and taken.get(end, 0) <= row:
        end += 1
    return end - column


def _clipped(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows without columns that no cell starts in, at the right: that is as far as the table really goes."""
    width = max((cell.column for row in rows for cell in row), default=0) + 1
    return [
        [
            Cell(
                cell.text,
                cell.row,
                cell.column,
                cell.row_span,
                min(cell.column_span, width - cell.column),
                line=cell.line,
            )
            for cell in row
        ]
        for row in rows
    ]
