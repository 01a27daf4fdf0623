"""Walks the XML of a Word document once: blocks, paragraphs, tables, and what counts as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from transforms.document import Block, Cell, Grid, Paragraph
from transforms.readers.nested import in_reading_order
from transforms.readers.symbols import UNREAD, shown_as, unread_note

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_IN_SYMBOL_FONT = re.compile("[\uf020-\uf0ff]")
_SKIPPED = (
    "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sectPr", "del", "moveFrom", "delText", "instrText",
    "delInstrText", "rt", "footnoteReference", "endnoteReference", "commentReference", "annotationRef",
)  # fmt: skip


class Walk:
    """One pass over a document; `blocks` gives what it holds, `notes` what it could not be certain of."""

    def __init__(self, root: etree._Element) -> None:
        namespace = str(root.tag).partition("}")[0] + "}"
        self._root = root
        self._p, self._tbl, self._tr, self._tc = (namespace + name for name in ("p", "tbl", "tr", "tc"))
        self._t, self._r, self._tc_properties = namespace + "t", namespace + "r", namespace + "tcPr"
        self._grid_span, self._v_merge, self._h_merge = (namespace + name for name in ("gridSpan", "vMerge", "hMerge"))
        self._val = namespace + "val"
        self._names = namespace
        self._skipped = {namespace + name for name in _SKIPPED}
        self._text_box = namespace + "txbxContent"
        self._alternate = _COMPATIBILITY + "AlternateContent"
        self._signs: dict[str, Callable[[etree._Element], str]] = {
            self._t: _own_text,
            _MATH + "t": _own_text,
            namespace + "tab": lambda _: "\t",
            namespace + "ptab": lambda _: "\t",
            namespace + "br": self._break,
            namespace + "cr": lambda _: "\n",
            namespace + "noBreakHyphen": lambda _: "-",
            namespace + "sym": self._symbol,
        }
        self._tables = 0
        self.notes: list[str] = []

    def blocks(self) -> list[Block]:
        body = self._root.find(self._names + "body")
        return [] if body is None else self._blocks(body)

    def _blocks(self, parent: Iterable[etree._Element]) -> list[Block]:
        """The paragraphs and tables below an element, each followed by what its text boxes hold."""
        found: list[Block] = []
        for element in self._block_elements(parent):
            if element.tag == self._p:
                text, boxes = self._paragraph(element)
                found += [Paragraph(text)] if text else []
                for box in boxes:
                    found += self._blocks(box)
            else:
                found += self._table(element)
        return found

    def _block_elements(self, parent: Iterable[etree._Element]) -> Iterator[etree._Element]:
        """The paragraphs and tables below an element, through content controls, tracked insertions and the like."""
        for child in parent:
            if child.tag == self._p or child.tag == self._tbl:
                yield child
            elif child.tag == self._alternate:
                yield from self._block_elements(self._chosen(child))
            elif child.tag not in self._skipped:
                yield from self._block_elements(child)

    def _chosen(self, alternate: etree._Element) -> etree._Element:
        """The first alternative that holds text: both hold the same, for older and newer programs."""
        for choice in alternate:
            if next(choice.iter(self._t), None) is not None:
                return choice
        return alternate[0] if len(alternate) else alternate

    # --- paragraphs

    def _paragraph(self, paragraph: etree._Element) -> tuple[str, list[etree._Element]]:
        """The text of one paragraph, and the text boxes anchored in it."""
        parts: list[str] = []
        boxes: list[etree._Element] = []
        self._collect(paragraph, parts, boxes)
        text = "".join(parts)
        if _IN_SYMBOL_FONT.search(text):
            self._show_signs(paragraph)
            parts, boxes = [], []
            self._collect(paragraph, parts, boxes)
            text = "".join(parts)
        return text.strip(), boxes

    def _show_signs(self, paragraph: etree._Element) -> None:
        """Puts the signs of symbol fonts, which stand in the private area, as the characters they show."""
        for run in paragraph.iter(self._r):
            fonts = run.find(f"{self._names}rPr/{self._names}rFonts")
            font = None if fonts is None else fonts.get(self._names + "ascii") or fonts.get(self._names + "hAnsi")
            for text in run.iter(self._t):
                written = text.text or ""
                text.text = "".join(
                    self._shown(font, ord(sign)) if _IN_SYMBOL_FONT.match(sign) else sign for sign in written
                )

    def _collect(self, parent: etree._Element, parts: list[str], boxes: list[etree._Element]) -> None:
        """Gathers the text below an element and the text boxes found on the way. Most of it is plain runs."""
        text, run = self._t, self._r
        for child in parent:
            tag = child.tag
            if tag == text:
                parts.append(child.text or "")
            elif tag == run:
                self._collect(child, parts, boxes)
            elif tag not in self._skipped:
                self._collect_rare(child, parts, boxes)

    def _collect_rare(self, element: etree._Element, parts: list[str], boxes: list[etree._Element]) -> None:
        sign = self._signs.get(element.tag)
        if sign is not None:
            parts.append(sign(element))
        elif element.tag == self._text_box:
            boxes.append(element)
        else:
            self._collect(self._chosen(element) if element.tag == self._alternate else element, parts, boxes)

    def _break(self, element: etree._Element) -> str:
        return "" if element.get(self._names + "type") in ("page", "column") else "\n"

    def _symbol(self, element: etree._Element) -> str:
        return self._shown(element.get(self._names + "font"), _number(element.get(self._names + "char"), 16))

    def _shown(self, font: str | None, code: int) -> str:
        shown = shown_as(font, code)
        if shown == UNREAD:
            self.notes.append(unread_note(font))
        return shown

    # --- tables

    def _table(self, table: etree._Element) -> list[Grid]:
        """The grid of a table and those of the tables nested in its cells, in reading order."""
        self._tables += 1
        number = self._tables
        builder = GridBuilder()
        nested: list[tuple[int, Grid]] = []
        for row in self._elements(table, self._tr):
            if not self._is_deleted(row):
                builder.start_row(self._row_property(row, "gridBefore"))
                for cell in self._elements(row, self._tc):
                    nested += [(builder.row, grid) for grid in self._cell(cell, builder)]
        return in_reading_order(Grid(number, builder.cells()), nested)

    def _elements(self, parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
        """The rows of a table or the cells of a row, through content controls and tracked insertions."""
        for child in parent:
            if child.tag == wanted:
                yield child
            elif child.tag not in self._skipped:
                yield from self._elements(child, wanted)

    def _is_deleted(self, row: etree._Element) -> bool:
        return row.find(f"{self._names}trPr/{self._names}del") is not None

    def _row_property(self, row: etree._Element, name: str) -> int:
        found = row.find(f"{self._names}trPr/{self._names}{name}")
        return 0 if found is None else _number(found.get(self._val))

    def _cell(self, cell: etree._Element, builder: GridBuilder) -> list[Grid]:
        """Adds the cell to its table; the tables nested in it."""
        content = list(cell)
        properties = content.pop(0) if content and content[0].tag == self._tc_properties else None
        span, vertical, horizontal = (1, None, None) if properties is None else self._spans(properties)
        if builder.carry_on(span, vertical, horizontal):
            return []
        texts: list[str] = []
        nested: list[Grid] = []
        for element in self._block_elements(content):
            if element.tag == self._p:
                text, boxes = self._paragraph(element)
                texts += [text] if text else []
                for box in boxes:
                    self._box_in_cell(box, texts, nested)
            else:
                nested += self._table(element)
        builder.add("\n".join(texts), span, vertical)
        return nested

    def _box_in_cell(self, box: etree._Element, texts: list[str], nested: list[Grid]) -> None:
        """A text box's paragraphs are the cell's, its tables are nested in the cell."""
        for block in self._blocks(box):
            if isinstance(block, Grid):
                nested.append(block)
            else:
                texts.append(block.text)

    def _spans(self, properties: etree._Element) -> tuple[int, str | None, str | None]:
        """Columns spanned, then the vertical and the horizontal merge: None, `restart` or `continue`."""
        span, vertical, horizontal = 1, None, None
        for item in properties:
            tag = item.tag
            if tag == self._grid_span:
                span = max(1, _number(item.get(self._val), default=1))
            elif tag == self._v_merge:
                vertical = "restart" if item.get(self._val) == "restart" else "continue"
            elif tag == self._h_merge:
                horizontal = "restart" if item.get(self._val) == "restart" else "continue"
        return span, vertical, horizontal


class GridBuilder:
    """Places cells one after the other, and lets a merged cell grow instead of repeating it."""

    def __init__(self) -> None:
        self._cells: list[_Cell] = []
        self.row = -1
        """The row that is open."""
        self._column = 0
        self._merged: dict[int, _Cell] = {}
        """The open vertical merges, by the column they start in."""

    def start_row(self, column: int) -> None:
        self.row += 1
        self._column = column

    def carry_on(self, span: int, vertical: str | None, horizontal: str | None) -> bool:
        """Whether the next cell only carries a merged one on; if so, that one has grown."""
        if horizontal == "continue" and self._cells and self._cells[-1].row == self.row:
            self._cells[-1].column_span += span
        elif vertical == "continue" and self._reaches(self._column):
            self._merged[self._column].row_span += 1
        else:
            return False
        self._column += span
        return True

    def _reaches(self, column: int) -> bool:
        above = self._merged.get(column)
        return above is not None and above.row + above.row_span == self.row

    def add(self, text: str, span: int, vertical: str | None) -> None:
        cell = _Cell(text, self.row, self._column, span)
        self._cells.append(cell)
        if vertical is None:
            self._merged.pop(self._column, None)
        else:
            self._merged[self._column] = cell
        self._column += span

    def cells(self) -> tuple[Cell, ...]:
        return tuple(Cell(cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in self._cells)


class _Cell:
    __slots__ = ("column", "column_span", "row", "row_span", "text")

    def __init__(self, text: str, row: int, column: int, column_span: int) -> None:
        self.text = text
        self.row = row
        self.column = column
        self.row_span = 1
        self.column_span = column_span


def _own_text(element: etree._Element) -> str:
    return element.text or ""


def _number(text: str | None, base: int = 10, *, default: int = 0) -> int:
    """The number written in an attribute, or the default where it is no number of a sane size."""
    try:
        number = int(text or "", base)
    except ValueError:
        return default
    return number if 0 <= number <= 0xFFFF else default
