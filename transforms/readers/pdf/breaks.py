"""Tells where page breaks cut tables: which table goes on, under which repeated header, and which row was torn."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import prod, sqrt

from transforms.readers.pdf.lines import ENUMERATION, joined
from transforms.readers.pdf.table import PageCell, PageTable

NEAR = 3.0
"""How far apart, in points, sides may lie that are the same: pdfplumber's own tolerance."""
_FEW_SIDES = 3
_HEAD = 20
"""A header that is repeated stands within so many rows of where the table begins, or its part on the page before."""
_LIKELY = 4.0
"""How much likelier a torn row must be than two whole ones to be joined."""
_BLANK = 4.0
"""A cell that is written above and blank below is so much likelier in a torn row than in a row of its own."""


@dataclass(frozen=True, slots=True)
class Tear:
    """A row cut by a page break: each cell of the last row above that goes on, with its rest below."""

    pairs: tuple[tuple[PageCell, PageCell], ...] = ()
    header_rows: int = 0
    """How many rows at the top of the part below repeat the table's header."""
    is_likely: bool = False
    """The row looks torn, but not surely enough to be joined."""


def continues(above: PageTable, below: PageTable) -> bool:
    """Whether a page's first table carries on the last one of the page before: it has the same columns, or as far as
    it goes some of them, or the rows on both sides of the break do."""
    uppers, lowers = above.edges_of_rows(), below.edges_of_rows()
    if not _same((uppers[0], uppers[-1]), (lowers[0], lowers[-1])):
        # A page may leave out a merged cell that began on the page before and ends on the next.
        return len(lowers) > _FEW_SIDES and _within(lowers, uppers) and below.is_open_above
    last = above.edges_of_rows(above.row_count - 1)
    return (
        _within(lowers, uppers)
        or _within(uppers, lowers)
        or _same(lowers, last)
        or _same(below.edges_of_rows(0), last)
        or (above.is_open_below and below.is_open_above)
    )


def _same(some: tuple[float, ...], others: tuple[float, ...]) -> bool:
    return len(some) == len(others) and all(abs(one - other) <= NEAR for one, other in zip(some, others, strict=True))


def _within(some: tuple[float, ...], others: tuple[float, ...]) -> bool:
    return all(any(abs(one - other) <= NEAR for other in others) for one in some)


def tear(parts: list[PageTable], below: PageTable) -> Tear:
    """How the row at the break between the table's parts so far and the next one was cut, if it was."""
    header_rows = _header_rows(parts, below)
    above = parts[-1]
    ends = [cell for cell in above.cells if cell.row + cell.row_span == above.row_count]
    first = [cell for cell in below.cells if cell.row == header_rows]
    pairs = [(_beside(ends, rest), rest) for rest in first if rest.text]
    found = tuple((cell, rest) for cell, rest in pairs if cell is not None and cell.text)
    if not found:
        return Tear(header_rows=header_rows)
    blanks = sum(_ended(ends, rest) for rest in first)
    if len(found) == len(pairs) and _likelihood(found, blanks) >= _LIKELY:
        return Tear(found, header_rows)
    return Tear(header_rows=header_rows, is_likely=any(not cell.text for cell in first[1:]))


def _header_rows(parts: list[PageTable], below: PageTable) -> int:
    """How many rows at the top of a part are rows of the parts before, said again."""
    earlier = {texts for part in (parts[0], parts[-1]) for texts in _rows(part)[:_HEAD]}
    rows = _rows(below)
    count = 0
    while count < len(rows) - 1 and sum(bool(text) for text in rows[count]) > 1 and rows[count] in earlier:
        count += 1
    return count


def _rows(table: PageTable) -> list[tuple[str, ...]]:
    rows: list[list[str]] = [[] for _ in range(table.row_count)]
    for cell in table.cells:
        rows[cell.row].append(cell.text)
    return [tuple(row) for row in rows]


def _beside(ends: list[PageCell], rest: PageCell) -> PageCell | None:
    """The cell above with the same sides."""
    return next((cell for cell in ends if _same((cell.box[0], cell.box[2]), (rest.box[0], rest.box[2]))), None)


def _ended(ends: list[PageCell], rest: PageCell) -> bool:
    """Whether a blank cell stands below one that is written, neither of them merged with other rows."""
    if rest.text or rest.row_span > 1:
        return False
    cell = _beside(ends, rest)
    return cell is not None and bool(cell.text) and cell.row_span == 1


def _likelihood(pairs: tuple[tuple[PageCell, PageCell], ...], blanks: int) -> float:
    """How much likelier one torn row is than two.

    A text ends by chance where what follows would not have fitted on its line as rarely as that is short and the line
    long; cells that say the same (but for figures) are one chance. A text that ends before does not go on, but for a
    list.
    """
    chances: dict[str, float] = {}
    for cell, rest in pairs:
        if rest.head > cell.left_over:
            # Columns are made as wide as their labels: a single line that is full says less than the last of several.
            chance = max(1.0, cell.room / max(rest.head, 1.0))
            chances[_DIGITS.sub("", cell.text)] = chance if cell.line_count > 1 else sqrt(chance)
        elif not blanks or not ENUMERATION.match(rest.text):
            return 0.0
    return prod(chances.values()) * _BLANK**blanks


_DIGITS = re.compile(r"\d+")


def run_on(cell: PageCell, rest: PageCell, below: str) -> str:
    """The text of a torn cell: its lines run on where the last one was full, else another paragraph begins."""
    return joined(cell.text, below) if rest.head > cell.left_over else f"{cell.text}\n{below}"
