"""What the properties of a Word 97 file say about paragraphs and stretches of characters: pages (FKP) and styles.

Structures and their names are those of Microsoft's [MS-DOC].
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from transforms.readers.doc import sprms
from transforms.readers.doc.container import CHARACTER_PAGES, PARAGRAPH_PAGES, STYLES, WordFile, damaged

_PAGE = 512
_PAGE_NUMBER = 0x3FFFFF
_NO_STYLE = 0x0FFF
_MOST_STYLES_DEEP = 16
"""Word allows eleven styles, each based on the next."""
_LONGEST = 0x3FA2
"""Bytes of properties that a paragraph may have in the Data stream."""
_MOST_PROPERTIES = 5_000_000
"""Properties of different paragraphs, all in all; a document of a thousand pages has some ten thousand."""


@dataclass(frozen=True, slots=True)
class Run:
    """Bytes of the WordDocument stream from `start` up to, not including, `end` that share a list of properties."""

    start: int
    end: int
    properties: bytes


@dataclass(frozen=True, slots=True)
class ParagraphProperties:
    """What a paragraph's mark says about it."""

    depth: int
    """How many tables the paragraph stands in."""
    ends_row: bool
    ends_inner_cell: bool
    list_number: int
    """The list that it is in, from one on; 0 for none."""
    list_level: int
    table: tuple[sprms.Modifier, ...]
    """All its properties in order, of which those of the table define the row that it ends."""


class ParagraphPages:
    """The paragraphs' properties, found by where their mark stands in the file."""

    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._runs = runs(file, PARAGRAPH_PAGES)
        self._starts = [run.start for run in self._runs]
        self._styles = list(_styles(file.part(STYLES)))
        self._known: dict[tuple[bytes, bytes], ParagraphProperties] = {}
        self._styled: dict[int, tuple[sprms.Modifier, ...]] = {}
        self._left = _MOST_PROPERTIES
        self.uncertain = any(before.end > after.start for before, after in pairwise(self._runs))
        """Whether the pages contradict each other."""

    def at(self, offset: int, modifier: bytes) -> ParagraphProperties | None:
        """The properties of the paragraph whose mark stands at an offset; None where the file has none for it."""
        run = self._run(offset)
        if run is None:
            return None
        key = (run.properties, modifier)
        if key not in self._known:
            listed = (*self._listed(run.properties), *self._expanded(sprms.modifiers(modifier)))
            self._left -= len(listed) + len(modifier) // 3
            if self._left < 0:
                raise damaged("段落属性过多", "its paragraphs have too many properties")
            self._known[key] = _summary(listed)
        return self._known[key]

    def ends_at(self, offset: int) -> bool:
        """Whether a paragraph ends right before an offset."""
        run = self._run(offset - 1)
        return run is not None and run.end == offset

    def _run(self, offset: int) -> Run | None:
        found = bisect_right(self._starts, offset) - 1
        return self._runs[found] if found >= 0 and offset < self._runs[found].end else None

    def _listed(self, properties: bytes) -> Iterator[sprms.Modifier]:
        yield from self._of_style(int.from_bytes(properties[:2], "little"))
        yield from self._expanded(sprms.modifiers(properties[2:]))

    def _of_style(self, style: int) -> tuple[sprms.Modifier, ...]:
        """The properties of a style, after those of the styles that it is based on."""
        if style not in self._styled:
            chain: list[bytes] = []
            based_on = style
            while based_on < len(self._styles) and len(chain) < _MOST_STYLES_DEEP:
                chain.append(self._styles[based_on][1])
                based_on = self._styles[based_on][0]
            self._styled[style] = tuple(item for listed in reversed(chain) for item in sprms.modifiers(listed))
        return self._styled[style]

    def _expanded(self, listed: tuple[sprms.Modifier, ...]) -> Iterator[sprms.Modifier]:
        """The properties, with those that stand in the Data stream in their place."""
        for name, operand in listed:
            if name in (sprms.P_HUGE, sprms.P_HUGE_OLD, sprms.P_TABLE_HUGE):
                yield from sprms.modifiers(self._huge(int.from_bytes(operand, "little")))
            else:
                yield name, operand

    def _huge(self, offset: int) -> bytes:
        length = int.from_bytes(self._file.data[offset : offset + 2], "little")
        listed = self._file.data[offset + 2 : offset + 2 + length]
        self._left -= length // 3
        if len(listed) != length or not 0 < length <= _LONGEST:
            raise damaged("段落属性缺失", "it lacks properties of a paragraph")
        return listed


def _summary(listed: tuple[sprms.Modifier, ...]) -> ParagraphProperties:
    said = {name: sprms.number(operand) for name, operand in listed if name in _PARAGRAPH}
    depth = said.get(sprms.P_DEPTH, 0) + said.get(sprms.P_DEPTH_CHANGE, 0)
    if said.get(sprms.P_IN_TABLE):
        depth = max(1, depth)
    ends_row = bool(said.get(sprms.P_ROW_END) if depth <= 1 else said.get(sprms.P_INNER_ROW_END))
    ends_inner_cell = depth > 1 and bool(said.get(sprms.P_INNER_CELL_END))
    in_list, level = said.get(sprms.P_LIST, 0), said.get(sprms.P_LIST_LEVEL, 0)
    return ParagraphProperties(depth, ends_row, ends_inner_cell, max(0, in_list), max(0, level), listed)


_PARAGRAPH = frozenset(
    (sprms.P_IN_TABLE, sprms.P_ROW_END, sprms.P_DEPTH, sprms.P_DEPTH_CHANGE, sprms.P_INNER_CELL_END,
     sprms.P_INNER_ROW_END, sprms.P_LIST, sprms.P_LIST_LEVEL)
)  # fmt: skip


# --- pages


def character_runs(file: WordFile) -> list[Run]:
    """The stretches of characters that say anything of their own, in the order of the file."""
    return [run for run in runs(file, CHARACTER_PAGES) if run.properties]


def runs(file: WordFile, which: int) -> list[Run]:
    """All runs of the pages of one kind, in the order of the file."""
    plex = file.part(which)
    count = max(0, (len(plex) - 4) // 8)
    numbers = struct.unpack_from(f"<{count}I", plex, 4 * (count + 1)) if count else ()
    found: list[Run] = []
    for number in dict.fromkeys(number & _PAGE_NUMBER for number in numbers):
        page = file.main[_PAGE * number : _PAGE * (number + 1)]
        if len(page) != _PAGE:
            raise damaged("属性页缺失", "it lacks pages of properties")
        found.extend(_paragraph_runs(page) if which == PARAGRAPH_PAGES else _character_runs(page))
    found.sort(key=lambda run: run.start)
    return found


def _paragraph_runs(page: bytes) -> Iterator[Run]:
    for start, end, place in _entries(page, 13):
        length = page[place] if place else 0
        if place and length:
            listed = page[place + 1 : place + 2 * length]
        elif place:
            length = page[place + 1] if place + 1 < _PAGE else 0
            listed = page[place + 2 : place + 2 + 2 * length]
        else:
            listed = b"\0\0"
        yield Run(start, end, listed)


def _character_runs(page: bytes) -> Iterator[Run]:
    for start, end, place in _entries(page, 1):
        yield Run(start, end, page[place + 1 : place + 1 + page[place]] if place else b"")


def _entries(page: bytes, size: int) -> Iterator[tuple[int, int, int]]:
    """Start, end and the place of the properties on the page (0 for none) of every run of a page."""
    count = page[-1]
    if 4 * (count + 1) + size * count > _PAGE:
        raise damaged("属性页无效", "a page of properties is not valid")
    positions = struct.unpack_from(f"<{count + 1}I", page, 0)
    for number in range(count):
        if positions[number] >= positions[number + 1]:
            raise damaged("属性页无效", "a page of properties is not valid")
        yield positions[number], positions[number + 1], 2 * page[4 * (count + 1) + size * number]


# --- styles


def _styles(sheet: bytes) -> Iterator[tuple[int, bytes]]:
    """Of every style: the one that it is based on, and its paragraph properties."""
    if len(sheet) < 6:
        return
    head, count, base = struct.unpack_from("<HHH", sheet, 0)
    place = 2 + head
    for _ in range(count):
        if place + 2 > len(sheet):
            return
        length = int.from_bytes(sheet[place : place + 2], "little")
        yield _style(sheet[place + 2 : place + 2 + length], base)
        place += 2 + length + length % 2


_PARAGRAPH_STYLE = 1


def _style(style: bytes, base: int) -> tuple[int, bytes]:
    if len(style) < base + 2 or base < 4:
        return _NO_STYLE, b""
    kind = int.from_bytes(style[2:4], "little")
    name = int.from_bytes(style[base : base + 2], "little")
    place = base + 2 + 2 * (name + 1)
    length = int.from_bytes(style[place : place + 2], "little")
    properties = style[place + 4 : place + 2 + length] if kind & 0xF == _PARAGRAPH_STYLE else b""
    return kind >> 4, properties
