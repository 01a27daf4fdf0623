"""What a PDF page shows, taken apart: characters and pieces of ruling lines, and the ways from one space to another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from transforms.document import Box

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
Turn = Callable[[float, float, float, float], Box]
"""Left, bottom, right, top in the page's own space → left, top, right, bottom as the page is shown."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Char(NamedTuple):
    """A character and its box: as wide as it advances, as high as its font."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float | None = None
    """How sure OCR was of it, 0 to 1; None where the file itself says so."""
    angle: int = 0
    """How far it is turned clockwise from upright as the page is shown: 0, 90, 180 or 270 degrees."""


class Edge(NamedTuple):
    """A stretch of a horizontal or vertical line, or a bar so thin that it looks like one."""

    x0: float
    top: float
    x1: float
    bottom: float
    is_faint: bool = False
    """Not a line to the eye: the side of a coloured area, or drawn in white."""


class Clipped(NamedTuple):
    """A text that a page draws and does not show, and where it would stand."""

    text: str
    box: Box


def combined(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does what `first` and after it `then` does."""
    if then == IDENTITY:
        return first
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


@dataclass(frozen=True)
class PageContent:
    number: int
    width: float
    height: float
    chars: list[Char]
    edges: list[Edge]
    has_images: bool
    unmapped: int
    """How many glyphs the font gives no character for; they stand as U+FFFD in the text."""
    left_out: tuple[tuple[Point, int], ...] = ()
    """Where a lone character begins, on the page as shown, that pdfium leaves out, and its angle: its font is neither
    embedded nor installed."""
    notes: tuple[str, ...] = ()
    """What was not certain about the page, without its number."""
    clipped: tuple[Clipped, ...] = ()
    """What it draws and does not show."""
    turned: int = 0
    """By how many degrees counterclockwise the page as shown was turned to be upright."""
