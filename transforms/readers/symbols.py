"""Signs that Word stores by their number in a symbol font instead of as characters."""

from __future__ import annotations

import re

UNREAD = "\ufffd"
"""Stands where a sign was not read, so that it is never dropped in silence."""

_PRIVATE = 0xF000
"""Word moves the signs of symbol fonts into the private area from here on."""
PRIVATE_SIGNS = re.compile("[\uf020-\uf0ff]")
"""The signs that stand there."""

_SYMBOL_FONT = {
    0xA3: "≤", 0xA5: "∞", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xB7: "·",
}  # fmt: skip
"""The signs of the Symbol font that bounds are written with; its other signs come out as U+FFFD, never as nothing."""
_SHOWN = {
    "symbol": _SYMBOL_FONT,
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x6F: "□", 0xA8: "□", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
    "wingdings2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0xA3: "□"},
}  # fmt: skip
"""By the font's name: of those made of pictures the boxes that forms are ticked in."""
_SUBSET = re.compile(r"^[A-Z]{6}\+|[ -]|Regular$|MT$")
"""What names of fonts have around what they are called."""


def shown_as(font: str | None, code: int) -> str:
    """The character that a symbol font shows for a number, or UNREAD where that is not known."""
    if code >= _PRIVATE:
        code -= _PRIVATE
    return _SHOWN.get(_SUBSET.sub("", font or "").lower(), {}).get(code, UNREAD)


def sign_of(font: str | None, code: int, notes: list[str]) -> str:
    """What `shown_as` gives, with a note where that is not known."""
    shown = shown_as(font, code)
    if shown == UNREAD:
        notes.append(f"a sign of the font {font} was not read (U+FFFD)")
    return shown


UNREAD_OBJECT = "a formula or another embedded object was not read (U+FFFD)"
"""What to note where an object of another program stands in the text as a picture."""
