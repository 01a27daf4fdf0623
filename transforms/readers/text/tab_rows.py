"""Reads plain text whose tables have one line a row, tabs between its cells: what a spreadsheet copies, or Word saves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from transforms.document import Block, Paragraph
from transforms.readers.text.lines_between import joined_runs, rows_of
from transforms.readers.text.plain import Located, grid_of

_FEWEST = 3
"""A row has so many cells with text, in a table of them; a contents line has two, its title and the page."""


def is_tabbed(lines: list[str]) -> bool:
    """Whether rows are lines: two in succession have as many cells, several of them with text, and lines that are one
    cell, as in a dump with one cell a line, are fewer."""
    wide = [line for line in lines if line.count("\t") >= _FEWEST - 1]
    if not any(_filled(line) >= _FEWEST for line in wide):
        return False
    filled = [_filled(line) for line in lines]
    rows = sum(count >= _FEWEST for count in filled)
    cells = sum(count == 1 and line.startswith("\t") for count, line in zip(filled, lines, strict=True))
    like = any(
        min(filled[number], filled[number + 1]) >= _FEWEST and line.count("\t") == other.count("\t")
        for number, (line, other) in enumerate(pairwise(lines))
    )
    return like and rows > cells


def _filled(line: str) -> int:
    """How many cells of a line have text."""
    return sum(bool(field.strip()) for field in line.split("\t"))


def blocks_of(lines: list[str]) -> list[Block]:
    """The paragraphs and grids of such lines. Runs of lines with tabs of which none is a row are paragraphs."""
    blocks: list[Block] = []
    tables = 0
    located = groupby(enumerate(lines, start=1), key=lambda item: "tabs" if _has_tabs(item[1]) else "text")
    for kind, found in joined_runs(((kind, list(run)) for kind, run in located), "tabs"):
        rows = rows_of([_cells(number, line) for number, line in found]) if kind == "tabs" else []
        if any(sum(bool(text) for text, _ in row) >= _FEWEST for row in rows):
            tables += 1
            blocks.append(grid_of(tables, rows))
        else:
            blocks.extend(_paragraphs(found))
    return blocks


def _has_tabs(line: str) -> bool:
    """Whether a line may be a row: a row left blank is one too, where its tabs show."""
    return "\t" in line.rstrip(" \xa0") and (bool(line.strip()) or line.count("\t") >= _FEWEST - 1)


def _cells(number: int, line: str) -> list[Located]:
    return [(field.strip(), number) for field in line.split("\t")]


def _paragraphs(located: list[tuple[int, str]]) -> Iterator[Paragraph]:
    return (Paragraph(text, line=number) for number, line in located if (text := line.strip()))
