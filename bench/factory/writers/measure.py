"""How wide text is where every Chinese character is as wide as high, and ASCII half of that."""

from __future__ import annotations


def length(text: str, size: float) -> float:
    """How wide a text is, in points."""
    return sum([size / 2 if character.isascii() else size for character in text])


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in lines of no more than a width in points, but for a character that alone is wider."""
    if len(text) * size <= width:
        return [text]
    lines = []
    start, filled = 0, 0.0
    for place, character in enumerate(text):
        wide = size / 2 if character.isascii() else size
        if place > start and filled + wide > width:
            lines.append(text[start:place])
            start, filled = place, 0.0
        filled += wide
    return [*lines, text[start:]]
