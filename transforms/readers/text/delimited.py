"""Tables of plain text with commas between their cells: CSV, or lists as scripts print them, a row on a line."""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Callable, Iterator
from itertools import groupby

from transforms.document import Block, Paragraph
from transforms.readers.text.plain import Located, grid_of
from transforms.readers.text.whole_rows import quoted_row

_ROWS, _CELLS = 3, 3
"""So many rows of so many cells in succession, all of one width, show that cells are told in this way."""
_MOST_LINES = 40
"""A cell has no more lines than that."""
_LONGEST = 100_000
_LISTS = ("[", "(")
_NULL = re.compile(r"(?<=[\[ ,])null(?=[\], ])")
_SPACED = re.compile(r",(?: |$)")
_MOSTLY = 0.8
"""Where so many commas at least have a space behind them, one without is none between cells."""
_AMOUNT = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+\.\d{1,2}(?!\d)")
_WITHIN = "\x00"
"""Stands for the comma of an amount: 1,234.50."""

_Record = tuple[int, list[str], str]
"""A line's number, the cells it has with the lines behind it that belong to them, and all of these as they are."""


def has_commas(text: str) -> bool:
    """Whether a text has as many commas as the least of such tables; most have fewer, their own being wider."""
    return text.count(",") >= _ROWS * (_CELLS - 1)


def blocks_of(lines: list[str]) -> list[Block] | None:
    """The paragraphs and grids of lines with commas between cells; None where no table shows, or where tabs show one."""
    told = sum(line.count(",") >= _CELLS - 1 for line in lines)
    if told < _ROWS or told <= sum(line.startswith("\t") or line.count("\t") >= _CELLS - 1 for line in lines):
        return None
    spaced = sum(len(_SPACED.findall(line)) for line in lines) >= _MOSTLY * sum(line.count(",") for line in lines)
    records = _records(lines, _between_spaced if spaced else _between_commas)
    runs = [(width, list(run)) for width, run in groupby(records, key=lambda record: len(record[1]))]
    if not any(width >= _CELLS and len(run) >= _ROWS for width, run in runs):
        return None
    return list(_blocks(runs))


def _blocks(runs: list[tuple[int, list[_Record]]]) -> Iterator[Block]:
    tables = 0
    rows: list[list[Located]] = []
    for width, run in [*runs, (0, [])]:
        if width >= _CELLS:
            rows += [[(text.strip(), number) for text in cells] for number, cells, _ in run]
            continue
        if rows:
            tables += 1
            yield grid_of(tables, rows)
            rows = []
        for number, _, whole in run:
            yield from (Paragraph(part.strip(), line=number) for part in whole.split("\n") if part.strip())


def _records(lines: list[str], fields: Callable[[str], list[str]]) -> Iterator[_Record]:
    start = 0
    while start < len(lines):
        cells, end = _record_at(lines, start, fields)
        yield start + 1, cells, "\n".join(lines[start:end])
        start = end


def _record_at(lines: list[str], start: int, fields: Callable[[str], list[str]]) -> tuple[list[str], int]:
    """The cells that begin on a line, and the line behind them; a line that is no row is one cell."""
    line = lines[start].strip()
    if line.startswith(_LISTS) and (cells := _listed(line)):
        return cells, start + 1
    if "," not in line:
        return [line], start + 1
    whole, end = lines[start], start + 1
    while whole.count('"') % 2 and end < min(len(lines), start + _MOST_LINES):
        whole, end = f"{whole}\n{lines[end]}", end + 1
    cells = fields(whole)
    return (cells, end) if cells else (fields(lines[start]) or [lines[start]], start + 1)


def _between_spaced(text: str) -> list[str]:
    return _SPACED.split(text)


def _between_commas(text: str) -> list[str]:
    """The cells of a row; none where its quotes stand elsewhere than around cells."""
    if '"' in text:
        return quoted_row(text, ",") or []
    kept = _AMOUNT.sub(lambda found: found[0].replace(",", _WITHIN), text)
    return [cell.replace(_WITHIN, ",") for cell in kept.split(",")]


def _listed(line: str) -> list[str]:
    """The cells of a list as Python or JSON writes it; none where the line is no list of texts."""
    text = line.rstrip(",")
    if len(text) > _LONGEST or text[-1:] not in ("]", ")"):
        return []
    try:
        found = literal_eval(_NULL.sub("None", text))
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return []
    if not isinstance(found, (list, tuple)) or not all(
        cell is None or isinstance(cell, (str, int, float)) for cell in found
    ):
        return []
    return ["" if cell is None else str(cell) for cell in found]
