"""Finds the tables that a page's lines draw in part or not at all: by the white between texts, and what lines there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from transforms.readers.pdf.borderless_cells import boxes_of
from transforms.readers.pdf.borderless_text import Blob, Stretch, blobs_of, regions_of, size_of, stretches_of
from transforms.readers.pdf.columns import borders_of, is_table
from transforms.readers.pdf.grid import RuledTable, flat_lines, steep_lines
from transforms.readers.pdf.marks import Char, Edge
from transforms.readers.pdf.rows import Row, rows_of

_FARTHEST = 3.0
"""Rows further apart than so many character sizes belong to no one table."""
_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 2
_SURE_COLUMNS = 5
"""A single row of so many columns is a table's: its first or last on the page."""
_NARROWEST = 100.0
"""A line across a table is at least so long, in points."""
_WIDE = 0.6
"""The side of a coloured area is a row's where it is so much of the table's width."""
_MOST_RULES = 500
"""No page has more lines across, as its tables have: it is a drawing."""
_INDENT = 1.5
_NEAR = 3.0


def borderless_tables(chars: list[Char], edges: Sequence[Edge]) -> list[RuledTable]:
    """The tables among characters that no drawn table holds, from top to bottom; `edges` are the lines around them."""
    size = size_of(chars)
    stretches = stretches_of(chars, size) if size > 1 else []
    if not _has_columns(stretches):
        return []
    seen = flat_lines(edge for edge in edges if not edge.is_faint)
    faint = flat_lines(edge for edge in edges if edge.is_faint)
    if len(seen) + len(faint) > _MOST_RULES:
        seen, faint = [], []
    upright = steep_lines(edges)
    tables: list[RuledTable] = []
    for region in regions_of(stretches, size, _FARTHEST):
        if _has_columns(region):
            tables.extend(_tables(region, _rules(region, seen, faint), upright, size))
    return tables


def _has_columns(stretches: list[Stretch]) -> bool:
    """Whether three stretches stand side by side in two places at least, or five in one: a cheap look before a close one."""
    rows = 0
    last: list[Stretch] = []
    for stretch in stretches:
        last = [one for one in last if one.bottom > stretch.top]
        last.append(stretch)
        ordered = sorted(last, key=lambda one: one.x0)
        beside = 1 + sum(one.x1 < other.x0 for one, other in pairwise(ordered))
        if beside >= _SURE_COLUMNS:
            return True
        if beside >= _FEWEST_COLUMNS:
            rows += 1
            last = []
            if rows >= _FEWEST_ROWS:
                return True
    return False


def _rules(region: list[Stretch], seen: list[Edge], faint: list[Edge]) -> list[Edge]:
    """The lines across a region's table: long ones that are seen, and sides of areas as wide as most of it."""
    left, right = min(one.x0 for one in region), max(one.x1 for one in region)
    top, bottom = region[0].top - _NEAR, max(one.bottom for one in region) + _NEAR
    width = right - left
    wide = [edge._replace(is_faint=True) for edge in faint if min(edge.x1, right) - max(edge.x0, left) > _WIDE * width]
    long = [edge for edge in seen if edge.x1 - edge.x0 >= min(_NARROWEST, width / 4)]
    return [edge for edge in (*long, *wide) if top - 20 < edge.top < bottom + 20 and edge.x0 < right and edge.x1 > left]


def _tables(region: list[Stretch], rules: list[Edge], upright: list[Edge], size: float) -> Iterator[RuledTable]:
    blobs = blobs_of(region, rules, size)
    rows, _ = rows_of(blobs, rules, size)
    for run in _runs(rows, size):
        # The text around a table has lines of its own that say nothing of its rows.
        own = sorted({id(blob): blob for row in run for blob in row.blobs}.values(), key=lambda blob: blob.top)
        inside = [rule for rule in rules if run[0].top - 20 < rule.top < run[-1].bottom + 20]
        own_rows, is_ruled = rows_of(own, inside, size)
        if not is_table(own_rows, len(inside), size):
            continue
        lines = [edge for edge in upright if edge.top < own_rows[-1].bottom and edge.bottom > own_rows[0].top]
        borders = borders_of(own_rows, lines, size)
        boxes = boxes_of(own_rows, borders, inside if is_ruled else None, size)
        yield RuledTable(sorted(boxes, key=lambda box: (box[1], box[0])), is_open_above=False, is_open_below=False)


def _runs(rows: list[Row], size: float) -> Iterator[list[Row]]:
    """Runs of rows with columns; a text by itself that begins at the left, or stands in the middle, ends one."""
    wide = [row for row in rows if len(row.blobs) >= _FEWEST_COLUMNS]
    if not wide:
        return
    left = min(row.blobs[0].x0 for row in wide)
    starts = [blob.x0 for row in wide for blob in row.blobs[1:]]
    right = max(blob.x1 for row in wide for blob in row.blobs)
    run: list[Row] = []
    for row in [*rows, None]:
        if row is not None and (len(row.blobs) > 1 or _is_cell(row.blobs[0], left, right, starts, size)):
            run.append(row)
            continue
        run = _trimmed(run, starts)
        if len(run) >= _FEWEST_ROWS or any(len(one.blobs) >= _SURE_COLUMNS for one in run):
            yield run
        run = []


def _trimmed(run: list[Row], starts: list[float]) -> list[Row]:
    """A run without the texts that stand by themselves above and below it, unless they begin where a column does."""
    kept = [
        number
        for number, row in enumerate(run)
        if len(row.blobs) > 1 or any(abs(row.blobs[0].x0 - start) < _NEAR for start in starts)
    ]
    return run[kept[0] : kept[-1] + 1] if kept else []


def _is_cell(blob: Blob, left: float, right: float, starts: list[float], size: float) -> bool:
    """Whether a text alone in its row stands beneath a column."""
    if blob.x0 <= left + _INDENT * size or abs(blob.x0 + blob.x1 - left - right) < 2 * _NEAR:
        return False
    return blob.x1 < right + _NEAR or any(abs(blob.x0 - start) < _NEAR for start in starts)
