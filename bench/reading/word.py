"""Reading .docx: the floor unzips, parses and joins the text of each cell, which any reader has to do."""

from __future__ import annotations

import io
import zipfile

import docx
from lxml import etree

from bench.reading.rounds import Work
from bench.reading.star import star_rows
from transforms.readers.open import open_document

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def floor(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return ["".join(text.text or "" for text in cell.iter(WORD + "t")) for cell in root.iter(WORD + "tc")]


def row_cells(content: bytes) -> list[list[str]]:
    """What python-docx offers to whoever wants the rows of tables."""
    document = docx.Document(io.BytesIO(content))
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


def works(content: bytes, name: str) -> dict[str, Work]:
    """The ways to read one document."""
    return {
        "floor": lambda: floor(content),
        "open_document": lambda: open_document(content, name),
        "star rows": lambda: star_rows(content, name),
    }


def peers(content: bytes, _name: str) -> dict[str, Work]:
    """Ways that take so long that a few documents do."""
    return {"python-docx row.cells": lambda: row_cells(content)}
