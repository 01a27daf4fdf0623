"""Level strokes of the pen among a page's lines: those that strike a text out or underline it."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.readers.pdf.marks import Edge

THICKEST = 2.0
"""Points; what is thicker is an area."""
NEAR = 1.0
"""Points within which a stroke ends where something else begins."""
_SHORTEST = 3.0
"""Points; what is shorter is a dash of a line."""


def is_stroke(edge: Edge) -> bool:
    return not edge.is_faint and edge.bottom - edge.top <= THICKEST and edge.x1 - edge.x0 >= _SHORTEST


def is_wall(stroke: Edge, edges: Sequence[Edge]) -> bool:
    """Whether a stroke runs from one upright line to another, as the side of a cell does."""
    at = (stroke.top + stroke.bottom) / 2
    upright = [
        edge for edge in edges if edge.bottom - edge.top > THICKEST and edge.top - NEAR <= at <= edge.bottom + NEAR
    ]
    return all(any(edge.x0 - NEAR <= end <= edge.x1 + NEAR for edge in upright) for end in (stroke.x0, stroke.x1))
