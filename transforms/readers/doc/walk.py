"""Walks the text of a Word 97 file paragraph by paragraph: where each ends, and what its mark says."""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from transforms.document import Block
from transforms.readers.doc.container import SHAPES_MAIN, TEXT_BOXES, WordFile, damaged
from transforms.readers.doc.grids import Grids
from transforms.readers.doc.lists import lists_in_use
from transforms.readers.doc.properties import ParagraphPages, ParagraphProperties
from transforms.readers.doc.rows import RowDefinition, row_definition
from transforms.readers.doc.tables import Assembly, DocParagraph, Item
from transforms.readers.doc.text import ANCHOR, CELL_END, PAGE_END, ShownText
from transforms.readers.list_numbers import UNCOUNTED, Counts

_SHAPE = 26
_BOX = 22
_BOX_SHAPE = 14
"""Where a text box (FTXBXS) names its shape."""


class DocWalk:
    """One pass over a Word 97 file.

    `blocks` gives what it holds; `notes` what was not read, `doubts` what makes the reading uncertain, `distrusted`
    what makes it worthless.
    """

    def __init__(self, content: bytes) -> None:
        self._file = WordFile(content)
        self._pages = ParagraphPages(self._file)
        self._text = ShownText(self._file)
        self._definitions: dict[int, RowDefinition | None] = {}
        self._lists = lists_in_use(self._file)
        self._counts = Counts()
        self._uncounted: list[str] = []
        self.doubts: list[str] = list(self._text.uncertain)
        self.distrusted: list[str] = []
        if self._pages.uncertain:
            self.distrusted.append("the pages of paragraph properties contradict each other")

    @property
    def notes(self) -> list[str]:
        return [*self._text.notes, *self._uncounted]

    def blocks(self) -> list[Block]:
        assembly, grids = Assembly(), Grids()
        boxes = deque(sorted(self._boxes().items()))
        self._counts = Counts()  # text boxes count for themselves
        left = boxes.popleft()[1] if boxes and boxes[0][0] == _NOWHERE else []
        for start, end, said in self._paragraphs(0, self._file.text_length):
            anchored: list[Item] = []
            while boxes and boxes[0][0] < end:
                anchored += boxes.popleft()[1]
            assembly.add(self._paragraph(start, end, said, anchored))
        if left:
            self.doubts.append("text boxes stand at the end: where they are anchored is not known")
            assembly.add(DocParagraph(left))
        found = grids.blocks(assembly.finished())
        self.doubts += [*assembly.doubts, *grids.doubts]
        return found

    def _paragraph(self, start: int, end: int, said: ParagraphProperties, anchored: list[Item]) -> DocParagraph:
        own = self._text.shown(start, end).strip()
        mark = end - 1
        number = self._number(own, mark, said) if said.list_number and not (said.depth and said.ends_row) else None
        is_cell_mark = self._text.at(mark) == CELL_END
        if is_cell_mark and said.depth != 1:
            self.distrusted.append("a cell ends where there is none")
        ends_cell = said.ends_inner_cell if said.depth > 1 else said.depth == 1 and is_cell_mark
        paragraph = DocParagraph(
            [own, *anchored] if own else anchored,
            number,
            said.depth,
            ends_cell,
            deleted=self._text.is_deleted(mark),
        )
        if said.depth and said.ends_row:
            paragraph.ends_row = True
            paragraph.definition = self._definition(said)
        return paragraph

    def _number(self, own: str, mark: int, said: ParagraphProperties) -> str | None:
        """The number of a paragraph in a list, blank where it shows none; a paragraph without text counts, and has none."""
        is_gone = self._text.is_deleted(mark) or self._text.is_hidden(mark)
        if not own and (is_gone or self._text.at(mark) == PAGE_END):
            return None
        found = self._lists.get(said.list_number)
        number = self._counts.next(found, str(said.list_number), said.list_level) if found else None
        if number is None and own:
            self._uncounted = [UNCOUNTED]
        return number or "" if own and found else None

    def _definition(self, said: ParagraphProperties) -> RowDefinition | None:
        key = id(said)  # the pages keep every one that they gave
        if key not in self._definitions:
            self._definitions[key] = row_definition(said.table)
        return self._definitions[key]

    def _paragraphs(self, start: int, limit: int) -> Iterator[tuple[int, int, ParagraphProperties]]:
        """Start and end of every paragraph, its mark included, with what the mark says.

        A page break within a paragraph parts it, as it does for whoever reads the pages.
        """
        is_parted = False
        for mark in self._text.marks(start, limit):
            piece = self._file.piece_of(mark)
            offset = piece.offset + (mark - piece.start) * piece.width
            said = self._pages.at(offset, piece.modifier)
            if said is None:
                self.distrusted.append("paragraphs without properties")
                said = _PLAIN
            elif self._text.at(mark) == PAGE_END and not self._pages.ends_at(offset + piece.width):
                says = bool(self._text.shown(start, mark).strip())
                in_list = said.list_number if says and not is_parted else 0
                said = replace(said, ends_row=False, ends_inner_cell=False, list_number=in_list)
                is_parted |= says
            elif is_parted:  # its number stands with the first part
                said = replace(said, list_number=0) if said.list_number else said
                is_parted = False
            yield start, mark + 1, said
            start = mark + 1
        if start < limit:
            yield start, limit, _PLAIN

    # --- text boxes

    def _boxes(self) -> dict[int, list[Item]]:
        """What stands in the text boxes, by the position where they are anchored or _NOWHERE."""
        ends, shapes = _plex(self._file.part(TEXT_BOXES), _BOX)
        limit = self._file.boxes_length
        if list(ends) != sorted(ends) or any(end > limit for end in ends[:-1]):
            raise damaged("文本框越界", "its text boxes reach beyond their text")
        anchors = self._anchors()
        boxes: dict[int, list[Item]] = {}
        for (start, end), shape in zip(pairwise(ends[:-1]), shapes, strict=False):
            number = int.from_bytes(shape[_BOX_SHAPE : _BOX_SHAPE + 4], "little")
            boxes.setdefault(anchors.get(number, _NOWHERE), []).extend(self._box(start, end))
        return boxes

    def _box(self, start: int, end: int) -> list[Item]:
        """The texts and tables of one text box; LibreOffice saves a table that text flows around as one."""
        assembly = Assembly()
        first = self._file.boxes_start
        for begin, stop, said in self._paragraphs(first + start, first + end):
            assembly.add(self._paragraph(begin, stop, said, []))
        found = assembly.finished()
        self.doubts += assembly.doubts
        return found

    def _anchors(self) -> dict[int, int]:
        """The position of each shape anchored in the main text, by its number; deleted ones are not there."""
        positions, shapes = _plex(self._file.part(SHAPES_MAIN), _SHAPE)
        return {
            int.from_bytes(shape[:4], "little"): position
            for position, shape in zip(positions, shapes, strict=False)
            if position < self._file.text_length and self._text.at(position) == ANCHOR
        }


_NOWHERE = -1
_PLAIN = ParagraphProperties(0, ends_row=False, ends_inner_cell=False, list_number=0, list_level=0, table=())


def _plex(plex: bytes, size: int) -> tuple[tuple[int, ...], list[bytes]]:
    """The positions of a plex and the data between them."""
    count = max(0, (len(plex) - 4) // (4 + size))
    if not count:
        return (), []
    start = 4 * (count + 1)
    positions = struct.unpack_from(f"<{count + 1}I", plex, 0)
    return positions, [plex[start + size * number : start + size * (number + 1)] for number in range(count)]
