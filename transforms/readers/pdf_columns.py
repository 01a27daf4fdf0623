"""Draws the lines that tables without vertical lines lack, where the white between their columns tells them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from transforms.readers.pdf_lines import Line
from transforms.readers.pdf_marks import Edge

Span = tuple[float, float]

_NEAR = 3.0
_GAP = 0.55
"""White of this share of a character's height parts two columns where lines part the rows."""
_WIDE_GAP = 0.9
"""Where no lines do, it takes more."""
_FEWEST_LINES = 3
_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 3
_MOST_WIDTHS = 50
_MOST_RULES = 500
"""No page has lines across of more different widths, or more of them, as its tables have: it is a drawing."""
_NARROWEST = 100.0
"""A line across a table is at least so long, in points."""
_THIN = 10.0
"""Two lines closer than this have no row between them."""
_ALIGNED = 0.6
"""In a column, this share of the texts begin, end or have their middle in one place."""
_FULL = 0.9
_PROSE = 8
"""Text set in columns has lines of so many characters."""
_LEADER = re.compile(r"[.…·․]{4,}|…{2,}")
_FARTHEST = 3.0
"""Rows further apart than so many character heights belong to no one table."""
_ROW_GAP = 1.6
"""The white between rows is so many times that between the lines of a cell, where there is any difference."""


@dataclass(slots=True)
class _Row:
    """A row of text between two heights, with the white gaps that run through all its lines."""

    top: float
    bottom: float
    lines: list[Line]
    gaps: list[Span]


@dataclass(slots=True)
class _Section:
    """Rows that share their columns."""

    rows: list[_Row]
    gaps: list[Span]
    ends: Span
    """Where its text begins and ends."""


def row_ruled_edges(flat: Sequence[Edge], lines: list[Line]) -> list[Edge]:
    """The edges of the tables that only horizontal lines draw: these, and the sides of the columns between them."""
    edges: list[Edge] = []
    if len(flat) > _MOST_RULES:
        return edges
    for left, right, group in _same_width(flat):
        for rules in _unbroken(group, lines, left, right):
            rows = [_row(lines, left, right, above.bottom, below.top) for above, below in pairwise(rules)]
            is_open = len(rules) == _FEWEST_LINES
            if is_open:
                rows = [part for row in rows for part in _split(row)]
            sections = _sections(rows)
            if _is_table(sections):
                edges.extend(rules)
                edges.extend(_drawn(sections, left, right, with_rows=is_open))
    return edges


def unruled_edges(lines: list[Line]) -> list[Edge]:
    """The edges of the tables that no lines draw: rows of texts in three columns or more that begin, end or have their
    middles in one place."""
    edges: list[Edge] = []
    for block in _blocks(lines):
        left, right = min(line.box[0] for line in block) - _NEAR, max(line.box[2] for line in block) + _NEAR
        sections = _sections(_rows(block))
        for part in _with_columns(sections):
            edges.extend(_drawn(part, left, right, with_rows=True))
    return edges


# --- tables whose rows lines part


def _same_width(flat: Sequence[Edge]) -> Iterator[tuple[float, float, list[Edge]]]:
    """Lines that begin and end alike, from top to bottom, where there are three of them or more, with the shorter ones
    between them: a merged cell breaks a line off."""
    widths: list[tuple[float, float]] = []
    ordered = sorted(flat, key=lambda edge: edge.top)
    for edge in ordered:
        if edge.x1 - edge.x0 >= _NARROWEST and not any(_is_as_wide(edge, *width) for width in widths):
            widths.append((edge.x0, edge.x1))
        if len(widths) > _MOST_WIDTHS:
            return
    taken: set[int] = set()
    for left, right in sorted(widths, key=lambda width: width[0] - width[1]):
        full = [edge.top for edge in ordered if _is_as_wide(edge, left, right) and id(edge) not in taken]
        if len(full) < _FEWEST_LINES:
            continue
        group = [
            edge
            for edge in ordered
            if edge.x0 > left - _NEAR and edge.x1 < right + _NEAR and full[0] <= edge.top <= full[-1]
        ]
        taken.update(id(edge) for edge in group)
        yield left, right, group


def _is_as_wide(edge: Edge, left: float, right: float) -> bool:
    return abs(edge.x0 - left) <= _NEAR and abs(edge.x1 - right) <= _NEAR


def _unbroken(group: list[Edge], lines: list[Line], left: float, right: float) -> Iterator[list[Edge]]:
    """Runs of lines with nothing between them but rows: a text from the rim on, or in the middle, is a heading."""
    run = [group[0]]
    for above, below in pairwise(group):
        between = _inside(lines, left, right, above.bottom, below.top)
        is_apart = not between and _NEAR < below.top - above.bottom < _THIN
        if is_apart or any(_is_heading(line, left, right) for line in between):
            if len(run) >= _FEWEST_LINES:
                yield run
            run = []
        run.append(below)
    if len(run) >= _FEWEST_LINES:
        yield run


def _inside(lines: list[Line], left: float, right: float, top: float, bottom: float) -> list[Line]:
    return [
        line
        for line in lines
        if top < (line.box[1] + line.box[3]) / 2 <= bottom and line.box[2] > left and line.box[0] < right
    ]


def _is_heading(line: Line, left: float, right: float) -> bool:
    if _segments(line, _GAP)[1:]:
        return False
    centred = abs(line.box[0] + line.box[2] - left - right) < 2 * _NEAR
    return line.box[0] < left + 1 or (centred and line.box[0] > left + 4 * line.height)


def _split(row: _Row) -> list[_Row]:
    """A stretch between two lines as the rows it holds: a table of three lines has but one for all its rows."""
    if len(row.lines) < _FEWEST_ROWS or len(row.gaps) < _FEWEST_COLUMNS - 1:
        return [row]
    rows = _rows(row.lines)
    rows[0].top, rows[-1].bottom = row.top, row.bottom
    return rows


# --- rows and their columns


def _segments(line: Line, share: float) -> list[Span]:
    """The stretches of a line between gaps; a space that was typed is no gap."""
    spans: list[Span] = []
    start, end = line.chars[0].x0, line.chars[0].x1
    for char in line.chars[1:]:
        if char.x0 - end > share * line.height:
            spans.append((start, end))
            start = char.x0
        end = max(end, char.x1)
    return [*spans, (start, end)]


def _row(lines: list[Line], left: float, right: float, top: float, bottom: float) -> _Row:
    inside = _inside(lines, left, right, top, bottom)
    return _Row(top, bottom, inside, _gaps(inside, _GAP))


def _gaps(lines: list[Line], share: float) -> list[Span]:
    """The white between the first and the last text that runs through all lines of a row."""
    spans = sorted(span for line in lines for span in _segments(line, share))
    gaps = []
    end = spans[0][1] if spans else 0.0
    for start, stop in spans[1:]:
        if start - end > share * lines[0].height:
            gaps.append((end, start))
        end = max(end, stop)
    return gaps


def _sections(rows: list[_Row]) -> list[_Section]:
    """Rows in order, together as long as no gap between their columns closes."""
    sections: list[_Section] = []
    for row in rows:
        last = sections[-1] if sections else None
        common = _common(last, row) if last is not None else None
        if last is None or common is None:
            sections.append(_Section([row], row.gaps, _ends(row.lines) if row.lines else (0.0, 0.0)))
        else:
            last.rows.append(row)
            last.gaps = common
            if row.lines:
                ends = _ends(row.lines)
                last.ends = min(last.ends[0], ends[0]), max(last.ends[1], ends[1])
    return sections


def _common(section: _Section, row: _Row) -> list[Span] | None:
    """The gaps that a section and another row share; None where the text of either closes a gap of the other's."""
    if not row.lines:
        return section.gaps
    if not section.gaps or not row.gaps:
        return None
    least = 0.3 * row.lines[0].height
    ours, theirs = _opened(section.gaps, section.ends), _opened(row.gaps, _ends(row.lines))
    shared = sorted(
        (max(one[0], other[0]), min(one[1], other[1]))
        for one in ours
        for other in theirs
        if min(one[1], other[1]) - max(one[0], other[0]) > least
    )
    is_closed = any(
        not any(one[0] <= gap[0] and gap[1] <= one[1] for gap in shared) for one in (*section.gaps, *row.gaps)
    )
    inner = [gap for gap in shared if gap[0] > float("-inf") and gap[1] < float("inf")]
    return None if is_closed else inner


def _opened(gaps: list[Span], ends: Span) -> list[Span]:
    """The gaps with the white on either side of all text."""
    return [(float("-inf"), ends[0]), *gaps, (ends[1], float("inf"))]


def _ends(lines: list[Line]) -> Span:
    return min(line.box[0] for line in lines), max(line.box[2] for line in lines)


def _is_table(sections: list[_Section]) -> bool:
    """Whether rows between lines are a table's: two of them or more have columns, and most are none of plain text."""
    rows = [row for section in sections for row in section.rows if row.lines]
    columned = [row for row in rows if row.gaps]
    many = [row for row in rows if len(row.gaps) + 1 >= _FEWEST_COLUMNS]
    return 2 * len(columned) > len(rows) and len(columned) > 1 and bool(many)


def _drawn(sections: list[_Section], left: float, right: float, *, with_rows: bool) -> Iterator[Edge]:
    for section in sections:
        top, bottom = section.rows[0].top, section.rows[-1].bottom
        # Texts begin at a column's side more often than they end at it.
        for x in (left, *(max(gap[1] - _NEAR, (gap[0] + gap[1]) / 2) for gap in section.gaps), right):
            yield Edge(x, top, x, bottom)
        for row in section.rows if with_rows else ():
            yield Edge(left, row.top, right, row.top)
            yield Edge(left, row.bottom, right, row.bottom)


# --- tables without any lines


def _blocks(lines: list[Line]) -> Iterator[list[Line]]:
    """Runs of lines close to one another, in which three or more have three columns or more."""
    run: list[Line] = []
    for line in [*lines, None]:
        if line is not None and (not run or line.box[1] - run[-1].box[3] < _FARTHEST * line.height):
            run.append(line)
            continue
        if sum(len(_segments(one, _WIDE_GAP)) >= _FEWEST_COLUMNS for one in run) >= _FEWEST_ROWS:
            yield run
        run = [line] if line is not None else []


def _rows(lines: list[Line]) -> list[_Row]:
    """Lines as rows: parted where the white is wider than between the lines of a cell, each by itself where none is."""
    whites = [below.box[1] - above.box[3] for above, below in pairwise(lines)]
    height = median(line.height for line in lines)
    within = [white for white in whites if white < height]
    narrow, wide = (min(within), max(within)) if within else (0.0, 0.0)
    limit = (narrow + wide) / 2 if wide - narrow > 0.3 * height and wide > _ROW_GAP * max(narrow, 0.1) else narrow - 1
    groups = [[lines[0]]]
    for white, line in zip(whites, lines[1:], strict=True):
        if white > limit:
            groups.append([line])
        else:
            groups[-1].append(line)
    tops = [min(line.box[1] for line in group) for group in groups]
    bottoms = [max(line.box[3] for line in group) for group in groups]
    sides = [
        tops[0] - 2,
        *((bottom + top) / 2 for bottom, top in zip(bottoms, tops[1:], strict=False)),
        bottoms[-1] + 2,
    ]
    return [
        _Row(top, bottom, group, _gaps(group, _WIDE_GAP))
        for (top, bottom), group in zip(pairwise(sides), groups, strict=True)
    ]


def _with_columns(sections: list[_Section]) -> Iterator[list[_Section]]:
    """The runs of sections around one that surely has columns, as far as their rows have columns, too."""
    run: list[_Section] = []
    for section in [*sections, None]:
        if section is not None and section.gaps:
            run.append(section)
            continue
        if any(_is_sure(one) for one in run):
            yield run
        run = []


def _is_sure(section: _Section) -> bool:
    if len(section.rows) < _FEWEST_ROWS or len(section.gaps) + 1 < _FEWEST_COLUMNS:
        return False
    lines = [line for row in section.rows for line in row.lines]
    if any(_LEADER.search(line.text) for line in lines):
        return False
    columns = [_column(lines, *span) for span in _columns(section)]
    if all(_INTEGER.fullmatch(text) for _, _, text in columns[-1]):
        return False  # a contents page
    return all(len(spans) > 1 and _is_aligned(spans) for spans in columns) and not _is_prose(columns)


_INTEGER = re.compile(r"\d{1,4}")


def _columns(section: _Section) -> list[Span]:
    sides = [side for gap in section.gaps for side in gap]
    return list(zip([float("-inf"), *sides[1::2]], [*sides[0::2], float("inf")], strict=True))


def _column(lines: list[Line], left: float, right: float) -> list[tuple[float, float, str]]:
    """Where each line's text in a column begins and ends, and what it says."""
    found = []
    for line in lines:
        chars = [char for char in line.chars if left - 1 <= char.x0 and char.x1 <= right + 1 and char.text != " "]
        if chars:
            found.append((chars[0].x0, chars[-1].x1, "".join(char.text for char in chars)))
    return found


def _is_aligned(spans: list[tuple[float, float, str]]) -> bool:
    for part in (0.0, 0.5, 1.0):
        places = [start + part * (end - start) for start, end, _ in spans]
        middle = median(places)
        if sum(abs(place - middle) <= _NEAR for place in places) >= _ALIGNED * len(spans):
            return True
    return False


def _is_prose(columns: list[list[tuple[float, float, str]]]) -> bool:
    """Whether most lines of words fill their column: then it is text set in columns."""
    full = total = 0
    for spans in columns:
        width = max(end for _, end, _ in spans) - min(start for start, _, _ in spans)
        words = [(end - start, len(text)) for start, end, text in spans if not text.isascii()]
        full += sum(length >= _FULL * width and count >= _PROSE for length, count in words)
        total += len(words)
    return 2 * full > total
