"""Opens any file: finds the reader for its bytes, and turns everything that goes wrong into one kind of error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module

from transforms.document import Document, Grid, UnreadableDocument
from transforms.readers.options import PLAIN, ReadingOptions, ReadingPostponed
from transforms.readers.signatures import kind_of

UNREADABLE = "unreadable"
VERSIONS = {
    "text": 8, "markdown": 7, "docx": 9, "doc": 5, "pdf": 8, "image": 5, "html": 4, "xlsx": 5, UNREADABLE: 2,
}  # fmt: skip
"""A reader's version rises whenever it may give another document for the same file, that of `unreadable` whenever a
file may be readable now that was not; documents read by another version are then read again."""

_MODULES = {
    "docx": "docx.read", "doc": "doc.read", "pdf": "pdf.read", "image": "scan.image", "html": "html.read",
    "xlsx": "xlsx.read",
}  # fmt: skip
"""The module of this package that reads each kind of file that `kind_of` tells by its content."""

_EMPTY = "文件为空，请重新提交。 The file is empty: submit it again."
_NO_TEXT = "文件中没有文字，请检查后重新提交。 The document holds no text: check it and submit it again."
_TOO_LARGE = "文件展开后过大，请拆分或重新导出。 Reading the file takes more memory than is allowed: split it or export it again."
_DAMAGED = "文件已损坏，请用原软件重新导出。 The file is damaged ({0} while reading it): export it again."


@dataclass(frozen=True)
class Reader:
    """A way to read one file format."""

    name: str
    read: Callable[[bytes, ReadingOptions], Document]

    @property
    def id(self) -> str:
        return f"{self.name}-{VERSIONS[self.name]}"


def reader_ids() -> dict[str, str]:
    """The id (name and version) of every reader by its name, without loading any."""
    return {name: f"{name}-{version}" for name, version in VERSIONS.items()}


def reader_for(content: bytes, file_name: str) -> Reader:
    """The reader for a file's content.

    The name decides only between Markdown and a text dump that show neither's marks. Raises UnreadableDocument:
    `document_empty`, `document_encrypted`, `document_damaged` or `format_unsupported`.
    """
    if not content:
        raise UnreadableDocument("document_empty", _EMPTY)
    kind = kind_of(content)
    if kind in _MODULES:
        return Reader(kind, import_module(f"transforms.readers.{_MODULES[kind]}").read)
    return _plain_reader(content, file_name)


def _plain_reader(content: bytes, file_name: str) -> Reader:
    from transforms.readers.text import markdown, plain
    from transforms.readers.text import read as text

    content_as_text = plain.decode(content)
    lines = plain.lines_of(content_as_text)
    named = file_name.lower().endswith((".md", ".markdown"))
    if named or (markdown.has_marks(content_as_text) and markdown.is_markdown(lines)):
        return Reader("markdown", lambda *_: markdown.read_lines(lines))
    return Reader("text", lambda *_: text.read_lines(lines))


def open_document(content: bytes, file_name: str, options: ReadingOptions = PLAIN) -> Document:
    """The document in a file.

    Raises UnreadableDocument: `document_empty` (no bytes, no text), `document_damaged`, `document_encrypted`,
    `document_too_large`, `format_unsupported`, `ocr_missing`. Raises ReadingPostponed as the options say, and nothing
    else.
    """
    reader: Reader | None = None
    try:
        reader = reader_for(content, file_name)
        document = reader.read(content, options)
    except ReadingPostponed:
        raise
    except MemoryError as error:
        raise UnreadableDocument("document_too_large", _TOO_LARGE, reader.name if reader else None) from error
    except UnreadableDocument as error:
        known = error.document_format or (reader.name if reader else None)
        raise UnreadableDocument(error.rule, error.message, known, error.missing) from error
    except Exception as error:  # whatever a library meets in a broken file, one document fails and no build
        known = reader.name if reader else None
        raise UnreadableDocument("document_damaged", _DAMAGED.format(type(error).__name__), known) from error
    if not _has_text(document):
        raise UnreadableDocument("document_empty", _NO_TEXT, reader.name)
    return replace(document, reader=reader.id)


def is_there(what: str, options: ReadingOptions) -> bool:
    """Whether something that a reader may have missed is there now: `ocr`, `libreoffice`, `password`."""
    from transforms.readers.doc import office
    from transforms.readers.scan import ocr as scan

    there: dict[str, Callable[[], bool]] = {
        "ocr": scan.is_installed,
        "libreoffice": lambda: office.program() is not None,
        "password": lambda: bool(options.passwords),
    }
    return there[what]()


def _has_text(document: Document) -> bool:
    for block in document.blocks:
        texts = [cell.text for cell in block.cells] if isinstance(block, Grid) else [block.text]
        if any(text.strip() for text in texts):
            return True
    return False
