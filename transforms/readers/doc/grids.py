"""Turns the tables of a Word 97 file into numbered grids: cells with their columns, spans and merges."""

from __future__ import annotations

from transforms.document import Block, Grid, Paragraph
from transforms.readers.doc.columns import column_numbers, rises
from transforms.readers.doc.rows import RowDefinition
from transforms.readers.doc.tables import CellContent, Item, Row, Table
from transforms.readers.grid_builder import GridBuilder
from transforms.readers.nested import in_reading_order


class Grids:
    """Numbers the tables of one document in reading order; `doubts` says which rows do not fit their definition."""

    def __init__(self) -> None:
        self.doubts: list[str] = []
        self._tables = 0

    def blocks(self, items: list[Item]) -> list[Block]:
        """Texts as paragraphs, tables as grids, with those nested in cells where they stand."""
        found: list[Block] = []
        for item in items:
            if isinstance(item, str):
                found.append(Paragraph(item))
            else:
                found.extend(self._grids(item))
        return found

    def _grids(self, table: Table) -> list[Grid]:
        self._tables += 1
        number = self._tables
        definitions = [self._trusted(row, f"table {number}: row {place}") for place, row in enumerate(table.rows, 1)]
        columns = column_numbers(definition.edges() for definition in definitions if definition)
        builder = GridBuilder()
        nested: list[tuple[int, Grid]] = []
        for row, definition in zip(table.rows, definitions, strict=True):
            if definition:
                self._place(builder, row.cells, definition, columns, nested)
            else:
                self._count(builder, row.cells, nested)
        return in_reading_order(Grid(number, builder.cells()), nested)

    def _trusted(self, row: Row, place: str) -> RowDefinition | None:
        """A row's definition where it fits its cell marks; where it does not, the cells are only counted."""
        definition = row.definition
        if definition is None:
            doubt = "has no definition"
        elif len(definition.cells) != len(row.cells):
            doubt = f"defines {len(definition.cells)} cells and has {len(row.cells)}"
        elif not rises(definition.edges()):
            doubt = "has cells without a width"
        else:
            return definition
        self.doubts.append(f"{place} {doubt}")
        return None

    def _place(
        self,
        builder: GridBuilder,
        cells: list[CellContent],
        definition: RowDefinition,
        columns: dict[int, int],
        nested: list[tuple[int, Grid]],
    ) -> None:
        edges = [columns[edge] for edge in definition.edges()]
        builder.start_row(edges[0])
        verticals, horizontals = definition.vertical_merges(), definition.horizontal_merges()
        for number, cell in enumerate(cells):
            span = edges[number + 1] - edges[number]
            if not builder.carry_on(span, verticals[number], horizontals[number]):
                self._fill(builder, cell, span, verticals[number], nested)
            elif cell.shows():
                self.doubts.append("a merged cell covers a text")

    def _count(self, builder: GridBuilder, cells: list[CellContent], nested: list[tuple[int, Grid]]) -> None:
        builder.start_row(0)
        for cell in cells:
            self._fill(builder, cell, 1, None, nested)

    def _fill(
        self, builder: GridBuilder, cell: CellContent, span: int, vertical: str | None, nested: list[tuple[int, Grid]]
    ) -> None:
        builder.add("\n".join(cell.texts), span, vertical)
        for table in cell.nested:
            nested.extend((builder.row, grid) for grid in self._grids(table))
