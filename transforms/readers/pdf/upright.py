"""Turns what a page shows the way people read it: pages drawn on their side, drawn tiny, or drawn over their rim."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from operator import itemgetter
from statistics import median

from transforms.document import Box
from transforms.readers.pdf.marks import Char, Edge, PageContent

_ANGLE = itemgetter(6)
_MOST = 0.6
"""A page is drawn on its side where this share of its characters is."""
_FEW = 10
_TINY = 4.0
_HUGE = 40.0
_USUAL = 10.5
"""Heights of characters in points: pages may be drawn in a unit of their own, and tolerances are in points."""


def upright(content: PageContent) -> PageContent:
    """The page with its characters upright and of a readable size, without what is drawn outside it."""
    content = _to_scale(_within(content))
    if len(content.chars) < _FEW or not any(map(_ANGLE, content.chars)):
        return content
    angles = Counter(char.angle for char in content.chars if char.text != " ")
    if not angles:
        return content
    angle, count = angles.most_common(1)[0]
    return _turned(content, angle) if angle and count >= _MOST * angles.total() else content


def turned_back(box: Box, angle: int, width: float, height: float) -> Box:
    """A box on a page of the given size, after the page is turned counterclockwise by `angle` degrees."""
    x0, top, x1, bottom = box
    if angle == 90:
        return top, width - x1, bottom, width - x0
    if angle == 180:
        return width - x1, height - bottom, width - x0, height - top
    if angle == 270:
        return height - bottom, x0, height - top, x1
    return box


def turned_char(char: Char, angle: int, width: float, height: float) -> Char:
    box = turned_back((char.x0, char.top, char.x1, char.bottom), angle, width, height)
    return Char(char.text, *box, char.confidence, (char.angle - angle) % 360)


def _turned(content: PageContent, angle: int) -> PageContent:
    width, height = content.width, content.height
    chars = [turned_char(char, angle, width, height) for char in content.chars]
    edges = [Edge(*turned_back(edge[:4], angle, width, height), edge.is_faint) for edge in content.edges]
    size = (height, width) if angle in (90, 270) else (width, height)
    return replace(content, width=size[0], height=size[1], chars=chars, edges=edges, turned=angle)


def _within(content: PageContent) -> PageContent:
    width, height = 2 * content.width, 2 * content.height
    chars = [c for c in content.chars if 0 <= c[1] + c[3] <= width and 0 <= c[2] + c[4] <= height]
    return content if len(chars) == len(content.chars) else replace(content, chars=chars)


def _to_scale(content: PageContent) -> PageContent:
    heights = [char[4] - char[2] for char in content.chars]
    if len(heights) < _FEW or (min(heights) >= _TINY and max(heights) <= _HUGE):
        return content
    height = median(heights)
    if _TINY <= height <= _HUGE or not height:
        return content
    by = _USUAL / height
    chars = [
        Char(char.text, char.x0 * by, char.top * by, char.x1 * by, char.bottom * by, char.confidence, char.angle)
        for char in content.chars
    ]
    edges = [Edge(e.x0 * by, e.top * by, e.x1 * by, e.bottom * by, e.is_faint) for e in content.edges]
    return replace(content, width=content.width * by, height=content.height * by, chars=chars, edges=edges)
