"""The way from a PDF page's own space to the page as it is shown, which its `Rotate` may have turned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from transforms.document import Box
from transforms.readers.pdf.marks import Turn


@dataclass(frozen=True, slots=True)
class Turning:
    """A page's size as it is shown, in points, and the way there."""

    width: float
    height: float
    rotation: int
    """Degrees clockwise: 0, 90, 180 or 270."""
    corner: tuple[float, float]
    """The left and the top of the page in its own space."""
    turn: Turn


def turning(page: Any) -> Turning:
    """How an open pypdfium2 page is turned."""
    left, bottom, right, top = page.get_bbox()

    def upright(x0: float, y0: float, x1: float, y1: float) -> Box:
        return x0 - left, top - y1, x1 - left, top - y0

    def quarter(x0: float, y0: float, x1: float, y1: float) -> Box:
        return y0 - bottom, x0 - left, y1 - bottom, x1 - left

    def half(x0: float, y0: float, x1: float, y1: float) -> Box:
        return right - x1, y0 - bottom, right - x0, y1 - bottom

    def three_quarters(x0: float, y0: float, x1: float, y1: float) -> Box:
        return top - y1, right - x1, top - y0, right - x0

    turns = {0: upright, 90: quarter, 180: half, 270: three_quarters}
    rotation = page.get_rotation()
    width, height = right - left, top - bottom
    size = (height, width) if rotation in (90, 270) else (width, height)
    return Turning(*size, rotation, (left, top), turns[rotation])
