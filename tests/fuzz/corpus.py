"""The documents that are mutated: the samples, and one form written in every format."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.formats import write_marks, write_sheet, write_word
from tests.formats.county import County, county
from tests.formats.layouts import Style
from tests.formats.write_pdf import pdf
from transforms.readers.doc import office

ROOT = Path(__file__).parents[2]


def _samples(pattern: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted((ROOT / "data" / "raw").rglob(pattern))]


def _texts() -> list[bytes]:
    return [*(text for text in _samples("*.txt") if b"\t" in text), write_marks.text_dump(county(County()))]


def _doc() -> list[bytes]:
    (written,) = office.convert([write_word.docx(county(County()))], source="docx", target="doc")
    small = (ROOT / "tests" / "documents" / "small.doc").read_bytes()
    return [small] if written is None else [small, written]


def _zip() -> list[bytes]:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2025/a.docx", write_word.docx(county(County())))
        archive.writestr("2025/b.html", write_marks.html(county(County())))
    return [held.getvalue()]


SOURCES: dict[str, Callable[[], list[bytes]]] = {
    "text": _texts,
    "markdown": lambda: [text for text in _samples("*.txt") if b"|" in text] + [write_marks.markdown(county(County()))],
    "docx": lambda: [write_word.docx(county(County()))],
    "doc": _doc,
    "xlsx": lambda: [write_sheet.xlsx(county(County()))],
    "html": lambda: [write_marks.html(county(County()))],
    "pdf": lambda: [pdf(county(County()), Style())],
    "image": lambda: [(ROOT / "tests" / "documents" / "scan_form.png").read_bytes()],
    "zip": _zip,
}


@cache
def sources(kind: str) -> list[bytes]:
    """The whole documents of one format."""
    return SOURCES[kind]()
