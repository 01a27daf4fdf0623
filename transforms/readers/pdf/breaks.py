"""Tells where page breaks cut tables: which table goes on, under which repeated header, and which row was torn."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from math import prod, sqrt

from transforms.readers.pdf.lines import DIGITS, ENUMERATION, Line, is_parted, is_whole, joined, squeezed
from transforms.readers.pdf.repeated import begins_alike, ends_with_header, header_rows, printed_again
from transforms.readers.pdf.table import PageCell, PageTable
from transforms.text import COMPARING

NEAR = 3.0
"""How far apart, in points, sides may lie that are the same: pdfplumber's own tolerance."""
_FEW_SIDES = 3
_LIKELY = 4.0
"""How much likelier a torn row must be than two whole ones to be joined."""
_BLANK = 4.0
"""A cell that is written above and blank below is so much likelier in a torn row than in a row of its own."""
_SAID_ELSEWHERE = 2.0
"""Two texts that make up what a cell elsewhere says are so much likelier in a torn row."""
_PARTED = 16.0
"""A bracket that is opened above and closed below is so much likelier in a torn row."""
_SAID_APART = 64.0
"""Two texts that are each said elsewhere are so much likelier two rows."""
_SPARE = 2.5
"""A page break leaves at most so many lines' height free beneath a text that it cuts: it keeps two lines together."""
_FEWEST_SIGNS = 3
_FEWEST_PARTED = 4
"""So many texts of a row are not of several paragraphs each by chance."""
_LONGEST_SPILL = 60
_FEW_STAYED = 2
"""A single text above blank cells may be the title of the rows below it."""


@dataclass(frozen=True, slots=True)
class Tear:
    """A row cut by a page break: each cell of the last row above that goes on, with its rest below."""

    pairs: tuple[tuple[PageCell, PageCell], ...] = ()
    header_rows: int = 0
    """How many rows at the top of the part below repeat the table's header."""
    is_likely: bool = False
    """The row looks torn, but not surely enough to be joined."""
    spills: tuple[tuple[PageCell, PageCell, int], ...] = ()
    """A torn cell, a cell of the row under its rest, and how many characters of that cell's text are the torn one's."""


def continues(parts: list[PageTable], below: PageTable) -> bool:
    """Whether a page's first table carries on the last one of the page before: it has the same columns, or as far as
    it goes some of them, or the rows on both sides of the break do, or the table's first rows are printed again."""
    if printed_again(parts, below):
        return True
    above = parts[-1]
    uppers, lowers = above.edges_of_rows(), below.edges_of_rows()
    last, first = above.edges_of_rows(above.row_count - 1), below.edges_of_rows(0)
    if not _same((uppers[0], uppers[-1]), (lowers[0], lowers[-1])):
        # Rows further down may be wider; and a page may leave out a merged cell that began on the page before and ends
        # on the next.
        is_row_alike = len(first) > _FEW_SIDES and _same(first, last)
        return is_row_alike or (len(lowers) > _FEW_SIDES and _within(lowers, uppers) and below.is_open_above)
    return (
        _within(lowers, uppers)
        or _within(uppers, lowers)
        or _same(lowers, last)
        or _same(first, last)
        or (above.is_open_below and below.is_open_above)
        or (len(first) >= _FEW_SIDES and _within(first, uppers) and not begins_alike(parts, below))
    )


def _same(some: tuple[float, ...], others: tuple[float, ...]) -> bool:
    return len(some) == len(others) and all(abs(one - other) <= NEAR for one, other in zip(some, others, strict=True))


def _within(some: tuple[float, ...], others: tuple[float, ...]) -> bool:
    return all(any(abs(one - other) <= NEAR for other in others) for one in some)


def tear(parts: list[PageTable], below: PageTable, wholes: Container[str] = frozenset()) -> Tear:
    """How the row at the break between the table's parts so far and the next one was cut, if it was.

    `wholes` are what cells elsewhere say, without white space: halves that make up one of them are torn.
    """
    count = max(header_rows(parts, below), printed_again(parts, below))
    above = parts[-1]
    if ends_with_header(above, below, count):
        return Tear(header_rows=count)
    ends = [cell for cell in above.cells if cell.row + cell.row_span == above.row_count]
    first = [cell for cell in below.cells if cell.row == count]
    pairs = [(_beside(ends, rest), rest) for rest in first if rest.text]
    found = tuple((cell, rest) for cell, rest in pairs if cell is not None)
    both = tuple((cell, rest) for cell, rest in found if cell.text)
    if not both:
        return _parted_by_cells(ends, first, found, count) if len(found) == len(pairs) else Tear(header_rows=count)
    blanks = sum(_ended(ends, rest) for rest in first)
    if len(found) == len(pairs) and _likelihood(both, blanks, wholes) >= _LIKELY:
        return Tear(found, count, spills=tuple(_spills(below, found, wholes)))
    return Tear(header_rows=count, is_likely=any(not cell.text for cell in first[1:]))


def _parted_by_cells(
    ends: list[PageCell], first: list[PageCell], moved: tuple[tuple[PageCell, PageCell], ...], count: int
) -> Tear:
    """How a row was cut of which each cell stands either above or below: those go over that do not fit.

    All of them are then of more lines than those that stay; where they are not, the upper row may be a whole one.
    """
    if moved and _is_bare(ends, first):
        return Tear(moved, count)
    stayed = [cell for rest in first if (cell := _beside(ends, rest)) and _ended(ends, rest)]
    if not moved or len(stayed) < _FEW_STAYED:
        return Tear(header_rows=count)
    if min(len(rest.lines) for _, rest in moved) > max(len(cell.lines) for cell in stayed):
        return Tear(moved, count)
    return Tear(header_rows=count, is_likely=True)


def _is_bare(ends: list[PageCell], first: list[PageCell]) -> bool:
    """Whether nothing of the row stands above but what is merged with the rows before it, and that ends with it."""
    own = [cell for cell in ends if cell.row_span == 1]
    merged = [rest for rest in first if (cell := _beside(ends, rest)) and cell.row_span > 1 and cell.text]
    is_blank = len(own) > 1 and not any(cell.text for cell in own)
    return is_blank and bool(merged) and not any(rest.text or rest.row_span > 1 for rest in merged)


def _beside(ends: list[PageCell], rest: PageCell) -> PageCell | None:
    """The cell above with the same sides."""
    return next((cell for cell in ends if _same((cell.box[0], cell.box[2]), (rest.box[0], rest.box[2]))), None)


def _ended(ends: list[PageCell], rest: PageCell) -> bool:
    """Whether a blank cell stands below one that is written, neither of them merged with other rows."""
    if rest.text or rest.row_span > 1:
        return False
    cell = _beside(ends, rest)
    return cell is not None and bool(cell.text) and cell.row_span == 1


def _likelihood(pairs: tuple[tuple[PageCell, PageCell], ...], blanks: int, wholes: Container[str]) -> float:
    """How much likelier one torn row is than two.

    A text ends by chance where what follows would not have fitted on its line as rarely as that is short and the line
    long; cells that say the same (but for figures) are one chance. A text that ends before does not go on, but for a
    list, and what is said elsewhere in one cell.
    """
    if _are_two_rows(pairs):
        return 0.0
    chances: dict[str, float] = {}
    for cell, rest in pairs:
        if _is_downwards((*cell.lines, *rest.lines)):
            continue
        if is_parted(cell.text, rest.text):
            chances[DIGITS.sub("", cell.text)] = _PARTED
        elif rest.head > cell.left_over and _are_two_texts(cell.text, rest.text, wholes):
            chances[DIGITS.sub("", cell.text)] = 1 / _SAID_APART
        elif rest.head > cell.left_over:
            # Columns are made as wide as their labels: a single line that is full says less than the last of several.
            chance = max(1.0, cell.room / max(rest.head, 1.0))
            chances[DIGITS.sub("", cell.text)] = chance if len(cell.lines) > 1 else sqrt(chance)
        elif is_whole(cell.text + rest.text, wholes):
            chances[DIGITS.sub("", cell.text)] = _SAID_ELSEWHERE
        elif (len(pairs) > 1 or blanks > 1) and _is_figure_with_unit(cell.text, rest.text, wholes):
            chances[DIGITS.sub("", cell.text)] = 1.0
        elif not blanks or not ENUMERATION.match(rest.text):
            return 0.0
    return prod(chances.values()) * _BLANK**blanks


def _is_downwards(lines: tuple[Line, ...]) -> bool:
    """Whether these are a heading whose signs stand below each other: it says nothing that one ends a line."""
    return len(lines) >= _FEWEST_SIGNS and all(len(line.text) == 1 and not line.text.isascii() for line in lines)


def _are_two_rows(pairs: tuple[tuple[PageCell, PageCell], ...]) -> bool:
    """Whether texts on both sides of the break belong to two rows: both begin with a sign of comparison, or one above
    ends well before another does, which a text that the break cut would not."""
    if any(cell.text[0] in COMPARING and rest.text[0] in COMPARING for cell, rest in pairs):
        return True
    spare = [(cell.box[3] - cell.lines[-1].box[3]) / cell.lines[-1].height for cell, _ in pairs if cell.lines]
    return bool(spare) and max(spare) - min(spare) > _SPARE


def _is_figure_with_unit(first: str, rest: str, wholes: Container[str]) -> bool:
    """Whether a figure stands above words without one that are no text elsewhere: its unit is moved down where it is not
    to be parted."""
    return first[-1].isdigit() and not DIGITS.search(rest) and squeezed(rest) not in wholes


def _are_two_texts(first: str, second: str, wholes: Container[str]) -> bool:
    """Whether both are said elsewhere in a cell each, and not in one."""
    first, second = squeezed(first), squeezed(second)
    return first in wholes and second in wholes and first + second not in wholes


def _spills(
    below: PageTable, pairs: tuple[tuple[PageCell, PageCell], ...], wholes: Container[str]
) -> Iterator[tuple[PageCell, PageCell, int]]:
    """What of a torn cell's text stands, too long for its rest below, in the cell under that: that text is two which
    are said elsewhere in one cell each."""
    for cell, rest in pairs:
        under = [one for one in below.cells if one.row == rest.row + rest.row_span]
        spilt = _beside(under, rest)
        said = cell.text + rest.text
        if spilt is None or is_whole(said, wholes):
            continue
        for end in range(1, min(len(spilt.text), _LONGEST_SPILL)):
            if is_whole(said + spilt.text[:end], wholes) and is_whole(spilt.text[end:], wholes):
                yield cell, spilt, end
                break


def lacks_line(table: PageTable) -> bool:
    """Whether a table without outer lines may be two, one directly under the other, whose rows meet without a line:
    every text of a row, but for the first, is then of several paragraphs."""
    if not (table.is_drawn and table.is_open_above and table.is_open_below):
        return False
    rows: list[list[str]] = [[] for _ in range(table.row_count)]
    for cell in table.cells:
        if cell.text and cell.row_span == 1:
            rows[cell.row].append(cell.text)
    return any(len(row) >= _FEWEST_PARTED and all("\n" in text for text in row) for row in rows[1:])


def run_on(cell: PageCell, rest: PageCell, below: str) -> str:
    """The text of a torn cell: its lines run on where the last one was full, else another paragraph begins."""
    return joined(cell.text, below) if rest.head > cell.left_over else f"{cell.text}\n{below}"
