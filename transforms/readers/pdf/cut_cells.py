"""Merged cells that a page break cut: spreadsheets print them open to the other page, with their text on either; where
all cells are closed, their text tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container

from transforms.readers.pdf.lines import Line, is_parted, is_whole, joined, paragraphs_in, squeezed
from transforms.readers.pdf.ruling import NEAR
from transforms.readers.pdf.table import PageCell, PageTable

_LONG = 20
"""A text of fewer characters is a name, that fills its lines by chance where a column is narrow."""
_SENTENCE_END = "。！？；：!?;:"

CutCell = tuple[PageCell, PageCell]
"""What stands of a cell at the foot of a page, and on the next."""


def cut_cells(above: PageTable, below: PageTable, header_rows: int) -> tuple[CutCell, ...]:
    """The cells that go on from one page to the next, beneath so many rows that repeat the table's header."""
    open_below = [cell for cell in above.cells if cell.is_cut_below]
    if not open_below:
        return ()
    first = [cell for cell in below.cells if cell.row == header_rows and (cell.is_cut_above or header_rows)]
    return tuple((cell, rest) for cell in open_below for rest in first if _is_beneath(cell, rest))


def _is_beneath(cell: PageCell, rest: PageCell) -> bool:
    return abs(cell.box[0] - rest.box[0]) <= NEAR and abs(cell.box[2] - rest.box[2]) <= NEAR


def whole_text(cell: PageCell, rest: PageCell, below: str) -> str:
    """The text of a cell of which `below` stands on the next page: a line that the break went through is on both."""
    if not cell.text or not below:
        return cell.text or below
    if not cell.is_cut_below:
        return joined(cell.text, below)
    again = _said_again(cell.lines, rest.lines)
    return paragraphs_in([*cell.lines, *rest.lines[again:]], cell.room)


def _said_again(lines: tuple[Line, ...], below: tuple[Line, ...]) -> int:
    """How many lines at the top of the next page are those at the foot of this one."""
    said, again = [line.text for line in lines], [line.text for line in below]
    return next((count for count in range(min(len(said), len(again)), 0, -1) if said[-count:] == again[:count]), 0)


def running_on(
    above: PageTable, below: PageTable, header_rows: int, wholes: Container[str]
) -> tuple[tuple[CutCell, ...], bool]:
    """The merged cells whose text runs on beneath a page break that closes all cells, and whether that is a judgement.

    The row at the break is whole, and so is what stands in its own cells. A merged cell goes on where both halves are what
    is said elsewhere in one cell; or in the midst of a sentence, beside others of as many rows, most of them blank below:
    where most are written another project begins.
    """
    ends = [cell for cell in above.cells if cell.row + cell.row_span == above.row_count]
    first = [cell for cell in below.cells if cell.row == header_rows]
    beneath = ((next((cell for cell in ends if _is_beneath(cell, rest)), None), rest) for rest in first)
    pairs = [(cell, rest) for cell, rest in beneath if cell is not None]
    merged = [(cell, rest) for cell, rest in pairs if _is_merged(cell, rest)]
    blank = Counter(rest.row_span for cell, rest in merged if cell.text and not rest.text)
    written = Counter(rest.row_span for _, rest in merged if rest.text)
    surely, likely = [], []
    for cell, rest in pairs:
        if not (cell.text and rest.text):
            continue
        said = squeezed(cell.text) in wholes, squeezed(rest.text) in wholes
        if is_whole(cell.text + rest.text, wholes) and not all(said):
            surely.append((cell, rest))
        elif (
            not said[0]
            and _is_merged(cell, rest)
            and blank[rest.row_span] >= written[rest.row_span]
            and _runs_on(cell, rest)
        ):
            likely.append((cell, rest))
    return (*surely, *likely), bool(likely)


def _is_merged(cell: PageCell, rest: PageCell) -> bool:
    return cell.row_span > 1 or rest.row_span > 1


def _runs_on(cell: PageCell, rest: PageCell) -> bool:
    is_full = rest.head > cell.left_over or is_parted(cell.text, rest.text)
    return is_full and len(cell.text) >= _LONG and cell.text[-1] not in _SENTENCE_END
