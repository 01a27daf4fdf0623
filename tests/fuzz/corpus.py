"""The documents that are mutated: the samples, and one form written in every format."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from bench.factory.layouts.options import County
from bench.factory.writers import marks, sheet
from bench.factory.writers.docx import docx
from bench.factory.writers.page import Style, pdf
from tests.formats.facts import arranged
from transforms.readers.doc import office

ROOT = Path(__file__).parents[2]


def _samples(pattern: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted((ROOT / "data" / "raw").rglob(pattern))]


def _texts() -> list[bytes]:
    return [*(text for text in _samples("*.txt") if b"\t" in text), marks.text_dump(arranged(County()))]


def _doc() -> list[bytes]:
    (written,) = office.convert([docx(arranged(County()))], source="docx", target="doc")
    small = (ROOT / "tests" / "documents" / "small.doc").read_bytes()
    return [small] if written is None else [small, written]


def _zip() -> list[bytes]:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2025/a.docx", docx(arranged(County())))
        archive.writestr("2025/b.html", marks.html(arranged(County())))
    return [held.getvalue()]


SOURCES: dict[str, Callable[[], list[bytes]]] = {
    "text": _texts,
    "markdown": lambda: [text for text in _samples("*.txt") if b"|" in text] + [marks.markdown(arranged(County()))],
    "docx": lambda: [docx(arranged(County()))],
    "doc": _doc,
    "xlsx": lambda: [sheet.xlsx(arranged(County()))],
    "html": lambda: [marks.html(arranged(County()))],
    "pdf": lambda: [pdf(arranged(County()), Style())],
    "image": lambda: [(ROOT / "tests" / "documents" / "scan_form.png").read_bytes()],
    "zip": _zip,
}


@cache
def sources(kind: str) -> list[bytes]:
    """The whole documents of one format."""
    return SOURCES[kind]()
