"""Bounds that are drawn and not written: > with a line beneath it is ≥, where the line is beneath nothing else."""

from __future__ import annotations

_DRAWN = {">": "≥", "＞": "≥", "<": "≤", "＜": "≤"}
BOUNDS = frozenset(_DRAWN)
"""The signs that are others with a line beneath them."""


def bound_drawn_as(sign: str) -> str | None:
    """The sign that one with a line beneath it stands for; None for every other text."""
    return _DRAWN.get(sign)
