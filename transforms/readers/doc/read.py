"""Reads .doc (Word 97 to 2003): by itself where the file is clear, through LibreOffice where it is not and that helps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from transforms.document import Block, Document, Grid, UnreadableDocument
from transforms.readers.doc import office
from transforms.readers.doc.walk import DocWalk
from transforms.readers.docx import read as docx
from transforms.readers.options import PLAIN, ReadingOptions

FORMAT = "doc"

_MOST_DOUBTS = 8
_DISTRUSTED = (
    "Word 文件的段落属性有缺失（{0}），请用 Word 打开并另存为 .docx。 "
    "The properties of the Word file's paragraphs are not complete ({0}): open it in Word and save it as .docx."
)


def read(content: bytes, _options: ReadingOptions = PLAIN) -> Document:
    """The document of a Word 97 file.

    Raises UnreadableDocument: `document_encrypted`, `document_damaged`, `format_unsupported` (Word 6/95). What the
    file leaves open is asked of LibreOffice, if it is installed; notes say so, or what is not certain without it.
    """
    walk = DocWalk(content)
    own = walk.blocks()
    doubts = _unique([*walk.distrusted, *walk.doubts])
    if not doubts:
        return Document(FORMAT, tuple(own), notes=tuple(_unique(walk.notes)))
    other = _by_office(content)
    if other is not None and _holds(other.blocks, own, with_tables=not walk.distrusted):
        note = f"read through LibreOffice, because the file is not clear: {'; '.join(doubts)}"
        return Document(FORMAT, other.blocks, notes=(note, *other.notes))
    missing = () if office.program() else ("libreoffice",)
    if walk.distrusted:
        reason = _DISTRUSTED.format("; ".join(_unique(walk.distrusted)))
        raise UnreadableDocument("document_damaged", reason, FORMAT, missing)
    reason = "which is not installed or gave nothing" if other is None else "which shows less of it"
    note = f"not certain, and not read through LibreOffice, {reason}: {'; '.join(doubts)}"
    return Document(FORMAT, tuple(own), notes=(note, *_unique(walk.notes)), missing=missing)


def _unique(doubts: Sequence[str]) -> list[str]:
    found = list(dict.fromkeys(doubts))
    more = len(found) - _MOST_DOUBTS
    return found if more <= 0 else [*found[:_MOST_DOUBTS], f"and {more} more"]


def _by_office(content: bytes) -> Document | None:
    (converted,) = office.convert([content])
    if converted is None:
        return None
    try:
        return docx.read(converted)
    except Exception:  # whatever comes out of a conversion of a doubtful file, its own reading is still there
        return None


def _holds(other: Sequence[Block], own: Sequence[Block], *, with_tables: bool) -> bool:
    """Whether another reading holds all the text of this one, and as many tables.

    LibreOffice is known to leave out a table that no paragraph follows.
    """
    if Counter(_characters(own)) - Counter(_characters(other)):
        return False
    return not with_tables or _tables(other) >= _tables(own)


def _characters(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        texts = [cell.text for cell in block.cells] if isinstance(block, Grid) else [block.text]
        for text in texts:
            yield from "".join(text.split())


def _tables(blocks: Sequence[Block]) -> int:
    return sum(isinstance(block, Grid) for block in blocks)
