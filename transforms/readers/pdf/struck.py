"""Text that is struck out: a line runs through it, as prints of drafts show what was deleted. It is no part of what the page
says."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from transforms.readers.hidden import struck_text_note
from transforms.readers.pdf.lines import Line
from transforms.readers.pdf.marks import Char, Edge, PageContent
from transforms.readers.pdf.strokes import NEAR, THICKEST, is_stroke, is_wall

_THROUGH = (0.38, 0.73)
"""The shares of a character's height between which a line runs through it; one beneath it runs lower."""
_REACH = 0.25
"""No further from a character's middle, in its heights, is such a line."""
_OVER = 1.5
"""In points, how far a line may begin and end beside the text that it strikes out."""
_FILLED = 0.8


def has_strokes(edges: Sequence[Edge], lines: Iterable[Line]) -> bool:
    """Whether a level stroke may run through one of these lines of text, and is no longer than it."""
    heights = sorted({edge[1] for edge in edges})
    strokes: defaultdict[float, list[Edge]] = defaultdict(list)
    for line in lines:
        left, top, right, bottom = line.box
        height = bottom - top
        first = bisect_left(heights, top + _THROUGH[0] * height - THICKEST)
        for at in heights[first : bisect_left(heights, top + _THROUGH[1] * height)]:
            if not strokes:
                for edge in filter(is_stroke, edges):
                    strokes[edge.top].append(edge)
            if any(left - _OVER <= edge.x0 and edge.x1 <= right + height for edge in strokes[at]):
                return True
    return False


def without_struck(content: PageContent) -> tuple[PageContent, tuple[str, ...]]:
    """The page without what is struck out and the lines through it, and a note that quotes it."""
    chars = sorted(content.chars, key=_middle)
    middles = list(map(_middle, chars))
    tallest = max(char.bottom - char.top for char in chars)
    struck: list[list[Char]] = []
    strokes: set[Edge] = set()
    for line in filter(is_stroke, content.edges):
        at = (line.top + line.bottom) / 2
        run = _run_of(line, chars[bisect_left(middles, at - tallest) : bisect_left(middles, at + tallest)])
        if run and _ends_with(line, run) and not is_wall(line, content.edges):
            struck.append(run)
            strokes.add(line)
    if not struck:
        return content, ()
    gone = {id(char) for run in struck for char in run}
    shown = replace(
        content,
        chars=[char for char in content.chars if id(char) not in gone],
        edges=[edge for edge in content.edges if edge not in strokes],
    )
    return shown, struck_text_note(["".join(char.text for char in run) for run in struck])


def _middle(char: Char) -> float:
    return (char.top + char.bottom) / 2


def _run_of(line: Edge, near: list[Char]) -> list[Char]:
    """The characters that a line runs through, from left to right, and between them marks whose font gives them a flat
    box of their own."""
    within = [char for char in near if line.x0 - NEAR <= (char.x0 + char.x1) / 2 <= line.x1 + NEAR]
    run = [char for char in within if _runs_through(line, char)]
    if not run:
        return []
    top, bottom = min(char.top for char in run), max(char.bottom for char in run)
    over = _REACH * (bottom - top)
    return sorted(
        (char for char in within if top - over <= char.top and char.bottom <= bottom + over), key=lambda char: char.x0
    )


def _runs_through(line: Edge, char: Char) -> bool:
    height = char.bottom - char.top
    at = (line.top + line.bottom) / 2 - char.top
    return not char.angle and _THROUGH[0] * height <= at <= _THROUGH[1] * height


def _ends_with(line: Edge, run: list[Char]) -> bool:
    """Whether a line is as long as the text that it runs through; pdfium does not tell the spaces at its end."""
    first, last = run[0], run[-1]
    width, beyond = last.x1 - first.x0, max(_OVER, 0.6 * (last.bottom - last.top))
    begins = first.x0 - _OVER <= line.x0 and line.x1 <= last.x1 + beyond
    has_words = any(not char.text.isspace() for char in run)
    return begins and has_words and line.x1 - line.x0 >= _FILLED * width
