"""Reads plain text whose tables have one line a row, tabs or bars between its cells: what a spreadsheet copies, or Word
saves, or a script writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby, pairwise

from transforms.document import Block, Paragraph
from transforms.readers.text.furniture import is_page_mark
from transforms.readers.text.lines_between import Run, joined_runs, rows_of
from transforms.readers.text.plain import Located, grid_of
from transforms.readers.text.whole_rows import with_whole_rows

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
    tabs = {line.count("\t") for count, line in zip(filled, lines, strict=True) if count >= _FEWEST}
    cells = sum(
        count == 1 and line.startswith("\t") and line.count("\t") not in tabs
        for count, line in zip(filled, lines, strict=True)
    )
    like = any(
        min(filled[number], filled[number + 1]) >= _FEWEST and line.count("\t") == other.count("\t")
        for number, (line, other) in enumerate(pairwise(lines))
    )
    return like and rows > cells


def _filled(line: str) -> int:
    """How many cells of a line have text."""
    return sum(bool(field.strip()) for field in line.split("\t"))


def between_tabs(line: str) -> list[str]:
    """The cells of a line; one where it is no row. One left blank may be a row too, where its tabs show."""
    is_row = "\t" in line.rstrip(" \xa0") and (bool(line.strip()) or line.count("\t") >= _FEWEST - 1)
    return line.split("\t") if is_row else [line]


def blocks_of(lines: list[str], fields: Callable[[str], list[str]] = between_tabs) -> list[Block]:
    """The paragraphs and grids of such lines, `fields` being the cells of one. Runs of rows of which none has several
    cells are paragraphs."""
    blocks: list[Block] = []
    tables = 0
    whole = dict(with_whole_rows(lines, fields))

    def kind_of(item: tuple[int, str]) -> str:
        return "tabs" if len(fields(item[1])) > 1 else "text"

    located = groupby(((number, lines[number - 1]) for number in whole), key=kind_of)
    runs = list(joined_runs(((kind, list(run)) for kind, run in located), "tabs"))
    for order, (kind, found) in enumerate(runs):
        rows = rows_of([_cells(whole[number], number, fields) for number, _ in found]) if kind == "tabs" else []
        if any(sum(bool(text) for text, _ in row) >= _FEWEST for row in rows) or (
            rows and _is_parted(runs[order + 1 : order + 3])
        ):
            tables += 1
            blocks.append(grid_of(tables, rows))
        else:
            blocks.extend(_paragraphs(found))
    return blocks


def _is_parted(behind: list[tuple[str, Run]]) -> bool:
    """Whether rows follow behind lines that are marks of pages or tables alone."""
    return len(behind) == 2 and all(is_page_mark(line.strip()) for _, line in behind[0][1] if line.strip())


def _cells(row: str | list[Located], number: int, fields: Callable[[str], list[str]]) -> list[Located]:
    return [(field.strip(), number) for field in fields(row)] if isinstance(row, str) else row


def _paragraphs(located: list[tuple[int, str]]) -> Iterator[Paragraph]:
    return (Paragraph(text, line=number) for number, line in located if (text := line.strip()))
