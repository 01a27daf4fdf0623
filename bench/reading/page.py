"""The figures of reading as a section of docs/performance.md."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import getitem
from typing import Any

GOALS = {
    ("docx", "star rows"): "≤ 2",
    ("docx", "python-docx row.cells"): "≥ 8 of ours",
    ("text", "star rows"): "≥ 3 MB/s",
    ("pdf, printed", "star rows"): "≤ 2.5",
    ("pdf, printed", "pdfplumber"): "≥ 8 of `page_tables`",
}
_STREAMS = {"docx": "Word", "text": "text"}
_PAGES = {"pdf, printed": "PDF, printed by LibreOffice", "pdf, drawn": "PDF, drawn by the factory"}

_KEPT = {
    "Word, floors": ("docx", "times_the_floor", "star rows"),
    "`row.cells`, times ours": ("docx", "times_star_rows", "python-docx row.cells"),
    "text, floors": ("text", "times_the_floor", "star rows"),
    "text, MB/s": ("text", "megabytes_per_second"),
    "PDF printed, floors": ("pdf, printed", "times_the_floor", "star rows"),
    "pdfplumber, times ours": ("pdf, printed", "times_page_tables", "pdfplumber"),
    "PDF drawn, floors": ("pdf, drawn", "times_the_floor", "star rows"),
    "pdfplumber on drawn, times ours": ("pdf, drawn", "times_page_tables", "pdfplumber"),
}
"""Names of columns, and where their figures stand."""


def section(told: dict[str, Any]) -> str:
    """Each format, each way to read it: how many times the floor, how many times ours, and the goal."""
    machine, versions = told["machine"], ", ".join(f"{name} {one}" for name, one in told["versions"].items())
    lines = [
        f"Measured {told['measured']} on {machine['processor']} ({machine['cores']} cores), {versions}.",
        "",
        "| read | documents | way | times the floor | times ours | goal |",
        "|---|---:|---|---:|---:|---|",
        *_streams(told),
        *_pages(told),
        "",
        *_notes(told),
    ]
    return "\n".join(lines).rstrip()


def figures(told: dict[str, Any]) -> dict[str, float]:
    """What is kept of every run, of the formats that were read."""
    return {name: reduce(getitem, way, told) for name, way in _KEPT.items() if way[0] in told}


def _streams(told: dict[str, Any]) -> Iterator[str]:
    for kind, name in _STREAMS.items():
        own = told.get(kind)
        for way, times in own["times_the_floor"].items() if own else ():
            ours = own["times_star_rows"].get(way, 1)
            yield f"| {name} | {own['documents']} | {way} | {times} | {ours} | {GOALS.get((kind, way), '')} |"


def _pages(told: dict[str, Any]) -> Iterator[str]:
    for kind, name in _PAGES.items():
        own = told.get(kind)
        for way, times in own["times_the_floor"].items() if own else ():
            ours = own["times_page_tables"].get(way, 1)
            yield f"| {name} | {own['documents']} | {way} | {times} | {ours} | {GOALS.get((kind, way), '')} |"


def _notes(told: dict[str, Any]) -> Iterator[str]:
    if text := told.get("text"):
        yield f"Text is read into rows at {text['megabytes_per_second']} MB of UTF-8 a second and core."
    for kind, name in _PAGES.items():
        for peer, cells in told.get(kind, {}).get("cells", {}).items():
            yield f"{name}: {cells['equal']:,} of {cells['compared']:,} cells equal to those of {peer}."
    for peer, why in told["unusable"].items():
        yield f"{peer} could not be measured: {why}"
