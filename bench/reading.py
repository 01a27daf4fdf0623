"""Measures reading against the floor and a peer, side by side in one run: `python bench/reading.py FOLDER`.

Word: the floor unzips, parses and joins the text of each cell, which any reader has to do. PDF: pdfplumber's
`extract_tables`, whose cells must also come out the same. Rounds are interleaved, figures are medians.
`first of all` is a document read before any other, whose words the form reader cannot remember.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import pdfplumber
from lxml import etree

from transforms.document import UnreadableDocument
from transforms.extract import read_records
from transforms.form import labels
from transforms.readers.open import open_document
from transforms.readers.pdf.read import page_tables

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Work = Callable[[], object]
Table = list[list[str | None]]


def timed(works: list[Work], rounds: int) -> list[float]:
    """Median seconds of each piece of work, its rounds interleaved with those of the others."""
    seconds: list[list[float]] = [[] for _ in works]
    for work in works:
        work()
    for _ in range(rounds):
        for work, taken in zip(works, seconds, strict=True):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    return [median(taken) for taken in seconds]


def docx_floor(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return ["".join(text.text or "" for text in cell.iter(WORD + "t")) for cell in root.iter(WORD + "tc")]


def measure_docx(path: Path, rounds: int) -> None:
    content = path.read_bytes()
    works: list[Work] = [
        lambda: docx_floor(content),
        lambda: open_document(content, path.name),
        lambda: read_records(content, path.name),
        lambda: (forget(), read_records(content, path.name)),
    ]
    names = ["floor", "open_document", "read_records", "  first of all"]
    floor, *others = timed(works, rounds)
    print(f"{path.name:24} {names[0]:16} {floor * 1e3:9.2f} ms")
    for name, seconds in zip(names[1:], others, strict=True):
        print(f"{'':24} {name:16} {seconds * 1e3:9.2f} ms   {seconds / floor:5.2f} x the floor")


def forget() -> None:
    """Empties what the form reader remembers of other documents, as if this were the first one."""
    labels.remembered_fold.cache_clear()
    labels.remembered_match.cache_clear()
    labels.remembered_field.cache_clear()


def peer_tables(content: bytes) -> list[Table]:
    tables: list[Table] = []
    with pdfplumber.open(io.BytesIO(content)) as document:
        for page in document.pages:
            tables.extend(page.extract_tables())
            page.close()
    return tables


def squeezed(tables: list[Table]) -> list[list[list[str | None]]]:
    return [[[None if text is None else "".join(text.split()) for text in row] for row in table] for table in tables]


def same_cells(ours: list[Table], peers: list[Table]) -> tuple[int, int]:
    """How many cells (merged-away ones included) there are on either side, and how many are equal in place and text."""

    def placed(tables: list[Table]) -> set[tuple[int, int, int, str | None]]:
        return {
            (number, i, j, text)
            for number, table in enumerate(squeezed(tables))
            for i, row in enumerate(table)
            for j, text in enumerate(row)
        }

    one, other = placed(ours), placed(peers)
    return len({place[:3] for place in one | other}), len(one & other)


def measure_pdf(path: Path, rounds: int) -> None:
    content = path.read_bytes()
    try:
        pages = open_document(content, path.name).page_count or 0
    except UnreadableDocument as error:
        print(f"{path.name:24} {error.rule}")
        return
    peer, tables, ours = timed(
        [lambda: peer_tables(content), lambda: page_tables(content), lambda: open_document(content, path.name)], rounds
    )
    cells, equal = same_cells(page_tables(content), peer_tables(content))
    print(f"{path.name:24} {'pdfplumber':16} {pages / peer:9.1f} pages/s")
    print(f"{'':24} {'page_tables':16} {pages / tables:9.1f} pages/s   {peer / tables:5.2f} x pdfplumber")
    print(f"{'':24} {'open_document':16} {pages / ours:9.1f} pages/s   {peer / ours:5.2f} x pdfplumber")
    print(f"{'':24} {'cells':16} {cells:9} compared, {equal} equal")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder with .docx and .pdf files")
    parser.add_argument("--rounds", type=int, default=9, help="measured rounds (default 9)")
    options = parser.parse_args()
    for path in sorted(options.folder.rglob("*.docx")):
        measure_docx(path, options.rounds)
    for path in sorted(options.folder.rglob("*.pdf")):
        measure_pdf(path, options.rounds)


if __name__ == "__main__":
    main()
