"""`jixiao doctor`: what this installation can read, with which versions, and what is missing."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = (
    "duckdb", "polars", "pyarrow", "dagster", "dataframely", "lxml", "pdfplumber", "pypdfium2", "olefile", "msgspec",
    "pebble",
)  # fmt: skip
_OCR_PACKAGES = ("rapidocr", "onnxruntime", "opencv-python-headless")
_CLUSTER_PACKAGES = ("distributed", "obstore", "duckdb-extension-httpfs")

FORMATS = (
    ("docx", "Word 2007 and later"),
    ("doc", "Word 97 to 2003"),
    ("pdf", "PDF with a text layer; encrypted ones with --passwords"),
    ("xlsx, html", "workbooks and saved web pages"),
    ("text, markdown", "text dumps and Markdown (.txt, .md), UTF-8, UTF-16 or GB18030"),
    ("zip, tar.gz", "archives of any of these"),
)


def report() -> str:
    """Formats, then what is optional, then versions, a line each."""
    lines = [_line(name, "read", what) for name, what in FORMATS]
    lines += ["", _ocr(), _libreoffice()]
    lines += ["", f"{'python':20s} {platform.python_version()}  {sys.executable}"]
    lines += [f"{name:20s} {_version(name) or 'missing: make setup'}" for name in PACKAGES]
    lines += [f"{name:20s} {found}" for name in (*_OCR_PACKAGES, *_CLUSTER_PACKAGES) if (found := _version(name))]
    folder = Path.cwd()
    database = folder / "data" / "out" / "warehouse.duckdb"
    lines += ["", f"{'warehouse':20s} {database if database.is_file() else 'none here yet: jixiao build'}"]
    return "\n".join(lines)


def _ocr() -> str:
    from transforms.readers.scan import ocr as scan

    if scan.is_installed():
        return _line("pdf_scan, png, jpg", "read", "scans and photographs, by OCR")
    return _line(
        "pdf_scan, png, jpg", "not read", "scans and photographs are quarantined until OCR is installed: make ocr"
    )


def _libreoffice() -> str:
    from transforms.readers.doc import office

    program = office.program()
    if program:
        return _line("LibreOffice", "found", f"{program}: reads the .doc files that are not clear")
    return _line("LibreOffice", "not found", f"optional, reads the .doc files that are not clear: {office.INSTALL}")


def _line(name: str, state: str, what: str) -> str:
    return f"{name:20s} {state:9s} {what}"


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
