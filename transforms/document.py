"""The one model every reader produces: paragraphs and grids in reading order, each saying where it stood.

A reader knows a file format and nothing of budgets; what reads this model knows labels and nothing of file formats.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from warehouse.schema.frozen import value_class

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the page's top left corner."""


class UnreadableDocument(Exception):
    """A file that cannot become a Document.

    `rule` is the quality rule that says why (`document_empty`, `document_damaged`, `document_encrypted`,
    `format_unsupported` ...); the message is for people and says what to do. `document_format` is the format where it
    is known all the same. `missing` names what could have read it, were it there: `ocr`, `libreoffice`, `password`.
    """

    def __init__(
        self, rule: str, message: str, document_format: str | None = None, missing: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.document_format = document_format
        self.missing = missing

    def __reduce__(self) -> tuple[type[UnreadableDocument], tuple[str, str, str | None, tuple[str, ...]]]:
        return type(self), (self.rule, self.message, self.document_format, self.missing)


@value_class(frozen=True, slots=True)
class Cell:
    """One cell of a grid: its text (paragraphs separated by a line break), where it starts and what it spans."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    page: int | None = None
    line: int | None = None
    box: Box | None = None
    confidence: float | None = None
    """How sure OCR was of its least certain part, 0 to 1; None where the file itself says what is written."""

    def overlaps(self, other: Cell) -> bool:
        """Whether the two have a column of the grid in common."""
        return self.column < other.column + other.column_span and other.column < self.column + self.column_span


@value_class(frozen=True, slots=True)
class Paragraph:
    """One paragraph outside every table, or one heading."""

    text: str
    page: int | None = None
    line: int | None = None
    box: Box | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """One table. Cells are ordered by row, then column; rows and columns count from 0.

    A merged cell appears once, where it starts. Formats that do not record a vertical merge (text dumps) give an empty
    cell in the rows below it instead.
    """

    number: int
    """Which table of the document this is, from 1."""
    cells: tuple[Cell, ...]

    def rows(self) -> list[list[Cell]]:
        """The cells that start in each row, in column order; a row in which none starts is empty."""
        rows: list[list[Cell]] = [[] for _ in range(self.cells[-1].row + 1 if self.cells else 0)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return rows


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that boxes count on: its size in points, as it was read."""

    number: int
    width: float
    height: float
    turned: int = 0
    """By how many degrees counterclockwise the page as shown was turned, so that its text ran level: 0, 90, 180, 270."""
    by_ocr: bool = False
    """Whether it is a picture, made level before it was read."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader found in one file."""

    format: str
    """docx, doc, pdf, pdf_scan, image, html, xlsx, text or markdown."""
    blocks: tuple[Block, ...]
    page_count: int | None = None
    """NULL where the format does not record pages."""
    reader: str = ""
    """The reader and its version, such as `pdf-1`."""
    notes: tuple[str, ...] = field(default=())
    """What the reader was not certain of, for people."""
    missing: tuple[str, ...] = ()
    """What could have read more of it, were it there: `ocr`, `libreoffice`."""
    sheets: tuple[Sheet, ...] = ()
    """The pages, where cells and paragraphs have boxes."""
    page_headers: tuple[str, ...] = ()
    """The lines printed above every page, where a file keeps them apart from its text; each once."""

    @property
    def grids(self) -> list[Grid]:
        return [block for block in self.blocks if isinstance(block, Grid)]


def place(block: Paragraph | Cell, *, block_number: int | None = None, table: int | None = None) -> str:
    """Where a paragraph or cell stood, as people look it up: `page 6, table 2, row 3, column 2`.

    Rows and columns are printed from 1. Text files give the line, paged files the page; Word files have neither, so
    a paragraph there is found by its block number. What OCR read says so, with how sure it was.
    """
    where = "" if block.page is None else f", page {block.page}"
    if block.line is not None:
        where += f", line {block.line}"
    if table is not None:
        where += f", table {table}"
    if isinstance(block, Cell):
        where += f", row {block.row + 1}, column {block.column + 1}"
    elif block_number is not None and block.page is None and block.line is None:
        where += f", block {block_number}"
    if block.confidence is not None:
        where += f", OCR {block.confidence:.2f}"
    return where[2:]


class CellPlaces:
    """Where the cells of one table stood, as `place` says it. What those of one row share is put into words once. The
    first column is that many to the right where the table is a part of a document's."""

    def __init__(self, table: int, left: int = 0) -> None:
        self._table, self._left = table, left
        self._row = -1
        self._of_row = ""

    def of(self, cell: Cell) -> str:
        if self._left:
            cell = replace(cell, column=cell.column + self._left)
        if cell.page is not None or cell.confidence is not None:
            return place(cell, table=self._table)
        if cell.row != self._row:
            self._row = cell.row
            self._of_row = f"table {self._table}, row {cell.row + 1}, column "
        if cell.line is None:
            return f"{self._of_row}{cell.column + 1}"
        return f"line {cell.line}, {self._of_row}{cell.column + 1}"
