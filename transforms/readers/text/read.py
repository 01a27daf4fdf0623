"""Reads plain text: paragraphs, and tables with one cell a line, as dumps of Word documents have, or one row a line.

Grammar of the dumps (from the samples): a line that opens with a tab opens a cell; a following line without a tab is
one more paragraph of that cell; a blank line ends a row, but also stands inside a cell with an empty paragraph; a line
of several tabs alone is padding; two blank lines and then text, or a mark that stands only between tables, end it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from transforms.document import Block, Document, Paragraph
from transforms.readers.options import PLAIN, ReadingOptions
from transforms.readers.text import tab_rows
from transforms.readers.text.dump_rows import JoinedRows, joined_segments
from transforms.readers.text.plain import Located, decode, grid_of, lines_of

FORMAT = "text"

_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]")
_LEFTOVER = re.compile(r"Evaluation Warning: ?The document was created with Spire\.Doc.*|page number", re.IGNORECASE)
_END = re.compile(r"\s*(\[bookmark:|Evaluation Warning)")
_IN_PIECES = "a row put together from pieces between blank lines, in a table whose rows differ in width"
_PADDING = re.compile(r"\t[\t\xa0 ]*\t[\t\xa0 ]*")


@dataclass
class _OpenCell:
    line: int
    paragraphs: list[str]

    def located(self) -> Located:
        return "\n".join(text for text in self.paragraphs if text), self.line


@dataclass
class _OpenTable:
    """A table being read: its segments are the runs of cells between blank lines."""

    segments: list[list[_OpenCell]] = field(default_factory=list)
    blanks: int = 0
    """How many blank lines came since the last cell or text."""

    def open_cell(self, line: int, text: str) -> None:
        if self.blanks or not self.segments:
            self.segments.append([])
        self.segments[-1].append(_OpenCell(line, [text]))
        self.blanks = 0

    def go_on(self, text: str) -> None:
        self.segments[-1][-1].paragraphs.append(text)
        self.blanks = 0

    def rows(self) -> JoinedRows:
        return joined_segments([[cell.located() for cell in segment] for segment in self.segments])


@dataclass
class _Dump:
    blocks: list[Block] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    tables: int = 0
    table: _OpenTable | None = None

    def close_table(self) -> None:
        table, self.table = self.table, None
        if table is None:
            return
        if len(table.segments) == 1:
            # No row was ever ended: these are paragraphs indented by a tab.
            for cell in table.segments[0]:
                self.add_paragraphs(*cell.located())
            return
        self.tables += 1
        joined = table.rows()
        self.blocks.append(grid_of(self.tables, joined.rows))
        self.notes += [f"line {row[0][1]}: {_IN_PIECES}" for row in joined.doubtful]

    def add_paragraphs(self, text: str, line: int) -> None:
        self.blocks.extend(Paragraph(part, line=line) for part in text.split("\n") if part)

    def take(self, number: int, line: str) -> None:
        text = clean(line)
        if line.startswith("\t"):
            self._take_tabbed(number, line, text)
        elif self.table is None:
            self.add_paragraphs(text, number)
        elif not line or (self.table.blanks == 1 and not line.strip()):
            self.table.blanks += 1
        elif not self.table.blanks and not text and _END.match(line):
            pass  # a mark between two cells of a row says nothing
        elif self.table.blanks >= 2 or _END.match(line):
            self.close_table()
            self.add_paragraphs(text, number)
        else:
            self.table.go_on(text)

    def _take_tabbed(self, number: int, line: str, text: str) -> None:
        if _PADDING.fullmatch(line) and self.table is not None:
            return
        if self.table is None:
            self.table = _OpenTable()
        self.table.open_cell(number, text)


def clean(line: str) -> str:
    """A line without the marks that the exporting program left in it."""
    text = _BOOKMARK.sub("", line).strip()
    return "" if _LEFTOVER.fullmatch(text) else text


def read(content: bytes, _options: ReadingOptions = PLAIN) -> Document:
    """The document of a plain text. Raises UnreadableDocument where the bytes are no text."""
    return read_lines(lines_of(decode(content)))


def read_lines(lines: list[str]) -> Document:
    if tab_rows.is_tabbed(lines):
        return Document(FORMAT, tuple(tab_rows.blocks_of(lines)))
    dump = _Dump()
    for number, line in enumerate(lines, start=1):
        dump.take(number, line)
    dump.close_table()
    return Document(FORMAT, tuple(dump.blocks), notes=tuple(dump.notes))
