"""Puts a page's picture through its steps: upright, ruling lines, cells, lines of writing, characters in points."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from statistics import median

import cv2
import numpy as np

from transforms.readers.pdf.page import Char, Edge
from transforms.readers.pdf.table import PageTable, tables_of
from transforms.readers.scan.grid import contrast_of, darkest_needed, rulings, text_ink
from transforms.readers.scan.lines import Area, TextLine, crop, lines_in, usual_height, without_specks
from transforms.readers.scan.picture import Grey
from transforms.readers.scan.signs import Sign, as_written
from transforms.readers.scan.straight import Ink, straightened
from transforms.readers.scan.words import recognise
from transforms.rules import load


def chars_and_edges(picture: Grey, point: float) -> tuple[list[Char], list[Edge]]:
    """The characters and ruling lines of a page, in points; `point` is how many points wide a pixel is."""
    scale = 1 / point
    darker, contrast = contrast_of(picture, scale)
    picture, _ = straightened(picture, text_ink(darker, contrast))
    darker, contrast = contrast_of(picture, scale)
    lines = rulings(darker, contrast, scale)
    edges = [Edge(edge.x0 * point, edge.top * point, edge.x1 * point, edge.bottom * point) for edge in lines.edges]
    tables = tables_of(edges, [])[0]
    # Lines give way to the paper behind them, so that none is read as 1 or 一.
    picture = np.where(lines.covered, cv2.add(picture, darker), picture)
    ink = without_specks(text_ink(darker, contrast) & ~lines.covered, darker, darkest_needed(darker, contrast), scale)
    found = _text_lines(ink, tables, scale)
    chars: list[Char] = []
    for line, signs in zip(found, _read(picture, found), strict=True):
        chars += _placed(signs, line, point)
    return chars, edges


def _read(picture: Grey, lines: list[TextLine]) -> list[list[Sign]]:
    """The characters of each line, in pixels of the page. Lines that are in doubt are looked at twice, the second time
    from closer, and the reading that is surer of its least sure character counts."""
    signs = _looked_at(picture, lines, _MARGIN)
    doubtful = [index for index, found in enumerate(signs) if _surety(found) < _SURE]
    closer = _looked_at(picture, [lines[index] for index in doubtful], _CLOSER)
    for index, again in zip(doubtful, closer, strict=True):
        signs[index] = _settled(signs[index], again)
    return signs


def _settled(first: list[Sign], again: list[Sign]) -> list[Sign]:
    """The surer of two readings of a line. One that differs is no surer than the first was, and one that leaves out what
    was seen the first time (‰ for %) does not count unless that was in grave doubt."""
    sure = _surety(first)
    if _surety(again) <= sure or (len(again) < len(first) and sure >= load("ocr")["least_confidence"]):
        return first
    if [sign.text for sign in first] == [sign.text for sign in again]:
        return again
    return [replace(sign, confidence=min(sign.confidence, sure)) for sign in again]


_MARGIN, _CLOSER = 0.14, 0.04
"""What is shown above and below a line, as a share of its height."""
_SURE = 0.9


def _looked_at(picture: Grey, lines: list[TextLine], margin: float) -> list[list[Sign]]:
    crops = [crop(picture, line, margin) for line in lines]
    read = recognise([pixels for pixels, _ in crops])
    return [
        as_written([replace(sign, middle=sign.middle + left) for sign in signs])
        for signs, (_, left) in zip(read, crops, strict=True)
    ]


def _surety(signs: list[Sign]) -> float:
    return min((sign.confidence for sign in signs), default=0.0)


def _text_lines(ink: Ink, tables: list[PageTable], scale: float) -> list[TextLine]:
    cells = [_pixels(cell.box, scale) for table in tables for cell in table.cells]
    outside = ink.copy()
    for table in tables:
        left, top, right, bottom = _pixels(table.box, scale)
        outside[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2] = False
    whole = (0, 0, ink.shape[1], ink.shape[0])
    height = usual_height(ink, cells, scale) if cells else usual_height(outside, [whole], scale)
    found = [line for cell in cells for line in lines_in(ink, cell, height, scale, is_cell=True)]
    return found + lines_in(outside, whole, height, scale, is_cell=False)


def _pixels(box: tuple[float, float, float, float], scale: float) -> Area:
    left, top, right, bottom = (round(side * scale) for side in box)
    return left + 1, top + 1, right, bottom


def _placed(signs: list[Sign], line: TextLine, point: float) -> list[Char]:
    """Characters with boxes in points: as wide as they advance, as high as their line."""
    em = _em(signs, line)
    sides = [_sides(sign, em) for sign in signs]
    if sides:
        # Where ink begins and ends is known better than how far characters advance.
        sides[0] = float(line.ink[0]), sides[0][1]
        sides[-1] = sides[-1][0], max(float(line.ink[2]), sides[-1][0] + 1)
    middle = (line.ink[1] + line.ink[3]) / 2
    top, bottom = (middle - em / 2) * point, (middle + em / 2) * point
    return [
        Char(sign.text, x0 * point, top, x1 * point, bottom, round(sign.confidence, 4))
        for sign, (x0, x1) in zip(signs, _side_by_side(sides, em), strict=True)
    ]


def _sides(sign: Sign, em: float) -> tuple[float, float]:
    half = (0.5 if _is_wide(sign.text) else 0.27) * em
    return sign.middle - half, sign.middle + half


def _side_by_side(sides: list[tuple[float, float]], em: float) -> list[tuple[float, float]]:
    """The sides with those that overlap or nearly meet put together: only middles are known for certain."""
    for number in range(1, len(sides)):
        (start, end), (following, last) = sides[number - 1], sides[number]
        if following - end < _NO_SPACE * em:
            sides[number - 1], sides[number] = (start, (end + following) / 2), ((end + following) / 2, last)
    return sides


_NO_SPACE = 0.35
"""A gap below this share of a character is no space: letters are not equally wide."""


def _em(signs: list[Sign], line: TextLine) -> float:
    """The width of a Chinese character, which is its height: the usual distance from one to the next."""
    steps = [b.middle - a.middle for a, b in pairwise(signs) if _is_wide(a.text) and _is_wide(b.text)]
    likely = [step for step in steps if 0.7 * line.height <= step <= 1.6 * line.height]
    return float(median(likely)) if likely else 1.05 * line.height


def _is_wide(text: str) -> bool:
    return not text.isascii()
