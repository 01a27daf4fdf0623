"""Keeps pages that OCR read, so that a reading that was interrupted goes on where it stopped."""

from __future__ import annotations

import json
import os
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from transforms.readers.pdf.page import Char, Edge, PageContent
from transforms.rules import digest

READING = 3
"""Raised whenever the same picture may give other characters or lines; pages read before are then read again."""


@cache
def reading_id() -> str:
    """What decides what a picture is read as: this reader, its vocabulary, RapidOCR (whose models come with it)."""
    try:
        installed = version("rapidocr")
    except PackageNotFoundError:
        installed = "none"
    return f"scan-{READING}.{digest('ocr')}.rapidocr-{installed}"


def load(folder: Path | None, name: str, number: int) -> PageContent | None:
    """The page kept under a name, or None where there is none, or none that is whole."""
    if folder is None:
        return None
    try:
        kept = json.loads(_path(folder, name).read_text(encoding="utf-8"))
        return _page(kept, number)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _page(kept: dict[str, Any], number: int) -> PageContent:
    if kept["reading"] != reading_id():
        raise ValueError(kept["reading"])
    width, height = (float(side) for side in kept["size"])
    chars = [_char(*char) for char in kept["chars"]]
    edges = [_edge(*edge) for edge in kept["edges"]]
    turned = int(kept.get("turned", 0))
    return PageContent(number, width, height, chars, edges, has_images=True, unmapped=0, turned=turned)


def _char(text: str, x0: float, top: float, x1: float, bottom: float, confidence: float) -> Char:
    return Char(str(text), float(x0), float(top), float(x1), float(bottom), float(confidence))


def _edge(x0: float, top: float, x1: float, bottom: float) -> Edge:
    return Edge(float(x0), float(top), float(x1), float(bottom))


def store(folder: Path | None, name: str, page: PageContent) -> None:
    """Keeps a page, whole or not at all. A folder that cannot be written to costs time the next time, and no more."""
    if folder is None:
        return
    kept = {
        "reading": reading_id(),
        "size": [page.width, page.height],
        "turned": page.turned,
        "chars": [[char.text, char.x0, char.top, char.x1, char.bottom, char.confidence] for char in page.chars],
        "edges": [[edge.x0, edge.top, edge.x1, edge.bottom] for edge in page.edges],
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _replace(_path(folder, name), json.dumps(kept, ensure_ascii=False, separators=(",", ":")))
    except OSError:
        return


def _replace(path: Path, text: str) -> None:
    # Named as the lake names what is being written, so that the next build clears away what a killed one left of it.
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.json"
