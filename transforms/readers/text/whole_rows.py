"""Rows of text dumps whose cells have several lines: between quotes, or merged and written out once for each column,
`a | 1` `2 | 1` `2`."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable

from transforms.readers.text.plain import Located

_CLOSED = re.compile(r'"(?:\t|\s*$)')
_LONGEST = 100_000
"""No row between quotes is longer; `csv` takes no cell of more than 131,072 signs."""
_MOST_LINES = 40
"""A cell has no more lines than that."""

Fields = Callable[[str], list[str]]


def with_whole_rows(lines: list[str], fields: Fields) -> list[tuple[int, str | list[Located]]]:
    """The lines with their numbers; those that are one row, since a cell of several lines stands between quotes, or twice
    or more beside itself, as the cells of that row. `fields` are the cells of a line."""
    made: list[tuple[int, str | list[Located]]] = []
    number = 0
    widths = Counter(len(fields(line)) for line in lines)
    while number < len(lines):
        row, end = _quoted_at(lines, number) or _row_at(lines, number, fields, widths)
        made.append((number + 1, lines[number] if row is None else row))
        number = end
    return made


def _quoted_at(lines: list[str], start: int) -> tuple[list[Located], int] | None:
    """The row that begins with a line in which a cell between tabs opens a quotation, and the line behind it; spreadsheets
    put what has several lines between quotes. None where no line closes it at the end of a cell."""
    opened = lines[start].rpartition("\t")[2]
    if not opened.startswith('"') or opened.count('"') % 2 == 0:
        return None
    for end in range(start + 2, min(start + _MOST_LINES, len(lines)) + 1):
        if '"' in lines[end - 1]:
            row = "\n".join(lines[start:end])
            if row.count('"') % 2 == 0 and _CLOSED.search(lines[end - 1]):
                cells = quoted_row(row, "\t")
                return ([(cell.strip(), start + 1) for cell in cells], end) if cells else None
    return None


def quoted_row(text: str, between: str) -> list[str] | None:
    """The cells of a row, some of them between quotes; None where quotes stand elsewhere than around cells, or where the
    text is more than one row."""
    if len(text) > _LONGEST:
        return None
    try:
        rows = list(csv.reader((f"{line}\n" for line in text.split("\n")), delimiter=between, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _row_at(lines: list[str], start: int, fields: Fields, widths: Counter[int]) -> tuple[list[Located] | None, int]:
    """The row that begins with a line, and the line behind it; None where it is no more than that line."""
    cells: list[Located] = []
    line, left, is_repeated = start, _stripped(fields(lines[start])), False
    if len(left) < 2:
        return None, start + 1
    while left:
        cells += [(text, line + 1) for text in left[:-1]]
        repeats = _repeats_at(lines, line, left[-1], fields)
        if repeats is None:
            cells.append((left[-1], line + 1))
            line, left = line + 1, []
        else:
            text, times, line, left = repeats
            cells += [(text, start + 1)] * times
            is_repeated = True
            line += not left
    is_row = is_repeated and (widths[len(cells)] > 0 or len(cells) > max(widths))
    return (cells, line) if is_row else (None, start + 1)


def _repeats_at(lines: list[str], start: int, first: str, fields: Fields) -> tuple[str, int, int, list[str]] | None:
    """The cell of several lines that begins at the end of a line with the text `first`: its text, how often it stands
    there, the line that it ends on, and the cells behind it there. None where it does not stand there twice."""
    cell = _cell_at(lines, start, first, fields)
    if cell is None:
        return None
    times, end = 1, start + len(cell) - 1
    behind = _stripped(fields(lines[end]))[1:]
    while behind == [first]:
        again = [_stripped(fields(line)) for line in lines[end + 1 : end + len(cell)]]
        if [line[0] for line in again] != cell[1:] or any(len(line) > 1 for line in again[:-1]):
            return None
        times, end, behind = times + 1, end + len(cell) - 1, again[-1][1:]
    text = "\n".join(part for part in cell if part)
    return (text, times, end, behind) if times > 1 else None


def _cell_at(lines: list[str], start: int, first: str, fields: Fields) -> list[str] | None:
    """The lines of a cell whose second copy begins right behind it, given its first line."""
    cell = [first]
    for line in lines[start + 1 : start + _MOST_LINES] if first else []:
        found = _stripped(fields(line))
        cell.append(found[0])
        if len(found) > 1:
            return cell if found[1] == first else None
    return None


def _stripped(found: list[str]) -> list[str]:
    return [text.strip() for text in found]
