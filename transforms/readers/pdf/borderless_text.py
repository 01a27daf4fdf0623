"""Stretches of text on a page, and the cell texts that wrapped stretches make, told by the white around them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter
from statistics import median

from transforms.readers.pdf.marks import Char, Edge
from warehouse.schema.frozen import value_class

_SAME_LINE = 0.35
"""Characters whose middles are this share of a character's size apart may stand on one line."""
_GAP = 0.45
"""White of this share of a character's size parts two stretches; a space that was typed is no white."""
_SPACES = 1.6
"""Behind a space that was typed, white of this share of a character's size may be more of them."""
_FLAT = 0.45
"""A stretch reaches this share of a character's size above and below its middle."""
_MOST = 4_000
"""No page that people read has more stretches of text."""
_ALIKE = 0.12
"""Lines of a cell are evenly spaced, to this share of a character's size."""
_FURTHEST = 2.2
"""Lines of a cell are no further apart than so many character sizes."""
_CLOSEST = 0.95
_NARROW = 1.55
"""Lines no further apart than so many character sizes are spaced as those of a cell are."""
_UNLIKE = 0.4
_WIDER = 0.75
_WIDER_IF_NARROW = 0.6
_MANY = 6
_STAGGERED = 2
_HANGING = frozenset("，。、；：！？）》】」』”’．")
_WHITE = 0.7
"""The share of its height that such a mark leaves white."""
_SLIT = 0.25
"""White of this share of a character's size parts two stretches where the texts of a column begin right behind it."""
_OTHERS = 3
"""So many texts that begin in one place are a column's."""
_EXACT = 0.1
"""They do so to so many points."""
_TOUCHING, _CLOSER = 0.05, 0.4


@value_class(frozen=True, slots=True)
class Stretch:
    """Characters of one line with no white between them: its sides, and how wide its first character is."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    head: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def ink(self) -> float:
        """Where it ends to the eye: a mark at the end of a full line leaves the right of its place white, and
        where it hangs out of its cell, it does so into the white before the next."""
        return self.x1 - (_WHITE * (self.bottom - self.top) if self.text[-1] in _HANGING else 0.0)


@value_class(frozen=True, slots=True)
class Blob:
    """Stretches one below the other that are the text of one cell."""

    x0: float
    top: float
    x1: float
    bottom: float
    stretches: tuple[Stretch, ...]

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def ink(self) -> float:
        return max(one.ink for one in self.stretches)


def size_of(chars: list[Char]) -> float:
    """The size of a character in points: the width of most Chinese ones, else the height of most."""
    wide = [x1 - x0 for text, x0, _, x1, *_ in chars if x1 > x0 and not text.isascii()]
    return median(wide) if wide else median([char.bottom - char.top for char in chars])


def stretches_of(chars: list[Char], size: float) -> list[Stretch]:
    """The upright characters as stretches, from top to bottom; none where a page has more than people read."""
    ordered = sorted([char for char in chars if not char[_ANGLE]], key=_LEFT)
    done = [run for level in _levels(ordered, size) for run in _runs_on(level, ordered, size)]
    if len(done) > _MOST:
        return []
    done.sort(key=_FIRST)
    runs = _parted_at_columns([run for _, run in done if any(char[0].strip() for char in run)], size)
    runs = _with_spaces(runs, size)
    return sorted((_stretch(run, size) for run in runs), key=lambda stretch: (stretch.top, stretch.x0))


_FIRST, _LEFT, _ANGLE = itemgetter(0), itemgetter(1), 6


@dataclass(slots=True)
class _Level:
    """Characters of one height or more, by their numbers, that no stretch has in common with those of other levels."""

    is_one: bool
    """Whether all of them are near enough to stand on one line."""
    numbers: list[int] = field(default_factory=list)


def _levels(ordered: list[Char], size: float) -> list[_Level]:
    middles = [(char[2] + char[4]) / 2 for char in ordered]
    levels: list[_Level] = []
    level_of: dict[float, _Level] = {}
    first = last = float("-inf")
    for middle in sorted(set(middles)):
        if not levels or middle - last >= _SAME_LINE * size:
            levels.append(_Level(is_one=True))
            first = middle
        levels[-1].is_one = middle - first < _SAME_LINE * size
        level_of[middle] = levels[-1]
        last = middle
    for number, middle in enumerate(middles):
        level_of[middle].numbers.append(number)
    return levels


def _runs_on(level: _Level, ordered: list[Char], size: float) -> Iterator[tuple[int, list[Char]]]:
    """The stretches of a level, each with the number of its first character."""
    if not level.is_one:
        yield from _runs_beside(level.numbers, ordered, size)
        return
    limit = _GAP * size
    run: list[Char] = []
    start, end = 0, 0.0
    for number in level.numbers:
        char = ordered[number]
        if run and char[1] - end > limit:
            yield start, run
            run = []
        if not run:
            start = number
        run.append(char)
        end = char[3]
    if run:
        yield start, run


def _runs_beside(numbers: list[int], ordered: list[Char], size: float) -> Iterator[tuple[int, list[Char]]]:
    """The stretches of lines that stand so near one another that each character may carry on several."""
    open_runs: defaultdict[int, list[list[Char]]] = defaultdict(list)
    done: list[tuple[int, list[Char]]] = []
    for number in numbers:
        char = ordered[number]
        run = _run_for(open_runs, char, size)
        if run is None:
            run = []
            done.append((number, run))
            if len(done) > _MOST:
                break
        else:
            open_runs[_band(run[-1], size)].remove(run)
        run.append(char)
        open_runs[_band(char, size)].append(run)
    yield from done


def _band(char: Char, size: float) -> int:
    return int((char.top + char.bottom) / 2 / size)


def _run_for(open_runs: dict[int, list[list[Char]]], char: Char, size: float) -> list[Char] | None:
    """The stretch that a character carries on; stretches that ended further left are forgotten."""
    middle, band = (char.top + char.bottom) / 2, _band(char, size)
    best, least = None, _SAME_LINE * size
    for near in (band - 1, band, band + 1):
        runs = open_runs[near]
        runs[:] = [run for run in runs if char.x0 - run[-1].x1 <= _GAP * size]
        for run in runs:
            off = abs((run[-1].top + run[-1].bottom) / 2 - middle)
            if off < least:
                best, least = run, off
    return best


def _parted_at_columns(runs: list[list[Char]], size: float) -> list[list[Char]]:
    """Stretches cut where a full line ends right before the next column's text: narrow white, behind which others begin
    as well."""
    starts = sorted(run[0].x0 for run in runs)
    narrowest = _SLIT * size
    parted = []
    for run in runs:
        begin = 0
        for number, (one, other) in enumerate(pairwise(run), start=1):
            if other[1] - one[3] <= narrowest and one[0] not in _HANGING:
                continue
            if _is_slit(one, other, size) and _begin_at(starts, other.x0) >= _OTHERS:
                parted.append(run[begin:number])
                begin = number
        parted.append(run[begin:])
    return parted


def _is_slit(one: Char, other: Char, size: float) -> bool:
    """Whether there is narrow white between two characters of a line; behind a mark, half of whose own place is white,
    whether the next follows neither at once nor set closer by half."""
    white = other.x0 - one.x1
    if one.text in _HANGING:
        return abs(white) > _TOUCHING * size and white > -_CLOSER * size
    return one.text != " " and white > _SLIT * size


def _begin_at(starts: list[float], x: float) -> int:
    return bisect_right(starts, x + _EXACT) - bisect_left(starts, x - _EXACT)


def _with_spaces(runs: list[list[Char]], size: float) -> list[list[Char]]:
    """Stretches joined where spaces were typed between them, of which pdfium shows only the first: the one behind begins
    where none of another text does, and so at no column's side."""
    starts: defaultdict[int, set[str]] = defaultdict(set)
    ends: defaultdict[int, list[list[Char]]] = defaultdict(list)
    for run in runs:
        starts[round(run[0].x0)].add(_text(run))
        if run[-1].text == " ":
            ends[_band(run[-1], size)].append(run)
    kept = []
    for run in sorted(runs, key=lambda run: run[0].x0):
        beside = {text for x in (-1, 0, 1) for text in starts[round(run[0].x0) + x]}
        before = next((one for one in ends[_band(run[0], size)] if 0 < run[0].x0 - one[-1].x1 <= _SPACES * size), None)
        if before is None or len(beside) > 1:
            kept.append(run)
            continue
        before.extend(run)
        if run[-1].text != " ":
            ends[_band(run[0], size)] = [one for one in ends[_band(run[0], size)] if one is not before]
    return kept


def _text(run: list[Char]) -> str:
    return "".join(char.text for char in run)


def _stretch(run: list[Char], size: float) -> Stretch:
    chars = _stripped(run)
    middle = median([(char[2] + char[4]) / 2 for char in chars])
    half = _FLAT * size
    text = "".join([char[0] for char in chars])
    return Stretch(chars[0].x0, middle - half, chars[-1].x1, middle + half, text, chars[0].x1 - chars[0].x0)


def _stripped(run: list[Char]) -> list[Char]:
    first = next(number for number, char in enumerate(run) if char.text.strip())
    last = next(number for number in range(len(run), 0, -1) if run[number - 1].text.strip())
    return run[first:last]


# --- stretches to cell texts


def blobs_of(stretches: list[Stretch], rules: list[Edge], size: float) -> list[Blob]:
    """Stretches of one region as the texts of cells: what is evenly and narrowly spaced runs on."""
    beside = list(_neighbours(stretches, size))
    pairs = [(a, b) for a, b in beside if not _parted(stretches[a], stretches[b], rules)]
    widest = max((stretches[b].top - stretches[a].top for a, b in beside), default=0.0)
    spacing = _spacing(stretches, pairs, widest, size)
    parents = list(range(len(stretches)))

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    for above, below in pairs:
        if stretches[below].top - stretches[above].top <= spacing:
            parents[root(below)] = root(above)
    groups: defaultdict[int, list[Stretch]] = defaultdict(list)
    for number, stretch in enumerate(stretches):
        groups[root(number)].append(stretch)
    return sorted((blob_of(group) for group in groups.values()), key=lambda blob: (blob.top, blob.x0))


def blob_of(group: list[Stretch]) -> Blob:
    return Blob(
        min(one.x0 for one in group),
        min(one.top for one in group),
        max(one.x1 for one in group),
        max(one.bottom for one in group),
        tuple(group),
    )


def _neighbours(stretches: list[Stretch], size: float) -> Iterator[tuple[int, int]]:
    """Each stretch with those right below it, by number."""
    tops = [stretch.top for stretch in stretches]
    for number, stretch in enumerate(stretches):
        limit = stretch.top + _FURTHEST * size
        nearest = None
        for below in range(bisect_left(tops, stretch.top + 0.5 * size), len(stretches)):
            other = stretches[below]
            if other.top > limit:
                break
            if min(stretch.ink, other.ink) - max(stretch.x0, other.x0) > 0.1 * size:
                nearest = other.top if nearest is None else nearest
                if other.top > nearest + 0.5 * size:
                    break
                yield number, below


def _parted(above: Stretch, below: Stretch, rules: list[Edge]) -> bool:
    """Whether a line that is seen runs between two stretches."""
    x0, x1 = max(above.x0, below.x0), min(above.x1, below.x1)
    seen = (rule for rule in rules if not rule.is_faint)
    return any(above.middle < rule.top < below.middle and rule.x0 < x1 and rule.x1 > x0 for rule in seen)


def _spacing(stretches: list[Stretch], pairs: list[tuple[int, int]], widest: float, size: float) -> float:
    """How far lines of a cell stand apart at most; 0 where no cell seems to have more than one line."""
    steps = sorted(stretches[below].top - stretches[above].top for above, below in pairs)
    steps = [step for step in steps if step >= _CLOSEST * size]
    often = max(2, len(steps) // 50)
    for number, step in enumerate(steps):
        limit = step + _ALIKE * size
        is_narrow = step <= _NARROW * size and widest > limit + 2 * _ALIKE * size
        is_often = number + often <= len(steps) and steps[number + often - 1] <= limit
        if is_narrow or is_often:
            near = [(a, b) for a, b in pairs if stretches[b].top - stretches[a].top <= limit]
            return limit if _are_wrapped(stretches, near, size, is_narrow=is_narrow) else 0.0
    return 0.0


def _are_wrapped(stretches: list[Stretch], pairs: list[tuple[int, int]], size: float, *, is_narrow: bool) -> bool:
    """Whether lines at this spacing run on: of two that are not as wide as each other the one above is the wider.

    That few are so may be chance, unless rows stand further apart than the lines do.
    """
    widths = [
        (stretches[above].x1 - stretches[above].x0, stretches[below].x1 - stretches[below].x0) for above, below in pairs
    ]
    unlike = [(one, other) for one, other in widths if abs(one - other) > _UNLIKE * size]
    wider = sum(one > other for one, other in unlike)
    if len(unlike) < _MANY and _are_staggered(stretches, pairs, size):
        return True
    if is_narrow:
        return wider >= _WIDER_IF_NARROW * len(unlike)
    return len(unlike) >= _MANY and wider >= _WIDER * len(unlike)


def _are_staggered(stretches: list[Stretch], pairs: list[tuple[int, int]], size: float) -> bool:
    """Whether lines stand between the lines beside them: cells with an even and an odd number of lines have one
    middle, which rows of one line each never need."""
    step = median(stretches[below].top - stretches[above].top for above, below in pairs)
    tops = sorted(stretch.top for stretch in stretches)
    between = sum(0.4 * step < other - one < 0.6 * step for one, other in pairwise(tops))
    return step <= _NARROW * size and between >= _STAGGERED


def regions_of(stretches: Iterable[Stretch], size: float, farthest: float) -> Iterator[list[Stretch]]:
    """Runs of stretches with no more white between them, from top to bottom, than so many character sizes."""
    run: list[Stretch] = []
    bottom = 0.0
    for stretch in stretches:
        if run and stretch.top - bottom > farthest * size:
            yield run
            run = []
        bottom = max(bottom, stretch.bottom) if run else stretch.bottom
        run.append(stretch)
    if run:
        yield run
