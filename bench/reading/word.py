"""Reading .docx: the floor unzips, parses and joins the text of each cell, which any reader has to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from bench.reading.rounds import Work, timed
from transforms.extract import read_records
from transforms.form import labels
from transforms.readers.open import open_document

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def floor(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return ["".join(text.text or "" for text in cell.iter(WORD + "t")) for cell in root.iter(WORD + "tc")]


def forget() -> None:
    """Empties what the form reader remembers of other documents, as if this were the first one."""
    labels.remembered_fold.cache_clear()
    labels.remembered_match.cache_clear()
    labels.remembered_field.cache_clear()


def measured(path: Path, rounds: int) -> dict[str, Any]:
    """The milliseconds of each way to read one document."""
    content = path.read_bytes()
    works: dict[str, Work] = {
        "floor": lambda: floor(content),
        "open_document": lambda: open_document(content, path.name),
        "read_records": lambda: read_records(content, path.name),
        "read_records, first of all": lambda: (forget(), read_records(content, path.name)),
    }
    return {"milliseconds": {name: round(1e3 * taken, 2) for name, taken in timed(works, rounds).items()}}
