"""The cells of a table without lines: rows cut into columns, and cells merged over the rows that their text stands for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile, pairwise

from transforms.document import Box
from transforms.readers.pdf.borderless_text import Blob
from transforms.readers.pdf.marks import Edge
from transforms.readers.pdf.rows import Row

_NEAR = 3.0
_OFF = 0.2
"""A text whose middle is this share of a character's size off that of its rows stands in their middle all the same."""
_BLANK = 0.4
"""What leaving a row blank counts, against a middle so many character sizes off."""
_DIGITS = 3
"""No table numbers more rows."""
_LONGEST = 30
"""No cell takes more blank rows on either side of its text."""


@dataclass(slots=True)
class _Chain:
    """Cells one below the other with the same sides: the number of the first row, and each row's text."""

    left: float
    right: float
    first: int
    texts: list[Blob | None] = field(default_factory=list)


def boxes_of(rows: list[Row], borders: list[list[float]], rules: Sequence[Edge] | None, size: float) -> list[Box]:
    """The cells by their sides. `rules` are given where lines part all rows: then cells that none parts are merged."""
    boxes: list[Box] = []
    merged: defaultdict[float, set[int]] = defaultdict(set)
    chains = sorted(_chains(rows, borders), key=lambda chain: chain.left)
    is_middle = _stands_in_the_middle(rows, size, chains)
    counts = {
        (chain.right, chain.first) for chain in chains if chain.left == borders[chain.first][0] and _counts(chain)
    }
    for chain in chains:
        is_first = chain.left == borders[chain.first][0] or (chain.left, chain.first) in counts
        allowed = None if is_first else merged[chain.left]
        if rules is not None:
            groups = _groups_by_rules(chain, rows, rules)
        else:
            groups = list(_groups(chain, rows, allowed, size, is_middle=is_middle))
        for first, after in groups:
            boxes.append((chain.left, rows[first].top, chain.right, rows[after - 1].bottom))
            if after - first > 1:
                merged[chain.right].update(range(first, after - 1))
    return boxes


def _counts(chain: _Chain) -> bool:
    """Whether cells number their rows, whatever stands above the first: the column behind them is the first of texts."""
    texts = [blob.stretches[0].text if blob is not None else "" for blob in chain.texts]
    numbers = list(dropwhile(lambda text: not _is_number(text), texts))
    return len(numbers) > 1 and all(
        _is_number(text) and int(text) == number for number, text in enumerate(numbers, start=int(numbers[0]))
    )


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= _DIGITS


def _chains(rows: list[Row], borders: list[list[float]]) -> Iterator[_Chain]:
    open_chains: dict[tuple[float, float], _Chain] = {}
    for number, (row, sides) in enumerate(zip(rows, borders, strict=True)):
        current = {}
        for left, right in pairwise(sides):
            inside = [blob for blob in row.blobs if left <= (blob.x0 + blob.x1) / 2 < right]
            chain = open_chains.get((left, right)) or _Chain(left, right, number)
            # Of two texts in one cell, the one that reaches over more rows says where it ends.
            chain.texts.append(max(inside, key=lambda blob: blob.bottom - blob.top, default=None))
            current[left, right] = chain
        yield from (chain for sides, chain in open_chains.items() if sides not in current)
        open_chains = current
    yield from open_chains.values()


def _groups_by_rules(chain: _Chain, rows: list[Row], rules: Sequence[Edge]) -> list[tuple[int, int]]:
    """Rows of a chain between which a line runs from one side of it to the other."""
    groups = [[chain.first, chain.first + 1]]
    for number in range(chain.first + 1, chain.first + len(chain.texts)):
        border = rows[number].top
        middle = (chain.left + chain.right) / 2
        if any(abs(rule.top - border) < _NEAR and rule.x0 <= middle <= rule.x1 for rule in rules):
            groups.append([number, number + 1])
        else:
            groups[-1][1] = number + 1
    return [(first, after) for first, after in groups]


# --- cells merged over rows


def _stands_in_the_middle(rows: list[Row], size: float, chains: list[_Chain]) -> bool:
    """Whether texts stand in the middle of their rows, not at the top: that of which they are off by less."""
    top = middle = 0.0
    for row, own in _own(rows):
        tallest = max(own, key=lambda blob: blob.bottom - blob.top)
        for blob in own:
            top += abs(blob.top - min(one.top for one in own))
            middle += abs(blob.middle - tallest.middle)
        shared = [blob for blob in row.blobs if not any(blob is one for one in own)]
        # A text of one line that two rows share can only stand in their middle.
        top += sum(size for blob in shared if len(blob.stretches) == 1)
    if abs(top - middle) > 0.5 * size:
        return middle < top
    return any(_fits_in_the_middle(chain, rows, size) for chain in chains if chain.left == chains[0].left)


def _fits_in_the_middle(chain: _Chain, rows: list[Row], size: float) -> bool:
    """Whether the texts of the first column, each in the middle of rows around it, fill it and leave no row blank: at
    the top of their cells they would do so by chance."""
    items = list(_items(chain))
    written = {first for first, _, blob in items if blob is not None}
    if not written or len(written) == len(items):
        return False
    groups = _fitted(items, rows, None, size)
    return all(any(first <= row < after for row in written) for first, after in groups) and any(
        first not in written for first, _ in groups
    )


def _own(rows: list[Row]) -> Iterator[tuple[Row, list[Blob]]]:
    """Each row with the texts that stand in it alone."""
    count: defaultdict[int, int] = defaultdict(int)
    for row in rows:
        for blob in row.blobs:
            count[id(blob)] += 1
    for row in rows:
        if own := [blob for blob in row.blobs if count[id(blob)] == 1]:
            yield row, own


def _groups(
    chain: _Chain, rows: list[Row], allowed: set[int] | None, size: float, *, is_middle: bool
) -> Iterable[tuple[int, int]]:
    """The rows of each cell of a chain, from the first to the one after the last.

    `allowed` are the rows whose lower border the cell at the left reaches over; None for the first column. Elsewhere a
    text in the middle of its own row stays there.
    """
    items = list(_items(chain))
    if not any(blob is not None for _, _, blob in items):
        return [(first, after) for first, after, _ in items]
    if is_middle:
        fitted = _fitted(items, rows, allowed, size)
        return fitted if allowed is not None else _unmerged(items, fitted)
    # Nothing tells a cell merged downwards from one above a blank one: only the first column leaves none blank.
    return _hung(items) if allowed is None else [(first, after) for first, after, _ in items]


def _unmerged(items: list[tuple[int, int, Blob | None]], fitted: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The first column's cells, those at its end not merged where its texts are written once, with blank cells beneath:
    each text stands in a single row, and merged cells in whose middle the texts stood would leave some row blank."""
    merged = [number for number, (first, after, blob) in enumerate(items) if blob is not None and after - first > 1]
    tail = items[merged[-1] + 1 :] if merged else items
    if not tail or tail[0][2] is None:
        return fitted
    begin = tail[0][0]
    kept = [(first, after) for first, after in fitted if after <= begin]
    written = {first for first, _, blob in tail if blob is not None}
    left_blank = any(first >= begin and not written & set(range(first, after)) for first, after in fitted)
    is_parted = not any(first < begin < after for first, after in fitted)
    return [*kept, *((first, after) for first, after, _ in tail)] if left_blank and is_parted else fitted


def _items(chain: _Chain) -> Iterator[tuple[int, int, Blob | None]]:
    """Runs of rows with one text, and every blank row."""
    number = chain.first
    while number < chain.first + len(chain.texts):
        blob = chain.texts[number - chain.first]
        after = number + 1
        while blob is not None and after < chain.first + len(chain.texts) and chain.texts[after - chain.first] is blob:
            after += 1
        yield number, after, blob
        number = after


def _hung(items: list[tuple[int, int, Blob | None]]) -> list[tuple[int, int]]:
    """Texts at the top of their cells: the blank rows beneath one belong to it."""
    groups: list[list[int]] = []
    can_grow = False
    for first, after, blob in items:
        if blob is None and can_grow:
            groups[-1][1] = after
            continue
        groups.append([first, after])
        can_grow = blob is not None or can_grow
    return [(first, after) for first, after in groups]


def _fitted(
    items: list[tuple[int, int, Blob | None]], rows: list[Row], allowed: set[int] | None, size: float
) -> list[tuple[int, int]]:
    """Texts in the middle of their cells: each takes so many of the blank rows around it that this is so, the whole
    with as little misfit and as few blank rows as can be."""
    texts = [(first, after, blob) for first, after, blob in items if blob is not None]
    start, end = items[0][0], items[-1][1]
    begins = [start, *(after for _, after, _ in texts[:-1])]
    limits = [*(first for first, _, _ in texts[1:]), end]
    # For every row after the text before at which the rest may begin: what the rest counts, and its cells.
    rest = {row: (_BLANK * size * (end - row), _blanks(row, end)) for row in range(texts[-1][1], end + 1)}
    for (first, after, blob), begin, limit in zip(reversed(texts), reversed(begins), reversed(limits), strict=True):
        found = []
        for top, bottom in _spans(first, after, begin, limit):
            if (top, bottom) == (first, after) or _may_grow(top, bottom, allowed):
                cost, groups = rest[bottom]
                found.append((cost + _misfit(rows, top, bottom, blob, size), top, ((top, bottom), *groups)))
        rest = {row: _cheapest(found, row, size) for row in range(begin, first + 1)}
    return list(rest[start][1])


_Groups = tuple[tuple[int, int], ...]


def _blanks(first: int, after: int) -> _Groups:
    return tuple((row, row + 1) for row in range(first, after))


def _spans(first: int, after: int, begin: int, limit: int) -> Iterator[tuple[int, int]]:
    """The runs of rows that a text may take, its own and blank ones around it."""
    for top in range(max(begin, first - _LONGEST), first + 1):
        for bottom in range(after, min(limit, after + _LONGEST) + 1):
            yield top, bottom


def _cheapest(found: list[tuple[float, int, _Groups]], begin: int, size: float) -> tuple[float, _Groups]:
    """The best of what a text and all behind it may take, where the rows from one on are to be filled."""
    cost, top, groups = min(
        (cost + _BLANK * size * (top - begin), top, groups) for cost, top, groups in found if top >= begin
    )
    return cost, (*_blanks(begin, top), *groups)


def _misfit(rows: list[Row], top: int, bottom: int, blob: Blob, size: float) -> float:
    off = abs((rows[top].top + rows[bottom - 1].bottom) / 2 - blob.middle)
    return 0.0 if off < _OFF * size else off


def _may_grow(top: int, bottom: int, allowed: set[int] | None) -> bool:
    """Whether a cell may reach over rows: the one at its left does, or there is none."""
    return allowed is None or all(row in allowed for row in range(top, bottom - 1))
