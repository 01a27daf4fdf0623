"""Puts the paragraphs of a Word 97 file together to tables, by their cell marks and row ends, nested ones too."""

from __future__ import annotations

from dataclasses import dataclass, field

from transforms.readers.doc.rows import RowDefinition
from transforms.readers.list_numbers import apart, numbers_the_row

_DEEPEST = 32
"""Tables deeper in one another are built to fill the memory."""


@dataclass(slots=True)
class CellContent:
    texts: list[str] = field(default_factory=list)
    nested: list[Table] = field(default_factory=list)
    deleted: bool = False
    """Whether its mark was deleted under change tracking."""
    numbers: dict[int, str] = field(default_factory=dict)
    """Those of the items of lists, by the texts that they stand in front of; blank where an item shows none."""

    def shows(self) -> bool:
        return bool(self.texts or self.nested)

    def add(self, items: list[Item]) -> None:
        for item in items:
            if isinstance(item, str):
                self.texts.append(item)
            else:
                self.nested.append(item)

    def end(self, *, deleted: bool) -> None:
        """Its mark is reached: its lists have their numbers, but for those of the table's rows."""
        self.deleted = deleted
        if not numbers_the_row(len(self.numbers)):
            for place, number in self.numbers.items():
                self.texts[place] = apart(number, self.texts[place]) + self.texts[place]


@dataclass(slots=True)
class Row:
    cells: list[CellContent]
    definition: RowDefinition | None


@dataclass(slots=True)
class Table:
    rows: list[Row] = field(default_factory=list)
    cells: list[CellContent] = field(default_factory=list)
    """The cells of the row that is not ended yet."""
    content: CellContent = field(default_factory=CellContent)
    """The cell that is not ended yet."""


Item = str | Table
"""The text of a paragraph, or a table."""


@dataclass(slots=True)
class DocParagraph:
    """A paragraph with what its mark says about tables."""

    items: list[Item]
    """Its own text, if any, then what stands in the text boxes anchored in it."""
    number: str | None = None
    """That of a list, in front of its own text; blank where its item shows none, None where it is in no list."""
    depth: int = 0
    ends_cell: bool = False
    ends_row: bool = False
    definition: RowDefinition | None = None
    """The row that it ends."""
    deleted: bool = False
    """Whether its mark was deleted under change tracking."""


class Assembly:
    """Takes paragraphs one after the other; `finished` gives texts and tables, `doubts` what does not fit together."""

    def __init__(self) -> None:
        self.doubts: list[str] = []
        self._items: list[Item] = []
        self._open: list[Table] = []

    def add(self, paragraph: DocParagraph) -> None:
        depth = paragraph.depth
        if depth > _DEEPEST:
            self.doubts.append("tables are nested too deep")
            depth = _DEEPEST
        while len(self._open) > depth:
            self._close()
        while len(self._open) < depth:
            self._open.append(Table())
        if not depth:
            self._items.extend(_with_number(paragraph))
        elif paragraph.ends_row:
            self._end_row(self._open[-1], paragraph)
        else:
            self._add_to_cell(self._open[-1], paragraph)

    def finished(self) -> list[Item]:
        while self._open:
            self._close()
        return self._items

    def _add_to_cell(self, table: Table, paragraph: DocParagraph) -> None:
        if paragraph.number is not None:
            table.content.numbers[len(table.content.texts)] = paragraph.number
        table.content.add(paragraph.items)
        if paragraph.ends_cell:
            table.content.end(deleted=paragraph.deleted)
            table.cells.append(table.content)
            table.content = CellContent()

    def _end_row(self, table: Table, paragraph: DocParagraph) -> None:
        if paragraph.items or table.content.shows():
            self.doubts.append("a row ends within a cell")
            table.content.add(paragraph.items)
            table.cells.append(table.content)
        if not (paragraph.deleted and _is_deleted(table.cells)):
            table.rows.append(Row(table.cells, paragraph.definition))
        table.cells, table.content = [], CellContent()

    def _close(self) -> None:
        """Ends the innermost table and puts it where it stands; the texts of one without any row stand for it."""
        table = self._open.pop()
        if table.content.shows():
            table.cells.append(table.content)
        if table.cells:
            self.doubts.append("a table ends within a row")
        if table.rows and table.cells:
            table.rows.append(Row(table.cells, None))
        closed: list[Item] = [table] if table.rows else []
        if not table.rows:
            for cell in table.cells:
                closed += [*cell.texts, *cell.nested]
        if self._open:
            self._open[-1].content.add(closed)
        else:
            self._items.extend(closed)


def _with_number(paragraph: DocParagraph) -> list[Item]:
    if not paragraph.number or not isinstance(own := paragraph.items[0], str):
        return paragraph.items
    return [apart(paragraph.number, own) + own, *paragraph.items[1:]]


def _is_deleted(cells: list[CellContent]) -> bool:
    """Whether a row whose last mark was deleted is gone: Word deletes all its marks, LibreOffice may mislay one."""
    return all(cell.deleted and not cell.shows() for cell in cells)
