"""Rows of pipe tables that are written otherwise than with a pipe at both ends of one line."""

from __future__ import annotations

import re
from itertools import groupby, pairwise

from transforms.readers.text.wrapped_rows import states_two

_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*")
_RULES = 4
"""So many rules draw a table around it, and beneath its head."""
_GRID_RULE = re.compile(r"[ \t]*\+(?:[-=:]+\+)+[ \t]*")
BREAK = "<br>"
_MOST_LINES = 20
"""A cell has no more lines than that."""
_GONE = "\x00"
"""What stands where a line was that is part of the row above."""


def with_pipes(lines: list[str]) -> list[str]:
    """The lines, those of tables without outer pipes with them, and a row whose cells have lines of their own on the
    first of these, with breaks; empty lines keep the numbers of the others."""
    if any(line.lstrip().startswith("+") and _GRID_RULE.fullmatch(line) for line in lines):
        lines = _with_ruled_rows(lines)
    if any(_RULE.fullmatch(line) for line in lines if "|" in line):
        lines = _with_outer_pipes(lines)
    if any(line.lstrip().startswith("|") and not line.rstrip().endswith("|") for line in lines):
        lines = _with_whole_rows(lines)
    return lines


def _with_ruled_rows(lines: list[str]) -> list[str]:
    """The lines of tables that are drawn with rules: where these stand between most rows, all lines between two of them are
    one row, on the first of them."""
    made = list(lines)
    is_drawn = [line.lstrip().startswith(("|", "+")) for line in lines]
    for drawn, run in groupby(range(len(lines)), key=is_drawn.__getitem__):
        table = list(run)
        rules = [number for number in table if drawn and _GRID_RULE.fullmatch(lines[number])]
        for rule in rules:
            made[rule] = _GONE
        if len(rules) > _RULES:
            for above, beneath in pairwise(rules):
                made[above + 1 : beneath] = _one_row(lines[above + 1 : beneath])
    return made


def _one_row(lines: list[str]) -> list[str]:
    rows = [_PIPE.split(line.strip())[1:-1] for line in lines]
    if not rows or len({len(row) for row in rows}) > 1 or any(map(states_two, zip(*rows, strict=True))):
        return lines
    cells = (BREAK.join(filter(None, map(str.strip, column))) for column in zip(*rows, strict=True))
    return [f"| {' | '.join(cells)} |", *[_GONE] * (len(lines) - 1)]


def _with_outer_pipes(lines: list[str]) -> list[str]:
    """The lines with pipes at both ends of those that have some, where a rule among them has none at its front."""
    made: list[str] = []
    for has_pipes, run in groupby(lines, key=lambda line: _PIPE.search(line) is not None):
        found = list(run)
        if has_pipes and any(_RULE.fullmatch(line) for line in found):
            found = [f"|{line}" + ("" if line.rstrip().endswith("|") else "|") for line in found]
        made += found
    return made


def _with_whole_rows(lines: list[str]) -> list[str]:
    made, number = list(lines), 0
    while number < len(lines):
        end = _end_of_row(lines, number)
        if end > number:
            made[number] = BREAK.join(line.strip() for line in lines[number : end + 1])
            made[number + 1 : end + 1] = [_GONE] * (end - number)
        elif _lacks_last_pipe(lines, number):
            made[number] = f"{lines[number]}|"
        number = end + 1
    return made


def is_gone(line: str) -> bool:
    return line == _GONE


def _lacks_last_pipe(lines: list[str], number: int) -> bool:
    """Whether a line of several cells beside other rows has no pipe at its end."""
    line = lines[number].strip()
    beside = [*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2]]
    is_open = line.startswith("|") and not line.endswith("|") and len(_PIPE.findall(line)) > 1
    return is_open and any(other.lstrip().startswith("|") for other in beside)


def _end_of_row(lines: list[str], start: int) -> int:
    """The line on which a row ends that opens with a pipe and has none at its end; its own line where none does."""
    if not lines[start].lstrip().startswith("|") or lines[start].rstrip().endswith("|"):
        return start
    for end in range(start + 1, min(start + _MOST_LINES, len(lines))):
        line = lines[end].strip()
        if not line or line.startswith(("|", "#")):
            return start
        if line.endswith("|"):
            return end
    return start
