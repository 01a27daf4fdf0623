"""Reads .xlsx: its visible sheets in the order of their tabs, each a sequence of paragraphs and tables."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

from transforms.document import Block, Document, Grid, Paragraph
from transforms.readers.captions import numbered
from transforms.readers.hidden import hidden_text_note, struck_text_note
from transforms.readers.options import PLAIN, ReadingOptions
from transforms.readers.packages import refuse_bombs
from transforms.readers.xlsx.blocks import sheet_blocks
from transforms.readers.xlsx.parts import Sheet, read_workbook
from transforms.readers.xlsx.sheet import SheetCells, read_sheet

FORMAT = "xlsx"

_NAME_OF_PROGRAM = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
_NAMED = 5
"""How many cells a note names."""


def read(content: bytes, _options: ReadingOptions = PLAIN) -> Document:
    """The document of a workbook: cells as they are shown, numbers by their number format.

    A sheet counts as a page and its rows as lines: `page 2, line 14` is row 14 of the second sheet. The name of a sheet
    that begins with a table is a paragraph before it. What is hidden is left out with a note, but for rows that a filter
    hides. Raises UnreadableDocument: `document_damaged` where a part is missing, `document_too_large`.
    """
    blocks: list[Block] = []
    notes: list[str] = []
    with ZipFile(BytesIO(content)) as archive:
        workbook = read_workbook(archive)
        refuse_bombs(archive, [sheet.part for sheet in workbook.sheets])
        for page, sheet in enumerate(workbook.sheets, start=1):
            with archive.open(sheet.part) as source:
                cells = read_sheet(source, sheet.name, workbook)
            if sheet.is_hidden:
                notes += [f"the hidden sheet {sheet.name} was not read"] if cells.texts else []
                continue
            blocks += _with_name(sheet, page, sheet_blocks(cells, page))
            notes += _notes(cells)
    return Document(FORMAT, numbered(blocks), notes=tuple(notes))


def _with_name(sheet: Sheet, page: int, blocks: list[Block]) -> list[Block]:
    """The sheet's blocks, after its name where that is the only title it has."""
    is_untitled = bool(blocks) and isinstance(blocks[0], Grid)
    if not is_untitled or _NAME_OF_PROGRAM.fullmatch(sheet.name.strip()):
        return blocks
    return [Paragraph(sheet.name.strip(), page=page), *blocks] if sheet.name.strip() else blocks


def _notes(cells: SheetCells) -> list[str]:
    notes = [f"sheet {cells.name}: {note} (hidden rows or columns)" for note in hidden_text_note(cells.hidden_texts())]
    notes += [f"sheet {cells.name}: {note}" for note in struck_text_note(cells.struck)]
    if cells.filtered_rows:
        notes.append(f"sheet {cells.name}: {cells.filtered_rows} rows that a filter hides were read")
    if cells.uncomputed:
        notes.append(f"sheet {cells.name}: formulas without a saved result: {_some(cells.uncomputed)}")
    if cells.rounded:
        notes.append(f"sheet {cells.name}: shown rounded, stored in full: {_some(cells.rounded)}")
    return notes


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
