"""Lines without tabs between rows that are lines: a cell of several lines goes on, or a row has a single cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from transforms.readers.text.furniture import is_page_mark
from transforms.readers.text.plain import Located

Run = list[tuple[int, str]]
"""Lines of one kind that follow one another, with their numbers."""

_NO_CELL = re.compile(
    r"表\s*(?:[(（].{0,10}[)）])?\s*$|单位\s*[:：]|^\s*项目(?:名称|编码|代码)\s*[:：]|^\s*(?:[\[(（]?\d{6}|#|\d{1,4}\s*$)"
)
"""What stands above a table, a page's number, a heading: a caption, a unit by its code, the unit of money."""
_NUMBERED = re.compile(r"[\d(（①-⑳一二三四五六七八九十]{1,3}[.、．)）]")
_NUMERALS = "一二三四五六七八九十"
_POINT = re.compile(rf"\s*(?P<front>目标|[(（]?)(?P<number>\d{{1,2}}|[{_NUMERALS}])(?P<behind>[.、．)）:：是])")
"""The beginning of a point of a list: 2.…, （2）…, 目标2：…, 二是…"""
_BETWEEN = re.compile(r"\t|[|│┃║｜]")
_FEWEST = 2
"""A listing has more rows than that, its heads with them."""
_WIDE = 5
"""Rows of a table whose columns have heads have so many cells at least; others are labels with their values."""
_LABEL_AND_VALUE = 2
_HEADING = re.compile("[\u4e00-\u9fff]{2,6}")
"""What heads the rows beneath it, as a cell over the whole width, is a few words and no sentence."""
_OPEN_ENDS = tuple("；;，,、")
"""What a text does not end with that is complete."""


def joined_runs(runs: Iterator[tuple[str, Run]], rows: str) -> Iterator[tuple[str, Run]]:
    """The runs of lines of a kind each, those of `rows` as one where only lines stand between them that belong to a
    table: nothing that stands above one or at the edge of a page, and no empty line."""
    held: list[tuple[str, Run]] = []
    for kind, run in _with_open_ends(runs, rows):
        is_row, is_behind = kind == rows, len(held) == 2
        if is_row and is_behind:
            held = [(rows, [*held[0][1], *held[1][1], *run])]
        elif held and not is_row and not is_behind and _are_within_table(run):
            held.append((kind, run))
        else:
            yield from held
            held = [(kind, run)] if is_row else []
            if not is_row:
                yield kind, run
    yield from held


def _with_open_ends(runs: Iterator[tuple[str, Run]], rows: str) -> Iterator[tuple[str, Run]]:
    """The runs, with the lines behind a row whose last cell is not complete as lines of the table."""
    last: Run = []
    for kind, run in runs:
        if kind == rows:
            last = [*last, *run]
            continue
        behind = 0
        while last and behind < len(run) and _goes_on((last + run[:behind])[-1][1], run[behind]):
            behind += 1
        last = [*last, *run[:behind]]
        if run[behind:]:
            if last:
                yield rows, last
            yield kind, run[behind:]
            last = []
    if last:
        yield rows, last


def _goes_on(above: str, line: tuple[int, str]) -> bool:
    """Whether a line can only be more of the cell that ends the one above: that is not complete, or is a point of a list
    of which this is the next."""
    goes_on = above.rstrip().endswith(_OPEN_ENDS) or _is_next_point(above, line[1])
    return goes_on and _are_within_table([line])


def _is_next_point(above: str, line: str) -> bool:
    """Whether a line is numbered in the same way as what ends the one above, and with the next number."""
    point, before = _POINT.match(line), _POINT.match(_BETWEEN.split(above.rstrip())[-1])
    if point is None or before is None:
        return False
    (number, style), (last, like) = _numbered(point), _numbered(before)
    return style == like and number == last + 1


def _numbered(point: re.Match[str]) -> tuple[int, tuple[str, str]]:
    """The number of a point of a list, and what stands around it."""
    told = point["number"]
    number = int(told) if told.isdecimal() else _NUMERALS.find(told) + 1
    return number, (point["front"], point["behind"])


def _are_within_table(run: Run) -> bool:
    return all(line.strip() and not _NO_CELL.search(line) and not is_page_mark(line.strip()) for _, line in run)


def rows_of(lines: list[list[Located]]) -> list[list[Located]]:
    """The rows that lines make, given as their cells: a line of one cell goes on with the row above it or is a row of a
    single cell, and one that has just the cells that the row above lacks is the end of that."""
    if whole := _as_wide_as_heads(lines):
        return whole
    widths = Counter(len(cells) for cells in lines if len(cells) >= _WIDE)
    rows: list[list[Located]] = []
    made: Counter[int] = Counter()
    for cells in lines:
        if len(cells) == 1:
            _add_line(rows, cells[0], widths)
        elif rows and _is_end(rows[-1], cells, widths, made):
            made[len(rows[-1])] -= 1
            rows[-1] = [*_with_text(rows[-1], cells[0]), *cells[1:]]
            made[len(rows[-1])] += 1
        else:
            rows.append(cells)
            made[len(cells)] += 1
    return rows


def _as_wide_as_heads(lines: list[list[Located]]) -> list[list[Located]] | None:
    """The rows of a listing that breaks within cells cut, each as wide as the heads on its first line; None where any is
    not, or nothing is cut. Cells merged over several rows cut each of them."""
    width = len(lines[0]) if lines else 0
    if width < _WIDE or all(len(cells) == width for cells in lines):
        return None
    rows: list[list[Located]] = []
    for cells in lines:
        last = rows[-1] if rows else []
        if len(cells) == 1 and rows and last[-1][0]:
            rows[-1] = _with_text(last, cells[0])
        elif not rows or len(last) == width:
            rows.append(cells)
        elif len(last) + len(cells) - 1 <= width and last[-1][0] and cells[0][0]:
            rows[-1] = [*_with_text(last, cells[0]), *cells[1:]]
        else:
            return None
    return rows if all(len(row) == width for row in rows) and len(rows) > _FEWEST else None


def _add_line(rows: list[list[Located]], line: Located, widths: Counter[int]) -> None:
    """More of the last cell, where that is not complete, its row as wide as most rows with heads are, or a label's, else a
    row of a single cell, beside a label at the left."""
    last = rows[-1] if rows else []
    usual = widths.most_common(1)
    is_usual = bool(usual) and usual[0] == (len(last), max(2, usual[0][1]))
    is_heading = _HEADING.fullmatch(line[0]) is not None and _POINT.match(line[0]) is None
    is_labels = len(last) == _LABEL_AND_VALUE and bool(last[0][0]) and not is_heading
    if last and last[-1][0] and (is_usual or is_labels or last[-1][0].endswith(_OPEN_ENDS)):
        rows[-1] = _with_text(last, line)
    else:
        rows.append([("", line[1]), line])


def _is_end(above: list[Located], cells: list[Located], widths: Counter[int], made: Counter[int]) -> bool:
    """Whether cells are the end of the row above, which a break within a cell cut: together they are as many as other
    rows have. Where more than the first of them is written, several such rows must stand above, or the row not be complete."""
    together = len(above) + len(cells) - 1
    if not cells[0][0] or not above[-1][0] or len(above) >= together:
        return False
    if not any(text for text, _ in cells[1:]):
        return len(cells) > len(above) and (widths[together] > 0 or _NUMBERED.match(cells[0][0]) is not None)
    others = made - Counter((len(above),))
    is_odd = not (others[len(above)] or others[len(cells)]) and widths[len(cells)] < widths[together]
    return is_odd and widths[together] > 0 and (made[together] > 1 or above[-1][0].endswith(_OPEN_ENDS))


def _with_text(row: list[Located], more: Located) -> list[Located]:
    text, number = row[-1]
    return [*row[:-1], (f"{text}\n{more[0]}", number)]
