"""The lists that a Word 97 file declares: what their levels show in front of paragraphs.

Structures and their names are those of [MS-DOC]: PlfLst (2.9.191), LSTF (2.9.147), LVL (2.9.150), PlfLfo (2.9.190), LFO
(2.9.131), LFOLVL (2.9.132); formats of numbers are MSONFC of [MS-OSHARED] (2.2.1.3).
"""

from __future__ import annotations

import struct

from transforms.readers.doc.container import LISTS, LISTS_IN_USE, WordFile
from transforms.readers.list_numbers import LEVELS, Level, List

_LIST, _USE, _LEVEL = 28, 16, 28
_IS_SIMPLE = 1
"""The list has one level alone."""
_IS_PLAIN, _NEVER_THE_USUAL = 0x04, 0x08
_HAS_START, _HAS_LEVEL = 0x10, 0x20
_NOTHING_BEHIND = 2
_FORMATS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital",
    11: "japaneseCounting", 14: "decimalFullWidth", 15: "decimalHalfWidth", 18: "decimalEnclosedCircle",
    19: "decimalFullWidth", 22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen",
    28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle", 30: "ideographTraditional",
    31: "ideographZodiac", 33: "taiwaneseCounting", 34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand",
    36: "taiwaneseDigital", 37: "chineseCounting", 38: "chineseLegalSimplified", 39: "chineseCountingThousand",
    0xFF: "none",
}  # fmt: skip


def lists_in_use(file: WordFile) -> dict[int, List]:
    """The lists by the numbers that paragraphs name, from one on; those that are cut off are not there."""
    uses = file.part(LISTS_IN_USE)
    if not uses:
        return {}
    declared = _declared(file.part(LISTS, and_on=True))
    (count,) = struct.unpack_from("<I", uses.ljust(4, b"\0"))
    count = min(count, len(uses) // _USE)
    found: dict[int, List] = {}
    place = 4 + _USE * count
    try:
        for number in range(count):
            (name,), own = struct.unpack_from("<i", uses, 4 + _USE * number), uses[4 + _USE * number + 12]
            starts, levels, place = _own(uses, place + 4, own)
            if name in declared:
                found[number + 1] = List(str(name), declared[name] | levels, starts)
    except (struct.error, IndexError):
        pass
    return found


def _declared(lists: bytes) -> dict[int, dict[int, Level]]:
    """The levels of each list by its number; the levels of all of them follow the lists."""
    (count,) = struct.unpack_from("<H", lists.ljust(2, b"\0"))
    count = min(count, len(lists) // _LIST)
    found: dict[int, dict[int, Level]] = {}
    place = 2 + _LIST * count
    try:
        for number in range(count):
            start = 2 + _LIST * number
            (name,) = struct.unpack_from("<i", lists, start)
            levels: dict[int, Level] = {}
            for at in range(1 if lists[start + 26] & _IS_SIMPLE else LEVELS):
                levels[at], place = _level(lists, place, at)
            found[name] = levels
    except (struct.error, IndexError):
        pass
    return found


def _own(uses: bytes, place: int, count: int) -> tuple[dict[int, int], dict[int, Level], int]:
    """Where a list in use begins anew, the levels that it shows otherwise, and where its part ends."""
    starts: dict[int, int] = {}
    levels: dict[int, Level] = {}
    for _ in range(count):
        start, flags = struct.unpack_from("<iI", uses, place)
        place += 8
        at = flags & 0xF
        if flags & _HAS_LEVEL:
            levels[at], place = _level(uses, place, at)
        if flags & _HAS_START:
            starts[at] = levels[at].start if at in levels else start
    return starts, levels, place


def _level(part: bytes, place: int, at: int) -> tuple[Level, int]:
    """A level, and where the next one starts."""
    start, form, flags = struct.unpack_from("<iBB", part, place)
    behind, characters, paragraph, restarts = struct.unpack_from("<B8xBBB", part, place + 15)
    text = place + _LEVEL + characters + paragraph
    (length,) = struct.unpack_from("<H", part, text)
    end = text + 2 + 2 * length
    if end > len(part):
        raise IndexError
    said = part[text + 2 : end].decode("utf-16-le", "replace")
    shown = "".join(f"%{ord(sign) + 1}" if ord(sign) < LEVELS else sign for sign in said)
    level = Level(
        start=start,
        format=_FORMATS.get(form, str(form)),
        text=shown,
        behind="" if behind == _NOTHING_BEHIND else " ",
        is_plain=bool(flags & _IS_PLAIN),
        restarts=restarts if flags & _NEVER_THE_USUAL else at,
    )
    return level, end
