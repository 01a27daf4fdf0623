"""Reading .pdf: the floor is pdfium giving up every character and every piece of line, through its raw functions."""

from __future__ import annotations

import ctypes
import io
import struct
from itertools import repeat
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium

from bench.reading.cells import Table, compared
from bench.reading.rounds import Work, timed
from bench.reading.star import star_rows
from transforms.readers.open import open_document
from transforms.readers.pdf.calls import address, bind, calls
from transforms.readers.pdf.read import page_tables

Floor = list[tuple[str, list[Any], list[tuple[int, float, float]]]]
"""For each page its text, the box and font size of each character, and kind and place of each piece of a path."""


def floor(content: bytes) -> Floor:
    """Through pypdfium2's raw functions as they are: a page's text in one call, each box, size and piece in one."""
    document = pypdfium2.PdfDocument(content)
    pages = []
    for page in document:
        text_page = pdfium.FPDFText_LoadPage(page.raw)
        pages.append((_text(text_page), _boxes(text_page), _pieces(page.raw)))
        pdfium.FPDFText_ClosePage(text_page)
        page.close()
    document.close()
    return pages


def _text(text_page: Any) -> str:
    count = pdfium.FPDFText_CountChars(text_page)
    buffer = (ctypes.c_ushort * (count + 1))()
    pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    return bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")


def _boxes(text_page: Any) -> list[Any]:
    box = pdfium.FS_RECTF()
    place = ctypes.byref(box)
    box_of, size_of = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetFontSize
    found = []
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        box_of(text_page, index, place)
        found.append((size_of(text_page, index), box.left, box.top, box.right, box.bottom))
    return found


def _pieces(page: Any) -> list[tuple[int, float, float]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    at_x, at_y = ctypes.byref(x), ctypes.byref(y)
    found = []
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, number)
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        for index in range(pdfium.FPDFPath_CountSegments(item)):
            piece = pdfium.FPDFPath_GetPathSegment(item, index)
            pdfium.FPDFPathSegment_GetPoint(piece, at_x, at_y)
            found.append((pdfium.FPDFPathSegment_GetType(piece), x.value, y.value))
    return found


def bare_floor(content: bytes) -> Floor:
    """The same with the functions bound as the reader binds them, for which a call costs least."""
    document = pypdfium2.PdfDocument(content)
    pages = []
    for page in document:
        text_page = pdfium.FPDFText_LoadPage(page.raw)
        pages.append((_text(text_page), _bare_boxes(text_page), _bare_pieces(page.raw)))
        pdfium.FPDFText_ClosePage(text_page)
        page.close()
    document.close()
    return pages


def _bare_boxes(text_page: Any) -> list[Any]:
    bound, handle = calls(), address(text_page)
    count = pdfium.FPDFText_CountChars(text_page)
    buffer = ctypes.create_string_buffer(16 * count)
    start = ctypes.addressof(buffer)
    list(map(bound.FPDFText_GetLooseCharBox, repeat(handle), range(count), range(start, start + 16 * count, 16)))
    size_of = bind("FPDFText_GetFontSize", ctypes.c_double, ctypes.c_void_p, ctypes.c_int)
    sizes = map(size_of, repeat(handle), range(count))
    return list(zip(sizes, struct.iter_unpack("4f", buffer), strict=True))


def _bare_pieces(page: Any) -> list[tuple[int, float, float]]:
    bound, handle = calls(), address(page)
    point = (ctypes.c_float * 2)()
    at_x = ctypes.addressof(point)
    found = []
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        item = bound.FPDFPage_GetObject(handle, number)
        if bound.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        for index in range(bound.FPDFPath_CountSegments(item)):
            piece = bound.FPDFPath_GetPathSegment(item, index)
            bound.FPDFPathSegment_GetPoint(piece, at_x, at_x + 4)
            found.append((bound.FPDFPathSegment_GetType(piece), point[0], point[1]))
    return found


def plumber_tables(content: bytes) -> list[Table]:
    tables: list[Table] = []
    with pdfplumber.open(io.BytesIO(content)) as document:
        for page in document.pages:
            tables.extend(page.extract_tables())
            page.close()
    return tables


def measured(path: Path, rounds: int) -> dict[str, Any]:
    """The milliseconds of each way to read one document, its size, and how many cells are pdfplumber's. Raises
    UnreadableDocument."""
    content = path.read_bytes()
    pages = floor(content)
    works: dict[str, Work] = {
        "floor": lambda: floor(content),
        "floor, calls bound bare": lambda: bare_floor(content),
        "open_document": lambda: open_document(content, path.name),
        "star rows": lambda: star_rows(content, path.name),
        "page_tables": lambda: page_tables(content),
        "pdfplumber": lambda: plumber_tables(content),
    }
    taken = timed(works, rounds)
    cells, equal = compared(page_tables(content), plumber_tables(content))
    return {
        "pages": len(pages),
        "characters": sum(len(text) for text, _, _ in pages),
        "pieces": sum(len(pieces) for _, _, pieces in pages),
        "milliseconds": {name: round(1e3 * seconds, 2) for name, seconds in taken.items()},
        "cells": {"pdfplumber": {"compared": cells, "equal": equal}},
    }
