"""Finds the tables that a page's lines draw in part or not at all: by the white between texts, and what lines there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from transforms.readers.pdf.borderless_cells import boxes_of
from transforms.readers.pdf.borderless_text import Blob, Stretch, blob_of, blobs_of, regions_of, size_of, stretches_of
from transforms.readers.pdf.columns import borders_of, is_table
from transforms.readers.pdf.grid import RuledTable
from transforms.readers.pdf.marks import Char, Edge
from transforms.readers.pdf.rows import Row, rows_of
from transforms.readers.pdf.ruling import flat_lines, steep_lines

_FARTHEST = 3.0
"""Rows further apart than so many character sizes belong to no one table."""
_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 2
_MANY_COLUMNS = 4
_SURE_COLUMNS = 5
"""A single row of so many columns is a table's: its first or last on the page."""
_NARROWEST = 100.0
"""A line across a table is at least so long, in points."""
_WIDE = 0.6
"""The side of a coloured area is a row's where it is so much of the table's width."""
_MOST_RULES = 500
"""No page has more lines across, as its tables have: it is a drawing."""
_SAME_LINE = 0.4
_SPACED = 5
"""So many characters that stand apart are a line set wide."""
_MOST_SPACED = 1.5
"""Characters of a line set wide are no further apart than so many of their heights."""
_INDENT = 1.5
_NEAR = 3.0


@dataclass(frozen=True, slots=True)
class _Run:
    """Rows that may be a table: the lines that part all of them, if any, and whether they are told to be one."""

    rows: list[Row]
    rules: list[Edge] | None
    is_table: bool


def borderless_tables(chars: list[Char], edges: Sequence[Edge]) -> list[RuledTable]:
    """The tables among characters that no drawn table holds, from top to bottom; `edges` are the lines around them."""
    size = size_of(chars)
    stretches = _without_spaced_lines(stretches_of(chars, size)) if size > 1 else []
    if not _has_columns(stretches):
        return []
    seen = flat_lines(edge for edge in edges if not edge.is_faint)
    faint = flat_lines(edge for edge in edges if edge.is_faint)
    if len(seen) + len(faint) > _MOST_RULES:
        seen, faint = [], []
    upright = steep_lines(edges)
    runs: list[_Run] = []
    for region in regions_of(stretches, size, _FARTHEST):
        if _has_columns(region, sure=_MANY_COLUMNS):
            runs.extend(_found(region, _rules(region, seen, faint), size, is_few=not _has_columns(region)))
    told = [run for run in runs if run.is_table]
    kept = [run for run in runs if run.is_table or any(_begins_like(run.rows, other.rows) for other in told)]
    return [_table(run, upright, size) for run in kept]


def _without_spaced_lines(stretches: list[Stretch]) -> list[Stretch]:
    """The stretches without the lines whose characters stand apart from each other, evenly and no further than titles on
    a cover do: they are no columns."""
    if sum(len(one.text) == 1 for one in stretches) < _SPACED:
        return stretches
    lines: list[list[Stretch]] = []
    for one in sorted(stretches, key=lambda one: one.middle):
        if lines and one.middle - lines[-1][0].middle < _SAME_LINE * (one.bottom - one.top):
            lines[-1].append(one)
        else:
            lines.append([one])
    spaced = {id(one) for line in lines if _is_spaced(line) for one in line}
    return [one for one in stretches if id(one) not in spaced]


def _is_spaced(line: list[Stretch]) -> bool:
    if len(line) < _SPACED or any(len(one.text) > 1 for one in line):
        return False
    ordered = sorted(line, key=lambda one: one.x0)
    gaps = [other.x0 - one.x1 for one, other in pairwise(ordered)]
    height = max(one.bottom - one.top for one in line)
    return max(gaps) <= _MOST_SPACED * height and max(gaps) - min(gaps) <= height


def _has_columns(stretches: list[Stretch], sure: int = _SURE_COLUMNS) -> bool:
    """Whether three stretches stand side by side in two places at least, or `sure` in one: a cheap look before a close
    one."""
    rows = 0
    last: list[Stretch] = []
    for stretch in stretches:
        last = [one for one in last if one.bottom > stretch.top]
        last.append(stretch)
        ordered = sorted(last, key=lambda one: one.x0)
        beside = 1 + sum(one.x1 < other.x0 for one, other in pairwise(ordered))
        if beside >= sure:
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


def _found(region: list[Stretch], rules: list[Edge], size: float, *, is_few: bool) -> Iterator[_Run]:
    """The runs of rows with columns in a region; where it has few, none of them is a table by itself."""
    blobs = blobs_of(region, rules, size)
    rows, _ = rows_of(blobs, rules, size)
    for run in _runs(_without_titles(rows), size):
        # The text around a table has lines of its own that say nothing of its rows.
        own = sorted({id(blob): blob for row in run for blob in row.blobs}.values(), key=lambda blob: blob.top)
        inside = [rule for rule in rules if run[0].top - 20 < rule.top < run[-1].bottom + 20]
        own_rows, is_ruled = rows_of(own, inside, size)
        is_told = not is_few and is_table(own_rows, len(inside), size)
        yield _Run(own_rows, inside if is_ruled else None, is_table=is_told)


def _begins_like(rows: list[Row], told: list[Row]) -> bool:
    """Whether rows that are too few to tell a table are the beginning or the end of one that goes on elsewhere: their
    texts begin where those of a table on the same page do, one row's all where those of one of its rows do."""
    starts = [{blob.x0 for blob in row.blobs} for row in told]
    return any(
        len(row.blobs) >= _MANY_COLUMNS and any(_stand_at(row, places) for places in starts) for row in rows
    ) and all(_stand_at(row, set().union(*starts)) for row in rows)


def _stand_at(row: Row, places: set[float]) -> bool:
    return all(any(abs(blob.x0 - place) < 1 for place in places) for blob in row.blobs)


def _table(run: _Run, upright: list[Edge], size: float) -> RuledTable:
    lines = [edge for edge in upright if edge.top < run.rows[-1].bottom and edge.bottom > run.rows[0].top]
    borders = borders_of(run.rows, lines, size)
    boxes = boxes_of(run.rows, borders, run.rules, size)
    return RuledTable(sorted(boxes, key=lambda box: (box[1], box[0])), is_open_above=False, is_open_below=False)


def _without_titles(rows: list[Row]) -> list[Row]:
    """Rows of which what stands at their top in lines of its own is a row by itself: a title above a row that no line
    parts from it."""
    wide = [row for row in rows if len(row.blobs) >= _FEWEST_COLUMNS and not _is_stack(row)]
    second = median(row.blobs[1].x0 for row in wide) if wide else 0.0
    parted: list[Row] = []
    for row in rows:
        title = _title(row, second)
        if title:
            rest = [blob for blob in row.blobs if not any(blob is one for one in title)]
            cut = (max(one.bottom for one in title) + min(blob.top for blob in rest)) / 2
            parted.append(Row(row.top, cut, title))
            parted.append(Row(cut, row.bottom, rest))
        else:
            parted.append(row)
    return parted


def _title(row: Row, second: float) -> list[Blob]:
    """The texts at a row's top, each alone in its line, that are wider than the first column; none where all are."""
    title: list[Blob] = []
    below = sorted(row.blobs, key=lambda blob: blob.top)
    # A text that began in the row above is merged over both.
    while len(below) > 1 and row.top <= below[0].top and below[0].bottom <= below[1].top + 1:
        if not below[0].x0 < second < below[0].x1:
            break
        title.append(below.pop(0))
    return title if len(below) > 1 and not _is_stack(Row(row.top, row.bottom, below)) else []


def _runs(rows: list[Row], size: float) -> Iterator[list[Row]]:
    """Runs of rows with columns; a text by itself that begins at the left, or stands in the middle, ends one."""
    wide = [row for row in rows if len(row.blobs) >= _FEWEST_COLUMNS and not _is_stack(row)]
    if not wide:
        return
    left = min(row.blobs[0].x0 for row in wide)
    starts = [blob.x0 for row in wide for blob in row.blobs[1:]]
    right = max(blob.x1 for row in wide for blob in row.blobs)
    run: list[Row] = []
    for row in [*rows, None]:
        if row is not None and (not _is_stack(row) or _is_cell(_whole(row), left, right, starts, size)):
            run.append(row)
            continue
        run = _trimmed(run, starts)
        if len(run) >= _FEWEST_ROWS or any(len(one.blobs) >= _MANY_COLUMNS for one in run):
            yield run
        run = []


def _trimmed(run: list[Row], starts: list[float]) -> list[Row]:
    """A run without the texts that stand by themselves above and below it, unless they begin where a column does."""
    kept = [
        number
        for number, row in enumerate(run)
        if not _is_stack(row) or any(abs(row.blobs[0].x0 - start) < _NEAR for start in starts)
    ]
    return run[kept[0] : kept[-1] + 1] if kept else []


def _is_stack(row: Row) -> bool:
    """Whether the texts of a row stand one below the other, none beside another: lines outside a table that none of its
    lines parts are one row, such as a heading, a title and a line that names the unit."""
    ordered = sorted(row.blobs, key=lambda blob: blob.x0)
    return not any(one.x1 < other.x0 for one, other in pairwise(ordered)) and all(
        one.bottom <= other.top + 1 for one, other in pairwise(sorted(row.blobs, key=lambda blob: blob.top))
    )


def _whole(row: Row) -> Blob:
    return blob_of([stretch for blob in row.blobs for stretch in blob.stretches])


def _is_cell(blob: Blob, left: float, right: float, starts: list[float], size: float) -> bool:
    """Whether a text alone in its row stands beneath a column."""
    if blob.x0 <= left + _INDENT * size or abs(blob.x0 + blob.x1 - left - right) < 2 * _NEAR:
        return False
    return blob.x1 < right + _NEAR or any(abs(blob.x0 - start) < _NEAR for start in starts)
