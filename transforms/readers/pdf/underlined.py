"""Bounds that a page draws as > or < with a stroke beneath that sign and nothing beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from transforms.readers.pdf.lines import Line
from transforms.readers.pdf.marks import Char, Edge, PageContent
from transforms.readers.pdf.strokes import NEAR, is_stroke, is_wall
from transforms.readers.underlined import BOUNDS, bound_drawn_as

_BENEATH = (0.74, 1.15)
"""The shares of a character's height between which a stroke underlines it."""


def underlined_bounds(edges: Sequence[Edge], lines: Iterable[Line]) -> dict[Char, str]:
    """The signs of a page that are underlined by themselves, each with the bound that it is."""
    signs = [char for line in lines if not BOUNDS.isdisjoint(line.text) for char in line.chars if char.text in BOUNDS]
    if not signs:
        return {}
    strokes = list(filter(is_stroke, edges))
    bounds = ((char, bound_drawn_as(char.text)) for char in signs if _is_underlined(char, strokes, edges))
    return {char: bound for char, bound in bounds if bound}


def with_bounds(content: PageContent, bounds: dict[Char, str]) -> PageContent:
    """The page with those signs written as the bounds that they are."""
    chars = [char._replace(text=bounds[char]) if char in bounds else char for char in content.chars]
    return replace(content, chars=chars)


def _is_underlined(char: Char, strokes: Sequence[Edge], edges: Sequence[Edge]) -> bool:
    """Whether a stroke runs beneath a sign, as long as it, and goes on beneath nothing beside it."""
    height = char.bottom - char.top
    highest, lowest = (char.top + share * height for share in _BENEATH)
    level = [one for one in strokes if highest <= one.top <= one.bottom <= lowest]
    beneath = [one for one in level if abs(one.x0 - char.x0) <= NEAR and abs(one.x1 - char.x1) <= NEAR]
    return (
        not char.angle
        and any(not is_wall(one, edges) for one in beneath)
        and not any(_touch(one, other) for one in beneath for other in level)
    )


def _touch(one: Edge, other: Edge) -> bool:
    """Whether a stroke ends where another at its height begins."""
    return abs(one.top - other.top) <= NEAR and (abs(one.x1 - other.x0) <= NEAR or abs(other.x1 - one.x0) <= NEAR)
