"""Reads one sheet of a workbook, row by row: the text of every written cell as shown, lines around cells, merges."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO

from lxml import etree

from transforms.document import UnreadableDocument
from transforms.readers.underlined import bound_drawn_as
from transforms.readers.xlsx.format import Shown, shown, shown_text
from transforms.readers.xlsx.parts import Workbook, name_of, refuse_entities, rich_text, take_out_struck, unescaped

MOST_CELLS = 300_000
"""Written cells of a sheet. A year's book of forms has ten thousand."""
_MOST_ELEMENTS = 5_000_000
"""Cells of a sheet that are stored at all: blank ones with a style are."""
_MOST_ROW, _MOST_COLUMN = 1_048_576, 16_384
_TRUE = ("1", "true")
_TEXT = ("s", "str", "inlineStr")
_PLAIN = ("General", "@")
"""Formats that show a text as it is, which hardly any other does not."""
_NO_SIZE = re.compile(r"0+(?:\.0*)?")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")

_TOO_LARGE = "工作表“{0}”的单元格过多，无法读取，请拆分。 The sheet {0} has too many cells: split it."

Place = tuple[int, int]
"""Row and column, from 1."""


@dataclass(slots=True)
class SheetCells:
    """What stands on a sheet."""

    name: str
    texts: dict[Place, str] = field(default_factory=dict)
    """The written cells."""
    bordered: dict[int, Place] = field(default_factory=dict)
    """By row, the first and the last column with a line around its cell."""
    merges: list[tuple[Place, Place]] = field(default_factory=list)
    """Merged ranges: first and last cell."""
    hidden_rows: set[int] = field(default_factory=set)
    """Those of the rows that are stored."""
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    """Ranges of columns: the first and the last."""
    filtered_rows: int = 0
    """How many rows only a filter hides: somebody looked for something, and they belong to the sheet."""
    uncomputed: list[str] = field(default_factory=list)
    """Cells whose formula was saved without its result."""
    rounded: list[str] = field(default_factory=list)
    """Cells that show less than the number they hold."""
    struck: list[str] = field(default_factory=list)
    """What is struck out and not read, in order."""
    struck_rows: set[int] = field(default_factory=set)
    """Rows of which all is struck out: they are hidden, and part no table."""

    def hides_row(self, row: int) -> bool:
        """Whether a row is not shown."""
        return row in self.hidden_rows

    def hides_column(self, column: int) -> bool:
        """Whether a column is not shown."""
        return any(first <= column <= last for first, last in self.hidden_columns)

    def hidden_texts(self) -> list[str]:
        """What stands in rows and columns that are not shown, in order; what a merge shows beside them is none of it."""
        if not self.hidden_rows and not self.hidden_columns:
            return []
        reach = dict(self.merges)
        return [
            text
            for start, text in sorted(self.texts.items())
            if all(map(self.hides_row, range(start[0], reach.get(start, start)[0] + 1)))
            or all(map(self.hides_column, range(start[1], reach.get(start, start)[1] + 1)))
        ]


def read_sheet(source: IO[bytes], name: str, workbook: Workbook) -> SheetCells:
    """Raises UnreadableDocument (`document_too_large`) where the sheet is out of bounds, lxml errors where broken."""
    return _SheetReader(SheetCells(name), workbook).read(source)


class _SheetReader:
    def __init__(self, cells: SheetCells, workbook: Workbook) -> None:
        self._cells, self._workbook = cells, workbook
        self._row, self._column, self._elements = 0, 0, 0
        self._is_written, self._struck = False, 0
        self._texts: dict[str, Callable[[etree._Element], str]] = {
            "s": self._shared,
            "str": lambda cell: unescaped(_value(cell)),
            "inlineStr": self._inline,
            "b": lambda cell: {"1": "TRUE", "0": "FALSE"}.get(_value(cell), _value(cell)),
            "e": _value,
            "d": lambda cell: _value(cell).replace("T00:00:00", "").replace("T", " "),
        }

    def read(self, source: IO[bytes]) -> SheetCells:
        events = etree.iterparse(
            source, events=("start", "end"), resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        for event, element in events:
            name = name_of(element)
            if event == "start":
                self._start(element, name)
            elif name == "c":
                self._cell(element)
            elif name == "mergeCell":
                self._merge(element.get("ref", ""))
            elif name == "autoFilter" and _child(element, "filterColumn") is not None:
                self._unfilter(element.get("ref", ""))
            elif name == "row":
                self._end_row()
            if event == "end" and name in ("row", "mergeCell"):
                element.clear()
                _drop_earlier(element)
        return self._cells

    def _start(self, element: etree._Element, name: str) -> None:
        if element.getparent() is None:
            refuse_entities(element)
        if name == "row":
            self._row = _number(element.get("r"), self._row + 1, _MOST_ROW)
            self._column = 0
            self._is_written, self._struck = False, len(self._cells.struck)
            if _is_hidden(element, "ht"):
                self._cells.hidden_rows.add(self._row)
        elif name == "col" and _is_hidden(element, "width"):
            first = _number(element.get("min"), 0, _MOST_COLUMN)
            self._cells.hidden_columns.append((first, _number(element.get("max"), first, _MOST_COLUMN)))

    def _end_row(self) -> None:
        if not self._is_written and len(self._cells.struck) > self._struck:
            self._cells.struck_rows.add(self._row)
            self._cells.hidden_rows.add(self._row)

    def _cell(self, cell: etree._Element) -> None:
        found = _place(cell.get("r", ""))
        self._column = found[1] if found else self._column + 1
        place = (self._row, self._column)
        self._elements += 1
        style = self._workbook.style(_number(cell.get("s"), 0, len(self._workbook.styles)))
        if style.is_bordered and len(self._cells.bordered) < MOST_CELLS:
            first, last = self._cells.bordered.get(self._row, (self._column, self._column))
            self._cells.bordered[self._row] = (min(first, self._column), max(last, self._column))
        struck = len(self._cells.struck)
        text = self._text(cell, place, style.number_format).strip()
        if text and style.is_struck and len(self._cells.struck) == struck:  # else its pieces have fonts of their own
            self._cells.struck.append(text)
        elif text:
            self._cells.texts[place] = (bound_drawn_as(text) if style.is_underlined else None) or text
            self._is_written = True
        if len(self._cells.texts) > MOST_CELLS or self._elements > _MOST_ELEMENTS:
            raise UnreadableDocument("document_too_large", _TOO_LARGE.format(self._cells.name[:40]))

    def _text(self, cell: etree._Element, place: Place, number_format: str) -> str:
        kind = cell.get("t", "n")
        text = self._texts[kind](cell) if kind in self._texts else self._number(cell, place, number_format)
        if kind in _TEXT and text and number_format not in _PLAIN:
            text = self._as_shown(place, shown_text(text, number_format), text)
        if not text and kind != "str" and _child(cell, "f") is not None:
            self._cells.uncomputed.append(address(place))
        return text

    def _number(self, cell: etree._Element, place: Place, number_format: str) -> str:
        stored = _value(cell)
        if not stored:
            return ""
        try:
            found = shown(stored, number_format, since_1904=self._workbook.since_1904)
        except (ValueError, ArithmeticError):
            return stored
        return self._as_shown(place, found, stored)

    def _as_shown(self, place: Place, found: Shown, stored: str) -> str:
        if not found.is_exact:
            self._cells.rounded.append(f"{address(place)} {found.text} ({stored[:24]})")
        return found.text

    def _shared(self, cell: etree._Element) -> str:
        number = _number(_value(cell), -1, len(self._workbook.strings))
        if number in self._workbook.struck:
            self._cells.struck.append(self._workbook.struck[number])
        return self._workbook.strings[number] if 0 <= number < len(self._workbook.strings) else ""

    def _inline(self, cell: etree._Element) -> str:
        item = _child(cell, "is")
        if item is None:
            return ""
        if struck := take_out_struck(item):
            self._cells.struck.append(struck)
        return rich_text(item)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        start, end = _place(first), _place(last)
        if start and end and start <= end and start[1] <= end[1] and len(self._cells.merges) < MOST_CELLS:
            self._cells.merges.append((start, end))

    def _unfilter(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        start, end = _place(first), _place(last)
        if start and end:
            found = {row for row in self._cells.hidden_rows if start[0] <= row <= end[0]}
            self._cells.filtered_rows += len(found)
            self._cells.hidden_rows -= found


def address(place: Place) -> str:
    """A cell's name as the sheet shows it: row 3, column 28 is AB3."""
    row, column = place
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def _place(reference: str) -> Place | None:
    found = _REFERENCE.fullmatch(reference)
    if not found:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(found[2])
    return (row, column) if 1 <= row <= _MOST_ROW and column <= _MOST_COLUMN else None


def _is_hidden(element: etree._Element, size: str) -> bool:
    """Whether a row or a column is hidden, or has no height or width."""
    return element.get("hidden") in _TRUE or bool(_NO_SIZE.fullmatch(element.get(size) or ""))


def _child(cell: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in cell if name_of(child) == name), None)


def _value(cell: etree._Element) -> str:
    value = _child(cell, "v")
    return "" if value is None else (value.text or "").strip()


def _number(text: str | None, default: int, most: int) -> int:
    """A count as written, or the default where it is none or above what may be."""
    if text is None or not text.isascii() or not text.isdecimal() or len(text) > 9:
        return default
    return int(text) if int(text) <= most else default


def _drop_earlier(element: etree._Element) -> None:
    """Forgets what is read, so that memory does not grow with the sheet."""
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
