"""The documents that reading is measured on: made by the factory, some printed by a word processor, unless others are given."""

from __future__ import annotations

from pathlib import Path

from bench.factory.__main__ import shares
from bench.factory.making import make_files
from bench.factory.offices import Size
from transforms.readers.doc import office

PRINTED = 8
"""How many Word documents are also printed as PDF, with the fonts inside, as offices publish them."""
_SIZE = Size(documents=1000, districts=8, years=2, seed=5, formats=shares("docx=50,text=49,pdf=1"))


def documents(folder: Path) -> Path:
    """The folder with documents, made if it is not there."""
    if not folder.exists():
        make_files(_SIZE, folder)
        _print(folder)
    return folder / "raw"


def _print(folder: Path) -> None:
    chosen = sorted((folder / "raw").rglob("*.docx"))[:PRINTED]
    printed = office.convert([path.read_bytes() for path in chosen], source="docx", target="pdf")
    (folder / "raw" / "printed").mkdir()
    for path, content in zip(chosen, printed, strict=True):
        if content:
            (folder / "raw" / "printed" / f"{path.stem}.pdf").write_bytes(content)
