"""What a PDF page shows through pdfium: characters and ruling lines, in points from the page's top left corner."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import compress
from typing import Any

import pypdfium2.raw as pdfium

from transforms.readers.hidden import painted_over_note
from transforms.readers.pdf.calls import address, calls, matrices_of, widths_of
from transforms.readers.pdf.chars import TooManyChars, page_chars, turned_by
from transforms.readers.pdf.clipped import clipped_texts
from transforms.readers.pdf.covered import covered_texts, taken_off
from transforms.readers.pdf.marks import IDENTITY, Char, Edge, Matrix, PageContent, Point, combined
from transforms.readers.pdf.paths import edges_of
from transforms.readers.pdf.turning import Turning, turning

__all__ = ["Char", "Edge", "PageContent", "page_content", "unread"]

_MOST_NESTED_FORMS = 16
_MOST_OBJECTS = 200_000
"""No page that people read is drawn from more."""
_MOST_EDGES = 60_000
_MOST_SEGMENTS = 300_000
"""No table is drawn from more pieces of line, curves and corners."""


def page_content(page: Any, number: int) -> PageContent:
    """What a page of an open pypdfium2 document shows; the caller closes the page."""
    turned = turning(page)
    drawn = _Drawn(turned)
    try:
        drawn.add_page(page.raw)
    except _TooMuchDrawn:
        return unread(number, turned.width, turned.height, "more drawn on it than can be read, left out")
    try:
        covered = taken_off(page.raw, drawn.covered) if drawn.covered else []
        found = page_chars(page.raw, turned, is_upright=drawn.is_upright, clipped=drawn.clipped)
    except TooManyChars:
        return unread(number, turned.width, turned.height, "more characters on it than can be read, left out")
    notes = drawn.notes()
    if found.slanting.strip():
        notes.append(f"text drawn aslant, as a watermark, left out: {found.slanting.strip()[:40]}")
    notes += painted_over_note(covered)
    return PageContent(
        number,
        turned.width,
        turned.height,
        found.chars,
        drawn.edges,
        drawn.has_images,
        found.unmapped,
        tuple(drawn.left_out),
        tuple(notes),
        tuple(found.clipped),
    )


def unread(number: int, width: float, height: float, note: str) -> PageContent:
    """A page of which nothing was read, with the reason."""
    return PageContent(number, width, height, chars=[], edges=[], has_images=False, unmapped=0, notes=(note,))


# --- what a page is drawn from


class _TooMuchDrawn(Exception):
    """A page drawn from so many objects that reading it would take too long."""


_TEXT, _PATH = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH
_IMAGE, _FORM = pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM
_INVISIBLE = frozenset((pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP))
_LEVEL = 0.01
_NO_WIDTH = 0.01

_Waiting = tuple[Iterator[tuple[int, Matrix]], Matrix]
"""Forms still to be looked into, by address and own matrix, and the matrix of the forms that hold them."""


@dataclass(slots=True)
class _Drawn:
    """What the objects of a page, also those inside forms, tell before its characters are read."""

    turning: Turning
    edges: list[Edge] = field(default_factory=list)
    count: int = 0
    has_images: bool = False
    left_out: list[tuple[Point, int]] = field(default_factory=list)
    is_upright: bool = True
    is_invisible: bool = False
    """Whether some of its text is."""
    segments: int = 0
    clipped: set[int] = field(default_factory=set)
    """Those of its texts that cannot be seen, being beyond the area they are confined to."""
    covered: list[int] = field(default_factory=list)
    """Those that are painted over, in the order in which they are drawn."""

    def add_page(self, page: Any) -> None:
        """Raises _TooMuchDrawn."""
        count = pdfium.FPDFPage_CountObjects(page)
        waiting = [self._held(count, partial(calls().FPDFPage_GetObject, address(page)), IDENTITY)]
        while waiting:
            objects, matrix = waiting[-1]
            for item, own in objects:
                if len(waiting) <= _MOST_NESTED_FORMS:
                    inside = calls().FPDFFormObj_CountObjects(item)
                    get = partial(calls().FPDFFormObj_GetObject, item)
                    waiting.append(self._held(inside, get, combined(own, matrix)))
                    break
            else:
                waiting.pop()

    def _held(self, count: int, get: Callable[[int], int], matrix: Matrix) -> _Waiting:
        """The objects that a page or a form draws itself. Raises _TooMuchDrawn."""
        self.count += max(count, 0)
        if self.count > _MOST_OBJECTS:
            raise _TooMuchDrawn
        items = list(map(get, range(count)))
        kinds = list(map(calls().FPDFPageObj_GetType, items))
        own = matrices_of(items)
        if matrix == IDENTITY:
            self.covered += covered_texts(items, kinds)
        self._add_texts(*_of_kind(_TEXT, items, kinds, own), matrix)
        self._add_paths(*_of_kind(_PATH, items, kinds, own), matrix)
        self.has_images = self.has_images or _IMAGE in kinds
        return zip(*_of_kind(_FORM, items, kinds, own), strict=True), matrix

    def _add_texts(self, texts: list[int], own: list[Matrix], matrix: Matrix) -> None:
        self.is_invisible |= not _INVISIBLE.isdisjoint(map(calls().FPDFTextObj_GetTextRenderMode, texts))
        if matrix == IDENTITY:
            self.clipped.update(clipped_texts(texts))
        ways = own if matrix == IDENTITY else [combined(one, matrix) for one in own]
        for number in [number for number, width in enumerate(widths_of(texts)) if width <= _NO_WIDTH]:
            self._add_lone(texts[number], ways[number])
        if self.is_upright:
            self.is_upright = all(a > 0 and abs(b) < _LEVEL * a for a, b, _, _, _, _ in ways)

    def _add_lone(self, text: int, matrix: Matrix) -> None:
        """A text without width, which is none to pdfium: its font, from elsewhere, is not there to measure."""
        if (
            text in self.clipped
            or text in self.covered
            or calls().FPDFFont_GetIsEmbedded(calls().FPDFTextObj_GetFont(text)) == 1
        ):
            return
        a, b, _, _, x, y = matrix
        angle = turned_by(-math.atan2(b, a), self.turning.rotation)
        self.left_out.append((self.turning.turn(x, y, x, y)[:2], angle))

    def _add_paths(self, paths: list[int], own: list[Matrix], matrix: Matrix) -> None:
        counts = [max(count, 0) for count in map(calls().FPDFPath_CountSegments, paths)]
        self.segments += sum(counts)
        if not self._is_overdrawn:
            ways = own if matrix == IDENTITY else [combined(one, matrix) for one in own]
            self.edges += edges_of(paths, counts, ways, matrix, self.turning.turn)

    @property
    def _is_overdrawn(self) -> bool:
        return len(self.edges) > _MOST_EDGES or self.segments > _MOST_SEGMENTS

    def notes(self) -> list[str]:
        notes = []
        if self.is_invisible:
            notes.append("text that cannot be seen, such as what OCR puts behind a scan, was read")
        if self._is_overdrawn:
            notes.append("more lines drawn on it than can be read: its tables, if any, are read as text")
            self.edges = []
        return notes


def _of_kind(kind: int, items: list[int], kinds: list[int], own: list[Matrix]) -> tuple[list[int], list[Matrix]]:
    """The objects of one kind and their own matrices."""
    is_such = [one == kind for one in kinds]
    return list(compress(items, is_such)), list(compress(own, is_such))
