"""Tables of plain text without tabs: cells between bars, with rules between the rows or without, or set off by spaces."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby
from statistics import mode

from transforms.document import Block, Cell, Grid, Paragraph
from transforms.readers.text.pipe_rows import BREAK, is_gone, with_pipes
from transforms.readers.text.plain import Located
from transforms.readers.text.tab_rows import blocks_of as blocks_of_rows
from transforms.readers.text.wrapped_rows import width, wraps

_RULE = re.compile(r"(?=.*[-=─━═┄┈])[\s|+│┃║:\-=─━═┄┈┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋]+")
_BARS = "|│┃║｜"
_BAR = re.compile(rf"(?<!\\)[{_BARS}]")
_FIELD = re.compile(r"[^ \xa0\u3000]+(?:[ \xa0][^ \xa0\u3000]+)*")
_NUMBER_OF_ROW = re.compile(r"\s*(?:Row|row|ROW|行|第)\s*\d+\s*行?\s*[:：]\s*")
_ROWS, _CELLS = 3, 3
"""So many rows of so many cells show that cells are told in this way."""
_ALIGNED = 0.8
"""Columns stand one below the other where that share of the cells behind the first begin where others do, or more."""

_Placed = list[tuple[int, str]]
"""The cells of a line, each with the place that it begins at: its number, or how far from the left."""


def blocks_of(lines: list[str]) -> list[Block] | None:
    """The paragraphs and grids of lines whose tables are drawn with bars or spaces; None where no table shows."""
    if found := barred_blocks_of(lines):
        return found
    if sum(len(_between_gaps(line)) >= _CELLS for line in lines) >= _ROWS:
        return list(_blocks(lines, _between_gaps, is_ruled=False))
    return None


def has_bars(text: str) -> bool:
    """Whether a text may have tables between bars; few dumps with tabs do."""
    return any(bar in text for bar in _BARS)


def barred_blocks_of(lines: list[str]) -> list[Block] | None:
    """The same where bars draw the tables, and more lines are rows between bars than between tabs; else None."""
    lines = _with_single_bars(lines)
    with_bars = [line.strip() for line in lines if _BAR.search(line)]
    barred = [line for line in with_bars if not _RULE.fullmatch(line)]
    rows = sum(len(_BAR.findall(line)) >= _CELLS - 1 for line in barred)
    if rows < _ROWS or rows <= sum(line.startswith("\t") or line.count("\t") >= _CELLS - 1 for line in lines):
        return None
    if len(barred) == len(with_bars) and not _have_outer_bars(barred):
        return blocks_of_rows(lines, _BAR.split)
    outer = _have_outer_bars(barred)
    return list(_blocks(with_pipes(lines) if outer else lines, partial(_between_bars, outer=outer), is_ruled=True))


def _with_single_bars(lines: list[str]) -> list[str]:
    """The lines, with one bar where all bars are two, and rows without their number in front: Row 3: …"""
    bars = [line for line in lines if "|" in line]
    if bars and all(line.count("|") == 2 * line.count("||") for line in bars):
        lines = [line.replace("||", "|") for line in lines]
    if bars and all(map(_NUMBER_OF_ROW.match, bars)):
        lines = [_NUMBER_OF_ROW.sub("", line) if "|" in line else line for line in lines]
    return lines


def _have_outer_bars(lines: list[str]) -> bool:
    """Whether bars stand at the sides of all cells too: most lines begin with one, and none of the others has as many as
    these. Where bars stand between cells alone, a line begins with one whose first cell is blank."""
    begin = [len(_BAR.findall(line)) for line in lines if _BAR.match(line)]
    others = {len(_BAR.findall(line)) for line in lines if not _BAR.match(line)}
    return 2 * len(begin) > len(lines) and mode(begin) not in others


def _between_bars(line: str, *, outer: bool) -> _Placed:
    """Cells with bars between them, or also at both sides of all."""
    if not _BAR.search(line) or _RULE.fullmatch(line):
        return []
    text = line.strip()
    start, end = bool(outer and _BAR.match(text)), len(text) - bool(outer and _BAR.match(text[-1]))
    cells = _BAR.split(text[start:end].replace(BREAK, "\n"))
    return list(enumerate(cell.replace("\\|", "|").strip() for cell in cells))


def _between_gaps(line: str) -> _Placed:
    """Cells set off by two spaces or a wide one. A line of one cell is a row where it is set off from the left."""
    found = list(_FIELD.finditer(line))
    if len(found) < 2 and not (found and found[0].start() >= 2):
        return []
    placed, place, behind = [], 0, 0
    for field in found:
        place += width(line[behind : field.start()])
        behind = field.start()
        placed.append((place, field.group()))
    return placed


def _blocks(lines: list[str], cells_of: Callable[[str], _Placed], *, is_ruled: bool) -> Iterator[Block]:
    def is_rule(line: str) -> bool:
        return is_ruled and _RULE.fullmatch(line) is not None

    tables = 0
    located = [(number, line, cells_of(line)) for number, line in enumerate(lines, start=1) if not is_gone(line)]
    for is_table, run in groupby(located, key=lambda item: bool(item[2] or is_rule(item[1]))):
        found = list(run)
        if is_table and any(len(cells) >= _CELLS for *_, cells in found):
            tables += 1
            rows = _rows([(number, None if is_rule(line) else cells) for number, line, cells in found])
            if is_ruled and not any(is_rule(line) for _, line, _ in found):
                rows = _unwrapped(found)
            yield _grid(tables, rows, is_counted=is_ruled)
        else:
            yield from (Paragraph(line.strip(), line=number) for number, line, _ in found if line.strip())


_Row = list[tuple[int, Located]]


def _rows(lines: list[tuple[int, _Placed | None]]) -> list[_Row]:
    """The rows of a table's lines, None for a rule. Where rules stand between most rows, all lines between two of them
    are one."""
    groups = [list(run) for is_rule, run in groupby(lines, key=lambda line: line[1] is None) if not is_rule]
    if len(groups) <= _ROWS:
        groups = [[line] for group in groups for line in group]
    return [_one_row(group) for group in groups]


def _unwrapped(lines: list[tuple[int, str, _Placed]]) -> list[_Row]:
    """The rows of a table without rules, one that goes on upon the lines beneath it as one."""
    groups: list[list[tuple[int, _Placed | None]]] = []
    for (number, _, cells), goes_on in zip(lines, wraps([line for _, line, _ in lines]), strict=True):
        if goes_on:
            groups[-1].append((number, cells))
        else:
            groups.append([(number, cells)])
    return [_one_row(group) for group in groups]


def _one_row(lines: list[tuple[int, _Placed | None]]) -> _Row:
    cells: dict[int, Located] = {}
    for number, line in lines:
        for place, text in line or []:
            before = cells.get(place)
            cells[place] = ("\n".join(filter(None, [before[0], text])), before[1]) if before else (text, number)
    return sorted(cells.items())


def _grid(number: int, rows: list[_Row], *, is_counted: bool) -> Grid:
    """The grid of rows: where cells stand one below the other, each beneath those that begin where it does."""
    columns = sorted({place for row in rows for place, _ in row})
    starts = Counter(place for row in rows for place, _ in row[1:])
    shared = sum(count for count in starts.values() if count > 1)
    is_aligned = not is_counted and shared >= _ALIGNED * starts.total()
    cells = [
        Cell(text, row_number, bisect_left(columns, place) if is_aligned else order, 1, 1, None, line)
        for row_number, row in enumerate(rows)
        for order, (place, (text, line)) in enumerate(row)
    ]
    return Grid(number, tuple(cells))
