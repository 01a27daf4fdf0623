"""Signs that Word stores by their number in a symbol font instead of as characters."""

from __future__ import annotations

UNREAD = "\ufffd"
"""Stands where a sign was not read, so that it is never dropped in silence."""

_PRIVATE = 0xF000
"""Word moves the signs of symbol fonts into the private area from here on."""

_SYMBOL_FONT = {
    0xA3: "≤", 0xA5: "∞", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xB7: "·",
}  # fmt: skip
"""The signs of the Symbol font that bounds are written with; its other signs come out as U+FFFD, never as nothing."""


def shown_as(font: str | None, code: int) -> str:
    """The character that a symbol font shows for a number, or UNREAD where that is not known."""
    if code >= _PRIVATE:
        code -= _PRIVATE
    return _SYMBOL_FONT.get(code, UNREAD) if font == "Symbol" else UNREAD


def unread_note(font: str | None) -> str:
    """What to note for a sign that was not read."""
    return f"a sign of the font {font} was not read (U+FFFD)"
