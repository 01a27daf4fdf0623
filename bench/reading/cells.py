"""Compares the tables of two readers cell by cell."""

from __future__ import annotations

from collections.abc import Sequence

Table = Sequence[Sequence[str | None]]


def compared(ours: Sequence[Table], others: Sequence[Table]) -> tuple[int, int]:
    """How many cells (merged-away ones included) there are on either side, and how many are equal in place and text,
    white space apart. Tables are told by their number: after one that only one side has, no cell is in its place."""
    one, other = _placed(ours), _placed(others)
    return len(one.keys() | other.keys()), sum(place in other and other[place] == text for place, text in one.items())


def _placed(tables: Sequence[Table]) -> dict[tuple[int, int, int], str | None]:
    return {
        (number, i, j): None if text is None else "".join(text.split())
        for number, table in enumerate(tables)
        for i, row in enumerate(table)
        for j, text in enumerate(row)
    }
