"""Property modifiers (sprms) of a Word 97 file: how a list of them is taken apart, and which ones say what.

Names and numbers are those of [MS-DOC]; only what bears on text and tables is kept.
"""

from __future__ import annotations

from collections.abc import Iterator

Modifier = tuple[int, bytes]
"""The number of a property and its operand, without the operand's own length."""

P_IN_TABLE, P_ROW_END, P_DEPTH, P_DEPTH_CHANGE = 0x2416, 0x2417, 0x6649, 0x664A
P_INNER_CELL_END, P_INNER_ROW_END = 0x244B, 0x244C
P_LIST, P_LIST_LEVEL = 0x460B, 0x260A
P_HUGE, P_HUGE_OLD, P_TABLE_HUGE = 0x6646, 0x6645, 0x646B
"""The properties stand in the Data stream, at the operand."""

T_DEFINITION, T_LEFT, T_GAP = 0xD608, 0x9601, 0x9602
T_VERTICAL_MERGE, T_MERGE, T_SPLIT = 0xD62B, 0x5624, 0x5625
T_INSERT, T_DELETE, T_WIDTH = 0x7621, 0x5622, 0x7623

C_DELETED, C_HIDDEN, C_SYMBOL = 0x0800, 0x083C, 0x6A09
C_STRUCK, C_STRUCK_TWICE, C_RAISED, C_UNDERLINED = 0x0837, 0x2A53, 0x2A48, 0x2A3E
C_FONTS = (0x4A4F, 0x4A50, 0x4A51)
"""The fonts for Latin, for Chinese and for other characters."""

_KEPT = frozenset(
    (
        P_IN_TABLE, P_ROW_END, P_DEPTH, P_DEPTH_CHANGE, P_INNER_CELL_END, P_INNER_ROW_END,
        P_LIST, P_LIST_LEVEL, P_HUGE, P_HUGE_OLD, P_TABLE_HUGE,
        T_DEFINITION, T_LEFT, T_GAP, T_VERTICAL_MERGE, T_MERGE, T_SPLIT, T_INSERT, T_DELETE, T_WIDTH,
        C_DELETED, C_HIDDEN, C_SYMBOL, C_STRUCK, C_STRUCK_TWICE, C_RAISED, C_UNDERLINED, *C_FONTS,
    )
)  # fmt: skip

_FIXED = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
"""Bytes of the operand, by the top three bits of the number; 6 says its length itself."""
_LONG = (T_DEFINITION, 0xD606)
"""These say their length in two bytes, one too many."""
_TABS = 0xC615


def modifiers(listed: bytes) -> tuple[Modifier, ...]:
    """The properties of a list (grpprl) that bear on text and tables; what a cut list still holds is kept."""
    return tuple(item for item in _all(listed) if item[0] in _KEPT)


def _all(listed: bytes) -> Iterator[Modifier]:
    place = 0
    while place + 3 <= len(listed):
        name = int.from_bytes(listed[place : place + 2], "little")
        head, length = _operand(name, listed, place + 2)
        start = place + 2 + head
        place = start + length
        if length < 0 or place > len(listed):
            return
        yield name, listed[start:place]


def _operand(name: int, listed: bytes, place: int) -> tuple[int, int]:
    """How many bytes say the operand's length, and that length."""
    kind = name >> 13
    if kind in _FIXED:
        return 0, _FIXED[kind]
    if name in _LONG:
        return 2, int.from_bytes(listed[place : place + 2], "little") - 1
    length = listed[place]
    if name == _TABS and length == 0xFF:
        return 1, _tabs_length(listed, place + 1)
    return 1, length


def _tabs_length(listed: bytes, place: int) -> int:
    """The length of a change of tab stops too long to say it: four bytes a stop removed, three a stop added."""
    removed = listed[place] if place < len(listed) else 0
    added = place + 1 + 4 * removed
    return 2 + 4 * removed + 3 * (listed[added] if added < len(listed) else 0)


def number(operand: bytes) -> int:
    """An operand as a number with a sign."""
    return int.from_bytes(operand, "little", signed=True)
