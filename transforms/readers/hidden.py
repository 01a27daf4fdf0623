"""Rows and columns of a table that are not shown: which cells remain, and how a note says what was left out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from transforms.document import Cell

_QUOTED, _LONGEST = 5, 24
"""How many texts a note quotes, and how much of each."""


def shown_cells(cells: Iterable[Cell], rows: Collection[int], columns: Collection[int] = ()) -> tuple[Cell, ...]:
    """The cells of a grid without hidden rows and columns, which are then counted no more, in order. A merged cell that
    reaches over shown ones too stays with what it says, over those alone."""
    if not rows and not columns:
        return tuple(cells)
    hidden = sorted(rows), sorted(columns)
    shown = (_shown(cell, *hidden) for cell in cells)
    return tuple(sorted((cell for cell in shown if cell), key=lambda cell: (cell.row, cell.column)))


def _shown(cell: Cell, rows: Sequence[int], columns: Sequence[int]) -> Cell | None:
    row, row_span = _left_of(cell.row, cell.row_span, rows)
    column, column_span = _left_of(cell.column, cell.column_span, columns)
    if not row_span or not column_span:
        return None
    return replace(cell, row=row, column=column, row_span=row_span, column_span=column_span)


def _left_of(start: int, span: int, hidden: Sequence[int]) -> tuple[int, int]:
    """Where a cell starts and how far it reaches when what is hidden is no longer counted."""
    before, within = bisect_left(hidden, start), bisect_left(hidden, start + span)
    return start - before, span - (within - before)


def hidden_text_note(texts: Sequence[str]) -> tuple[str, ...]:
    """A note of the texts that were not read because they are hidden; none where there are none."""
    return _note("hidden text", texts)


def struck_text_note(texts: Sequence[str]) -> tuple[str, ...]:
    """A note of the texts that were not read because they are struck out; none where there are none."""
    return _note("text that is struck out", texts)


def painted_over_note(texts: Sequence[str]) -> tuple[str, ...]:
    """A note of the texts that were not read because something is painted over them; none where there are none."""
    return _note("text that is painted over", texts)


def _note(what: str, texts: Sequence[str]) -> tuple[str, ...]:
    written = [" ".join(text.split()) for text in texts if text.strip()]
    if not written:
        return ()
    some = ", ".join(f"“{text[:_LONGEST]}”" for text in written[:_QUOTED])
    more = f" and {len(written) - _QUOTED} more" if len(written) > _QUOTED else ""
    return (f"{what} was not read: {some}{more}",)
