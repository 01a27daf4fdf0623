"""Merged cells of text dumps that hold their text once for every column that they cover: each becomes one cell again."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby, pairwise

from transforms.document import Cell
from transforms.form.columns import is_header
from transforms.form.indicator_rows import INDICATOR_HEADINGS
from transforms.form.labels import GOALS, governs, is_level_name, says_nothing
from transforms.form.rows import Row, Table, row_of
from transforms.form.wording import wording

RECORD_NO_MERGES = frozenset({"text", "markdown"})
"""Formats that do not say which cells are merged."""
_WIDE = 3
_FIGURE = re.compile(r"\s*[-−+≥≤<>＞＜=]*\s*[\d０-９][\d０-９.,，．%％\s]*(?:[万亿千]?元)?\s*")

_Run = list[Cell]


def with_merged_cells(table: Table) -> Table:
    """The table with adjacent cells of a row that say the same as one, where it shows that its merged cells are repeated.

    Two labels that are the same side by side show it, and a text that fills a row, or all of it behind its label: no form
    is made so. Neighbours that are truly equal stay apart: figures beneath different headings, and what stands in the
    columns of an indicator table, which are as wide as their headings are.
    """
    if not _shows_repeats(table.rows):
        return table
    rows: list[Row] = []
    heads: list[_Run] | None = None
    for row in table.rows:
        heads = None if heads and _leaves_columns(row) else heads
        merged = _merged(row, heads, rows[-1] if rows else None)
        if is_header(merged) or _heads_listing(merged):
            heads = _runs(merged.cells, row.cells)
        rows.append(merged)
    rows = _with_tall_labels(rows)
    return replace(table, cells=tuple(cell for row in rows for cell in row.cells), rows=rows)


def _with_tall_labels(rows: list[Row]) -> list[Row]:
    """The rows, a label that stands beneath the same one, as wide as that, as a part of it, and its value with it. Two such
    labels with a value each are two, unless they ask for goals, of which there may be several."""
    made: list[Row] = []
    reaching: dict[int, tuple[int, int]] = {}
    """The cells of the last row, by column: where they stand among the rows that were made."""
    for number, row in enumerate(rows):
        before, reaching = reaching, {}
        gone = _said_above(row, {column: made[top].cells[at] for column, (top, at) in before.items()})
        kept: list[Cell] = []
        for cell in row.cells:
            if cell.column in gone:
                top, at = reaching[cell.column] = before[cell.column]
                made[top].cells[at] = replace(made[top].cells[at], row_span=number - top + 1)
            else:
                reaching[cell.column] = (number, len(kept))
                kept.append(cell)
        made.append(row_of(kept))
    return [row_of(row.cells) for row in made]


def _said_above(row: Row, above: dict[int, Cell]) -> set[int]:
    """The columns of a row's labels, and of their values, that are parts of the cells above."""
    gone: set[int] = set()
    for cell, following in pairwise([*row.cells, None]):
        label = row.label_of(cell) if cell is not None else None
        if cell is None or label is None or not _are_same(cell, above):
            continue
        is_same_value = following is not None and _are_same(following, above)
        if governs(label) != "right" or label in GOALS or is_same_value:
            gone.add(cell.column)
        if governs(label) == "right" and following is not None and is_same_value:
            gone.add(following.column)
    return gone


def _are_same(cell: Cell, above: dict[int, Cell]) -> bool:
    over = above.get(cell.column)
    return over is not None and (over.text, over.column_span) == (cell.text, cell.column_span)


def _shows_repeats(rows: list[Row]) -> bool:
    for row in rows:
        cells = row.cells
        if len(cells) < _WIDE or cells[0].column_span > 1:
            continue
        if cells[-1].text == cells[-2].text and _fills(row):
            return True
        if _begins_with_label(row) and (len(row.labels) > 1 or row.has_stages):
            before = ""
            for cell in cells:
                if cell.text == before and _is_label(row, cell):
                    return True
                before = cell.text
    return False


def _begins_with_label(row: Row) -> bool:
    """Whether a row is no indicator's, whose name may be a label (项目实施期限) and its description the same."""
    first = row.cells[0]
    return row.label_of(first) is not None and not is_level_name(first.text)


def _fills(row: Row) -> bool:
    """Whether one text, which is no figure, fills the row, or all of it behind a label."""
    text, cells = row.cells[-1].text, row.cells
    if says_nothing(text) or _is_figure(text) or any(cell.text != text for cell in cells[1:]):
        return False
    return cells[0].text == text or (len(cells) > _WIDE and row.label_of(cells[0]) is not None)


def _is_label(row: Row, cell: Cell) -> bool:
    return row.label_of(cell) is not None or wording(cell.text).month is not None


def _is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(text) is not None


def _heads_listing(row: Row) -> bool:
    """Whether a row is labels alone, and as many as a listing has columns."""
    return len(row.labels) == len(row.written) > _WIDE


def _leaves_columns(row: Row) -> bool:
    """Whether a row beneath the headings of indicators is none of theirs: it begins with another label, or heads the next
    form."""
    if not row.written:
        return False
    first = row.label_of(row.written[0])
    heads_form = wording(row.written[0].text).is_unit_header or wording(row.written[-1].text).is_money_header
    return heads_form or (first is not None and first not in INDICATOR_HEADINGS)


def _merged(row: Row, heads: list[_Run] | None, above: Row | None) -> Row:
    """The row with each run of equal cells as one, as far as it is known to be one."""
    if all(cell.text != following.text for cell, following in pairwise(row.cells)):
        return row
    if _fills(row) and row.cells[0].text == row.cells[-1].text:
        return row_of([_one(row.cells)])
    if heads is not None:
        return row_of(_beneath_heads(row.cells, heads))
    parts = above.cells if above is not None and _heads_columns(above) else []
    of_figures = above.cells if above is not None else []
    merged: list[Cell] = []
    for text, found in groupby(row.cells, key=lambda cell: cell.text):
        run = list(found)
        if not text.strip():
            merged += run
        elif _is_label(row, run[0]):
            merged.append(_one(run))
        else:
            merged += map(_one, _parted(run, of_figures if _is_figure(text) else parts))
    return row_of(merged)


def _one(run: _Run) -> Cell:
    """The first of some cells, as wide as all of them."""
    last = run[-1]
    return run[0] if len(run) == 1 else replace(run[0], column_span=last.column + last.column_span - run[0].column)


def _parted(run: _Run, above: list[Cell]) -> list[_Run]:
    """A run of equal cells, cut where a cell above it ends."""
    starts = {cell.column for cell in above}
    parts: list[_Run] = []
    for cell in run:
        if parts and cell.column not in starts:
            parts[-1].append(cell)
        else:
            parts.append([cell])
    return parts


def _heads_columns(row: Row) -> bool:
    """Whether a row heads what stands beneath it: most of it are labels, whatever begins it, and no figure is there."""
    behind = [cell for cell in row.written if cell.column]
    labels = sum(_is_label(row, cell) for cell in behind)
    return 2 * labels >= len(behind) > 1 and not any(_is_figure(cell.text) for cell in behind)


def _runs(heads: list[Cell], cells: list[Cell]) -> list[_Run]:
    """The cells of a row by the heading that each became a part of."""
    return [[cell for cell in cells if cell.overlaps(head)] for head in heads]


def _beneath_heads(cells: list[Cell], heads: list[_Run]) -> list[Cell]:
    """The cells of a row of an indicator table: those beneath one heading are one where they all say the same."""
    widths = {head[0].column: len(head) for head in heads if len(head) > 1}
    merged: list[Cell] = []
    number = 0
    while number < len(cells):
        beneath = cells[number : number + widths.get(cells[number].column, 1)]
        is_one = len({cell.text for cell in beneath}) == 1
        merged += [_one(beneath)] if is_one else beneath
        number += len(beneath)
    return merged
