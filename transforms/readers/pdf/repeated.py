"""Finds the header that a table says again on the next page, also where no line parts it from the row below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from transforms.readers.pdf.table import PageCell, PageTable

_HEAD = 20
"""A header that is repeated stands within so many rows of where the table begins, or its part on the page before."""
_WIDE = 0.9
_FEWEST_LABELS = 3
"""A header of fewer labels, or of shorter ones, may be what the texts below it begin with by chance."""
_SHORTEST_LABEL = 2
_FEWEST_HEADS = 4
"""A row of fewer texts may be a label and its value, twice."""


def header_rows(parts: list[PageTable], below: PageTable) -> int:
    """How many rows at the top of a part are rows of the parts before, said again."""
    earlier = {tuple(cell.text for cell in row) for row in _heads(parts)}
    rows = [tuple(cell.text for cell in row) for row in _rows(below)]
    count = 0
    while count < len(rows) - 1 and sum(bool(text) for text in rows[count]) > 1 and rows[count] in earlier:
        count += 1
    return count


def printed_again(parts: list[PageTable], below: PageTable) -> int:
    """How many rows at the top of a part are the table's first ones, printed again because a page began; 0 where what
    followed them there follows them here: then it is another table that begins as the first did."""
    first, rows = _rows(parts[0]), _rows(below)
    count = 0
    while count < min(len(first), len(rows) - 1) and _is_same(first[count], rows[count], parts[0]):
        count += 1
    if count and count < len(first) and _first_said(first[count]) == _first_said(rows[count]):
        return 0
    return count


def says_heads_again(parts: list[PageTable], below: PageTable) -> bool:
    """Whether a part begins with the rows that the table began with, or with the heads of all its columns."""
    if printed_again(parts, below):
        return True
    first = [cell for cell in below.cells if cell.row == 0]
    is_heads = len(first) >= _FEWEST_HEADS and all(cell.text and cell.row_span == 1 for cell in first)
    return is_heads and len(first) == len(below.edges_of_rows()) - 1 and header_rows(parts, below) > 0


def begins_alike(parts: list[PageTable], below: PageTable) -> bool:
    """Whether a part begins with what the table began with: it may be the next form."""
    return _first_said(_rows(below)[0]) == _first_said(_rows(parts[0])[0])


def _is_same(row: list[PageCell], again: list[PageCell], table: PageTable) -> bool:
    """Whether two rows say the same, and enough of it: in several cells, or in one as wide as the table."""
    written = [cell for cell in row if cell.text]
    is_wide = len(written) == 1 and written[0].box[2] - written[0].box[0] > _WIDE * (table.box[2] - table.box[0])
    return (len(written) > 1 or is_wide) and [cell.text for cell in row] == [cell.text for cell in again]


def _first_said(row: list[PageCell]) -> str:
    return next((cell.text for cell in row if cell.text), "")


def ends_with_header(above: PageTable, below: PageTable, count: int) -> bool:
    """Whether the last row above is one of the header's, of which so many rows are said again below: it stands alone at
    the foot of the page, and nothing runs on from it."""
    last = [cell.text for cell in above.cells if cell.row == above.row_count - 1]
    return any(last == [cell.text for cell in row] for row in _rows(below)[:count])


def unglued(parts: list[PageTable], below: PageTable) -> PageTable:
    """The part below with a row for the repeated header of its own, where no line is drawn under that: every text of
    its first row then begins with the label of its column."""
    first = [cell for cell in below.cells if cell.row == 0]
    for header in _heads(parts):
        if _begins_with(first, header):
            return _parted(below, header)
    return below


def _heads(parts: list[PageTable]) -> Iterator[list[PageCell]]:
    for part in (parts[0], parts[-1]):
        yield from _rows(part)[:_HEAD]


def _rows(table: PageTable) -> list[list[PageCell]]:
    rows: list[list[PageCell]] = [[] for _ in range(table.row_count)]
    for cell in table.cells:
        rows[cell.row].append(cell)
    return rows


def _begins_with(first: list[PageCell], header: list[PageCell]) -> bool:
    """Whether every cell says what the header's says and some then something else, mostly on another line."""
    if len(first) != len(header) or len(header) < _FEWEST_LABELS or not all(map(_is_label, header)):
        return False
    if not all(cell.text.startswith(label.text) for cell, label in zip(first, header, strict=True)):
        return False
    if any(_height(cell) <= _height(label) for cell, label in zip(first, header, strict=True)):
        return False
    rests = [cell.text[len(label.text) :] for cell, label in zip(first, header, strict=True)]
    return any(rests) and 2 * sum(rest.startswith("\n") for rest in rests) >= sum(map(bool, rests))


def _is_label(cell: PageCell) -> bool:
    is_plain = not any(sign.isdigit() for sign in cell.text)
    return is_plain and len(cell.text) >= _SHORTEST_LABEL and cell.row_span == 1


def _height(cell: PageCell) -> float:
    return cell.box[3] - cell.box[1]


def _parted(below: PageTable, header: list[PageCell]) -> PageTable:
    labels = iter(header)
    cells: list[PageCell] = []
    rests: list[PageCell] = []
    for cell in below.cells:
        if cell.row:
            rests.append(replace(cell, row=cell.row + 1))
            continue
        label = next(labels)
        x0, top, x1, bottom = cell.box
        cut = top + _height(label)
        text = cell.text[len(label.text) :].strip()
        cells.append(replace(label, row=0, column=cell.column, column_span=cell.column_span, box=(x0, top, x1, cut)))
        lines = (cell.lines[len(label.lines) :] or cell.lines[-1:]) if text else ()
        rests.append(replace(cell, row=1, text=text, box=(x0, cut, x1, bottom), lines=lines))
    return replace(below, cells=(*cells, *rests))
