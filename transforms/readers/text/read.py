"""Reads plain text: paragraphs, and tables with one cell a line, as dumps of Word documents have, or one row a line.

Grammar of the dumps (from the samples): a line that opens with a tab opens a cell; a following line without a tab is
one more paragraph of that cell; a blank line ends a row, but also stands inside a cell with an empty paragraph; a line
of several tabs alone is padding; two blank lines and then text, or a mark that stands only between tables, end it.
Text behind two blank lines that a blank line ends, as it does rows, and a cell follows, goes on with the last cell.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import takewhile

from transforms.document import Block, Document, Grid, Paragraph
from transforms.readers.options import PLAIN, ReadingOptions
from transforms.readers.text import delimited, drawn_tables, tab_rows
from transforms.readers.text.dump_rows import Segment, joined_segments
from transforms.readers.text.furniture import Furniture, is_page_mark, stands_above
from transforms.readers.text.plain import decode, grid_of, lines_of

FORMAT = "text"

_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]")
_LEFTOVER = re.compile(r"Evaluation Warning: ?The document was created with Spire\.Doc.*|page number", re.IGNORECASE)
_LEFT_OVER_BEGINS = "EePp"
_END = re.compile(r"\s*(\[bookmark:|Evaluation Warning)")
_GOES_ON = "text behind blank lines, taken for the end of the cell in front of them"
_HEADS = "lines between rows that repeat the cover, taken for the heads of pages: "
_NUMBER = "a figure alone between two rows, taken for the number of a page"
_IN_PIECES = "a row put together from pieces between blank lines, in a table whose rows differ in width"
_CAPTION = re.compile(r"表\s*(?:[(（].{0,10}[)）])?\s*$")
_NOTE = re.compile(r"(?:注|备注|附注|说明|填报人|填表人|联系人|联系电话|审核人|经办人|(?:项目|单位)?负责人)\s*[:：]")
"""What is written beneath a form."""
_NEAR = 40
"""Tables that follow one another stand no more lines apart."""
_PADDING = re.compile(r"\t[\t\xa0 ]*\t[\t\xa0 ]*")


@dataclass(slots=True)
class _OpenTable:
    """A table being read: its segments are the runs of cells between blank lines."""

    segments: list[Segment] = field(default_factory=list)
    more: list[str] = field(default_factory=list)
    """Further paragraphs of the last cell."""
    blanks: int = 0
    """How many blank lines came since the last cell or text."""

    def open_cell(self, line: int, text: str) -> None:
        if self.more:
            self.end_cell()
        if self.blanks or not self.segments:
            self.segments.append([])
        self.segments[-1].append((text, line))
        self.blanks = 0

    def go_on(self, text: str) -> None:
        self.more.append(text)
        self.blanks = 0

    def end_cell(self) -> None:
        """Puts the last cell's paragraphs together."""
        text, line = self.segments[-1][-1]
        self.segments[-1][-1] = "\n".join(filter(None, [text, *self.more])), line
        self.more = []


@dataclass(slots=True)
class _Dump:
    lines: list[str]
    blocks: list[Block] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    tables: int = 0
    table: _OpenTable | None = None
    heads: list[int] = field(default_factory=list)
    """The lines that were taken for the heads of pages since the cover has them too."""
    furniture: Furniture = field(init=False)

    def __post_init__(self) -> None:
        self.furniture = Furniture(self.lines)

    def close_table(self) -> None:
        table, self.table = self.table, None
        if table is None:
            return
        table.end_cell()
        is_row = len(table.segments[0]) > 1 and bool(self.blocks) and isinstance(self.blocks[-1], Grid)
        if len(table.segments) == 1 and not is_row:
            # No row was ever ended: these are paragraphs indented by a tab.
            for text, line in table.segments[0]:
                self.add_paragraphs(text, line)
            return
        self.tables += 1
        joined = joined_segments(table.segments)
        self.blocks.append(grid_of(self.tables, joined.rows))
        self.notes += [f"line {row[0][1]}: {_IN_PIECES}" for row in joined.doubtful]

    def add_paragraphs(self, text: str, line: int) -> None:
        self.blocks += [Paragraph(part, None, line) for part in text.split("\n") if part]

    def take(self, number: int, line: str) -> None:
        table = self.table
        if not line:
            if table is not None:
                table.blanks += 1
            return
        text = clean(line)
        if line[0] == "\t":
            if table is None:
                table = self.table = _OpenTable()
            elif not text and len(line) > 1 and _PADDING.fullmatch(line):
                return
            table.open_cell(number, text)
        elif table is None:
            self.add_paragraphs(text, number)
        elif table.blanks == 1 and not line.strip():
            table.blanks += 1
        elif not table.blanks and not text and _END.match(line):
            pass  # a mark between two cells of a row says nothing
        else:
            self.take_text(table, number, line)

    def take_text(self, table: _OpenTable, number: int, line: str) -> None:
        """A line without a tab behind cells: more of the last one, a page's, or what ends the table."""
        text = clean(line)
        ends = (table.blanks >= 2 and not self.goes_on(number)) or _END.match(line)
        if ends or (table.blanks and (stands_above(text) or self.is_note(number, text))):
            self.close_table()
            self.add_paragraphs(text, number)
        elif not self.is_furniture(table, number, text):
            table.go_on(text)

    def is_note(self, number: int, text: str) -> bool:
        """Whether text behind an ended row is a note beneath the table: no cell follows it."""
        if not _NOTE.match(text):
            return False
        behind = self.lines[number : number + _NEAR]
        return not next((line for line in behind if line.strip()), "").startswith("\t")

    def is_furniture(self, table: _OpenTable, number: int, text: str) -> bool:
        """Whether text within a table is a page's."""
        if not text:
            return False
        if is_page_mark(text):
            return True
        if self.furniture.is_on_cover(text):
            self.heads.append(number)
            return True
        is_number = bool(table.blanks) and self.furniture.is_number_between_rows(number, text)
        if is_number:
            self.notes.append(f"line {number}: {_NUMBER}")
        return is_number

    def goes_on(self, number: int) -> bool:
        """Whether text behind two blank lines belongs to the cell in front of them, which has two empty paragraphs then.
        Where empty paragraphs between tables are empty lines too, nothing shows."""
        if " " not in self.lines or not (self._ends_row(number) or self._is_within_row(number)):
            return False
        self.notes.append(f"line {number}: {_GOES_ON}")
        return True

    def _ends_row(self, number: int) -> bool:
        """Whether an empty line ends the text, as rows end, and the next thing written is a cell. What is called a table
        is none."""
        text = list(takewhile(_is_text, self.lines[number - 1 :]))
        behind = number - 1 + len(text)
        if not text or _CAPTION.search(text[-1]) or behind >= len(self.lines) or self.lines[behind]:
            return False
        following = next((line for line in self.lines[behind:] if line.strip()), "")
        return following.startswith("\t")

    def _is_within_row(self, number: int) -> bool:
        """Whether the cells right behind the text and those in front of it are together as many as the row above has."""
        above = self.table.segments[-2:] if self.table else []
        if len(above) < 2 or not _is_text(self.lines[number - 1]):
            return False
        row = takewhile(bool, self.lines[number:])
        return len(above[1]) < len(above[0]) == len(above[1]) + sum(line[0] == "\t" for line in row)


def _is_text(line: str) -> bool:
    return bool(line.strip()) and line[0] != "\t"


def clean(line: str) -> str:
    """A line without the marks that the exporting program left in it."""
    text = (_BOOKMARK.sub("", line) if "[" in line else line).strip()
    return "" if text and text[0] in _LEFT_OVER_BEGINS and _LEFTOVER.fullmatch(text) else text


def read(content: bytes, _options: ReadingOptions = PLAIN) -> Document:
    """The document of a plain text. Raises UnreadableDocument where the bytes are no text."""
    return read_lines(lines_of(decode(content)))


def read_lines(lines: list[str]) -> Document:
    """The document of a text's lines. Where no line has a tab, cells may be set off by something else."""
    if len(lines) > _FEW_LINES and "" not in lines[:-1]:
        lines = [line.removesuffix(" ") for line in lines]  # a space was put behind every line: the empty ones end rows
    text = "\n".join(lines)
    if "\t" not in text:
        if drawn := drawn_tables.blocks_of(lines):
            return Document(FORMAT, tuple(drawn))
        lines = _with_tabs_in_front(lines)
    elif drawn_tables.has_bars(text) and (barred := drawn_tables.barred_blocks_of(lines)):
        return Document(FORMAT, tuple(barred))
    if delimited.has_commas(text) and (found := delimited.blocks_of(lines)):
        return Document(FORMAT, tuple(found))
    if tab_rows.is_tabbed(lines):
        return Document(FORMAT, tuple(tab_rows.blocks_of(lines)))
    dump = _Dump(lines)
    for number, line in enumerate(lines, start=1):
        dump.take(number, line)
    dump.close_table()
    heads = (_HEADS + ", ".join(map(str, dump.heads)),) if dump.heads else ()
    return Document(FORMAT, tuple(dump.blocks), notes=(*dump.notes, *heads))


_FEW_LINES = 30
"""A text of more lines than these has empty ones."""
_INDENT = re.compile(r"[ \xa0\u3000]{2,}")
_FEW, _CELL = 0.4, 20
"""Where tabs became spaces, so much of the lines at least begins with as many, and most of these are short."""


def _with_tabs_in_front(lines: list[str]) -> list[str]:
    """The lines of a dump in which spaces stand for the tabs that open cells, with tabs; other lines as they are."""
    indents = Counter(found.group() for line in lines if line.strip() and (found := _INDENT.match(line)))
    indent, count = max(indents.items(), key=lambda item: item[1], default=("", 0))
    written = sum(bool(line.strip()) for line in lines)
    short = sum(line.startswith(indent) and 0 < len(line.strip()) <= _CELL for line in lines)
    if count < _FEW * written or 2 * short < count:
        return lines
    return ["\t" + line[len(indent) :] if line.startswith(indent) else line for line in lines]
