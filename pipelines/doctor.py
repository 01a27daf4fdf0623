"""`jixiao doctor`: what this installation can read, with which versions, and what is missing."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("duckdb", "polars", "pyarrow", "dagster", "dataframely", "python-docx", "lxml", "pdfplumber", "pypdfium2")

FORMATS = (
    ("text, markdown", "read", "text dumps and Markdown (.txt, .md), UTF-8, UTF-16 or GB18030"),
    ("docx", "read", "Word 2007 and later"),
    ("pdf", "read", "PDF with a text layer"),
    ("doc", "not read", "Word 97: save it as .docx; it is quarantined with the reason until then"),
    ("pdf_scan, png, jpg", "not read", "scans: ask for the original file; quarantined with the reason until then"),
)


def report() -> str:
    """Formats, then versions, a line each."""
    lines = [f"{name:20s} {state:9s} {what}" for name, state, what in FORMATS]
    lines += ["", f"{'python':20s} {platform.python_version()}  {sys.executable}"]
    lines += [f"{name:20s} {_version(name)}" for name in PACKAGES]
    folder = Path.cwd()
    database = folder / "data" / "out" / "warehouse.duckdb"
    lines += ["", f"{'warehouse':20s} {database if database.is_file() else 'none here yet: jixiao build'}"]
    return "\n".join(lines)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing: make setup"
