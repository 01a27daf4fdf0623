"""How the labels of a form are printed: as they are, set wide, broken in a narrow column, typed without an input method."""

from __future__ import annotations

_HALF = str.maketrans("（）：", "():")


def plain(text: str) -> str:
    return text


def spaced(text: str) -> str:
    return " ".join(text)


def broken(text: str) -> str:
    middle = len(text) // 2
    return f"{text[:middle]}\n{text[middle:]}"


def half_width(text: str) -> str:
    return text.translate(_HALF)
